"""What was answered anew since somebody last reviewed."""

from __future__ import annotations

from collections.abc import Iterable

from ddq.assessment.model import Event, EventKind


def changed_since_review(events: Iterable[Event]) -> frozenset[str]:
    """The questions that were answered, or whose answer was taken back, after the last verdict; without one, none."""
    reviewed = False
    changed: set[str] = set()
    for event in events:
        if event.kind is EventKind.reviewed and event.new is not None:
            reviewed = True
            changed.clear()
        elif event.kind is EventKind.answered:
            changed.add(event.subject.partition("/")[0])
    return frozenset(changed) if reviewed else frozenset()
