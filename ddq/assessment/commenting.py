"""What people say to a question or to the whole assessment; anybody may, at any time."""

from __future__ import annotations

from ddq.assessment.model import Assessment, Comment, Event, EventKind, Resolution
from ddq.assessment.next_event import Stamp, as_json, long_text, next_event
from ddq.assessment.subjects import NotAccepted, read_subject
from ddq.assessment.undoing import stands
from ddq.questionnaire.compiled import LoadedQuestionnaire

_PREFIX = "comment:"


def comment_subject(number: int) -> str:
    """How events name the comment `number`, from 1."""
    return f"{_PREFIX}{number}"


def comment_number(subject: str) -> int:
    """The number of the comment that events name so."""
    return int(subject.removeprefix(_PREFIX))


def comment(
    assessment: Assessment, loaded: LoadedQuestionnaire, question: str | None, text: str, stamp: Stamp
) -> Event:
    """A comment on a question, or with None on the whole.

    Raises:
        NotAccepted: there is no such question, or no text, or too much of it.
    """
    on = None if question is None else read_subject(loaded, question).question.id
    said = long_text(question or "comment", text)
    if not said:
        raise NotAccepted(question or "comment", "the comment is empty", "say something")
    used = [comment_number(subject) for subject in assessment.revisions if subject.startswith(_PREFIX)]
    subject = comment_subject(1 + max(used, default=0))
    new = as_json(Comment(text=said, question=on))
    return next_event(assessment, EventKind.commented, subject, stamp, old=None, new=new)


def resolve(assessment: Assessment, number: int, note: str | None, stamp: Stamp) -> Event:
    """Settle a comment, perhaps with a note.

    Raises:
        NotAccepted: there is no such comment, or it is settled.
    """
    found = _comment(assessment, number)
    if found.resolution is not None:
        raise NotAccepted(comment_subject(number), f"was resolved by {found.resolution.by}", "comment again instead")
    said = (long_text(comment_subject(number), note) or None) if note else None
    return _resolution(assessment, number, Resolution(note=said), stamp)


def open_again(assessment: Assessment, number: int, stamp: Stamp) -> Event:
    """Take a comment's resolution back.

    Raises:
        NotAccepted: there is no such comment, or it is open.
    """
    if _comment(assessment, number).resolution is None:
        raise NotAccepted(comment_subject(number), "is open")
    return _resolution(assessment, number, None, stamp)


def comments_on(assessment: Assessment, question: str | None) -> dict[int, Comment]:
    """The comments on a question, or with None on the whole, by number."""
    numbered = sorted((comment_number(subject), one) for subject, one in assessment.comments.items())
    return {number: one for number, one in numbered if one.question == question}


def _comment(assessment: Assessment, number: int) -> Comment:
    found = assessment.comments.get(comment_subject(number))
    if found is None:
        raise NotAccepted(comment_subject(number), "there is no such comment")
    return found


def _resolution(assessment: Assessment, number: int, new: Resolution | None, stamp: Stamp) -> Event:
    subject = comment_subject(number)
    return next_event(
        assessment,
        EventKind.resolved,
        subject,
        stamp,
        old=stands(assessment, EventKind.resolved, subject),
        new=None if new is None else as_json(new),
    )
