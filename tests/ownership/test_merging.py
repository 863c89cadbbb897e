"""From a reading to the list of holders of an assessment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment import record
from ddq.assessment.entering import enter
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Answer, Assessment, Beginning, Engagement, QuestionnaireReference, Vendor
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted
from ddq.ownership.holders import exact_percent, holders_of
from ddq.ownership.merging import differences_in_words, merge
from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.reading import read_ownership
from ddq.ownership.share import Share, exactly, of_percent
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from tests.ownership.structures import DAY, Edge, right, structure

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


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedQuestionnaire:
    path: Path = tmp_path_factory.mktemp("q") / "owners.yaml"
    path.write_text(GROUP.format(kind="group") + HOLDERS)
    return load_questionnaire(path)


@pytest.fixture
def assessment(loaded: LoadedQuestionnaire) -> Assessment:
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


def test_what_is_not_known_exactly_is_left_out_and_noted() -> None:
    (holder,) = holders_of(read_ownership(structure(("X", (40, 60), "T")), "T", DAY))
    assert set(holder.values) == {"name"}
    assert holder.note == (
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
    found = holders_of(read_ownership(structure(*edges), "T", DAY))
    merged = merge(found, assessment, loaded, DAY, "owners.csv")
    by_row = {one.subject: [(s.title, s.dated) for s in one.answer.basis.sources] for one in merged.entries}
    assert by_row == {
        "OC-1/x": [("annual report", DAY), ("register", DAY)],
        "OC-1/y": [("owners.csv", DAY)],
    }


def entered(assessment: Assessment, loaded: LoadedQuestionnaire, *edges: Edge) -> tuple[Assessment, list[str]]:
    found = holders_of(read_ownership(structure(*edges), "T", DAY))
    merged = merge(found, assessment, loaded, DAY, "owners.csv")
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
    found = holders_of(read_ownership(structure(("X", 60, "T")), "T", DAY))
    merged = merge(found, assessment, loaded, DAY, "owners.csv")
    (entry,) = merged.entries
    assert entry.subject == "OC-1/r7"
    assert entry.answer.value == {"name": "X", "votes": "60", "country": "FI", "control": "majority"}
    assert entry.answer.note == "asked by phone"
    assert merged.only_there == ("Gone",)


def test_two_holders_of_one_name_are_two_entries(loaded: LoadedQuestionnaire, assessment: Assessment) -> None:
    world = structure(("a", 30, "T"), ("b", 30, "T"))
    parties = {name: party if name == "T" else type(party)(name, "Holding") for name, party in world.parties.items()}
    found = holders_of(read_ownership(type(world)(parties, world.relations), "T", DAY))
    merged = merge(found, assessment, loaded, date(2026, 1, 1), "owners.csv")
    assert [one.subject for one in merged.entries] == ["OC-1/holding", "OC-1/1"]


def test_a_questionnaire_without_a_list_of_holders_says_so(tmp_path: Path, assessment: Assessment) -> None:
    (tmp_path / "none.yaml").write_text(GROUP.format(kind="text"))
    with pytest.raises(NotAccepted, match="no list of holders"):
        merge([], assessment, load_questionnaire(tmp_path / "none.yaml"), DAY, "f")
