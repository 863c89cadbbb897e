"""The owners that the lists of an assessment tell, as a chart and as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ddq.drawing.chart import Line, Shape
from ddq.ownership.listed_chart import EnteredOwners
from ddq.workspace.library import Library
from ddq.workspace.snapshot import Snapshot, take_case


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(cache=tmp_path_factory.mktemp("cache"))


def with_holders(
    library: Library,
    rows: dict[str, dict[str, object]],
    complete: bool = False,
    links: dict[str, dict[str, object]] | None = None,
) -> EnteredOwners | None:
    """The first case with other holders, each with a basis that can be relied on."""
    snapshot = take_case(library, "bytedance-2021")
    kept = {
        subject: answer for subject, answer in snapshot.assessment.answers.items()
        if not subject.startswith(("OC-03/", "OC-03A/", "OC-02/"))
    }  # fmt: skip
    pattern = snapshot.assessment.answers["OC-03/founder"]
    added = {f"OC-03/{name}": pattern.model_copy(update={"value": value}) for name, value in rows.items()}
    added |= {f"OC-03A/{name}": pattern.model_copy(update={"value": value}) for name, value in (links or {}).items()}
    if complete:
        added["OC-03/complete"] = pattern.model_copy(update={"value": True})
    assessment = snapshot.assessment.model_copy(update={"answers": {**kept, **added}})
    return Snapshot(assessment, snapshot.loaded, snapshot.reading, snapshot.profile, snapshot.day).owners()


def test_a_shipped_case_shows_its_parent_its_founder_and_who_is_not_listed(library: Library) -> None:
    """Told of a part of the group, which is not its own parent."""
    snapshot = take_case(library, "bytedance-2021")
    part = snapshot.assessment.vendor.model_copy(update={"name": "TikTok"})
    found = replace(snapshot, assessment=snapshot.assessment.model_copy(update={"vendor": part})).owners()
    assert found is not None
    nodes = {node.title: node for node in found.chart.nodes}
    assert found.chart.nodes[0].subject
    assert nodes["Zhang Yiming, founder"].shape is Shape.pill
    assert nodes["Holders not listed"].shape is Shape.broken
    assert ("ultimate parent",) in [edge.label for edge in found.chart.edges]
    assert [one.has for one in found.holdings if one.holder == "Zhang Yiming, founder"] == ["a part that is not told"]


def test_shares_rights_and_what_is_held_through_stand_on_the_arrows(library: Library) -> None:
    found = with_holders(
        library,
        {
            "state": {"name": "Ministry", "holder_kind": "state", "votes": "1", "control": "golden_share"},
            "firm": {
                "name": "Holding", "holder_kind": "company", "votes": "60.50", "capital": "40", "control": "none",
                "held_through": "Shell Ltd, Cayman", "state_controlled": True,
            },
            "even": {"name": "Fund", "holder_kind": "fund", "votes": "5", "capital": "5", "control": "none"},
            "vie": {"name": "Contract AG", "holder_kind": "company", "control": "contract"},
        },
    )  # fmt: skip
    assert found is not None
    nodes = {node.title: node for node in found.chart.nodes}
    edges = {edge.source: edge for edge in found.chart.edges}
    assert nodes["Ministry"].shape is Shape.hexagon
    assert "controlled by a state" in nodes["Holding"].note
    assert nodes["Holding"].strong, "more than half of the votes"
    assert nodes["Contract AG"].strong, "control by contract"
    assert not nodes["Fund"].strong
    assert edges["holder 1"].label == ("1 % votes", "golden share")
    assert edges["holder 2"].label == ("40 % capital", "60.5 % votes")
    assert edges["holder 2"].target == "holder 2 through"
    assert edges["holder 3"].label == ("5 %",)
    assert edges["holder 4"].line is Line.dashed
    holding = next(one for one in found.holdings if one.holder == "Holding")
    assert holding.has == "40 % capital, 60.5 % votes through Shell Ltd, Cayman"


def test_a_vendor_that_is_its_own_ultimate_parent_is_drawn_once(library: Library) -> None:
    snapshot = take_case(library, "zoom-2021")
    found = snapshot.owners()
    assert found is not None
    assert [node.title for node in found.chart.nodes].count(snapshot.assessment.vendor.name) == 1


def test_a_list_that_is_declared_complete_has_nobody_beside_it(library: Library) -> None:
    rows: dict[str, dict[str, object]] = {
        "a": {"name": "A", "holder_kind": "person", "votes": "100", "control": "none"}
    }
    found = with_holders(library, rows, complete=True)
    assert found is not None
    assert [node.title for node in found.chart.nodes][1:] == ["A"]


def test_without_holders_and_parents_there_is_no_chart(library: Library) -> None:
    assert with_holders(library, {}) is None


def test_who_stands_behind_the_holders_is_drawn_over_them(library: Library) -> None:
    """Control runs up the chain over heavy arrows; a range is a range; whom no entry describes is drawn as well."""
    found = with_holders(
        library,
        {
            "a": {"name": "Holding", "holder_kind": "company", "country": "DE", "votes": "60", "control": "majority"},
            "b": {"name": "Founder", "holder_kind": "person", "control": "majority", "held_through": "Top, Holding"},
        },
        links={
            "1": {"name": "Founder", "holder_kind": "person", "held": "Top", "votes_from": "50", "votes_to": "75",
                  "control": "majority"},
            "2": {"name": "Top", "holder_kind": "company", "held": "Holding", "votes": "100", "control": "majority"},
            "3": {"name": "Fund", "holder_kind": "fund", "held": "Elsewhere", "votes": "5", "control": "none"},
            "4": {"name": "Holding", "holder_kind": "company", "held": "Top", "votes": "10", "control": "none"},
            "5": {"name": "Top", "holder_kind": "company", "held": "Top", "votes": "3", "control": "none"},
        },
    )  # fmt: skip
    assert found is not None
    nodes = {node.title: node for node in found.chart.nodes}
    titles = {node.id: node.title for node in found.chart.nodes}
    edges = {(titles[edge.source], titles[edge.target]): edge for edge in found.chart.edges}
    vendor = found.chart.nodes[0].title
    assert set(edges) == {
        ("Holding", vendor), ("Founder", "Top"), ("Top", "Holding"), ("Fund", "Elsewhere"), ("Holding", "Top"),
        ("Holders not listed", vendor),
    }  # fmt: skip
    assert len(titles) == len(nodes), "a founder with an entry in both lists is one"
    assert edges["Founder", "Top"].label == ("50–75 % votes", "majority of votes")
    assert [edges[pair].strong for pair in (("Founder", "Top"), ("Top", "Holding"), ("Fund", "Elsewhere"))] == [
        True, True, False,
    ]  # fmt: skip
    assert (edges["Holding", "Top"].backward, edges["Top", "Holding"].backward) == (True, False)
    assert "no entry describes it" in nodes["Elsewhere"].note
    assert "own shares: 3 % votes" in nodes["Top"].note
    assert [one.held for one in found.holdings if one.holder == "Founder"] == ["Top"]


def test_shares_of_the_vendor_in_itself_are_said_in_its_box(library: Library) -> None:
    vendor = take_case(library, "bytedance-2021").assessment.vendor.name
    found = with_holders(library, {"a": {"name": vendor, "holder_kind": "company", "votes": "4", "control": "none"}})
    assert found is not None
    assert "own shares: 4 % votes" in found.chart.nodes[0].note
    assert [edge.source for edge in found.chart.edges] == ["unlisted"]
