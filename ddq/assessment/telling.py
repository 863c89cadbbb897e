"""An entry of the history in words: what happened, and what it said before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from ddq.assessment.answer_words import answer_words
from ddq.assessment.model import Answer, Event, EventKind, EvidenceFile, Migrated, QuestionnaireReference
from ddq.assessment.subjects import COMPLETE
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.text import visible_text


@dataclass(frozen=True, slots=True)
class Told:
    """One entry."""

    event: Event
    what: str
    """What happened, without a full stop: `OC-03, entry 2, answered`."""
    change: str
    """Old and new, such as `“no” → “yes”`; empty where there is nothing to compare."""
    question: str | None
    row: str | None
    undone_by: int | None
    """The entry that takes it back, where one does."""


def history(events: Iterable[Event], loaded: LoadedQuestionnaire, question: str | None = None) -> tuple[Told, ...]:
    """The entries in words, the newest first; with `question`, what happened to that one."""
    listed = tuple(events)
    undone = {event.undoes: event.seq for event in listed if event.undoes is not None}
    found = (told(event, loaded, undone.get(event.seq)) for event in reversed(listed))
    return tuple(one for one in found if question is None or one.question == question)


def told(event: Event, loaded: LoadedQuestionnaire, undone_by: int | None = None) -> Told:
    """An entry in words."""
    name, _, rest = event.subject.partition("/")
    question = name if name in loaded.questions else None
    if event.kind is EventKind.commented and isinstance(event.new or event.old, dict):
        on = cast(dict[str, Any], event.new or event.old).get("question")
        question = on if isinstance(on, str) and on in loaded.questions else None
    row = rest if question == name and rest not in ("", COMPLETE) else None
    what = visible_text(_what(event, name, rest))
    if event.undoes is not None:
        what += f", undoing entry {event.undoes}"
    return Told(event, what, _change(event, loaded, name), question, row, undone_by)


def _what(event: Event, name: str, rest: str) -> str:
    gone = event.new is None
    match event.kind:
        case EventKind.created:
            return "The assessment was begun"
        case EventKind.answered:
            what = f"{name}, list" if rest == COMPLETE else f"{name}, entry {rest}" if rest else name
            if rest == COMPLETE:
                return f"{what}: declaration {'taken back' if gone else 'given'}"
            return f"{what}: {'taken back' if gone else 'answered' if event.old is None else 'changed'}"
        case EventKind.flagged:
            return f"{name}: flag {'lifted' if gone else 'set'}"
        case EventKind.attached:
            if event.old is not None and not gone:
                return "The day on which a file expires was changed"
            return f"A file was {'taken off' if gone else 'attached'}"
        case EventKind.reviewed:
            return f"{name}: verdict {'withdrawn' if gone else 'given'}"
        case EventKind.commented:
            return f"Comment {name.rpartition(':')[2]} {'taken back' if gone else 'made'}"
        case EventKind.resolved:
            return f"Comment {name.rpartition(':')[2]} {'opened again' if gone else 'resolved'}"
        case EventKind.assigned:
            return f"Role {name.rpartition(':')[2]} {'given up' if gone else 'assigned'}"
        case EventKind.migrated:
            return "The assessment went on to another version of its questionnaire"
        case EventKind.moved:
            return "The status was moved"
        case EventKind.decided:
            return "A decision was made"
        case EventKind.conditioned:
            return f"Condition {rest or name} changed"
        case EventKind.redacted:
            away = isinstance(event.new, dict) and event.new.get("evidence")
            return "Evidence was taken away" if away else "A text was redacted"
        case EventKind.changed:
            return f"The {name.replace('_', '-')} was changed"


def _change(event: Event, loaded: LoadedQuestionnaire, name: str) -> str:
    if event.kind in (EventKind.created, EventKind.redacted):
        return ""
    if event.kind is EventKind.migrated:
        return _versions(event)
    if event.kind is EventKind.answered:
        question = loaded.questions.get(name)
        before, after = (
            "nothing"
            if value is None
            else answer_words(question, event.subject, Answer.model_validate(value, strict=False))
            for value in (event.old, event.new)
        )
    elif event.kind is EventKind.attached and event.old is not None and event.new is not None:
        return _expiry(event)
    else:
        before, after = _said(event.old), _said(event.new)
    if event.old is None:
        return f"“{after}”" if after else ""
    if before == after:
        return f"“{after}” as before, with another basis, note or state"
    return f"“{before}” → “{after}”"


def _versions(event: Event) -> str:
    """From which version to which, and how many answers that moved, changed or parked."""
    before = QuestionnaireReference.model_validate(event.old, strict=False)
    after = Migrated.model_validate(event.new, strict=False)
    counts = f"{len({*after.moved.values(), *after.answers})} answers mapped, {len(after.parked)} parked"
    return visible_text(f"“{before.version}” → “{after.questionnaire.version}”, {counts}")


def _expiry(event: Event) -> str:
    """The file, and from which day of expiry to which."""
    before, after = (EvidenceFile.model_validate(one, strict=False) for one in (event.old, event.new))
    days = [f"“{file.expires or 'none'}”" for file in (before, after)]
    return f"{visible_text(after.name)}: {' → '.join(days)}"


_SPEAKING = ("text", "verdict", "decision", "status", "name", "state", "note", "reason")


def _said(value: object) -> str:
    """The part of a value that speaks."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return visible_text(", ".join(str(one) for one in cast(list[object], value)))
    if isinstance(value, dict):
        parts = cast(dict[str, object], value)
        spoken = [str(parts[key]).replace("_", " ") for key in _SPEAKING if parts.get(key)]
        return visible_text("; ".join(spoken) or ", ".join(map(str, parts.values())))[:200]
    return visible_text(str(value))[:200]
