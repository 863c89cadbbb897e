"""The next event of an assessment: each function checks what somebody wants to do and says it as an `Event`.

Time and person come in as a `Stamp`; nothing here changes anything. Applying the event (`fold.apply`) or keeping it
(the store) is the caller's.
"""

from __future__ import annotations

from datetime import date

from ddq.assessment.checking import checked
from ddq.assessment.closing import check_answerable, check_draft, check_undecided
from ddq.assessment.model import (
    Answer,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    EventKind,
    EvidenceFile,
    Vendor,
)
from ddq.assessment.next_event import (
    Stamp,
    answer_json,
    as_json,
    cleaned_json,
    long_text,
    next_event,
    one_line,
    plain_json,
)
from ddq.assessment.subjects import NotAccepted, complete_subject, next_row, read_subject, row_subject
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import GroupQuestion


def begin(identifier: str, beginning: Beginning, stamp: Stamp) -> Event:
    """The event that creates an assessment."""
    return Event(
        seq=1,
        at=stamp.at,
        by=stamp.by,
        kind=EventKind.created,
        subject=identifier,
        revision=1,
        new=cleaned_json(as_json(beginning.model_copy(update={"title": one_line("title", beginning.title)}))),
    )


def answer(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    subject: str,
    given: Answer,
    stamp: Stamp,
    *,
    why: str | None = None,
) -> Event:
    """An answer to a question, `GROUP/ROW` or `GROUP/complete`.

    Raises:
        NotAccepted: it does not fit the question or the rules of its state, or the question is closed.
    """
    read = read_subject(loaded, subject)
    check_answerable(assessment, subject, stamp)
    kept = checked(assessment, read, given.model_copy(update={"served_by": None}))
    if read.part == "row" and subject not in assessment.answers:
        _check_room(assessment, read.question, subject)
    return next_event(
        assessment, EventKind.answered, subject, stamp, old=answer_json(assessment, subject), new=as_json(kept), why=why
    )


def add_row(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    group: str,
    given: Answer,
    stamp: Stamp,
    *,
    row: str | None = None,
) -> Event:
    """A new row of a group, under the next free number unless `row` names it."""
    return answer(assessment, loaded, row_subject(group, row or next_row(assessment, group)), given, stamp)


def declare_complete(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    group: str,
    basis: Basis,
    stamp: Stamp,
    *,
    complete: bool = True,
) -> Event:
    """The declaration that the list of rows is complete, and what that rests on."""
    return answer(assessment, loaded, complete_subject(group), Answer(value=complete, basis=basis), stamp)


def take_back(assessment: Assessment, subject: str, stamp: Stamp, why: str | None = None) -> Event:
    """Take an answer back, or a row out; the ledger keeps it."""
    if subject not in assessment.answers:
        raise NotAccepted(subject, "there is no answer to take back")
    check_answerable(assessment, subject, stamp)
    return next_event(
        assessment, EventKind.answered, subject, stamp, old=answer_json(assessment, subject), new=None, why=why
    )


def confirm(assessment: Assessment, loaded: LoadedQuestionnaire, subject: str, stamp: Stamp) -> Event:
    """Confirm a carried answer as it stands.

    Raises:
        NotAccepted: there is none, or it does not fit its question any more.
    """
    standing = assessment.answers.get(subject)
    if standing is None or standing.carried_from is None:
        raise NotAccepted(subject, "there is no carried answer to confirm")
    confirmed = standing.model_copy(update={"carried_from": None, "given_on": None})
    return answer(assessment, loaded, subject, confirmed, stamp, why="confirmed as carried over")


def flag(assessment: Assessment, loaded: LoadedQuestionnaire, question: str, reason: str | None, stamp: Stamp) -> Event:
    """Flag a question for later, with a reason that may be empty; None lifts the flag."""
    read_subject(loaded, question)
    old = assessment.flags.get(question)
    if reason is None and old is None:
        raise NotAccepted(question, "the question is not flagged")
    new = None if reason is None else long_text(question, reason)
    return next_event(assessment, EventKind.flagged, question, stamp, old=old, new=new)


def attach(assessment: Assessment, file: EvidenceFile, stamp: Stamp) -> Event:
    """Attach an evidence file; answers then name it by its id."""
    old = assessment.evidence.get(file.id)
    return next_event(
        assessment, EventKind.attached, file.id, stamp, old=None if old is None else as_json(old), new=as_json(file)
    )


def expire(assessment: Assessment, digest: str, expires: date | None, stamp: Stamp) -> Event:
    """Say until which day a file counts as evidence; None for as long as it is kept.

    Raises:
        NotAccepted: no such file is attached, the day stands already, or the assessment is decided.
    """
    file = assessment.evidence.get(digest)
    if file is None:
        raise NotAccepted(digest[:12], "no such file is attached", "attach it first")
    if file.expires == expires:
        raise NotAccepted(file.name, f"it expires on {expires} already" if expires else "it has no day of expiry")
    check_undecided(assessment, file.name)  # a later day would make a stale decision look as if it held
    return attach(assessment, file.model_copy(update={"expires": expires}), stamp)


def change(
    assessment: Assessment,
    what: str,
    new: str | Vendor | Engagement | date | None,
    stamp: Stamp,
    why: str | None = None,
) -> Event:
    """Change `title`, `vendor`, `engagement`, `as_of` or `language`."""
    if what not in ("title", "vendor", "engagement", "as_of", "language"):
        raise NotAccepted(what, "this does not change", "title, vendor, engagement, as_of and language do")
    if what not in ("title", "language"):
        check_draft(assessment, what)
    value = one_line(what, new) if isinstance(new, str) else new
    return next_event(
        assessment,
        EventKind.changed,
        what,
        stamp,
        old=plain_json(getattr(assessment, what)),
        new=cleaned_json(plain_json(value)),
        why=why,
    )


def _check_room(assessment: Assessment, group: object, subject: str) -> None:
    assert isinstance(group, GroupQuestion)
    rows = sum(answered.startswith(f"{group.id}/") for answered in assessment.answers)
    if rows - (complete_subject(group.id) in assessment.answers) >= group.max:
        raise NotAccepted(subject, f"the list has {group.max} entries, and more do not fit", "take one out first")
