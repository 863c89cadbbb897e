"""What a decision is called, what it needs, and what is proposed for it; the screen and the line mode ask alike."""

from __future__ import annotations

from datetime import date

from ddq.assessment.decision import ConditionState, Departure, Direction, Verb

VERBS: dict[Verb, tuple[str, str]] = {
    Verb.approve: ("Approve", "without conditions"),
    Verb.approve_with_conditions: ("Approve with conditions", "each with an owner and a day"),
    Verb.reject: ("Reject", "it is not to be bought"),
}

CONDITION_HINTS = {
    ConditionState.open: "it binds again",
    ConditionState.met: "what it demands is done",
    ConditionState.waived: "nobody insists on it any more; an approver says so",
}


def is_across(departs: Departure | None) -> bool:
    """Whether a decision approves what a prohibition or listing bars, so that it needs an authority."""
    return departs is not None and departs.direction is Direction.across_a_bar


def departure_sentence(departs: Departure) -> str:
    """How a decision departs from the outcome, and what that needs."""
    needs = "a reason and the authority that allows it" if is_across(departs) else "a reason"
    return f"It departs from the outcome: {departs.sentence}. It needs {needs}, printed on the report's cover."


def first_due(today: date) -> date:
    """The day until which conditions are proposed: the first of the next month."""
    later = today.replace(day=1, month=today.month % 12 + 1)
    return later if later > today else later.replace(year=later.year + 1)
