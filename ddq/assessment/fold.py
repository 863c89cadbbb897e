"""The fold: what an assessment is, after the events that happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import orjson
from pydantic import JsonValue, TypeAdapter, ValidationError

from ddq.assessment.model import (
    Answer,
    Assessment,
    Beginning,
    Engagement,
    Event,
    EventKind,
    EvidenceFile,
    Status,
    Vendor,
    Verdict,
)


class BrokenHistory(Exception):
    """Events that cannot have happened in this order."""

    title = "The history does not fit together"

    @property
    def msg(self) -> str:
        """What is wrong."""
        return str(self)


def fold(events: Iterable[Event]) -> Assessment:
    """The assessment after all `events`, oldest first.

    Raises:
        BrokenHistory: there is no event, the first does not create, or one does not follow from those before it.
    """
    folding: _Folding | None = None
    for event in events:
        if folding is None:
            folding = _Folding.beginning(event)
        else:
            folding.add(event)
    if folding is None:
        raise BrokenHistory("an assessment begins with the event that creates it; there is none")
    return folding.assessment()


def apply(assessment: Assessment, event: Event) -> Assessment:
    """The assessment after one more event; `fold` is this, over all of them.

    Raises:
        BrokenHistory: the event does not follow from the assessment.
    """
    folding = _Folding.of(assessment)
    folding.add(event)
    return folding.assessment()


class _Folding:
    """An assessment being made: plain maps that change in place, so that a long history costs no copies."""

    def __init__(self, whole: dict[str, Any], maps: dict[str, dict[str, Any]]) -> None:
        self.whole = whole
        """The fields that are not maps by subject."""
        self.answers: dict[str, Any] = maps["answers"]
        """Of an answer not yet read, its JSON: only those that stand at the end are worth reading."""
        self.flags: dict[str, Any] = maps["flags"]
        self.evidence: dict[str, Any] = maps["evidence"]
        self.verdicts: dict[str, Any] = maps["verdicts"]
        self.answered_by: dict[str, Any] = maps["answered_by"]
        self.revisions: dict[str, Any] = maps["revisions"]

    @classmethod
    def beginning(cls, event: Event) -> _Folding:
        if event.kind is not EventKind.created or event.seq != 1:
            raise BrokenHistory(f"an assessment begins with event 1, created, not with {event.seq}, {event.kind}")
        beginning = _read(Beginning, event)
        whole = {name: getattr(beginning, name) for name in Beginning.model_fields}
        whole |= {"id": event.subject, "status": Status.draft, "seq": 1}
        whole |= {"created_at": event.at, "changed_at": event.at}
        folding = cls(whole, {name: {} for name in _MAPS})
        folding.revisions[event.subject] = 1
        return folding

    @classmethod
    def of(cls, assessment: Assessment) -> _Folding:
        values = {name: getattr(assessment, name) for name in Assessment.model_fields}
        return cls(values, {name: dict(values.pop(name)) for name in _MAPS})

    def add(self, event: Event) -> None:
        if event.seq != self.whole["seq"] + 1:
            raise BrokenHistory(f"event {event.seq} cannot follow event {self.whole['seq']}")
        revision = self.revisions.get(event.subject, 0) + 1
        if event.revision != revision:
            raise BrokenHistory(
                f"event {event.seq} is revision {event.revision} of {event.subject}, and {revision} is next"
            )
        _STEPS[event.kind](self, event)
        self.revisions[event.subject] = revision
        self.whole |= {"seq": event.seq, "changed_at": event.at}

    def created(self, event: Event) -> None:
        raise BrokenHistory(f"event {event.seq} creates the assessment a second time")

    def changed(self, event: Event) -> None:
        if event.subject not in _CHANGES:
            raise BrokenHistory(f"event {event.seq} changes {event.subject}, which does not change")
        self.whole[event.subject] = _field(event)

    def answered(self, event: Event) -> None:
        _set(self.answers, event.subject, event.new)
        _set(self.answered_by, event.subject, None if event.new is None else event.by)
        self.verdicts.pop(event.subject, None)

    def flagged(self, event: Event) -> None:
        _set(self.flags, event.subject, event.new)

    def attached(self, event: Event) -> None:
        _set(self.evidence, event.subject, None if event.new is None else _read(EvidenceFile, event))

    def reviewed(self, event: Event) -> None:
        verdict = None if event.new is None else _read(Verdict, event)
        _set(self.verdicts, event.subject, verdict and verdict.model_copy(update={"by": event.by, "at": event.at}))

    def assessment(self) -> Assessment:
        answers = {subject: self.answers[subject] for subject in self.revisions if subject in self.answers}
        return Assessment.model_construct(
            **self.whole,
            answers={subject: _answer(subject, value) for subject, value in answers.items()},
            flags=self.flags,
            evidence=self.evidence,
            verdicts=self.verdicts,
            answered_by=self.answered_by,
            revisions=self.revisions,
        )


_MAPS = ("answers", "flags", "evidence", "verdicts", "answered_by", "revisions")
_CHANGES: dict[str, TypeAdapter[Any]] = {
    "title": TypeAdapter(str),
    "vendor": TypeAdapter(Vendor),
    "engagement": TypeAdapter(Engagement),
    "as_of": TypeAdapter(date | None),
    "status": TypeAdapter(Status),
}
_STEPS: dict[EventKind, Callable[[_Folding, Event], None]] = {
    EventKind.created: _Folding.created,
    EventKind.changed: _Folding.changed,
    EventKind.answered: _Folding.answered,
    EventKind.flagged: _Folding.flagged,
    EventKind.attached: _Folding.attached,
    EventKind.reviewed: _Folding.reviewed,
}


def _set(values: dict[str, Any], subject: str, value: object) -> None:
    """None takes the value out."""
    if value is None:
        values.pop(subject, None)
    else:
        values[subject] = value


def _answer(subject: str, value: Answer | JsonValue) -> Answer:
    if isinstance(value, Answer):
        return value
    try:
        return Answer.model_validate_json(orjson.dumps(value))
    except ValidationError as error:
        raise BrokenHistory(f"the answer to {subject} cannot be read: {_first(error)}") from error


def _read(model: type[Any], event: Event) -> Any:
    try:
        return model.model_validate_json(orjson.dumps(event.new))
    except ValidationError as error:
        raise BrokenHistory(f"event {event.seq} ({event.kind} {event.subject}): {_first(error)}") from error


def _field(event: Event) -> Any:
    try:
        return _CHANGES[event.subject].validate_json(orjson.dumps(event.new))
    except ValidationError as error:
        raise BrokenHistory(f"event {event.seq} (changed {event.subject}): {_first(error)}") from error


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
