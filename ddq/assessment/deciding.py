"""The decision of an approver, and what becomes of its conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ddq.assessment.closing import DECIDED, IN_WORDS
from ddq.assessment.decision import (
    Condition,
    ConditionChange,
    ConditionState,
    Decision,
    Direction,
    Verb,
)
from ddq.assessment.fold import STATUS_OF, condition_subject
from ddq.assessment.model import Assessment, Event, EventKind, Move, Role, Status
from ddq.assessment.next_event import Stamp, as_json, long_text, next_event, one_line
from ddq.assessment.roles import ADVISORY, check_role, interviewers, same_person
from ddq.assessment.subjects import NotAccepted

MAX_CONDITIONS = 100


def decide(assessment: Assessment, decision: Decision, stamp: Stamp) -> Event:
    """Decide on an assessment in review.

    Args:
        assessment: as it stands.
        decision: with what it rests on and how it departs from the outcome (`ddq.scoring` says both).
        stamp: who decides, and when.

    Raises:
        NotAccepted: it is not in review, another decides, whoever decides gave answers, or a part is missing.
    """
    if assessment.status is not Status.in_review:
        now = f"the assessment is {IN_WORDS[assessment.status]}, not in review"
        raise NotAccepted("decision", now, "a decision is made on what was sent to review")
    check_decider(assessment, stamp)
    kept = _cleaned(decision)
    _check_reasons(kept)
    _check_conditions(kept, stamp.at.date())
    _check_dates(kept, stamp.at.date())
    old = as_json(Move(status=assessment.status))
    return next_event(assessment, EventKind.decided, "status", stamp, old=old, new=as_json(kept), why=kept.reason)


@dataclass(frozen=True, slots=True)
class StandingCondition:
    """A condition of the last decision, and what became of it."""

    number: int
    """From 1, as people name it."""
    condition: Condition
    change: ConditionChange | None
    """None while nothing was said to it: it is open."""

    @property
    def state(self) -> ConditionState:
        """Open, met or waived."""
        return self.change.state if self.change else ConditionState.open

    def is_overdue(self, day: date) -> bool:
        """Whether it is open after the day on which it was due."""
        return self.state is ConditionState.open and self.condition.due < day


def conditions(assessment: Assessment) -> tuple[StandingCondition, ...]:
    """The conditions of the last decision, in order."""
    decision = assessment.decision
    if decision is None:
        return ()
    changes = assessment.condition_changes
    return tuple(
        StandingCondition(number, condition, changes.get(condition_subject(decision, number)))
        for number, condition in enumerate(decision.conditions, start=1)
    )


def change_condition(
    assessment: Assessment, number: int, state: ConditionState, why: str | None, stamp: Stamp
) -> Event:
    """Say that a condition is met, waived or open again, and why.

    Raises:
        NotAccepted: there is no such condition, it is so already, no reason is given, or another may say so.
    """
    found = {one.number: one for one in conditions(assessment)}.get(number)
    decision = assessment.decision
    if found is None or decision is None:
        known = len(conditions(assessment))
        hint = f"there are conditions 1 to {known}" if known else "the last decision has none"
        raise NotAccepted("condition", f"there is no condition {number}", hint)
    if assessment.status not in DECIDED:
        now = f"the assessment is {IN_WORDS[assessment.status]}"
        raise NotAccepted("condition", f"{now}, so its conditions are not in force", "decide anew")
    waives = state is ConditionState.waived or found.state is ConditionState.waived
    roles = (Role.approver,) if waives else (Role.reviewer, Role.approver)
    if waives or not same_person(stamp.by, found.condition.owner):
        check_role(assessment, stamp, f"say that a condition is {state.value}", *roles)
    if waives:
        _check_not_own_interview(assessment, stamp, "say that a condition is waived or binds again")
    if state is found.state:
        raise NotAccepted("condition", f"condition {number} is {state.value} already")
    said = long_text("condition", why or "")
    if not said:
        raise NotAccepted("condition", f"that it is {state.value} needs a reason", "say what shows it")
    subject = condition_subject(decision, number)
    old = assessment.condition_changes.get(subject)
    return next_event(
        assessment,
        EventKind.conditioned,
        subject,
        stamp,
        old=None if old is None else as_json(old.model_copy(update={"by": "", "at": None})),
        new=as_json(ConditionChange(state=state, why=said)),
        why=said,
    )


def in_force(assessment: Assessment) -> bool:
    """Whether the last decision is in force: it was not reopened since and has not been marked as expired."""
    decision = assessment.decision
    return decision is not None and assessment.status is STATUS_OF[decision.decision]


def check_decider(assessment: Assessment, stamp: Stamp) -> None:
    """That whoever decides may, whatever the decision.

    Raises:
        NotAccepted: others are the approvers, or whoever decides gave answers.
    """
    check_role(assessment, stamp, "decide", Role.approver)
    _check_not_own_interview(assessment, stamp, "decide on one's own interview")


def _check_not_own_interview(assessment: Assessment, stamp: Stamp, what: str) -> None:
    mine = [subject for subject, name in assessment.answered_by.items() if same_person(name, stamp.by)]
    if mine:
        shown = ", ".join(mine[:3]) + (" and others" if len(mine) > 3 else "")
        hint = f"somebody else than {', '.join(interviewers(assessment))} has to ({ADVISORY})"
        raise NotAccepted(stamp.by, f"may not {what}, having given the answers to {shown}", hint)


def _cleaned(decision: Decision) -> Decision:
    texts = {name: _text(name, getattr(decision, name)) for name in ("reason", "authority")}
    demanded = tuple(
        one.model_copy(update={"text": _demand(number, one.text), "owner": one_line("condition's owner", one.owner)})
        for number, one in enumerate(decision.conditions, start=1)
    )
    return decision.model_copy(update={**texts, "conditions": demanded, "by": "", "at": None, "seq": 0})


def _text(name: str, text: str | None) -> str | None:
    return (long_text(name, text) or None) if text else None


def _demand(number: int, text: str) -> str:
    said = long_text(f"condition {number}", text)
    if not said:
        raise NotAccepted("decision", f"condition {number} says nothing", "say what is demanded")
    return said


def _check_reasons(decision: Decision) -> None:
    departure = decision.departure
    if departure is not None and decision.reason is None:
        raise NotAccepted("decision", f"{departure.sentence}, and needs a reason", "say in a sentence why")
    if decision.decision is not Verb.approve and decision.reason is None:
        raise NotAccepted("decision", "this decision needs a reason", "say in a sentence why")
    across = departure is not None and departure.direction is Direction.across_a_bar
    if departure is not None and across and decision.authority is None:
        bars = "; ".join(departure.bars)
        hint = "name the licence, exemption or waiver that allows it, and who gave it"
        raise NotAccepted("decision", f"an approval across a bar ({bars}) needs its authority cited", hint)


def _check_conditions(decision: Decision, today: date) -> None:
    demanded = decision.conditions
    if decision.decision is Verb.approve_with_conditions and not demanded:
        raise NotAccepted("decision", "there is no condition", "give one, or approve without conditions")
    if decision.decision is not Verb.approve_with_conditions and demanded:
        which = "only an approval with conditions has conditions"
        raise NotAccepted("decision", which, "decide that, or leave them out")
    if len(demanded) > MAX_CONDITIONS:
        raise NotAccepted("decision", f"more than {MAX_CONDITIONS} conditions", "join those that belong together")
    for number, condition in enumerate(demanded, start=1):
        if condition.due < today:
            past = f"condition {number} is due on {condition.due}, which is past"
            raise NotAccepted("decision", past, "set a later day")


def _check_dates(decision: Decision, today: date) -> None:
    if decision.decision is Verb.reject and decision.expires is not None:
        raise NotAccepted("decision", "a rejection does not expire", "give a day for the next review instead")
    for what, day in (("expires", decision.expires), ("is reviewed next", decision.next_review)):
        if day is not None and day <= today:
            raise NotAccepted("decision", f"it {what} on {day}, which is not after today", "set a later day")
    if decision.expires is not None and decision.next_review is not None and decision.next_review > decision.expires:
        raise NotAccepted("decision", "the next review is after the last day", "set it on that day or before")
