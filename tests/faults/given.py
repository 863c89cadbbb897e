"""The assessment that the fault programme writes to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ddq.assessment.model import Event, EventKind

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}
BEGUN = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)


def answer(before: list[Event] | tuple[Event, ...], subject: str, value: object, note: str = "") -> Event:
    """The next answer to a question after the events before it."""
    revision = sum(event.subject == subject for event in before) + 1
    new: Any = {"value": value, "note": note or None}
    return Event(
        seq=len(before) + 1, at=NOON, by="ana", kind=EventKind.answered, subject=subject, revision=revision, new=new
    )
