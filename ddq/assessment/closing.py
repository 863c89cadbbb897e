"""What is open to change: answers while they are drafted or sent back, verdicts until the decision."""

from __future__ import annotations

from ddq.assessment.fold import STATUS_OF
from ddq.assessment.model import Assessment, Role, Status
from ddq.assessment.next_event import Stamp
from ddq.assessment.roles import check_role
from ddq.assessment.subjects import NotAccepted

IN_WORDS = {
    Status.draft: "a draft",
    Status.in_review: "in review",
    Status.changes_requested: "sent back for changes",
    Status.approved: "approved",
    Status.approved_with_conditions: "approved with conditions",
    Status.rejected: "rejected",
    Status.expired: "expired",
}
DECIDED = frozenset({*STATUS_OF.values(), Status.expired})
"""The statuses in which a decision is, or was, in force."""


def is_answerable(assessment: Assessment, question: str) -> bool:
    """Whether the answers to a question may change now."""
    if assessment.status is Status.draft:
        return True
    return assessment.status is Status.changes_requested and question in (assessment.open_for or ())


def check_answerable(assessment: Assessment, subject: str, stamp: Stamp) -> None:
    """That an answer may be given, changed or taken back.

    Raises:
        NotAccepted: the question is closed, or others are the interviewers.
    """
    if not is_answerable(assessment, subject.partition("/")[0]):
        closed = f"the assessment is {IN_WORDS[assessment.status]}"
        if assessment.status is Status.changes_requested:
            named = ", ".join(assessment.open_for or ()) or "none"
            hint = f"open are the questions that were sent back ({named}); a reviewer can send back more"
            raise NotAccepted(subject, f"closed: {closed}, and this question was not sent back", hint)
        hint = "reopen it, with a reason"
        if assessment.status is Status.in_review:
            hint = "a reviewer can send single questions back; or take it back to a draft, with a reason"
        raise NotAccepted(subject, f"closed: {closed}", hint)
    check_role(assessment, stamp, "answer", Role.interviewer)


def check_draft(assessment: Assessment, what: str) -> None:
    """That vendor, engagement or as-of date may change.

    Raises:
        NotAccepted: the assessment is no draft any more.
    """
    if assessment.status is not Status.draft:
        closed = f"closed: the assessment is {IN_WORDS[assessment.status]}"
        raise NotAccepted(what, closed, "it changes in a draft; reopen it with a reason")


def check_undecided(assessment: Assessment, subject: str) -> None:
    """That a verdict may be given.

    Raises:
        NotAccepted: the assessment is decided.
    """
    if assessment.status in DECIDED:
        closed = f"closed: the assessment is {IN_WORDS[assessment.status]}"
        raise NotAccepted(subject, closed, "reopen it with a reason; comments stay possible")
