"""Events to store, and a store to keep them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Event, EventKind
from ddq.store.ledger import create_ledger

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}

Step = tuple[str, Any]
MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def events() -> MakeEvents:
    """Makes the events of (subject, value) answers, after the one that creates `a-1`, or after `before`."""

    def make(*answers: Step, before: list[Event] | None = None) -> list[Event]:
        found = list(before or [])
        if not found:
            found.append(
                Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)
            )
        assessment = fold(found)
        for subject, value in answers:
            event = Event(
                seq=assessment.seq + 1,
                at=NOON + timedelta(seconds=assessment.seq),
                by="ana",
                kind=EventKind.answered,
                subject=subject,
                revision=assessment.revisions.get(subject, 0) + 1,
                new=None if value is None else {"value": value},
            )
            found.append(event)
            assessment = apply(assessment, event)
        return found[len(before or []) :]

    return make


@pytest.fixture
def folder(tmp_path: Path, events: MakeEvents) -> Path:
    """A folder with a ledger of six entries."""
    made = tmp_path / "a-1"
    made.mkdir()
    create_ledger(made, events(("Q-1", "yes"), ("Q-2", "a note ⟨x⟩"), ("Q-1", "no"), ("Q-3", 5), ("Q-2", None)))
    return made
