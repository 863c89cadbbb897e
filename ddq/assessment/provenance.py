"""Where the answer that stands comes from: who gave it when, and whether it was typed, carried over or prefilled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from ddq.assessment.model import Event, EventKind
from ddq.assessment.prefilling import VENDOR_RECORD


class Origin(StrEnum):
    """How an answer came to stand."""

    entered = "entered"
    carried = "carried"
    """Taken from an earlier assessment, and not confirmed."""
    prefilled = "prefilled"
    """Taken from the vendor's record, and not confirmed."""
    confirmed = "confirmed"
    """Carried over or prefilled, then confirmed or amended by somebody who saw it."""
    restored = "restored"
    """An undo brought it back."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one answer comes from."""

    origin: Origin
    by: str
    at: datetime
    """UTC."""
    source: str | None = None
    """The assessment that it was carried over from."""
    before: JsonValue = None
    """The value that was carried over, where somebody gave another one since."""


def provenance(events: Sequence[Event], subject: str) -> Provenance | None:
    """Of the answer that stands to a subject; None where there is none."""
    mine = [event for event in events if event.kind is EventKind.answered and event.subject == subject]
    if not mine or not isinstance(mine[-1].new, dict):
        return None
    last = mine[-1]
    carried = next((event.new for event in reversed(mine) if _carried_from(event) is not None), None)
    source = carried.get("carried_from") if isinstance(carried, dict) else None
    named = source if isinstance(source, str) else None
    from_earlier = None if named == VENDOR_RECORD else named
    if _carried_from(last) is not None:
        origin = Origin.prefilled if named == VENDOR_RECORD else Origin.carried
        return Provenance(origin, last.by, last.at, from_earlier)
    if last.undoes is not None:
        return Provenance(Origin.restored, last.by, last.at, from_earlier)
    if isinstance(carried, dict):
        assert isinstance(last.new, dict)
        before = carried.get("value")
        changed = before if before != last.new.get("value") else None
        return Provenance(Origin.confirmed, last.by, last.at, from_earlier, changed)
    return Provenance(Origin.entered, last.by, last.at)


def _carried_from(event: Event) -> JsonValue:
    return event.new.get("carried_from") if isinstance(event.new, dict) else None
