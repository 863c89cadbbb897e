"""Review, decision, conditions: who may do what, when, and what a decision rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ddq.assessment import commenting, deciding, moving, record, reviewing, roles
from ddq.assessment.decision import ConditionState, Decision, Departure, Direction, Verb
from ddq.assessment.fold import BrokenHistory, Closed, apply, fold
from ddq.assessment.model import Answer, AnswerState, Assessment, Event, EventKind, Role, Status, Vendor, Verdict
from ddq.assessment.next_event import Stamp
from ddq.assessment.staleness import Facts, inputs_digest, staleness
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import last_undoable, undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from tests.assessment.conftest import ANA, BEA, CARL, ENCRYPT, LATER, NOON, RESTS, TODAY, decision

ACROSS = Departure(direction=Direction.across_a_bar, sentence="the method says do not proceed", bars=("Ban (Court)",))
LESS = Departure(direction=Direction.less_cautious, sentence="the method says defer")


def test_review_closes_every_answer_and_a_draft_opens_them_again(
    loaded: LoadedQuestionnaire, in_review: Assessment
) -> None:
    for attempt in (
        lambda: record.answer(in_review, loaded, "users", Answer(value=3), ANA),
        lambda: record.take_back(in_review, "officer", ANA),
        lambda: record.change(in_review, "vendor", Vendor(name="Other"), ANA),
    ):
        with pytest.raises(NotAccepted, match="closed: the assessment is in review"):
            attempt()
    with pytest.raises(NotAccepted, match="reopening needs a reason"):
        moving.reopen(in_review, " \x1b", ANA)
    draft = apply(in_review, moving.reopen(in_review, "a holder is missing", ANA))
    assert apply(draft, record.answer(draft, loaded, "users", Answer(value=3), ANA)).answers["users"].value == 3


def test_a_send_back_opens_what_was_named_and_what_reviewers_doubt_and_nothing_else(
    loaded: LoadedQuestionnaire, in_review: Assessment
) -> None:
    doubted = apply(in_review, reviewing.review(in_review, loaded, "officer", Verdict(verdict="issue"), BEA))
    event = moving.send_back(doubted, loaded, ["holders/1"], "who is it?", BEA)
    back = apply(doubted, event)
    assert (back.status, back.open_for) == (Status.changes_requested, ("officer", "holders"))
    back = apply(back, record.answer(back, loaded, "officer", Answer(value="Ben"), ANA))
    back = apply(back, record.answer(back, loaded, "holders/1", Answer(value={"name": "A"}), ANA))
    with pytest.raises(NotAccepted, match=r"this question was not sent back; .*\(officer, holders\)"):
        record.answer(back, loaded, "personal", Answer(value=False), ANA)
    more = apply(back, moving.send_back(back, loaded, ["personal"], "this too", BEA))
    assert more.open_for == ("personal", "officer", "holders"), "what was sent back before stays open"
    again = apply(more, moving.submit(more, ANA))
    assert again.open_for == ()


def test_a_send_back_needs_a_question_and_a_reason(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    with pytest.raises(NotAccepted, match="no question is sent back"):
        moving.send_back(in_review, loaded, [], "hm", BEA)
    with pytest.raises(NotAccepted, match="needs a reason"):
        moving.send_back(in_review, loaded, ["officer"], "", BEA)
    with pytest.raises(NotAccepted, match="did you mean 'officer'"):
        moving.send_back(in_review, loaded, ["oficer"], "hm", BEA)


@pytest.mark.parametrize("verb", Verb)
def test_nobody_decides_on_an_interview_of_their_own(in_review: Assessment, verb: Verb) -> None:
    conditions = (ENCRYPT,) if verb is Verb.approve_with_conditions else ()
    with pytest.raises(NotAccepted, match=r"ANA : may not decide on one's own interview.*ddq does not check them"):
        deciding.decide(in_review, decision(verb, reason="fine", conditions=conditions), Stamp(NOON, " ANA "))
    assert deciding.decide(in_review, decision(verb, reason="fine", conditions=conditions), BEA).by == "bea"


def test_undoing_and_redoing_an_answer_leaves_it_with_whoever_gave_it(
    loaded: LoadedQuestionnaire, answered: Assessment
) -> None:
    """Otherwise somebody could lend a name, and the person who answered could approve."""
    given = record.answer(answered, loaded, "users", Answer(value=3), CARL)
    state = apply(answered, given)
    undone = undo(state, given, BEA)
    state = apply(state, undone)
    assert "users" not in state.answered_by
    state = apply(state, undo(state, undone, BEA))
    assert state.answered_by["users"] == "carl"
    changed = record.answer(state, loaded, "users", Answer(value=4), BEA)
    state = apply(state, changed)
    assert state.answered_by["users"] == "bea"
    assert apply(state, undo(state, changed, ANA)).answered_by["users"] == "carl"


def test_who_is_assigned_acts_and_nobody_else(loaded: LoadedQuestionnaire, answered: Assessment) -> None:
    state = apply(answered, roles.assign(answered, Role.interviewer, ["Ana"], ANA))
    state = apply(state, roles.assign(state, Role.reviewer, ["bea"], ANA))
    state = apply(state, roles.assign(state, Role.approver, ["carl", " CARL "], ANA))
    assert state.roles[Role.approver] == ("carl",)
    with pytest.raises(NotAccepted, match="bea: may not answer; ask one of the interviewers: Ana"):
        record.answer(state, loaded, "users", Answer(value=3), BEA)
    with pytest.raises(NotAccepted, match="ana: may not review an answer"):
        reviewing.review(state, loaded, "officer", Verdict(verdict="reviewed"), ANA)
    assert roles.people(state) == ("Ana",)
    state = apply(state, moving.submit(state, ANA))
    assert roles.people(state) == ("bea", "carl")
    with pytest.raises(NotAccepted, match=r"eve: may not assign people.*Ana, bea, carl"):
        roles.assign(state, Role.approver, ["eve"], Stamp(NOON, "eve"))
    assert roles.assign(state, Role.reviewer, ["bea", "eve"], CARL).new == ["bea", "eve"]
    with pytest.raises(NotAccepted, match="bea: may not decide; ask one of the approvers: carl"):
        deciding.decide(state, decision(), BEA)
    with pytest.raises(NotAccepted, match="ana: may not send questions back"):
        moving.send_back(state, loaded, ["officer"], "hm", ANA)
    state = apply(state, deciding.decide(state, decision(), CARL))
    assert (state.status, roles.people(state)) == (Status.approved, ("carl",))
    with pytest.raises(NotAccepted, match="ana: may not reopen"):
        moving.reopen(state, "news", ANA)


INCOMPLETE: list[tuple[Decision, str]] = [
    (decision(Verb.reject), "needs a reason"),
    (decision(Verb.reject, reason="\x1b"), "needs a reason"),
    (decision(departure=LESS), "the method says defer, and needs a reason"),
    (decision(departure=ACROSS, reason="urgent"), r"across a bar \(Ban \(Court\)\) needs its authority cited"),
    (decision(Verb.approve_with_conditions, reason="ok"), "there is no condition"),
    (decision(conditions=(ENCRYPT,)), "only an approval with conditions"),
    (
        decision(
            Verb.approve_with_conditions, reason="x", conditions=(ENCRYPT.model_copy(update={"due": date(2026, 2, 1)}),)
        ),
        "condition 1 is due on 2026-02-01, which is past",
    ),
    (
        decision(Verb.approve_with_conditions, reason="x", conditions=(ENCRYPT.model_copy(update={"text": "\x07"}),)),
        "condition 1 says nothing",
    ),
    (decision(expires=TODAY), "not after today"),
    (decision(next_review=LATER, expires=date(2026, 5, 1)), "next review is after the last day"),
    (decision(Verb.reject, reason="x", expires=LATER), "a rejection does not expire"),
]


@pytest.mark.parametrize(("made", "says"), INCOMPLETE, ids=[says for _, says in INCOMPLETE])
def test_a_decision_that_lacks_something_is_refused_with_what_it_lacks(
    in_review: Assessment, made: Decision, says: str
) -> None:
    with pytest.raises(NotAccepted, match=says):
        deciding.decide(in_review, made, BEA)


def test_a_decision_keeps_who_when_why_and_what_it_rests_on(in_review: Assessment) -> None:
    made = decision(departure=ACROSS, reason="needed\x1b[2J", authority="Licence 7 of the Court", by="forged", seq=99)
    event = deciding.decide(in_review, made, BEA)
    state = apply(in_review, event)
    assert state.decision is not None
    assert (state.decision.by, state.decision.at, state.decision.seq) == ("bea", NOON, event.seq)
    assert (state.decision.reason, state.decision.authority) == ("needed⟨ESC⟩[2J", "Licence 7 of the Court")
    assert state.decision.rests_on == RESTS
    assert deciding.in_force(state)
    reopened = apply(state, moving.reopen(state, "news", BEA))
    assert reopened.decision == state.decision, "the last decision stays to be seen"
    assert not deciding.in_force(reopened)


def test_a_decision_is_made_in_review_only_and_closes_everything(
    loaded: LoadedQuestionnaire, answered: Assessment, conditional: Assessment
) -> None:
    with pytest.raises(NotAccepted, match="the assessment is a draft, not in review"):
        deciding.decide(answered, decision(), BEA)
    with pytest.raises(NotAccepted, match="approved with conditions, not in review"):
        deciding.decide(conditional, decision(), BEA)
    with pytest.raises(NotAccepted, match="closed: the assessment is approved with conditions; reopen it"):
        record.answer(conditional, loaded, "users", Answer(value=3), ANA)
    with pytest.raises(NotAccepted, match="comments stay possible"):
        reviewing.review(conditional, loaded, "officer", Verdict(verdict="issue"), BEA)
    assert commenting.comment(conditional, loaded, "officer", "still here?", ANA).new


def test_conditions_are_met_by_their_owner_waived_by_an_approver_and_say_why(conditional: Assessment) -> None:
    with pytest.raises(NotAccepted, match="needs a reason"):
        deciding.change_condition(conditional, 1, ConditionState.met, "", BEA)
    with pytest.raises(NotAccepted, match="there are conditions 1 to 1"):
        deciding.change_condition(conditional, 2, ConditionState.met, "seen", BEA)
    with pytest.raises(NotAccepted, match="ana: may not say that a condition is waived"):
        deciding.change_condition(conditional, 1, ConditionState.waived, "not needed", ANA)
    dora = Stamp(NOON, "Dora")
    event = deciding.change_condition(conditional, 1, ConditionState.met, "audit of May", dora)
    met = apply(conditional, event)
    assert deciding.conditions(met)[0].state is ConditionState.met
    assert deciding.conditions(met)[0].change == met.condition_changes[event.subject]
    assert met.condition_changes[event.subject].by == "Dora"
    assert not deciding.conditions(met)[0].is_overdue(LATER + timedelta(days=1))
    undone = apply(met, undo(met, event, BEA))
    assert deciding.conditions(undone)[0].is_overdue(LATER + timedelta(days=1))
    assert not deciding.conditions(undone)[0].is_overdue(LATER)


def test_conditions_of_an_earlier_decision_do_not_come_back(conditional: Assessment) -> None:
    met = deciding.change_condition(conditional, 1, ConditionState.met, "seen", BEA)
    state = apply(conditional, met)
    undone = undo(state, met, BEA)
    state = apply(state, undone)
    for event in (moving.reopen, moving.submit):
        state = apply(state, event(state, *(("news", BEA) if event is moving.reopen else (BEA,))))  # type: ignore[operator]
    made = decision(Verb.approve_with_conditions, reason="again", conditions=(ENCRYPT,))
    state = apply(state, deciding.decide(state, made, BEA))
    with pytest.raises(NotAccepted, match="stands no more"):
        undo(state, undone, BEA)
    assert deciding.conditions(state)[0].state is ConditionState.open


def test_an_approval_expires_after_its_last_day_and_not_before(in_review: Assessment) -> None:
    endless = apply(in_review, deciding.decide(in_review, decision(), BEA))
    with pytest.raises(NotAccepted, match="has no last day"):
        moving.expire(endless, BEA)
    approved = apply(in_review, deciding.decide(in_review, decision(expires=LATER), BEA))
    with pytest.raises(NotAccepted, match="holds until 2026-09-01"):
        moving.expire(approved, Stamp(datetime(2026, 9, 1, 23, 59, tzinfo=UTC), "bea"))
    over = apply(approved, moving.expire(approved, Stamp(datetime(2026, 9, 2, tzinfo=UTC), "bea")))
    assert over.status is Status.expired


def test_a_status_says_where_it_can_go(blank: Assessment, in_review: Assessment) -> None:
    with pytest.raises(NotAccepted, match="a draft cannot become approved; it can become in review"):
        moving.change_status(blank, Status.approved, ANA)
    with pytest.raises(NotAccepted, match="approved is a decision"):
        moving.change_status(in_review, Status.approved, BEA)
    with pytest.raises(NotAccepted, match="questions are to be named"):
        moving.change_status(in_review, Status.changes_requested, BEA, "hm")
    event = moving.submit(blank, ANA)
    with pytest.raises(NotAccepted, match="cannot be undone"):
        undo(apply(blank, event), event, ANA)
    assert last_undoable([event]) is None


def test_comments_are_cleaned_numbered_settled_and_opened_again(
    loaded: LoadedQuestionnaire, answered: Assessment
) -> None:
    first = commenting.comment(answered, loaded, "officer", " Who is\x1b[2J \u202eshe?", BEA)
    state = apply(answered, first)
    state = apply(state, commenting.comment(state, loaded, None, "Well done", CARL))
    assert commenting.comments_on(state, "officer")[1].text == "Who is⟨ESC⟩[2J ⟨U+202E⟩she?"
    assert commenting.comments_on(state, None)[2].by == "carl"
    resolved = commenting.resolve(state, 1, "seen", ANA)
    state = apply(state, resolved)
    assert state.comments["comment:1"].resolution is not None
    with pytest.raises(NotAccepted, match="was resolved by ana"):
        commenting.resolve(state, 1, None, BEA)
    state = apply(state, undo(state, resolved, BEA))
    assert state.comments["comment:1"].resolution is None
    with pytest.raises(NotAccepted, match="is open"):
        commenting.open_again(state, 1, BEA)
    state = apply(state, undo(state, first, BEA))
    assert [*state.comments] == ["comment:2"]
    with pytest.raises(NotAccepted, match="was taken back since"):
        undo(state, apply_and_last(state, resolved), BEA)
    assert commenting.comment(state, loaded, None, "more", ANA).subject == "comment:3", "no number is used twice"
    for text in ("", "\x1b", "x" * 20_001):
        with pytest.raises(NotAccepted):
            commenting.comment(state, loaded, None, text, ANA)


def apply_and_last(state: Assessment, resolved: Event) -> Event:
    """The undo of the resolution, as it stands in the history."""
    return resolved.model_copy(update={"new": None, "old": resolved.new, "seq": state.seq - 1})


def test_the_ledger_itself_keeps_closed_answers_closed(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    """Where somebody answers while another sends to review, the store folds the answer after the move, and refuses."""
    late = Event(
        seq=in_review.seq + 1,
        at=NOON,
        by="ana",
        kind=EventKind.answered,
        subject="users",
        revision=1,
        new={"value": 3},
    )
    with pytest.raises(Closed):
        apply(in_review, late)
    with pytest.raises(BrokenHistory, match="no such comment"):
        apply(in_review, late.model_copy(update={"kind": EventKind.resolved, "subject": "comment:9"}))
    with pytest.raises(BrokenHistory, match="no such condition"):
        apply(in_review, late.model_copy(update={"kind": EventKind.conditioned, "subject": "condition:3/1"}))
    with pytest.raises(BrokenHistory, match="assigns"):
        apply(in_review, late.model_copy(update={"kind": EventKind.assigned, "subject": "role:king", "new": ["a"]}))


def test_a_ledger_from_before_the_workflow_still_opens(loaded: LoadedQuestionnaire, answered: Assessment) -> None:
    """Its statuses were changed by name, without a decision, and its answers went on."""
    events: list[tuple[EventKind, str, Any]] = [
        (EventKind.changed, "status", "in_review"),
        (EventKind.answered, "users", {"value": 3}),
        (EventKind.changed, "status", "approved"),
    ]
    for kind, subject, new in events:
        revision = answered.revisions.get(subject, 0) + 1
        answered = apply(
            answered,
            Event(seq=answered.seq + 1, at=NOON, by="ana", kind=kind, subject=subject, revision=revision, new=new),
        )
    assert (answered.status, answered.decision, answered.answers["users"].value) == (Status.approved, None, 3)
    with pytest.raises(NotAccepted, match="closed: the assessment is approved"):
        record.answer(answered, loaded, "users", Answer(value=4), ANA)
    assert apply(answered, moving.reopen(answered, "decide anew", BEA)).status is Status.draft


CHANGED_SINCE: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"inputs": "other"}, {}, "answered or reviewed has changed since the decision"),
    ({"questionnaire": "x"}, {}, "The questionnaire is not the one"),
    ({"registers": "x"}, {}, "The registers of laws"),
    ({"profile": "x"}, {}, "The buyer profile"),
    ({"method": "trust/2"}, {}, "The method is trust/2; the decision rests on trust/1."),
    ({"outcome": "defer"}, {}, "The method now says defer; it said proceed."),
    ({"trust": ("50.0", "60.0")}, {}, "Trust is now 50.0 to 60.0; it was 70.0 to 80.0."),
    ({"method": "weighted/1"}, {}, "The figure is now 70.0 to 80.0 % of the points; it was trust 70.0 to 80.0."),
    ({"method": "weighted/1"}, {}, "The method is weighted/1; the decision rests on trust/1."),
    ({}, {"today": date(2026, 12, 2)}, "The approval held until 2026-12-01."),
    ({}, {"today": date(2026, 9, 2)}, "Condition 1 was due on 2026-09-01 and is not met: Encrypt at rest"),
]


@pytest.mark.parametrize(("now", "facts", "says"), CHANGED_SINCE, ids=[says for _, _, says in CHANGED_SINCE])
def test_a_decision_is_stale_as_soon_as_one_thing_that_it_rests_on_is_another(
    loaded: LoadedQuestionnaire, in_review: Assessment, now: dict[str, Any], facts: dict[str, Any], says: str
) -> None:
    rests = RESTS.model_copy(update={"inputs": inputs_digest(in_review)})
    made = decision(
        Verb.approve_with_conditions,
        reason="ok",
        conditions=(ENCRYPT,),
        expires=date(2026, 12, 1),
        rests_on=rests,
    )
    state = apply(in_review, deciding.decide(in_review, made, BEA))
    assert staleness(state, loaded, Facts(rests, TODAY)) == ()
    found = staleness(state, loaded, Facts(rests.model_copy(update=now), facts.get("today", TODAY)))
    assert any(says in sentence for sentence in found)


def test_what_changed_since_is_named(loaded: LoadedQuestionnaire, in_review: Assessment) -> None:
    rests = RESTS.model_copy(update={"inputs": inputs_digest(in_review), "seq": in_review.seq})
    events: list[Event] = []
    state = in_review

    def then(make: Callable[[Assessment], Event]) -> None:
        nonlocal state
        events.append(make(state))
        state = apply(state, events[-1])

    then(lambda now: deciding.decide(now, decision(rests_on=rests), BEA))
    then(lambda now: moving.reopen(now, "news", BEA))
    then(lambda now: record.answer(now, loaded, "officer", Answer(value="Zoe"), ANA))
    facts = Facts(rests.model_copy(update={"inputs": inputs_digest(state)}), TODAY)
    assert staleness(state, loaded, facts, events) == (
        "What was answered or reviewed has changed since the decision: officer.",
    )
    then(lambda now: undo(now, events[-1], ANA))
    facts = Facts(rests.model_copy(update={"inputs": inputs_digest(state)}), TODAY)
    assert staleness(state, loaded, facts, events) == (), "it is as it was again"


def test_evidence_that_expired_aged_or_is_gone_makes_a_decision_stale(
    loaded: LoadedQuestionnaire, blank: Assessment
) -> None:
    digest = "ab" * 32
    file = {"id": digest, "name": "audit\x1b.pdf", "size": 3, "expires": "2026-06-30"}
    state = apply(blank, Event(seq=2, at=NOON, by="ana", kind=EventKind.attached, subject=digest, revision=1, new=file))
    basis = {"grade": "B", "evidence": (digest,), "sources": ({"title": "Audit", "dated": date(2026, 1, 1)},)}
    given = Answer.model_validate({"value": "tested", "basis": basis}, strict=False)
    state = apply(state, record.answer(state, loaded, "breach", given, ANA))
    state = apply(state, moving.submit(state, ANA))
    rests = RESTS.model_copy(update={"inputs": inputs_digest(state)})
    state = apply(state, deciding.decide(state, decision(rests_on=rests), BEA))
    assert staleness(state, loaded, Facts(rests, date(2026, 6, 30))) == ()
    gone = staleness(state, loaded, Facts(rests, TODAY, {digest: "is missing"}))
    assert gone == ("The evidence file audit⟨ESC⟩.pdf is missing.",)
    expired = staleness(state, loaded, Facts(rests, date(2026, 7, 1)))
    assert expired == ("The evidence file audit⟨ESC⟩.pdf expired on 2026-06-30.",)
    aged = staleness(state, loaded, Facts(rests, date(2027, 1, 2)))
    assert any("older than its question lets it be: breach" in sentence for sentence in aged)


def test_a_carried_answer_without_a_dated_source_ages_from_the_day_it_was_given(
    loaded: LoadedQuestionnaire, blank: Assessment
) -> None:
    from ddq.assessment.readings import effective_grade
    from ddq.questionnaire.model import Grade

    given = Answer.model_validate(
        {"value": "tested", "basis": {"grade": "C"}, "given_on": date(2025, 1, 1), "carried_from": "a-0"}, strict=False
    )
    question = loaded.questions["breach"]
    assert effective_grade(question, given, date(2026, 1, 1)) is Grade.C
    assert effective_grade(question, given, date(2026, 1, 2)) is Grade.D
    assert given.state is AnswerState.answered


def test_the_fold_of_all_events_is_the_state(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    created = Event.model_validate(
        {"seq": 1, "at": NOON, "by": "ana", "kind": "created", "subject": "a-1", "revision": 1}, strict=False
    )
    beginning: Any = blank.model_dump(
        mode="json", include={"title", "vendor", "engagement", "questionnaire"}, exclude_defaults=True
    )
    events = [created.model_copy(update={"new": beginning})]
    state = fold(events)
    for make in (
        lambda now: roles.assign(now, Role.approver, ["bea"], ANA),
        lambda now: record.answer(now, loaded, "officer", Answer(value="Ann"), ANA),
        lambda now: commenting.comment(now, loaded, "officer", "?", BEA),
        lambda now: commenting.resolve(now, 1, None, ANA),
        lambda now: moving.submit(now, ANA),
        lambda now: moving.send_back(now, loaded, ["officer"], "who?", BEA),
        lambda now: record.answer(now, loaded, "officer", Answer(value="Ben"), ANA),
        lambda now: moving.submit(now, ANA),
        lambda now: deciding.decide(
            now, decision(Verb.approve_with_conditions, reason="ok", conditions=(ENCRYPT,)), BEA
        ),
        lambda now: deciding.change_condition(now, 1, ConditionState.waived, "not needed", BEA),
    ):
        events.append(make(state))
        state = apply(state, events[-1])
    assert fold(events) == state
    assert state.replaced == {8: "ana"}
