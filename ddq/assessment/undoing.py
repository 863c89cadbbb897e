"""Taking back what an event did; the undo is an event like any other."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from ddq.assessment.model import Assessment, Event, EventKind
from ddq.assessment.next_event import Stamp, answer_json, as_json, next_event, plain_json
from ddq.assessment.subjects import NotAccepted


def undo(assessment: Assessment, event: Event, stamp: Stamp) -> Event:
    """Take back what `event` did; an undo can itself be undone.

    Raises:
        NotAccepted: it cannot be taken back, or its subject was changed since.
    """
    if event.kind is EventKind.created or event.subject == "status":
        raise NotAccepted(
            event.subject, "this cannot be undone", "change the status instead" if event.seq > 1 else None
        )
    if stands(assessment, event.kind, event.subject) != event.new:
        raise NotAccepted(
            event.subject, "this was changed since", "look at its history and undo the later change first"
        )
    why = f"undoes entry {event.seq}"
    return next_event(
        assessment, event.kind, event.subject, stamp, old=event.new, new=event.old, why=why, undoes=event.seq
    )


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


def stands(assessment: Assessment, kind: EventKind, subject: str) -> JsonValue:
    """What the last event of this kind and subject left, as it said it."""
    match kind:
        case EventKind.answered:
            return answer_json(assessment, subject)
        case EventKind.flagged:
            return assessment.flags.get(subject)
        case EventKind.attached:
            file = assessment.evidence.get(subject)
            return None if file is None else as_json(file)
        case EventKind.reviewed:
            verdict = assessment.verdicts.get(subject)
            return None if verdict is None else as_json(verdict.model_copy(update={"by": "", "at": None}))
        case EventKind.changed:
            return plain_json(getattr(assessment, subject))
        case EventKind.created:
            return None
