"""The chart of owners: signs for what each is, shares and kinds on the arrows, circles, unknown owners, controllers."""

from __future__ import annotations

import pytest

from ddq.drawing.chart import Line, Shape
from ddq.ownership.chart import MOST_DRAWN, ownership_chart, short
from ddq.ownership.model import PartyKind, RelationKind
from ddq.ownership.share import ALL, UNKNOWN, Share, of_percent
from tests.ownership.structures import graph, right, share


def test_states_controllers_and_unknown_owners_are_told_by_their_shapes() -> None:
    """Each sign stays one without its tint."""
    kinds = {"State": PartyKind.state, "Person": PartyKind.person, "Nobody": PartyKind.unknown}
    made = ownership_chart(graph(("State", 51, "T"), ("Person", 29, "T"), ("Nobody", 20, "T"), kinds=kinds), "T").chart
    nodes = {node.id: node for node in made.nodes}
    assert nodes["T"].subject
    assert nodes["State"].strong, "51 % of the votes control"
    assert not nodes["Person"].strong
    shapes = [nodes[name].shape for name in ("T", "State", "Person", "Nobody")]
    assert shapes == [Shape.box, Shape.hexagon, Shape.pill, Shape.broken]
    assert nodes["Nobody"].note == "owner not known"
    meanings = {entry.words for entry in made.key}
    assert {"state or a body of it", "owner not known", "controls the company", "control runs over it"} <= meanings


def test_shares_and_kinds_stand_on_the_arrows() -> None:
    made = ownership_chart(
        graph(
            ("A", 30, "T"), right("A", RelationKind.vote, "T", 60), ("B", (25, 50), "T"),
            right("C", RelationKind.golden_share, "T"), right("D", RelationKind.contract, "T"),
        ),
        "T",
    ).chart  # fmt: skip
    edges = {edge.source: edge for edge in made.edges}
    assert edges["A"].label == ("30 % capital", "60 % votes")
    assert edges["B"].label[0].startswith("25–50 %")
    assert (edges["C"].label, edges["C"].line) == (("golden share",), Line.dotted)
    assert (edges["D"].label, edges["D"].line) == (("contract",), Line.dashed)
    assert edges["D"].words == "D in T: contract"


def test_control_is_followed_up_the_chain() -> None:
    made = ownership_chart(graph(("H", 60, "T"), ("P", 80, "H"), ("Q", 20, "H"), ("R", 40, "T")), "T").chart
    assert {edge.source for edge in made.edges if edge.strong} == {"H", "P"}
    assert {node.id for node in made.nodes if node.strong} == {"H", "P"}


def test_a_circle_is_drawn_and_its_closing_arrow_goes_back() -> None:
    made = ownership_chart(graph(("A", 50, "T"), ("T", 10, "A"), ("B", 90, "A")), "T").chart
    back = {(edge.source, edge.target): edge.backward for edge in made.edges}
    assert back == {("A", "T"): False, ("T", "A"): True, ("B", "A"): False}


def test_own_shares_are_said_in_the_company_itself() -> None:
    made = ownership_chart(graph(("T", 5, "T"), ("A", 95, "T")), "T").chart
    assert "own shares 5 %" in made.nodes[0].note
    assert [(edge.source, edge.target) for edge in made.edges] == [("A", "T")]


def test_who_is_not_above_the_company_is_not_drawn() -> None:
    made = ownership_chart(graph(("A", 60, "T"), ("A", 60, "Other"), ("T", 60, "Sub")), "T").chart
    assert [node.id for node in made.nodes] == ["T", "A"]


def test_of_very_many_the_nearest_are_drawn_and_the_rest_is_counted() -> None:
    chain = [(f"p{number + 1}", 60, f"p{number}") for number in range(MOST_DRAWN + 20)]
    drawn = ownership_chart(graph(*chain), "p0")
    assert len(drawn.chart.nodes) == MOST_DRAWN
    assert drawn.left_out == 21


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (of_percent(51), "51 %"),
        (share((25, 50)), "25–50 %"),
        (Share(of_percent(25).lo, of_percent(50).lo, over=True, under=True), ">25–<50 %"),
        (Share(of_percent(25).lo, ALL.hi, over=True), "> 25 %"),
        (Share(of_percent(0).lo, of_percent(10).lo, under=True), "< 10 %"),
        (UNKNOWN, "? %"),
    ],
)
def test_a_share_in_few_signs(given: Share, shown: str) -> None:
    assert short(given) == shown
