"""Where a rule of the workflow begins and ends: the last day that still counts, the one person who still may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ddq.assessment import deciding, moving, record, reviewing, roles
from ddq.assessment.decision import Condition, ConditionState, Verb
from ddq.assessment.fold import apply
from ddq.assessment.model import Answer, Assessment, Event, EventKind, Role, Status, Verdict
from ddq.assessment.next_event import Stamp
from ddq.assessment.staleness import Facts, inputs_digest, staleness
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import last_undoable, undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from tests.assessment.conftest import ANA, BEA, CARL, ENCRYPT, LATER, NOON, RESTS, TODAY, decision

DORA = Stamp(NOON, "dora")


def assigned(state: Assessment, **names: str) -> Assessment:
    """With one person in each role that is named; the first of them assigns the others."""
    by = Stamp(NOON, next(iter(names.values())))
    for role, name in names.items():
        state = apply(state, roles.assign(state, Role(role), [name], by))
    return state


def test_what_holds_until_a_day_holds_on_that_day(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    """An approval on its last day, a condition that is due on the day of the decision."""
    rests = RESTS.model_copy(update={"inputs": inputs_digest(in_review)})
    today = Condition(text="Encrypt at rest", owner="dora", due=TODAY)
    made = decision(
        Verb.approve_with_conditions, reason="ok", conditions=(today,), expires=date(2026, 12, 1), rests_on=rests
    )
    state = apply(in_review, deciding.decide(in_review, made, BEA))
    met = apply(state, deciding.change_condition(state, 1, ConditionState.met, "seen", BEA))
    assert staleness(met, loaded, Facts(rests, date(2026, 12, 1))) == ()
    late = made.model_copy(update={"conditions": (today.model_copy(update={"due": TODAY - timedelta(days=1)}),)})
    with pytest.raises(NotAccepted, match="which is past"):
        deciding.decide(in_review, late, BEA)


def test_a_file_that_no_answer_rests_on_makes_no_decision_stale(
    loaded: LoadedQuestionnaire,
    in_review: Assessment,
) -> None:
    digest = "cd" * 32
    new = {"id": digest, "name": "draft.pdf", "size": 3, "expires": "2026-03-02"}
    seq = in_review.seq + 1
    state = apply(
        in_review, Event(seq=seq, at=NOON, by="ana", kind=EventKind.attached, subject=digest, revision=1, new=new)
    )
    rests = RESTS.model_copy(update={"inputs": inputs_digest(state)})
    state = apply(state, deciding.decide(state, decision(rests_on=rests), BEA))
    assert staleness(state, loaded, Facts(rests, LATER, {digest: "is missing"})) == ()


def test_a_verdict_is_an_input_whoever_gives_it_and_when(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    seen = apply(in_review, reviewing.review(in_review, loaded, "officer", Verdict(verdict="reviewed"), BEA))
    assert inputs_digest(seen) != inputs_digest(in_review)
    tomorrow = Stamp(NOON + timedelta(days=1), "carl")
    again = apply(in_review, reviewing.review(in_review, loaded, "officer", Verdict(verdict="reviewed"), tomorrow))
    assert inputs_digest(again) == inputs_digest(seen)


def test_a_waived_condition_is_bound_again_by_an_approver_alone(conditional: Assessment) -> None:
    """Its owner may say that it is met, and no more."""
    state = assigned(conditional, approver="bea", reviewer="carl")
    waived = apply(state, deciding.change_condition(state, 1, ConditionState.waived, "not needed", BEA))
    for who in (DORA, CARL, ANA):
        with pytest.raises(NotAccepted, match="may not say that a condition is open"):
            deciding.change_condition(waived, 1, ConditionState.open, "needed", who)
    assert deciding.change_condition(waived, 1, ConditionState.open, "needed", BEA)
    assert deciding.change_condition(state, 1, ConditionState.met, "seen", DORA)
    with pytest.raises(NotAccepted, match="ana: may not say that a condition is met"):
        deciding.change_condition(state, 1, ConditionState.met, "seen", ANA)
    assert ENCRYPT.owner == "dora"


def test_only_those_who_are_assigned_take_an_assessment_out_of_review(in_review: Assessment) -> None:
    state = assigned(in_review, interviewer="ana", reviewer="bea", approver="carl")
    with pytest.raises(NotAccepted, match="dora: may not take the assessment back"):
        moving.reopen(state, "news", DORA)
    for who in (ANA, BEA, CARL):
        assert apply(state, moving.reopen(state, "news", who)).status is Status.draft


def test_what_one_may_not_do_one_may_not_undo(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    """A verdict of the reviewer, and who is assigned."""
    state = assigned(in_review, reviewer="bea")
    verdict = reviewing.review(state, loaded, "officer", Verdict(verdict="issue"), BEA)
    seen = apply(state, verdict)
    with pytest.raises(NotAccepted, match="ana: may not take a verdict back"):
        undo(seen, verdict, ANA)
    assert "officer" not in apply(seen, undo(seen, verdict, BEA)).verdicts
    given = roles.assign(state, Role.approver, ["carl"], BEA)
    with pytest.raises(NotAccepted, match="dora: may not assign people"):
        undo(apply(state, given), given, DORA)


def test_the_last_change_of_mine_is_not_one_that_somebody_changed_since(
    loaded: LoadedQuestionnaire, blank: Assessment
) -> None:
    """Taking it back would take theirs."""
    events: list[Event] = []
    for subject, value, who in (("users", 1, ANA), ("personal", True, ANA), ("personal", False, BEA)):
        events.append(record.answer(blank, loaded, subject, Answer(value=value), who))
        blank = apply(blank, events[-1])
    assert last_undoable(events, "ana") is events[0]
    assert last_undoable(events, "bea") is events[2]
    assert last_undoable(events) is events[2]


def test_the_language_of_the_questions_changes_at_any_time(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    """It changes nothing that anybody answered or decided."""
    event = record.change(in_review, "language", "de", BEA)
    german = apply(in_review, event)
    assert german.language == "de"
    assert apply(german, undo(german, event, BEA)).language is None
    assert inputs_digest(german) == inputs_digest(in_review)


def test_the_same_person_in_other_letters_is_the_same_person(
    loaded: LoadedQuestionnaire,
    in_review: Assessment,
) -> None:
    own = reviewing.review(in_review, loaded, "officer", Verdict(verdict="reviewed"), Stamp(NOON, " ANA"))
    assert reviewing.reviewed_own_answer(apply(in_review, own), "officer")
    other = reviewing.review(in_review, loaded, "officer", Verdict(verdict="reviewed"), BEA)
    assert not reviewing.reviewed_own_answer(apply(in_review, other), "officer")


def test_an_issue_on_one_entry_sends_its_list_back(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    """The whole of it opens: an entry may be missing beside the one that is wrong."""
    state = apply(blank, record.answer(blank, loaded, "holders/1", Answer(value={"name": "N"}), ANA))
    state = apply(state, record.answer(state, loaded, "holders/2", Answer(value={"name": "O"}), ANA))
    state = apply(state, moving.submit(state, ANA))
    for entry, verdict in (("holders/1", "issue"), ("holders/2", "needs_clarification")):
        given = Verdict.model_validate({"verdict": verdict, "note": "?"})
        state = apply(state, reviewing.review(state, loaded, entry, given, BEA))
    assert moving.flagged_by_reviewers(state) == ("holders",)
    state = apply(state, moving.send_back(state, loaded, (), "see there", BEA))
    assert state.open_for == ("holders",)
    again = apply(state, record.answer(state, loaded, "holders/1", Answer(value={"name": "M"}), ANA))
    assert "holders/1" not in again.verdicts
    with pytest.raises(NotAccepted, match="was not sent back"):
        record.answer(state, loaded, "users", Answer(value=3), ANA)
