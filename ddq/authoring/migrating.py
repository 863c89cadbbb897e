"""Carrying an assessment on to a newer version of its questionnaire: nothing is lost, every answer is accounted for.

An answer whose question still asks the same and still takes it is carried. The `migrate` blocks say what else becomes
of answers: moved under another id, another choice, kept although the wording or the kind changed. Whatever is left has
no place in the new version and is parked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from pydantic import JsonValue

from ddq.assessment.closing import check_draft
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Event,
    EventKind,
    Migrated,
    Parked,
    QuestionnaireReference,
)
from ddq.assessment.next_event import Stamp, as_json, next_event
from ddq.assessment.subjects import COMPLETE
from ddq.authoring.diff import WRAPPED, asks_otherwise, version_key
from ddq.questionnaire.answers import ValueProblem, parse_row, parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion, Migration


class Outcome(StrEnum):
    """What became of an answer."""

    carried = "carried"
    mapped = "mapped"
    parked = "parked"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one answer."""

    subject: str
    outcome: Outcome
    became: str
    """The subject in the new version; of a parked answer the old one."""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """What going on to the new version does, answer by answer, and the event that does it."""

    old: str
    new: str
    fates: tuple[Fate, ...]
    event: Event

    def count(self, outcome: Outcome) -> int:
        """How many answers have this fate; one of which a part is parked counts as both."""
        return sum(fate.outcome is outcome for fate in self.fates)


def plan_migration(
    assessment: Assessment, old: LoadedQuestionnaire, new: LoadedQuestionnaire, stamp: Stamp
) -> MigrationPlan:
    """What becomes of each answer in the version `new` of the questionnaire.

    Raises:
        NotAccepted: the assessment is no draft.
    """
    check_draft(assessment, "questionnaire")
    moving = _Moving(assessment, old, new)
    for subject, answer in assessment.answers.items():
        moving.answer(subject, answer)
    for subject in assessment.flags:
        target = moving.steps.target(subject)
        if subject not in assessment.answers and target != subject and target in new.questions:
            moving.moved[subject] = target
    reference = QuestionnaireReference(id=new.questionnaire.id, version=new.questionnaire.version, digest=new.digest)
    migrated = Migrated(
        questionnaire=reference, moved=moving.moved, answers=moving.answers, parked=tuple(moving.parked)
    )
    event = next_event(
        assessment,
        EventKind.migrated,
        "questionnaire",
        stamp,
        old=as_json(assessment.questionnaire),
        new=as_json(migrated),
    )
    return MigrationPlan(assessment.questionnaire.version, reference.version, tuple(moving.fates), event)


@dataclass(slots=True)
class _Steps:
    """All `migrate` blocks between two versions, as one."""

    blocks: Sequence[Migration]
    keep: set[str] = field(default_factory=set[str])
    park: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        for index, block in enumerate(self.blocks):
            self.keep |= {self._later(name, index + 1) for name in block.keep}
            self.park |= {self._earlier(name, index) for name in block.park}

    def target(self, name: str) -> str:
        """What a question, or a field as `GROUP.FIELD`, of the old version is called in the new one."""
        return self._later(name, 0)

    def _later(self, name: str, start: int, end: int | None = None) -> str:
        for block in self.blocks[start:end]:
            group, dot, inner = name.partition(".")
            name = block.rename.get(name) or block.rename.get(group, group) + dot + inner
        return name

    def _earlier(self, name: str, end: int) -> str:
        for block in reversed(self.blocks[:end]):
            name = next((old for old, new in block.rename.items() if new == name), name)
        return name

    def code(self, name: str, code: str) -> str | None:
        """What a choice of an old question is in the new version; None where it is parked."""
        now: str | None = code
        for index, block in enumerate(self.blocks):
            codes = block.choices.get(self._later(name, 0, index + 1), {})
            if now is not None and now in codes:
                now = codes[now]
        return now

    def maps(self, name: str) -> bool:
        """Whether some block says what becomes of a question's choices."""
        return any(self._later(name, 0, index + 1) in block.choices for index, block in enumerate(self.blocks))


class _Impossible(Exception):
    """A value that has no place in the new version; why."""


class _Moving:
    def __init__(self, assessment: Assessment, old: LoadedQuestionnaire, new: LoadedQuestionnaire) -> None:
        self.old, self.new = old, new
        self.version = assessment.questionnaire.version
        self.steps = _Steps(steps_between(new.questionnaire.migrate, self.version, new.questionnaire.version))
        self.others = _other_questions(old, new, self.steps)
        self.fates: list[Fate] = []
        self.moved: dict[str, str] = {}
        self.answers: dict[str, Answer] = {}
        self.parked: list[Parked] = []
        self.taken = {subject.partition("/")[0] for subject in assessment.answers}
        self.claimed: set[str] = set()
        """Subjects of the new version that have their answer."""
        self.rows: Counter[str] = Counter()

    def answer(self, subject: str, answer: Answer) -> None:
        identifier, slash, rest = subject.partition("/")
        target = self.steps.target(identifier)
        before, after = self.old.questions.get(identifier), self.new.questions.get(target)
        try:
            if after is None or after.kind == "computed":
                raise _Impossible("the question is gone" if after is None else "the question is computed now")
            if bool(slash) != isinstance(after, GroupQuestion) and answer.state is AnswerState.answered:
                raise _Impossible(f"{target} takes other answers now")
            if identifier in self.steps.park:
                raise _Impossible("the new version sets its answers aside")
            if target != identifier and target in self.taken and self.steps.target(target) == target:
                raise _Impossible(f"{target} has an answer of its own")
            if target + slash + rest in self.claimed:
                raise _Impossible(f"{target} has the answer of another question")
            if isinstance(after, GroupQuestion) and rest != COMPLETE and self.rows[target] >= after.max:
                raise _Impossible(f"{target} has {after.max} rows, and more do not fit")
            value, lost = self._value(before or after, after, answer, rest, (identifier, target))
        except _Impossible as reason:
            self._park(subject, answer, str(reason))
            return
        became = target + slash + rest
        self.claimed.add(became)
        self.rows[target] += bool(slash) and rest != COMPLETE
        if lost:
            self._park(subject, answer, f"there is no place for {', '.join(lost)}")
        if value != answer.value:
            self.answers[became] = answer.model_copy(update={"value": value})
        if became != subject:
            self.moved[subject] = became
        elif lost:
            self.answers[became] = answer.model_copy(update={"value": value})
        changed = became != subject or value != answer.value
        self.fates.append(Fate(subject, Outcome.mapped if changed else Outcome.carried, became))

    def _park(self, subject: str, answer: Answer, why: str) -> None:
        self.parked.append(Parked(subject=subject, answer=answer, version=self.version, why=why))
        self.fates.append(Fate(subject, Outcome.parked, subject, why))

    def _value(
        self, before: AnyQuestion, after: AnyQuestion, answer: Answer, rest: str, names: tuple[str, str]
    ) -> tuple[JsonValue, list[str]]:
        """The value in the new version, and the fields of a row that it has no place for."""
        if answer.state is not AnswerState.answered or rest == COMPLETE:
            self._check_same(names)
            return answer.value, []
        if isinstance(before, GroupQuestion) and isinstance(after, GroupQuestion):
            return self._row(before, after, answer.value, names)
        return self._single(before, after, answer.value, names), []

    def _check_same(self, names: tuple[str, str]) -> None:
        if names[0] in self.others and names[1] not in self.steps.keep and not self.steps.maps(names[0]):
            raise _Impossible(self.others[names[0]])

    def _single(self, before: AnyQuestion, after: AnyQuestion, value: JsonValue, names: tuple[str, str]) -> JsonValue:
        self._check_same(names)
        value = self._mapped(before, value, names[0])
        if (before.kind, after.kind) in WRAPPED or (after.kind == "choices" and isinstance(value, str)):
            value = [value]
        try:
            parse_value(after, value)
        except ValueProblem as problem:
            raise _Impossible(f"{names[1]} does not take it: {problem}") from None
        return value

    def _mapped(self, before: AnyQuestion, value: JsonValue, name: str) -> JsonValue:
        """The value with its choice codes mapped; `yes` and `no` stand for those of a yes-or-no question."""
        if not self.steps.maps(name):
            return value
        if before.kind == "yes_no" and isinstance(value, bool):
            return self._code(name, "yes" if value else "no")
        if isinstance(value, str):
            return self._code(name, value)
        if isinstance(value, list):
            return list(dict.fromkeys(self._code(name, code) for code in map(str, value)))
        return value

    def _code(self, name: str, code: str) -> str:
        found = self.steps.code(name, code)
        if found is None:
            raise _Impossible(f"the choice {code} has no place in the new version")
        return found

    def _row(
        self, before: GroupQuestion, after: GroupQuestion, value: JsonValue, names: tuple[str, str]
    ) -> tuple[JsonValue, list[str]]:
        self._check_same(names)
        written = cast(Mapping[str, JsonValue], value if isinstance(value, Mapping) else {})
        old_fields = {inner.id: inner for inner in before.fields}
        new_fields = {inner.id: inner for inner in after.fields}
        kept: dict[str, JsonValue] = {}
        lost: list[str] = []
        for name, raw in written.items():
            full = f"{names[0]}.{name}"
            target = self.steps.target(full)
            new_name = target.rpartition(".")[2]
            was, now = old_fields.get(name), new_fields.get(new_name)
            if was is None or now is None or full in self.steps.park:
                lost.append(name)
                continue
            try:
                kept[new_name] = self._field(was, now, raw, (full, target))
            except _Impossible:
                lost.append(name)
        try:
            parse_row(after, kept)
        except ValueProblem as problem:
            raise _Impossible(f"{names[1]} does not take the row: {problem}") from None
        return kept, lost

    def _field(self, was: AnyQuestion, now: AnyQuestion, raw: JsonValue, names: tuple[str, str]) -> JsonValue:
        if not isinstance(was, GroupQuestion) or not isinstance(now, GroupQuestion):
            return self._single(was, now, raw, names)
        rows: list[JsonValue] = []
        for row in cast(list[Any], raw) if isinstance(raw, list) else []:
            value, lost = self._row(was, now, row, names)
            if lost:
                raise _Impossible(f"there is no place for {', '.join(lost)}")
            rows.append(value)
        return rows


def steps_between(blocks: Sequence[Migration], old: str, new: str) -> tuple[Migration, ...]:
    """The blocks that lead on from a version, in order."""
    within = [block for block in blocks if version_key(old) < version_key(block.new) <= version_key(new)]
    return tuple(sorted(within, key=lambda block: version_key(block.new)))


def _other_questions(old: LoadedQuestionnaire, new: LoadedQuestionnaire, steps: _Steps) -> dict[str, str]:
    """Old ids of questions and fields that ask something else now, or are of another kind; why.

    A `rename` says that the question is the same, whatever its words.
    """
    now = dict(_all(new.questions, ""))
    found: dict[str, str] = {}
    for name, question in _all(old.questions, ""):
        target = steps.target(name)
        if target in now:
            why = asks_otherwise(question, now[target], wording=target == name)
            if why is not None:
                found[name] = f"{target} {why}"
    return found


def _all(questions: Mapping[str, AnyQuestion], prefix: str) -> Iterator[tuple[str, AnyQuestion]]:
    for name, question in questions.items():
        yield prefix + name, question
        if isinstance(question, GroupQuestion):
            yield from _all({inner.id: inner for inner in question.fields}, f"{prefix}{name}.")
