"""What the answers so far mean: which questions are seen, how each reads, what is required, what fails.

Pure: values in, readings out, recomputed as a whole in the order of dependencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire, Nested, Step
from ddq.questionnaire.kinds import Compiled, Scope
from ddq.questionnaire.model import GroupQuestion, Level
from ddq.questionnaire.values import NA, Answered, Reading, Rows, U

Truth: TypeAlias = bool | Literal[Reading.U]
"""True, False or unknown."""


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that an answer does not meet."""

    question: str
    """Id of the question; within a row, of the field."""
    message: str
    level: Level


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that follows from the answers, for a questionnaire or for one row of a group."""

    visible: Mapping[str, Truth]
    """By id; U shows greyed: "may apply"."""
    required: Mapping[str, bool]
    """By id; only what is visible can be required, and an unknown condition requires nothing yet."""
    reading: Mapping[str, Answered]
    """By id: the value (computed ones included), U, or NA."""
    choices: Mapping[str, Mapping[str, Truth]]
    """By id, whether each choice that has a condition is offered, by code."""
    failed: tuple[FailedCheck, ...]
    scope: Scope
    """What every expression of this questionnaire, or row, reads: `loaded.compiled(text, groups).read(scope)`."""
    sections: Mapping[str, Truth] = field(default_factory=dict[str, Truth])
    """By section id."""
    outputs: Mapping[str, Answered] = field(default_factory=dict[str, Answered])
    """The declared outputs, `exposure_tier` among them."""
    rows: Mapping[str, tuple[Evaluation, ...]] = field(default_factory=dict[str, "tuple[Evaluation, ...]"])
    """By group id, one for each row, in order; of visible groups only."""

    def all_failed(self) -> tuple[FailedCheck, ...]:
        """The failed checks, those of rows included."""
        inner = (check for rows in self.rows.values() for row in rows for check in row.all_failed())
        return (*self.failed, *inner)


def evaluate(
    loaded: LoadedQuestionnaire,
    values: Mapping[str, Answered],
    today: date,
    *,
    states: Mapping[str, str] | None = None,
    sets: Mapping[str, frozenset[str]] | None = None,
    only: frozenset[str] | None = None,
) -> Evaluation:
    """What follows from `values`, by question id: a value, U, or NA where a not-applicable was accepted.

    Args:
        loaded: the questionnaire.
        values: an absent question is unknown; values of computed questions are ignored.
        today: the as-of date, which expressions read as `today`.
        states: why a question without a value has none, for `state()`.
        sets: the countries in each shared set on that date; a set that is absent is unknown.
        only: evaluate these questions and nothing else, sections and outputs neither; it must hold all that they
            depend on (`loaded.closure`).
    """
    run = _Run(loaded, (), values, Scope({}, today, states or {}, {**(sets or {}), **loaded.own_sets}))
    evaluation = run.evaluation(only)
    if only is not None:
        return evaluation
    outputs = {name: loaded.compiled(text).read(run.scope) for name, text in loaded.questionnaire.outputs.items()}
    sections = {section.id: run.section(section.id) for section in loaded.questionnaire.sections}
    return replace(evaluation, sections=sections, outputs=outputs)


def _truth(compiled: Compiled, scope: Scope) -> Truth:
    """A condition's result; what is not applicable is not true."""
    result = compiled.read(scope)
    return U if result is U else result is True


def _both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return U if one is U or other is U else True


class _Run:
    """One pass over the questions of a questionnaire, or over the fields of one row."""

    def __init__(
        self, loaded: LoadedQuestionnaire, groups: Groups, values: Mapping[str, Answered], around: Scope
    ) -> None:
        self.loaded, self.groups, self.values = loaded, groups, values
        self.reading: dict[str, Answered] = {}
        # In a row, its fields stand before the questions around it.
        seen = Nested(self.reading, around.values) if groups else self.reading
        self.scope = Scope(seen, around.today, around.states, around.sets)
        self.sections: dict[str, Truth] = {}
        self.visible: dict[str, Truth] = {}
        self.choices: dict[str, Mapping[str, Truth]] = {}
        self.rows: dict[str, tuple[Evaluation, ...]] = {}
        self.failed: list[FailedCheck] = []

    def evaluation(self, only: frozenset[str] | None = None) -> Evaluation:
        """Read every question, each after those that it depends on; then what is required and what fails."""
        program = self.loaded.program(self.groups) if only is None else self.loaded.steps(only)
        for step in program:
            visible = self.visible[step.id] = self._visible(step)
            self.reading[step.id] = NA if visible is False else self._reading(step, visible)
        required: dict[str, bool] = {}
        for step in program:
            required[step.id] = step.requires and self._required(step)
            if step.checks:
                self._check(step)
        return Evaluation(
            self.visible, required, self.reading, self.choices, tuple(self.failed), self.scope, rows=self.rows
        )

    def _visible(self, step: Step) -> Truth:
        visible: Truth = True
        if step.section is not None:
            visible = self.section(step.section)
        if step.visible_if is not None and visible is not False:
            visible = _both(visible, _truth(step.visible_if, self.scope))
        return visible

    def section(self, identifier: str) -> Truth:
        """A section's visibility, read when its first question is due: what it rests on has been read by then."""
        known = self.sections.get(identifier)
        if known is None:
            condition = self.loaded.sections[identifier].visible_if
            known = condition is None or _truth(self.loaded.compiled(condition), self.scope)
            self.sections[identifier] = known
        return known

    def _reading(self, step: Step, visible: Truth) -> Answered:
        if step.calc is not None:
            return step.calc.read(self.scope) if visible is True else U
        value = self.values.get(step.id, U)
        if value is NA:
            return NA  # accepted, or hidden after all: not applicable either way
        if step.choices:
            value = self._offered(step, value)
        if isinstance(value, Rows) and isinstance(step.question, GroupQuestion):
            value = self._group(step.question, value)
        return value if visible is True else U

    def _offered(self, step: Step, value: Answered) -> Answered:
        """The value, or unknown where it holds a choice that is not, or perhaps not, offered."""
        offered = self.choices[step.id] = {code: _truth(condition, self.scope) for code, condition in step.choices}
        chosen = value if isinstance(value, tuple) else (value,)
        doubtful = [code for code in chosen if isinstance(code, str) and offered.get(code, True) is not True]
        if not doubtful:
            return value
        gone = next((code for code in doubtful if offered[code] is False), None)
        if gone is not None:
            label = next(choice.label for choice in self.loaded.choices(step.question) if choice.code == gone)
            message = f"“{label}” is no longer offered here; choose again"
            self.failed.append(FailedCheck(step.id, message, Level.error))
        return U

    def _group(self, question: GroupQuestion, value: Rows) -> Rows:
        inner = (*self.groups, question.id)
        rows: list[Evaluation] = []
        for row in value.rows:
            rows.append(_Run(self.loaded, inner, row, self.scope).evaluation())
        self.rows[question.id] = tuple(rows)
        if value.complete and len(rows) < question.min:
            message = f"at least {question.min} entries are needed, and the list is declared complete with {len(rows)}"
            self.failed.append(FailedCheck(question.id, message, Level.error))
        if len(rows) > question.max:
            message = f"at most {question.max} entries are possible, and there are {len(rows)}"
            self.failed.append(FailedCheck(question.id, message, Level.error))
        return Rows(tuple(row.reading for row in rows), value.complete, value.ids)

    def _required(self, step: Step) -> bool:
        if self.visible[step.id] is not True or step.calc is not None:
            return False
        return step.question.required or (step.required_if is not None and _truth(step.required_if, self.scope) is True)

    def _check(self, step: Step) -> None:
        """A check on what is unknown, not applicable or unseen is silent."""
        value = self.reading[step.id]
        if value is U or value is NA:
            return
        for check, compiled in step.checks:
            if compiled.read(self.scope) is False:
                self.failed.append(FailedCheck(step.id, check.message, check.level))
