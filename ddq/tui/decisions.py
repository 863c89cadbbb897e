"""What a decision is called, what it needs, and what is proposed for it; the screen and the line mode ask alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ddq.assessment.decision import ConditionState, Departure, Direction, Verb
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer
from ddq.assessment.subjects import complete_subject
from ddq.tui.words import counted

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


def answers_to_review(interview: Interview) -> Iterator[tuple[str, Answer]]:
    """Every answer that counts, in the order of the questionnaire; a list's rows, then its declaration."""
    answers = interview.assessment.answers
    for item in interview.items.values():
        if item.visible is False or item.question.kind == "computed":
            continue
        for subject in (item.id, *(row.subject for row in item.rows), complete_subject(item.id)):
            if subject in answers:
                yield subject, answers[subject]


def review_gaps(interview: Interview) -> str:
    """What the review left open, as a sentence; empty where every answer was looked at and none is doubted."""
    verdicts = interview.assessment.verdicts
    given = [verdicts.get(subject) for subject, _ in answers_to_review(interview)]
    unlooked = sum(one is None for one in given)
    issues, unclear = (
        sum(one is not None and one.verdict == name for one in given) for name in ("issue", "needs_clarification")
    )
    told = [f"{counted(unlooked, 'answer')} {'was' if unlooked == 1 else 'were'} not reviewed"] if unlooked else []
    told += [f"{counted(issues, 'issue')} {'stands' if issues == 1 else 'stand'}"] if issues else []
    told += [f"{counted(unclear, 'answer')} {'is' if unclear == 1 else 'are'} to be clarified"] if unclear else []
    return f"{', '.join(told)}." if told else ""
