"""The fold: what an assessment is, after the events that happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import orjson
from pydantic import JsonValue, TypeAdapter, ValidationError

from ddq.assessment.decision import ConditionChange, Decision, Verb
from ddq.assessment.model import (
    Answer,
    Assessment,
    Beginning,
    Comment,
    Engagement,
    Event,
    EventKind,
    EvidenceFile,
    Migrated,
    Move,
    Resolution,
    Role,
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


class Closed(BrokenHistory):
    """An event that changes what was closed before it, as when two people work at the same time."""

    def __init__(self, event: Event) -> None:
        self.subject = event.subject
        super().__init__(f"event {event.seq} changes {event.subject}, which was closed before")


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

    def __init__(self, whole: dict[str, Any], maps: dict[str, dict[Any, Any]]) -> None:
        self.whole = whole
        """The fields that are not maps by subject."""
        self.answers: dict[str, Any] = maps["answers"]
        """Of an answer not yet read, its JSON: only those that stand at the end are worth reading."""
        self.flags: dict[str, Any] = maps["flags"]
        self.evidence: dict[str, Any] = maps["evidence"]
        self.verdicts: dict[str, Any] = maps["verdicts"]
        self.answered_by: dict[str, Any] = maps["answered_by"]
        self.replaced: dict[int, str] = maps["replaced"]
        self.comments: dict[str, Any] = maps["comments"]
        self.roles: dict[Role, Any] = maps["roles"]
        self.condition_changes: dict[str, Any] = maps["condition_changes"]
        self.parked: dict[str, Any] = maps["parked"]
        self.revisions: dict[str, Any] = maps["revisions"]

    @classmethod
    def beginning(cls, event: Event) -> _Folding:
        if event.kind is not EventKind.created or event.seq != 1:
            raise BrokenHistory(f"an assessment begins with event 1, created, not with {event.seq}, {event.kind}")
        beginning = _read(Beginning, event)
        whole = {name: getattr(beginning, name) for name in Beginning.model_fields}
        whole |= {"id": event.subject, "status": Status.draft, "seq": 1, "open_for": None, "decision": None}
        whole |= {"created_at": event.at, "changed_at": event.at, "changed_by": event.by}
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
        whole = self.whole
        whole["seq"], whole["changed_at"], whole["changed_by"] = event.seq, event.at, event.by

    def created(self, event: Event) -> None:
        raise BrokenHistory(f"event {event.seq} creates the assessment a second time")

    def changed(self, event: Event) -> None:
        if event.subject not in _CHANGES:
            raise BrokenHistory(f"event {event.seq} changes {event.subject}, which does not change")
        if event.subject not in ("title", "language", "status") and self.whole["open_for"] is not None:
            raise Closed(event)
        self.whole[event.subject] = _field(event)
        if event.subject == "status":
            self.whole["open_for"] = None

    def answered(self, event: Event) -> None:
        open_for = self.whole["open_for"]
        if open_for is not None and event.subject.partition("/")[0] not in open_for:
            raise Closed(event)
        subject, new = event.subject, event.new
        before = self.answered_by.get(subject)
        # What an undo brings back is the answer of whoever gave it, not of who undid.
        by = event.by if event.undoes is None else self.replaced.get(event.undoes, event.by)
        if before is not None:
            self.replaced[event.seq] = before
        _set(self.answers, subject, new)
        _set(self.answered_by, subject, None if new is None else by)
        self.verdicts.pop(subject, None)

    def flagged(self, event: Event) -> None:
        _set(self.flags, event.subject, event.new)

    def attached(self, event: Event) -> None:
        _set(self.evidence, event.subject, None if event.new is None else _read(EvidenceFile, event))

    def reviewed(self, event: Event) -> None:
        if self._decided:
            raise Closed(event)
        verdict = None if event.new is None else _read(Verdict, event)
        _set(self.verdicts, event.subject, verdict and verdict.model_copy(update={"by": event.by, "at": event.at}))

    def commented(self, event: Event) -> None:
        comment = None if event.new is None else _read(Comment, event)
        _set(self.comments, event.subject, comment and comment.model_copy(update={"by": event.by, "at": event.at}))

    def resolved(self, event: Event) -> None:
        comment = self.comments.get(event.subject)
        if comment is None:
            raise BrokenHistory(f"event {event.seq} resolves {event.subject}, and there is no such comment")
        said = None if event.new is None else _read(Resolution, event)
        said = said and said.model_copy(update={"by": event.by, "at": event.at})
        self.comments[event.subject] = comment.model_copy(update={"resolution": said})

    def assigned(self, event: Event) -> None:
        try:
            role = Role(event.subject.removeprefix("role:"))
            names = _NAMES.validate_json(orjson.dumps(event.new or []))
        except ValueError as error:
            raise BrokenHistory(f"event {event.seq} assigns {event.subject}: {error}") from error
        _set(self.roles, role, names or None)

    def moved(self, event: Event) -> None:
        move = _read(Move, event)
        open_for = None if move.status is Status.draft else move.questions
        self.whole |= {"status": move.status, "open_for": open_for}

    def decided(self, event: Event) -> None:
        decision = _read(Decision, event)
        decision = decision.model_copy(update={"by": event.by, "at": event.at, "seq": event.seq})
        self.whole |= {"status": STATUS_OF[decision.decision], "open_for": (), "decision": decision}
        self.condition_changes.clear()

    def conditioned(self, event: Event) -> None:
        decision: Decision | None = self.whole["decision"]
        numbers = range(1, 1 + len(decision.conditions)) if decision else ()
        if decision is None or event.subject not in {condition_subject(decision, number) for number in numbers}:
            raise BrokenHistory(f"event {event.seq} changes {event.subject}, and there is no such condition")
        change = None if event.new is None else _read(ConditionChange, event)
        change = change and change.model_copy(update={"by": event.by, "at": event.at})
        _set(self.condition_changes, event.subject, change)

    def redacted(self, event: Event) -> None:
        """The entries that it names say already what they say now."""

    @property
    def _decided(self) -> bool:
        decision: Decision | None = self.whole["decision"]
        return decision is not None and self.whole["status"] in (STATUS_OF[decision.decision], Status.expired)

    def migrated(self, event: Event) -> None:
        """All in one event, so that no crash leaves an assessment between two versions."""
        if self.whole["status"] is not Status.draft:
            raise Closed(event)
        migrated: Migrated = _read(Migrated, event)
        answers, flags, by = dict(self.answers), dict(self.flags), dict(self.answered_by)
        for parked in migrated.parked:
            key = f"{parked.subject}@{parked.version}"
            self.parked[key] = parked.model_copy(update={"by": by.get(parked.subject, "")})
            _forget(parked.subject, self.answers, self.answered_by, self.verdicts, self.flags)
        for subject in migrated.moved:
            _forget(subject, self.answers, self.answered_by, self.verdicts, self.flags)
        came_from = {new: old for old, new in migrated.moved.items()}
        for new, old in came_from.items():
            _set(self.answers, new, answers.get(old))
            _set(self.flags, new, flags.get(old))
        self.answers |= migrated.answers
        for subject in (*came_from, *migrated.answers):
            _set(self.answered_by, subject, by.get(came_from.get(subject, subject)))
            self.verdicts.pop(subject, None)
        self.whole["questionnaire"] = migrated.questionnaire
        # Whoever answers one of these without having seen it is told, as with any other change of the subject.
        touched = (*(parked.subject for parked in migrated.parked), *migrated.moved, *came_from, *migrated.answers)
        for subject in dict.fromkeys(touched):
            self.revisions[subject] = self.revisions.get(subject, 0) + 1

    def assessment(self) -> Assessment:
        answers = {subject: self.answers[subject] for subject in self.revisions if subject in self.answers}
        return Assessment.model_construct(
            **self.whole,
            answers={subject: _answer(subject, value) for subject, value in answers.items()},
            flags=self.flags,
            evidence=self.evidence,
            verdicts=self.verdicts,
            answered_by=self.answered_by,
            replaced=self.replaced,
            comments=self.comments,
            roles=self.roles,
            condition_changes=self.condition_changes,
            parked=self.parked,
            revisions=self.revisions,
        )


STATUS_OF: Mapping[Verb, Status] = {
    Verb.approve: Status.approved,
    Verb.approve_with_conditions: Status.approved_with_conditions,
    Verb.reject: Status.rejected,
}
"""The status that a decision leads to."""


def condition_subject(decision: Decision, number: int) -> str:
    """How events name the condition `number`, from 1, of a decision."""
    return f"condition:{decision.seq}/{number}"


_NAMES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
_MAPS = (
    "answers",
    "flags",
    "evidence",
    "verdicts",
    "answered_by",
    "replaced",
    "comments",
    "roles",
    "condition_changes",
    "parked",
    "revisions",
)
_CHANGES: dict[str, TypeAdapter[Any]] = {
    "title": TypeAdapter(str),
    "vendor": TypeAdapter(Vendor),
    "engagement": TypeAdapter(Engagement),
    "as_of": TypeAdapter(date | None),
    "language": TypeAdapter(str | None),
    "status": TypeAdapter(Status),
}
_STEPS: dict[EventKind, Callable[[_Folding, Event], None]] = {
    EventKind.created: _Folding.created,
    EventKind.changed: _Folding.changed,
    EventKind.answered: _Folding.answered,
    EventKind.flagged: _Folding.flagged,
    EventKind.attached: _Folding.attached,
    EventKind.migrated: _Folding.migrated,
    EventKind.reviewed: _Folding.reviewed,
    EventKind.commented: _Folding.commented,
    EventKind.resolved: _Folding.resolved,
    EventKind.assigned: _Folding.assigned,
    EventKind.moved: _Folding.moved,
    EventKind.decided: _Folding.decided,
    EventKind.conditioned: _Folding.conditioned,
    EventKind.redacted: _Folding.redacted,
}


def _forget(subject: str, *maps: dict[str, Any]) -> None:
    for values in maps:
        values.pop(subject, None)


def _set(values: dict[Any, Any], subject: str, value: object) -> None:
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
