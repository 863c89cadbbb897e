"""Where an assessment goes in its life: to review, back with questions, back to a draft, out of date.

draft -> in review -> approved, approved with conditions, rejected (see `deciding`)
in review -> changes requested -> in review
anything but a draft -> draft, with a reason
approved, with conditions or not -> expired, once its last day has passed
"""

from __future__ import annotations

from collections.abc import Iterable

from ddq.assessment.closing import DECIDED, IN_WORDS
from ddq.assessment.model import Assessment, Event, EventKind, Move, Role, Status
from ddq.assessment.next_event import Stamp, as_json, long_text, next_event
from ddq.assessment.roles import check_role
from ddq.assessment.subjects import NotAccepted, read_subject
from ddq.questionnaire.compiled import LoadedQuestionnaire

_NEXT: dict[Status, tuple[Status, ...]] = {
    Status.draft: (Status.in_review,),
    Status.in_review: (Status.changes_requested, Status.draft),
    Status.changes_requested: (Status.in_review, Status.changes_requested, Status.draft),
    Status.approved: (Status.expired, Status.draft),
    Status.approved_with_conditions: (Status.expired, Status.draft),
    Status.rejected: (Status.draft,),
    Status.expired: (Status.draft,),
}
"""Where an assessment may go from each status; from in review also to a decision."""
_FLAGGED = ("issue", "needs_clarification")


def submit(assessment: Assessment, stamp: Stamp, why: str | None = None) -> Event:
    """Send the assessment to review, which closes its answers.

    Raises:
        NotAccepted: it is in review already, is decided, or others are the interviewers.
    """
    _check_step(assessment, Status.in_review)
    check_role(assessment, stamp, "send the assessment to review", Role.interviewer)
    return _move(assessment, Move(status=Status.in_review), stamp, _reason(why))


def send_back(
    assessment: Assessment, loaded: LoadedQuestionnaire, questions: Iterable[str], why: str, stamp: Stamp
) -> Event:
    """Send questions back to be answered again: those named, and those on which a reviewer has an issue or asks.

    Where some were sent back already, these come on top.

    Raises:
        NotAccepted: it is not in review, no question is meant, there is no reason, or others are the reviewers.
    """
    _check_step(assessment, Status.changes_requested)
    check_role(assessment, stamp, "send questions back", Role.reviewer, Role.approver)
    named = {read_subject(loaded, question).question.id for question in questions}
    if assessment.status is Status.changes_requested:
        named |= set(assessment.open_for or ())
    back = named | set(flagged_by_reviewers(assessment))
    if not back:
        raise NotAccepted("status", "no question is sent back", "name one, or give a verdict of issue")
    if back == set(assessment.open_for or ()):
        raise NotAccepted("status", "these questions are sent back already", "name another")
    order = [name for name in loaded.questions if name in back]
    return _move(
        assessment,
        Move(status=Status.changes_requested, questions=tuple(order)),
        stamp,
        _required(why, "sending questions back"),
    )


def reopen(assessment: Assessment, why: str, stamp: Stamp) -> Event:
    """Take the assessment back to a draft, in which every question is open; a decision is then not in force.

    Raises:
        NotAccepted: it is a draft, there is no reason, or others may reopen it.
    """
    _check_step(assessment, Status.draft)
    if assessment.status is Status.in_review:
        check_role(assessment, stamp, "take the assessment back", *Role)
    else:
        check_role(assessment, stamp, "reopen the assessment", Role.reviewer, Role.approver)
    return _move(assessment, Move(status=Status.draft), stamp, _required(why, "reopening"))


def expire(assessment: Assessment, stamp: Stamp) -> Event:
    """Mark an approval as expired.

    Raises:
        NotAccepted: it is no approval, or its last day has not passed.
    """
    _check_step(assessment, Status.expired)
    last = assessment.decision.expires if assessment.decision else None
    if last is None:
        raise NotAccepted("status", "the approval has no last day", "reopen it, with a reason, to decide anew")
    if stamp.at.date() <= last:
        raise NotAccepted("status", f"the approval holds until {last}", "reopen it, with a reason, to end it before")
    return _move(assessment, Move(status=Status.expired), stamp, f"held until {last}")


def change_status(assessment: Assessment, status: Status, stamp: Stamp, why: str | None = None) -> Event:
    """Move on to a status that needs nothing but its name and a reason.

    Raises:
        NotAccepted: it cannot go there from where it is, or needs more.
    """
    _check_step(assessment, status)
    match status:
        case Status.in_review:
            return submit(assessment, stamp, why)
        case Status.draft:
            return reopen(assessment, why or "", stamp)
        case Status.expired:
            return expire(assessment, stamp)
        case _:
            raise NotAccepted("status", "questions are to be named", "send them back by name or by verdict")


def flagged_by_reviewers(assessment: Assessment) -> tuple[str, ...]:
    """The questions on which a reviewer has an issue, or asks for clarification; of a list, on any entry of it."""
    flagged = (name for name, verdict in assessment.verdicts.items() if verdict.verdict in _FLAGGED)
    return tuple(dict.fromkeys(name.partition("/")[0] for name in flagged))


def possible(assessment: Assessment) -> tuple[Status, ...]:
    """Where the assessment may go from where it is, decisions included."""
    decisions = tuple(status for status in Status if status in DECIDED and status is not Status.expired)
    return _NEXT[assessment.status] + (decisions if assessment.status is Status.in_review else ())


def _check_step(assessment: Assessment, status: Status) -> None:
    if status in _NEXT[assessment.status]:
        return
    now = f"an assessment that is {IN_WORDS[assessment.status]} cannot become {IN_WORDS[status]}"
    if status in possible(assessment):
        raise NotAccepted("status", f"{IN_WORDS[status]} is a decision", "decide, with conditions, reason and dates")
    words = " or ".join(IN_WORDS[one] for one in possible(assessment) if one is not assessment.status)
    raise NotAccepted("status", now, f"it can become {words}")


def _move(assessment: Assessment, move: Move, stamp: Stamp, why: str | None) -> Event:
    old = as_json(Move(status=assessment.status, questions=assessment.open_for or ()))
    return next_event(assessment, EventKind.moved, "status", stamp, old=old, new=as_json(move), why=why)


def _reason(why: str | None) -> str | None:
    return (long_text("status", why) or None) if why else None


def _required(why: str | None, what: str) -> str:
    said = _reason(why)
    if said is None:
        raise NotAccepted("status", f"{what} needs a reason", "say in a sentence why")
    return said
