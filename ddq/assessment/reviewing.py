"""What reviewers say to an answer, and where an assessment goes in its life."""

from __future__ import annotations

from collections.abc import Mapping

from ddq.assessment.model import AnswerState, Assessment, Event, EventKind, Status, Verdict
from ddq.assessment.next_event import Stamp, as_json, long_text, next_event
from ddq.assessment.subjects import NotAccepted, read_subject
from ddq.assessment.undoing import stands
from ddq.questionnaire.compiled import LoadedQuestionnaire

_NEXT: Mapping[Status, tuple[Status, ...]] = {
    Status.draft: (Status.in_review,),
    Status.in_review: (
        Status.changes_requested,
        Status.approved,
        Status.approved_with_conditions,
        Status.rejected,
        Status.draft,
    ),
    Status.changes_requested: (Status.in_review, Status.draft),
    Status.approved: (Status.expired, Status.draft),
    Status.approved_with_conditions: (Status.expired, Status.draft),
    Status.rejected: (Status.draft,),
    Status.expired: (Status.draft,),
}
"""Where an assessment may go from each status."""
_NEEDS_REASON = {Status.changes_requested, Status.approved_with_conditions, Status.rejected}


def review(
    assessment: Assessment, loaded: LoadedQuestionnaire, question: str, verdict: Verdict | None, stamp: Stamp
) -> Event:
    """A reviewer's verdict on the answer that stands; None withdraws it."""
    read_subject(loaded, question)
    answered = assessment.answers.get(question)
    if verdict is None:
        if question not in assessment.verdicts:
            raise NotAccepted(question, "there is no verdict to withdraw")
        return next_event(
            assessment,
            EventKind.reviewed,
            question,
            stamp,
            old=stands(assessment, EventKind.reviewed, question),
            new=None,
        )
    if answered is None:
        raise NotAccepted(question, "there is no answer to review")
    if verdict.verdict == "not_applicable_accepted" and answered.state is not AnswerState.not_applicable:
        raise NotAccepted(
            question, f"the answer is {answered.state}, not not_applicable", "only that can be accepted so"
        )
    given = Verdict(verdict=verdict.verdict, note=long_text(question, verdict.note) if verdict.note else None)
    return next_event(
        assessment,
        EventKind.reviewed,
        question,
        stamp,
        old=stands(assessment, EventKind.reviewed, question),
        new=as_json(given),
    )


def reviewed_own_answer(assessment: Assessment, question: str) -> bool:
    """Whether the same person answered and reviewed: four eyes are advisory on one machine, so this only warns."""
    verdict = assessment.verdicts.get(question)
    return verdict is not None and verdict.by == assessment.answered_by.get(question)


def change_status(assessment: Assessment, status: Status, stamp: Stamp, why: str | None = None) -> Event:
    """Move the assessment on in its life.

    Raises:
        NotAccepted: it cannot go there from where it is, or a reason is missing.
    """
    possible = _NEXT[assessment.status]
    if status not in possible:
        now = f"an assessment that is {assessment.status} cannot become {status}"
        raise NotAccepted("status", now, f"it can become {' or '.join(possible)}")
    if status in _NEEDS_REASON and not (why and why.strip()):
        raise NotAccepted("status", f"{status} needs a reason", "say in a sentence why")
    why = long_text("status", why) if why else None
    return next_event(
        assessment, EventKind.changed, "status", stamp, old=assessment.status.value, new=status.value, why=why
    )
