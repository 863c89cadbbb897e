"""How an event is made: who did it when, its number and revision, and models as the JSON that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import orjson
from pydantic import BaseModel, JsonValue

from ddq.assessment.checking import MAX_TEXT
from ddq.assessment.model import Assessment, Event, EventKind
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.text import clean_text


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something is done (UTC), and by whom."""

    at: datetime
    by: str


def next_event(
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
    """The event that follows, for a subject that has `old` and gets `new`."""
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


def as_json(model: BaseModel) -> JsonValue:
    """A model as an event holds it: what has its default is left out, so that a ledger line says what was said."""
    return cast(JsonValue, model.model_dump(mode="json", exclude_defaults=True))


def plain_json(value: Any) -> JsonValue:
    """A model, a date or a text as JSON."""
    return as_json(value) if isinstance(value, BaseModel) else cast(JsonValue, orjson.loads(orjson.dumps(value)))


def cleaned_json(value: JsonValue) -> JsonValue:
    """The same with every text cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [cleaned_json(item) for item in value]
    return {name: cleaned_json(item) for name, item in value.items()} if isinstance(value, dict) else value


def one_line(what: str, text: str) -> str:
    """A title or a name, cleaned.

    Raises:
        NotAccepted: it is empty or too long.
    """
    cleaned = " ".join(clean_text(text).split())
    if not 1 <= len(cleaned) <= 300:
        raise NotAccepted(what, f"a {what} has 1 to 300 characters, not {len(cleaned):,}")
    return cleaned


def long_text(subject: str, text: str) -> str:
    """A note or a reason, cleaned.

    Raises:
        NotAccepted: it is too long.
    """
    cleaned = clean_text(text).strip()
    if len(cleaned) > MAX_TEXT:
        raise NotAccepted(subject, f"the text has {len(cleaned):,} characters", f"at most {MAX_TEXT:,}")
    return cleaned


def answer_json(assessment: Assessment, subject: str) -> JsonValue:
    """The answer that stands, as an event holds it; None where there is none."""
    answered = assessment.answers.get(subject)
    return None if answered is None else as_json(answered)
