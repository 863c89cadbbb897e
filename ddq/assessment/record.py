"""The next event of an assessment: each function checks what somebody wants to do and says it as an `Event`.

Time and person come in as a `Stamp`; nothing here changes anything. Applying the event (`fold.apply`) or keeping it
(the store) is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import orjson
from pydantic import BaseModel, JsonValue

from ddq.assessment.checking import MAX_TEXT, checked
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    EventKind,
    EvidenceFile,
    Status,
    Vendor,
    Verdict,
)
from ddq.assessment.subjects import NotAccepted, complete_subject, next_row, read_subject, row_subject
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import GroupQuestion
from ddq.questionnaire.text import clean_text

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


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something is done (UTC), and by whom."""

    at: datetime
    by: str


def begin(identifier: str, beginning: Beginning, stamp: Stamp) -> Event:
    """The event that creates an assessment."""
    return Event(
        seq=1,
        at=stamp.at,
        by=stamp.by,
        kind=EventKind.created,
        subject=identifier,
        revision=1,
        new=_clean(_json(beginning.model_copy(update={"title": _line("title", beginning.title)}))),
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
        NotAccepted: it does not fit the question, or the rules of its state.
    """
    read = read_subject(loaded, subject)
    kept = checked(assessment, read, given)
    if read.part == "row" and subject not in assessment.answers:
        _check_room(assessment, read.question, subject)
    return _event(
        assessment, EventKind.answered, subject, stamp, old=_answer_json(assessment, subject), new=_json(kept), why=why
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
    return _event(
        assessment, EventKind.answered, subject, stamp, old=_answer_json(assessment, subject), new=None, why=why
    )


def flag(assessment: Assessment, loaded: LoadedQuestionnaire, question: str, reason: str | None, stamp: Stamp) -> Event:
    """Flag a question for later, with a reason that may be empty; None lifts the flag."""
    read_subject(loaded, question)
    old = assessment.flags.get(question)
    if reason is None and old is None:
        raise NotAccepted(question, "the question is not flagged")
    new = None if reason is None else _text(question, reason)
    return _event(assessment, EventKind.flagged, question, stamp, old=old, new=new)


def attach(assessment: Assessment, file: EvidenceFile, stamp: Stamp) -> Event:
    """Attach an evidence file; answers then name it by its id."""
    old = assessment.evidence.get(file.id)
    return _event(
        assessment, EventKind.attached, file.id, stamp, old=None if old is None else _json(old), new=_json(file)
    )


def review(
    assessment: Assessment, loaded: LoadedQuestionnaire, question: str, verdict: Verdict | None, stamp: Stamp
) -> Event:
    """A reviewer's verdict on the answer that stands; None withdraws it."""
    read_subject(loaded, question)
    stands = assessment.answers.get(question)
    if verdict is None:
        if question not in assessment.verdicts:
            raise NotAccepted(question, "there is no verdict to withdraw")
        return _event(
            assessment,
            EventKind.reviewed,
            question,
            stamp,
            old=_stands(assessment, EventKind.reviewed, question),
            new=None,
        )
    if stands is None:
        raise NotAccepted(question, "there is no answer to review")
    if verdict.verdict == "not_applicable_accepted" and stands.state is not AnswerState.not_applicable:
        raise NotAccepted(question, f"the answer is {stands.state}, not not_applicable", "only that can be accepted so")
    given = Verdict(verdict=verdict.verdict, note=_text(question, verdict.note) if verdict.note else None)
    return _event(
        assessment,
        EventKind.reviewed,
        question,
        stamp,
        old=_stands(assessment, EventKind.reviewed, question),
        new=_json(given),
    )


def reviewed_own_answer(assessment: Assessment, question: str) -> bool:
    """Whether the same person answered and reviewed: four eyes are advisory on one machine, so this only warns."""
    verdict = assessment.verdicts.get(question)
    return verdict is not None and verdict.by == assessment.answered_by.get(question)


def change(
    assessment: Assessment,
    what: str,
    new: str | Vendor | Engagement | date | None,
    stamp: Stamp,
    why: str | None = None,
) -> Event:
    """Change `title`, `vendor`, `engagement` or `as_of`."""
    if what not in ("title", "vendor", "engagement", "as_of"):
        raise NotAccepted(what, "this does not change", "title, vendor, engagement and as_of do")
    value = _line(what, new) if isinstance(new, str) else new
    return _event(
        assessment,
        EventKind.changed,
        what,
        stamp,
        old=_plain(getattr(assessment, what)),
        new=_clean(_plain(value)),
        why=why,
    )


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
    why = _text("status", why) if why else None
    return _event(
        assessment, EventKind.changed, "status", stamp, old=assessment.status.value, new=status.value, why=why
    )


def undo(assessment: Assessment, event: Event, stamp: Stamp) -> Event:
    """Take back what `event` did; an undo can itself be undone.

    Raises:
        NotAccepted: it cannot be taken back, or its subject was changed since.
    """
    if event.kind is EventKind.created or event.subject == "status":
        raise NotAccepted(
            event.subject, "this cannot be undone", "change the status instead" if event.seq > 1 else None
        )
    if _stands(assessment, event.kind, event.subject) != event.new:
        raise NotAccepted(
            event.subject, "this was changed since", "look at its history and undo the later change first"
        )
    why = f"undoes entry {event.seq}"
    return _event(assessment, event.kind, event.subject, stamp, old=event.new, new=event.old, why=why, undoes=event.seq)


def last_undoable(events: Iterable[Event], by: str | None = None) -> Event | None:
    """The newest event that was not undone and undoes nothing; None if there is none.

    With `by`, of one person, and only where nobody else has changed the same subject since.
    """
    undone: set[int] = set()
    settled: set[str] = set()
    for event in sorted(events, key=lambda event: event.seq, reverse=True):
        if event.undoes is not None:
            undone.add(event.undoes)
        elif event.seq not in undone and event.kind is not EventKind.created and event.subject != "status":
            if event.subject in settled or (by is not None and event.by != by):
                settled.add(event.subject)
                continue
            return event
    return None


def _check_room(assessment: Assessment, group: object, subject: str) -> None:
    assert isinstance(group, GroupQuestion)
    rows = sum(answered.startswith(f"{group.id}/") for answered in assessment.answers)
    if rows - (complete_subject(group.id) in assessment.answers) >= group.max:
        raise NotAccepted(subject, f"the list has {group.max} entries, and more do not fit", "take one out first")


def _event(
    assessment: Assessment,
    kind: EventKind,
    subject: str,
    stamp: Stamp,
    *,
    old: JsonValue,
    new: JsonValue,
    why: str | None = None,
    undoes: int | None = None,
) -> Event:
    return Event(
        seq=assessment.seq + 1,
        at=stamp.at,
        by=stamp.by,
        kind=kind,
        subject=subject,
        revision=assessment.revisions.get(subject, 0) + 1,
        old=old,
        new=new,
        why=why,
        undoes=undoes,
    )


def _stands(assessment: Assessment, kind: EventKind, subject: str) -> JsonValue:
    """What the last event of this kind and subject left, as it said it."""
    match kind:
        case EventKind.answered:
            return _answer_json(assessment, subject)
        case EventKind.flagged:
            return assessment.flags.get(subject)
        case EventKind.attached:
            file = assessment.evidence.get(subject)
            return None if file is None else _json(file)
        case EventKind.reviewed:
            verdict = assessment.verdicts.get(subject)
            return None if verdict is None else _json(verdict.model_copy(update={"by": "", "at": None}))
        case EventKind.changed:
            return _plain(getattr(assessment, subject))
        case EventKind.created:
            return None


def _answer_json(assessment: Assessment, subject: str) -> JsonValue:
    answered = assessment.answers.get(subject)
    return None if answered is None else _json(answered)


def _json(model: BaseModel) -> JsonValue:
    """A model as an event holds it: what has its default is left out, so that a ledger line says what was said."""
    return cast(JsonValue, model.model_dump(mode="json", exclude_defaults=True))


def _plain(value: Any) -> JsonValue:
    """A model, a date or a text as JSON."""
    return _json(value) if isinstance(value, BaseModel) else cast(JsonValue, orjson.loads(orjson.dumps(value)))


def _clean(value: JsonValue) -> JsonValue:
    """The same with every text cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return {name: _clean(item) for name, item in value.items()} if isinstance(value, dict) else value


def _line(what: str, text: str) -> str:
    cleaned = " ".join(clean_text(text).split())
    if not 1 <= len(cleaned) <= 300:
        raise NotAccepted(what, f"a {what} has 1 to 300 characters, not {len(cleaned):,}")
    return cleaned


def _text(subject: str, text: str) -> str:
    cleaned = clean_text(text).strip()
    if len(cleaned) > MAX_TEXT:
        raise NotAccepted(subject, f"the text has {len(cleaned):,} characters", f"at most {MAX_TEXT:,}")
    return cleaned
