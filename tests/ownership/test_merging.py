"""From a reading to the list of holders of an assessment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from ddq.assessment import record
from ddq.assessment.entering import enter
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Answer, Assessment, Beginning, Engagement, QuestionnaireReference, Vendor
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted
from ddq.ownership.differences import differences_in_words
from ddq.ownership.holder import exact_percent
from ddq.ownership.holders import holders_of
from ddq.ownership.listed import listed_structure
from ddq.ownership.merging import merge
from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.owner_rows import TARGET
from ddq.ownership.reading import read_ownership
from ddq.ownership.share import Share, exactly, of_percent
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from tests.ownership.structures import DAY, Edge, right, structure, worlds

STAMP = Stamp(datetime(2026, 6, 1, tzinfo=UTC), "ana")
GROUP = """\
ddq: questionnaire/1
id: owners
version: 1.0.0
title: Owners
sections:
  - id: all
    title: All
    domain: Ownership
    questions:
      - id: OC-1
        kind: {kind}
        text: List the holders.
"""
HOLDERS = """\
        feeds_engine: holders
        complete: These are all.
        fields:
          - {id: name, kind: text, text: Name, required: true}
          - id: holder_kind
            kind: choice
            text: Kind
            required: true
            choices: [{code: person, label: P}, {code: company, label: C}, {code: state, label: S}]
          - {id: country, kind: country, text: Country, required: true}
          - {id: votes, kind: percent, text: Votes, required: true}
          - id: control
            kind: choice
            text: Control
            required: true
            choices:
              - {code: none, label: None}
              - {code: majority, label: Majority}
              - {code: veto, label: Veto}
              - {code: golden_share, label: Golden share}
              - {code: contract, label: Contract}
              - {code: board_appointment, label: Board}
              - {code: joint, label: Joint}
"""
CHAINS = """\
      - id: OC-2
        kind: group
        text: List who stands behind them.
        max: 4
        feeds_engine: chains
        complete: These are all.
        fields:
          - {id: name, kind: text, text: Name, required: true}
          - {id: held, kind: text, text: In whom, required: true}
          - id: holder_kind
            kind: choice
            text: Kind
            required: true
            choices: [{code: person, label: P}, {code: company, label: C}, {code: state, label: S}]
          - {id: country, kind: country, text: Country, required: true}
          - {id: votes, kind: percent, text: Votes, required: true}
          - {id: votes_from, kind: percent, text: At least}
          - {id: votes_to, kind: percent, text: At most}
          - id: control
            kind: choice
            text: Control
            required: true
            choices:
              - {code: none, label: None}
              - {code: majority, label: Majority}
              - {code: golden_share, label: Golden share}
              - {code: contract, label: Contract}
              - {code: joint, label: Joint}
          - {id: state_controlled, kind: yes_no, text: Of a state}
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedQuestionnaire:
    path: Path = tmp_path_factory.mktemp("q") / "owners.yaml"
    path.write_text(GROUP.format(kind="group") + HOLDERS)
    return load_questionnaire(path)


@pytest.fixture
def assessment(loaded: LoadedQuestionnaire) -> Assessment:
    return blank(loaded)


def blank(loaded: LoadedQuestionnaire) -> Assessment:
    """An assessment without an answer."""
    reference = QuestionnaireReference(id="owners", version="1.0.0", digest=loaded.digest)
    beginning = Beginning(
        title="A", vendor=Vendor(name="T"), engagement=Engagement(profile="p"), questionnaire=reference
    )
    return fold([record.begin("a", beginning, STAMP)])


def values(*edges: Edge | Relation, **more: Any) -> dict[str, dict[str, str | bool]]:
    """By party, what the list of holders gets."""
    found = holders_of(read_ownership(structure(*edges, **more), "T", DAY))
    return {one.party: dict(one.values) for one in found}


def test_the_ends_of_chains_are_listed_and_not_what_is_between() -> None:
    found = values(("X", 80, "A"), ("Y", 20, "A"), ("A", 50, "T"), ("Z", 50, "T"))
    assert {name: (one["votes"], one["capital"]) for name, one in found.items()} == {
        "Z": ("50", "50"),
        "X": ("40", "40"),
        "Y": ("10", "10"),
    }
    assert found["X"]["held_through"] == "A"
    assert "held_through" not in found["Z"]


def test_holders_below_five_per_cent_are_listed_only_with_a_right() -> None:
    found = values(("X", 91, "T"), ("Y", 4, "T"), ("S", 1, "T"), right("S", RelationKind.golden_share, "T"))
    assert {name: one["control"] for name, one in found.items()} == {"X": "majority", "S": "golden_share"}


def test_a_right_over_whoever_controls_the_vendor_is_listed() -> None:
    found = values(("X", 100, "A"), ("A", 100, "T"), right("S", RelationKind.golden_share, "A"))
    assert found["S"]["control"] == "golden_share"


def test_joint_control_and_control_by_contract_have_their_codes() -> None:
    joint = values(("X", 50, "T"), ("Y", 50, "T"))
    assert {one["control"] for one in joint.values()} == {"joint"}
    contract = values(("X", 100, "T"), right("C", RelationKind.contract, "T"))
    assert contract["C"]["control"] == "contract"


def test_nothing_told_of_a_share_is_not_none() -> None:
    """Who has a right alone may hold shares that nobody told of, but for where those told of are all there are."""
    found = values(("A", 60, "T"), right("B", RelationKind.veto, "T"))
    assert "votes" not in found["B"]
    found = values(("A", 100, "T"), right("B", RelationKind.veto, "T"))
    assert found["B"]["votes"] == "0"


def test_what_is_not_known_exactly_is_left_out_and_noted() -> None:
    (holder,) = holders_of(read_ownership(structure(("X", (40, 60), "T")), "T", DAY))
    assert set(holder.values) == {"name"}
    assert holder.note() == (
        "votes: 40 % to 60 %; capital: 40 % to 60 %; whether it controls the vendor is left open by what is known"
    )


def test_a_company_that_a_state_controls_says_so() -> None:
    kinds = {"S": PartyKind.state, "C": PartyKind.company}
    found = values(("S", 0, "none"), ("C", 30, "T"), right("S", RelationKind.contract, "C"), kinds=kinds)
    assert found["C"]["state_controlled"] is True


def test_kind_and_country_are_taken_over_where_they_are_known() -> None:
    """Dispersed holders have no country from which they are commanded."""
    kinds = {"X": PartyKind.person, "P": PartyKind.dispersed}
    found = values(("X", 30, "T"), ("P", 70, "T"), kinds=kinds, countries={"X": "FI", "P": "FI"})
    assert (found["X"]["holder_kind"], found["X"]["country"]) == ("person", "FI")
    assert found["P"]["holder_kind"] == "public"
    assert "country" not in found["P"]


def test_a_percentage_that_is_not_whole_never_looks_whole() -> None:
    assert exact_percent(of_percent(Fraction(200, 3))) == "66.6667"
    assert exact_percent(exactly(Fraction(1, 2) - Fraction(1, 10**9))) == "49.9999"
    assert exact_percent(exactly(Fraction(1, 2) + Fraction(1, 10**9))) == "50.0001"
    assert exact_percent(of_percent(50)) == "50"
    assert exact_percent(Share(Fraction(0), Fraction(1, 2))) is None


def test_each_entry_has_its_sources_with_the_day(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    edges = (
        Relation("X", "A", share=of_percent(80), source="register"),
        Relation("A", "T", share=of_percent(80), source="annual report"),
        Relation("Y", "T", share=of_percent(20)),
    )
    found = read_ownership(structure(*edges), "T", DAY)
    merged = merge(found, assessment, loaded, "owners.csv")
    by_row = {one.subject: [(s.title, s.dated) for s in one.answer.basis.sources] for one in merged.entries}
    assert by_row == {
        "OC-1/x": [("annual report", DAY), ("register", DAY)],
        "OC-1/y": [("owners.csv", DAY)],
    }


def entered(assessment: Assessment, loaded: LoadedQuestionnaire, *edges: Edge) -> tuple[Assessment, list[str]]:
    found = read_ownership(structure(*edges), "T", DAY)
    merged = merge(found, assessment, loaded, "owners.csv")
    events = enter(assessment, loaded, merged.entries, iter(lambda: STAMP, None))
    words = list(differences_in_words(events))
    for event in events:
        assessment = apply(assessment, event)
    return assessment, words


def test_merging_twice_changes_nothing_more(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    once, words = entered(assessment, loaded, ("X", 60, "T"), ("Y", (20, 30), "T"))
    assert words[:2] == ["OC-1/x “X”: a new entry", "  name: X"]
    again, nothing = entered(once, loaded, ("X", 60, "T"), ("Y", (20, 30), "T"))
    assert nothing == []
    assert again.answers == once.answers


def test_what_is_new_is_told_with_what_was(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    once, _ = entered(assessment, loaded, ("X", 60, "T"))
    _, words = entered(once, loaded, ("X", 40, "T"))
    assert words == ["OC-1/x “X”: changed", "  votes: 60 → 40", "  control: majority → none"]


def test_entries_are_matched_by_name_and_others_are_left(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    kept = Answer(value={"name": "x", "votes": "1", "country": "FI"}, note="asked by phone")
    for row, answer in (("r7", kept), ("gone", Answer(value={"name": "Gone", "votes": "9"}))):
        assessment = apply(assessment, record.answer(assessment, loaded, f"OC-1/{row}", answer, STAMP))
    found = read_ownership(structure(("X", 60, "T")), "T", DAY)
    merged = merge(found, assessment, loaded, "owners.csv")
    (entry,) = merged.entries
    assert entry.subject == "OC-1/r7"
    assert entry.answer.value == {"name": "X", "votes": "60", "country": "FI", "control": "majority"}
    assert entry.answer.note == "asked by phone"
    assert merged.only_there == ("Gone",)


def test_two_holders_of_one_name_are_two_entries(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    world = structure(("a", 30, "T"), ("b", 30, "T"))
    parties = {name: party if name == "T" else type(party)(name, "Holding") for name, party in world.parties.items()}
    found = read_ownership(type(world)(parties, world.relations), "T", date(2026, 1, 1))
    merged = merge(found, assessment, loaded, "owners.csv")
    assert [one.subject for one in merged.entries] == ["OC-1/holding", "OC-1/1"]


def test_a_questionnaire_without_a_list_of_holders_says_so(tmp_path: Path, assessment: Assessment) -> None:
    (tmp_path / "none.yaml").write_text(GROUP.format(kind="text"))
    with pytest.raises(NotAccepted, match="no list of holders"):
        merge(
            read_ownership(structure(("X", 60, "T")), "T", DAY),
            assessment,
            load_questionnaire(tmp_path / "none.yaml"),
            "f",
        )


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> LoadedQuestionnaire:
    """A questionnaire with both lists."""
    path: Path = tmp_path_factory.mktemp("q") / "owners.yaml"
    ranged = HOLDERS.replace(
        "          - id: control\n",
        "          - {id: votes_from, kind: percent, text: From}\n          - {id: votes_to, kind: percent, text: To}\n"
        "          - id: control\n",
    )
    path.write_text(GROUP.format(kind="group") + ranged + CHAINS)
    return load_questionnaire(path)


def both_lists(
    assessment: Assessment, chained: LoadedQuestionnaire, *edges: Edge | Relation, **more: Any
) -> dict[str, dict[str, Any]]:
    """By entry, what both lists hold once a structure is merged into them."""
    merged = merge(read_ownership(structure(*edges, **more), "T", DAY), assessment, chained, "owners.csv")
    for event in enter(assessment, chained, merged.entries, iter(lambda: STAMP, None)):
        assessment = apply(assessment, event)
    return {subject: answer.value for subject, answer in assessment.answers.items() if isinstance(answer.value, dict)}


def test_with_a_list_of_chains_each_link_is_an_entry(assessment: Assessment, chained: LoadedQuestionnaire) -> None:
    """Direct holders stand in the list of holders, and who stands behind them in that of chains, by name."""
    found = both_lists(assessment, chained, ("X", 80, "A"), ("Y", 20, "A"), ("A", 60, "T"), ("Z", 40, "T"))
    assert {
        subject: (one["name"], one.get("held"), one["votes"], one["control"]) for subject, one in found.items()
    } == {
        "OC-1/a": ("A", None, "60", "majority"),
        "OC-1/z": ("Z", None, "40", "none"),
        "OC-2/x": ("X", "A", "80", "majority"),
        "OC-2/y": ("Y", "A", "20", "none"),
    }


def test_a_range_fills_the_fields_for_its_ends(assessment: Assessment, chained: LoadedQuestionnaire) -> None:
    """Whether such a holder controls stays open where the range does."""
    found = both_lists(assessment, chained, ("X", (30, 60), "A"), ("A", (0, 20), "T"), ("B", (55, 80), "T"))
    assert (found["OC-2/x"]["votes_from"], found["OC-2/x"]["votes_to"]) == ("30", "60")
    assert not {"votes", "control"} & set(found["OC-2/x"])
    assert (found["OC-1/a"].get("votes_from"), found["OC-1/a"]["votes_to"], found["OC-1/a"]["control"]) == (
        None, "20", "none",
    )  # fmt: skip
    assert found["OC-1/b"]["control"] == "majority"


def test_an_exact_share_stays_where_the_range_allows_it_and_goes_where_not(
    assessment: Assessment, chained: LoadedQuestionnaire
) -> None:
    for row, votes in (("a", "35"), ("b", "70")):
        answer = Answer(value={"name": row.upper(), "votes": votes})
        assessment = apply(assessment, record.answer(assessment, chained, f"OC-1/{row}", answer, STAMP))
    found = both_lists(assessment, chained, ("A", (30, 40), "T"), ("B", (20, 50), "T"))
    assert (found["OC-1/a"]["votes"], "votes_from" in found["OC-1/a"]) == ("35", False)
    assert ("votes" in found["OC-1/b"], found["OC-1/b"]["votes_from"], found["OC-1/b"]["votes_to"]) == (
        False, "20", "50",
    )  # fmt: skip
    exact = both_lists(assessment, chained, ("A", 31, "T"))
    assert exact["OC-1/a"]["votes"] == "31"


def test_who_controls_from_behind_is_listed_where_no_field_of_a_holder_says_it(
    assessment: Assessment, chained: LoadedQuestionnaire
) -> None:
    """A person at the end of the chain, and a special right over who controls; a state is said of the holder itself."""
    kinds = {"X": PartyKind.person, "S": PartyKind.state, "A": PartyKind.company, "B": PartyKind.company}
    edges = (
        ("X", 100, "A"),
        ("A", 60, "T"),
        ("S", 100, "B"),
        ("B", 40, "T"),
        right("S", RelationKind.golden_share, "A"),
    )
    found = both_lists(assessment, chained, *edges, kinds=kinds, countries={"S": "FI"})
    person = found["OC-1/x"]
    assert (person["control"], "votes" in person) == ("majority", False)
    assert found["OC-1/s"]["control"] == "golden_share"
    assert [(one["name"], one["held"], one["control"]) for key, one in found.items() if key.startswith("OC-2/")] == [
        ("X", "A", "majority"),
        ("S", "A", "golden_share"),
        ("S", "B", "majority"),
    ]
    only_state = both_lists(assessment, chained, ("S", 100, "B"), ("B", 60, "T"), kinds=kinds, countries={"S": "FI"})
    assert set(only_state) == {"OC-1/b", "OC-2/s"}


def test_small_bodies_of_a_state_are_links_and_small_others_are_not(
    assessment: Assessment, chained: LoadedQuestionnaire
) -> None:
    kinds = {"S1": PartyKind.state, "S2": PartyKind.state}
    found = both_lists(assessment, chained, ("S1", 3, "A"), ("S2", 4, "A"), ("Y", 4, "A"), ("A", 60, "T"), kinds=kinds)
    assert [one["name"] for key, one in found.items() if key.startswith("OC-2/")] == ["S2", "S1"]


def test_a_circle_ends_and_what_the_vendor_holds_itself_is_told(
    assessment: Assessment, chained: LoadedQuestionnaire
) -> None:
    world = structure(("A", 60, "T"), ("B", 50, "A"), ("A", 50, "B"), ("T", 10, "A"))
    merged = merge(read_ownership(world, "T", DAY), assessment, chained, "owners.csv")
    assert [one.subject for one in merged.entries] == ["OC-1/a", "OC-2/b", "OC-2/a"]
    assert merged.remarks == ("“T” holds a part of “A”, which no list has a place for",)


def test_links_that_do_not_fit_are_counted(assessment: Assessment, chained: LoadedQuestionnaire) -> None:
    """The nearest ones are entered."""
    chain: list[Edge] = [(f"c{number + 1}", 100, f"c{number}") for number in range(7)]
    merged = merge(read_ownership(structure(("c0", 60, "T"), *chain), "T", DAY), assessment, chained, "owners.csv")
    assert len([one for one in merged.entries if one.subject.startswith("OC-2/")]) == 4
    assert merged.remarks == ("the chains have 3 more links, which do not fit into the list",)


def test_links_are_matched_by_the_holder_and_in_whom_it_holds(
    assessment: Assessment, chained: LoadedQuestionnaire
) -> None:
    """One who holds in two companies has an entry for each; merging again finds both."""
    edges: tuple[Edge, ...] = (("X", 60, "A"), ("X", 70, "B"), ("A", 50, "T"), ("B", 50, "T"))
    reading = read_ownership(structure(*edges), "T", DAY)
    for _ in range(2):
        merged = merge(reading, assessment, chained, "owners.csv")
        events = enter(assessment, chained, merged.entries, iter(lambda: STAMP, None))
        for event in events:
            assessment = apply(assessment, event)
    assert events == ()
    links = [one.value for subject, one in assessment.answers.items() if subject.startswith("OC-2/")]
    assert [(one["held"], one["votes"]) for one in links if isinstance(one, dict)] == [("A", "60"), ("B", "70")]


@settings(max_examples=40, deadline=None)
@given(relations=worlds(cycles=False))
def test_what_is_written_into_the_lists_is_read_back(chained: LoadedQuestionnaire, relations: list[Relation]) -> None:
    """By the lists nobody has other votes than by the file, and the same parties surely control the company."""
    read = read_ownership(structure(*relations), "T", DAY)
    merged = merge(read, blank(chained), chained, "owners.csv")
    rows = {"OC-1": list[dict[str, Any]](), "OC-2": list[dict[str, Any]]()}
    for entry in merged.entries:
        assert isinstance(entry.answer.value, dict)
        values = {
            name: Decimal(str(value)) if name in ("votes", "capital") else value
            for name, value in entry.answer.value.items()
        }
        rows[entry.subject.partition("/")[0]].append(values)
    again = read_ownership(listed_structure("T", rows["OC-1"], rows["OC-2"]), TARGET, DAY)
    names = {identifier: party.name for identifier, party in again.graph.parties.items()}
    if not merged.remarks:  # a list of chains that is full loses what is farthest
        for identifier, share in again.votes.listed.items():
            assert share.lo == read.votes.listed[names[identifier]].lo
        controls = {tuple(names[name] for name in one.parties) for one in again.control.controllers if one.sure}
        assert controls == {one.parties for one in read.control.controllers if one.sure}
