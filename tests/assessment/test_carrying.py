"""A year later: what is carried over, what is asked again, what differs, and how long it may take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment import moving, record
from ddq.assessment.carrying import Earlier, aged, carry, given_on, unconfirmed
from ddq.assessment.consequences import consequences
from ddq.assessment.differences import Change, differences
from ddq.assessment.estimate import MINUTES, minutes_left
from ddq.assessment.fold import apply, fold
from ddq.assessment.interview import Interview
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    EvidenceFile,
    Identifier,
    QuestionnaireReference,
    Source,
    Vendor,
    Verdict,
)
from ddq.assessment.next_event import Stamp
from ddq.assessment.prefilling import VENDOR_RECORD, prefill
from ddq.assessment.reviewing import review
from ddq.assessment.same_vendor import same_vendor
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.lint import lint
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade

LAST_YEAR = Stamp(datetime(2025, 2, 1, tzinfo=UTC), "ana")
NOW = Stamp(datetime(2026, 3, 1, tzinfo=UTC), "bea")
ACME = Vendor(name="Acme Ltd", countries=("NO",), identifiers=(Identifier(scheme="LEI", value="5493001"),))
FILE = EvidenceFile(id="ab" * 32, name="audit.pdf", size=3)

OTHER = """\
ddq: questionnaire/1
id: other
version: 1.0.0
title: Another
sections:
  - id: all
    title: All
    domain: all
    questions:
      - {id: personal, kind: text, text: Who is personal?}
      - {id: legal_name, kind: text, text: Name?, prefill: vendor.name, concept: legal_name}
      - {id: seat, kind: country, text: Country?, prefill: vendor.country}
      - {id: seats, kind: countries, text: Countries?, prefill: vendor.countries}
      - {id: short, kind: text, text: Short?, max_length: 2, prefill: vendor.name}
      - id: offices
        kind: group
        text: Offices?
        concept: offices
        fields:
          - {id: name, kind: text, text: Name, prefill: vendor.name}
          - {id: lei, kind: text, text: LEI, prefill: vendor.identifier.lei}
          - {id: floor, kind: integer, text: Floor}
"""
RENAMED = OTHER.replace("id: other", "id: renamed").replace("legal_name, kind", "name_of_company, kind")


WORD = Basis(grade=Grade.D)
"""Somebody's word: without any basis an answer reads as unknown."""


def stamps(stamp: Stamp) -> Iterator[Stamp]:
    while True:
        yield stamp


def begin(loaded: LoadedQuestionnaire, identifier: str, stamp: Stamp, vendor: Vendor = ACME) -> list[Event]:
    beginning = Beginning(
        title="Acme",
        vendor=vendor,
        engagement=Engagement(profile="de-authority"),
        questionnaire=QuestionnaireReference(id=loaded.questionnaire.id, version="1.0.0", digest=loaded.digest),
    )
    return [record.begin(identifier, beginning, stamp)]


def answered(loaded: LoadedQuestionnaire, events: list[Event], given: dict[str, Answer], stamp: Stamp) -> list[Event]:
    events = list(events)
    for subject, answer in given.items():
        events.append(record.answer(fold(events), loaded, subject, answer, stamp))
    return events


@pytest.fixture
def earlier(loaded: LoadedQuestionnaire) -> Earlier:
    """What ana answered last year."""
    events = begin(loaded, "a-0", LAST_YEAR)
    events.append(record.attach(fold(events), FILE, LAST_YEAR))
    audit = Source(title="Audit", dated=date(2024, 12, 1))
    given = {
        "personal": Answer(value=True, basis=Basis(grade=Grade.A)),
        "officer": Answer(value="Ann", basis=Basis(grade=Grade.D), note="by mail"),
        "breach": Answer(value="tested", basis=Basis(grade=Grade.B, sources=(audit,), evidence=(FILE.id,))),
        "users": Answer(state=AnswerState.unknown, reason="nobody knew"),
        "holders/1": Answer(value={"name": "A", "votes": 60}),
        "holders/complete": Answer(value=True),
    }
    events = answered(loaded, events, given, LAST_YEAR)
    return Earlier(fold(events), tuple(events), loaded)


@pytest.fixture
def other(tmp_path: Path) -> LoadedQuestionnaire:
    path = tmp_path / "other.yaml"
    path.write_text(OTHER, encoding="utf-8")
    return load_questionnaire(path)


def test_answers_are_carried_with_basis_and_day_and_nobody_has_confirmed_them(
    loaded: LoadedQuestionnaire, earlier: Earlier
) -> None:
    state = fold(begin(loaded, "a-1", NOW))
    carried = carry(earlier, state, loaded, stamps(NOW))
    for event in carried.events:
        state = apply(state, event)
    assert [*state.answers] == ["personal", "officer", "breach", "holders/1", "holders/complete"]
    assert carried.answers == 5
    officer = state.answers["officer"]
    assert (officer.carried_from, officer.given_on, officer.note) == ("a-0", date(2025, 2, 1), "by mail")
    assert state.answers["breach"].basis == earlier.assessment.answers["breach"].basis
    assert state.evidence == {FILE.id: FILE}, "the file comes along"
    assert state.answered_by["officer"] == "bea", "who carries answers over vouches for them"
    assert [(one.subject, one.why) for one in carried.left_out] == [("users", "what was unknown is asked anew")]
    assert unconfirmed(state) == tuple(state.answers)
    assert aged(state, loaded, date(2026, 3, 1)) == ("breach",), "its audit is older than twelve months"
    confirmed = record.confirm(state, loaded, "officer", NOW)
    state = apply(state, confirmed)
    assert (state.answers["officer"].carried_from, state.answers["officer"].given_on) == (None, None)
    with pytest.raises(NotAccepted, match="no carried answer"):
        record.confirm(state, loaded, "officer", NOW)
    twice = carry(Earlier(state, (), loaded), fold(begin(loaded, "a-2", NOW)), loaded, stamps(NOW))
    (personal,) = [event for event in twice.events if event.subject == "personal"]
    assert Answer.model_validate(personal.new, strict=False).given_on == date(2025, 2, 1), (
        "the day goes back to who first gave it"
    )


def test_an_answer_that_is_there_stays_and_one_that_does_not_fit_is_told(
    loaded: LoadedQuestionnaire, earlier: Earlier
) -> None:
    events = answered(loaded, begin(loaded, "a-1", NOW), {"officer": Answer(value="Zoe")}, NOW)
    broken = earlier.assessment.model_copy(
        update={"answers": {**earlier.assessment.answers, "breach": Answer(value="drilled")}}
    )
    carried = carry(Earlier(broken, earlier.events, loaded), fold(events), loaded, stamps(NOW))
    why = {one.subject: one.why for one in carried.left_out}
    assert why["officer"] == "officer has an answer already"
    assert "drilled" in why["breach"]
    assert {event.subject for event in carried.events} == {"personal", "holders/1", "holders/complete"}


def test_carrying_is_refused_where_it_cannot_be_right(loaded: LoadedQuestionnaire, earlier: Earlier) -> None:
    with pytest.raises(NotAccepted, match="from itself"):
        carry(earlier, earlier.assessment, loaded, stamps(NOW))
    stranger = fold(begin(loaded, "a-1", NOW, Vendor(name="Other")))
    with pytest.raises(NotAccepted, match="not known to be the same vendor"):
        carry(earlier, stranger, loaded, stamps(NOW))
    state = fold(begin(loaded, "a-1", NOW))
    with pytest.raises(NotAccepted, match="closed: the assessment is in review"):
        carry(earlier, apply(state, moving.submit(state, NOW)), loaded, stamps(NOW))


def test_another_questionnaire_takes_over_what_has_the_same_concept_and_nothing_by_chance(
    loaded: LoadedQuestionnaire, other: LoadedQuestionnaire, earlier: Earlier, tmp_path: Path
) -> None:
    assert carry(earlier, fold(begin(other, "b-1", NOW)), other, stamps(NOW)).events == (), (
        "`personal` is another question"
    )
    before = answered(
        other,
        begin(other, "b-0", LAST_YEAR),
        {"legal_name": Answer(value="Acme Limited"), "offices/x": Answer(value={"name": "HQ", "floor": 3})},
        LAST_YEAR,
    )
    path = tmp_path / "renamed.yaml"
    path.write_text(RENAMED, encoding="utf-8")
    renamed = load_questionnaire(path)
    looked_back = Earlier(fold(before), tuple(before), other)
    carried = carry(looked_back, fold(begin(renamed, "c-1", NOW)), renamed, stamps(NOW))
    assert [event.subject for event in carried.events] == ["name_of_company", "offices/x"]
    gone = Earlier(fold(before), tuple(before), None)
    assert carry(gone, fold(begin(renamed, "c-1", NOW)), renamed, stamps(NOW)).events == ()


def test_the_vendors_record_fills_in_what_declares_it_and_is_not_confirmed(other: LoadedQuestionnaire) -> None:
    state = fold(begin(other, "b-1", NOW))
    for event in prefill(state, other, stamps(NOW)):
        state = apply(state, event)
    assert {subject: answer.value for subject, answer in state.answers.items()} == {
        "legal_name": "Acme Ltd",
        "seat": "NO",
        "seats": ["NO"],
        "offices/1": {"name": "Acme Ltd", "lei": "5493001"},
    }, "a name that is too long for its question is left out"
    assert {answer.carried_from for answer in state.answers.values()} == {VENDOR_RECORD}
    assert prefill(state, other, stamps(NOW)) == ()
    several = ACME.model_copy(update={"countries": ("NO", "SE")})
    subjects = {event.subject for event in prefill(fold(begin(other, "b-2", NOW, several)), other, stamps(NOW))}
    assert "seat" not in subjects, "which of two countries is meant is not known"


def test_a_prefill_that_its_question_cannot_hold_is_found(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(OTHER.replace("kind: country, text: Country?", "kind: text, text: Country?"), encoding="utf-8")
    (found,) = [problem for problem in lint(load_questionnaire(path)) if problem.code == "Q015"]
    assert found.message == "vendor.country fits the kind country, not text"


SAME: list[tuple[Vendor, bool, str]] = [
    (Vendor(name="Acme Ltd"), True, "the same name"),
    (Vendor(name=" ACME  ltd"), True, "case and spaces do not matter"),
    (Vendor(name="Acme Limited"), False, "another name and nothing else to go by"),
    (Vendor(name="Renamed", identifiers=(Identifier(scheme="lei", value="5493001"),)), True, "the same identifier"),
    (Vendor(name="Acme Ltd", identifiers=(Identifier(scheme="LEI", value="1"),)), False, "a namesake"),
    (Vendor(name="Acme Ltd", identifiers=(Identifier(scheme="DUNS", value="1"),)), True, "no scheme in common"),
]


@pytest.mark.parametrize(("vendor", "same", "why"), SAME, ids=[why for _, _, why in SAME])
def test_the_same_vendor_is_known_by_identifier_or_else_by_name(vendor: Vendor, same: bool, why: str) -> None:
    assert same_vendor(vendor, ACME) is same
    assert same_vendor(ACME, vendor) is same


def test_the_day_of_an_answer_comes_back_with_an_undo(loaded: LoadedQuestionnaire, earlier: Earlier) -> None:
    events = list(earlier.events)
    events.append(record.answer(fold(events), loaded, "officer", Answer(value="Zoe"), NOW))
    assert given_on(events)["officer"] == date(2026, 3, 1)
    events.append(undo(fold(events), events[-1], NOW))
    assert given_on(events)["officer"] == date(2025, 2, 1)


def test_differences_are_of_fact_and_say_which_way(loaded: LoadedQuestionnaire, earlier: Earlier) -> None:
    state = fold(begin(loaded, "a-1", NOW))
    for event in carry(earlier, state, loaded, stamps(NOW)).events:
        state = apply(state, event)
    same = differences(earlier, state, loaded)
    assert [(one.subject, one.change) for one in same.answers] == [("users", Change.taken_out)]
    assert (same.same, same.unconfirmed) == (5, 5)
    events: dict[str, Answer | None] = {
        "officer": Answer(value="Zoe"),
        "personal": state.answers["personal"].model_copy(update={"basis": Basis(grade=Grade.C)}),
        "users": Answer(value=5),
        "holders/2": Answer(value={"name": "B"}),
    }
    for subject, given in events.items():
        assert given is not None
        state = apply(state, record.answer(state, loaded, subject, given, NOW))
    found = differences(earlier, state, loaded)
    assert {one.subject: one.change for one in found.answers} == {
        "personal": Change.basis,
        "users": Change.changed,
        "officer": Change.changed,
        "holders/2": Change.answered,
    }
    assert [one.question for one in found.answers] == ["personal", "users", "officer", "holders"], "in order"


def test_what_only_one_questionnaire_asks_is_listed_apart(
    loaded: LoadedQuestionnaire, other: LoadedQuestionnaire, earlier: Earlier
) -> None:
    state = fold(answered(other, begin(other, "b-1", NOW), {"seat": Answer(value="NO")}, NOW))
    found = differences(earlier, state, other)
    assert found.answers == ()
    assert "personal" in found.only_earlier
    assert found.only_later == ("seat",)


def test_an_estimate_falls_as_questions_are_answered_and_counts_what_is_to_be_confirmed(
    loaded: LoadedQuestionnaire, earlier: Earlier
) -> None:
    day = date(2026, 3, 1)
    state = fold(begin(loaded, "a-1", NOW))
    left = [minutes_left(Interview(loaded, state, day))]
    for subject, value in (("personal", True), ("users", 5), ("officer", "Ann"), ("breach", "none")):
        state = apply(state, record.answer(state, loaded, subject, Answer(value=value, basis=WORD), NOW))
        left.append(minutes_left(Interview(loaded, state, day)))
    assert left[1] > left[2], "an answer more, and nothing new applies"
    assert left[2] > left[-1] > 0
    for event in (
        record.answer(state, loaded, "holders/1", Answer(value={"name": "A"}, basis=WORD), NOW),
        record.answer(state, loaded, "holders/complete", Answer(value=True, basis=WORD), NOW),
    ):
        state = apply(state, event.model_copy(update={"seq": state.seq + 1}))
    assert minutes_left(Interview(loaded, state, day)) == 0
    fresh = fold(begin(loaded, "a-2", NOW))
    for event in carry(earlier, fresh, loaded, stamps(NOW)).events:
        fresh = apply(fresh, event)
    assert minutes_left(Interview(loaded, fresh, day)) > 0
    kinds = {str(kind) for kind in MINUTES}
    assert {question.kind for question in loaded.questions.values()} <= kinds


@pytest.mark.parametrize(
    ("subject", "given", "says"),
    [
        (
            "officer",
            Answer(value="Zoe"),
            ["officer would say “Ann” again, not “Zoe”.", "verdict on officer would fall"],
        ),
        ("users", Answer(value=5), ["users would be open again; it says “5”."]),
        ("personal", Answer(value=False, basis=WORD), ["personal would say “yes” again", "officer would count again"]),
        (
            "holders/1",
            Answer(value={"name": "B"}, basis=WORD),
            ["Entry 1 of holders would say “A (…)” again, not “B (…)”."],
        ),
        ("holders/complete", Answer(value=False, basis=WORD), ["holders is complete would say “complete” again"]),
        ("officer", Answer(state=AnswerState.refused, reason="no"), ["would say “Ann” again, not “refused”"]),
        ("officer", Answer(value="Ann", note="x"), ["would still say “Ann”"]),
    ],
)
def test_what_an_undo_would_change_is_said_before(
    loaded: LoadedQuestionnaire, subject: str, given: Answer, says: list[str]
) -> None:
    first: dict[str, Any] = {
        "personal": True,
        "officer": "Ann",
        "holders/1": {"name": "A"},
        "holders/complete": True,
    }
    state = fold(
        answered(
            loaded, begin(loaded, "a-1", NOW), {name: Answer(value=one, basis=WORD) for name, one in first.items()}, NOW
        )
    )
    event = record.answer(state, loaded, subject, given, NOW)
    state = apply(state, event)
    if subject == "officer" and given.state is AnswerState.answered:
        state = apply(state, review(state, loaded, "officer", Verdict(verdict="reviewed"), NOW))
    told = " ".join(consequences(Interview(loaded, state, date(2026, 3, 1)), event))
    assert all(sentence in told for sentence in says), told


def test_undoing_an_answer_that_opened_others_says_that_they_stop_counting(loaded: LoadedQuestionnaire) -> None:
    events = answered(loaded, begin(loaded, "a-1", NOW), {"personal": Answer(value=False, basis=WORD)}, NOW)
    events = answered(
        loaded, events, {"personal": Answer(value=True, basis=WORD), "officer": Answer(value="Ann", basis=WORD)}, NOW
    )
    told = consequences(Interview(loaded, fold(events), date(2026, 3, 1)), events[2])
    assert told == ("personal would say “no” again, not “yes”.", "The answers to officer would be kept, and not count.")


def test_other_kinds_say_what_an_undo_would_change(loaded: LoadedQuestionnaire, earlier: Earlier) -> None:
    interview = Interview(loaded, earlier.assessment, date(2026, 3, 1))
    told = consequences(interview, earlier.events[1])
    assert told == (
        "The file audit.pdf would not be attached any more.",
        "The answers to breach rest on it and would name a file that is not there.",
    )
    state: Assessment = earlier.assessment
    flagged = record.flag(state, loaded, "users", "ask", NOW)
    assert consequences(interview, flagged) == ("users would not be flagged.",)
