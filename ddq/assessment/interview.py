"""The interview: how every question stands, what comes next, and what an answer would hide.

One value, recomputed as a whole after each answer (about a millisecond at 100 questions), that the screens, the line
mode and the commands share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Literal

from ddq.assessment.items import Item, Progress, Row, SectionProgress, Standing, progress_of
from ddq.assessment.model import Answer, AnswerState, Assessment
from ddq.assessment.readings import readings, row_values, states
from ddq.assessment.subjects import complete_subject, rows_of
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import FailedCheck, Truth, evaluate
from ddq.questionnaire.formatting import format_value, row_label
from ddq.questionnaire.model import AnyQuestion, Grade, GroupQuestion, Level
from ddq.questionnaire.values import Answered, U, Value

_DOCUMENT_GRADES = {Grade.A, Grade.B, Grade.C}


class Interview:
    """How an assessment stands on its questionnaire, on one day."""

    def __init__(
        self,
        loaded: LoadedQuestionnaire,
        assessment: Assessment,
        today: date,
        sets: Mapping[str, frozenset[str]] | None = None,
        before: Interview | None = None,
    ) -> None:
        """Compute everything.

        Args:
            loaded: the questionnaire.
            assessment: what was answered.
            today: the as-of date.
            sets: the countries in each shared set on that day (`ddq.registers` reading).
            before: the interview before the last change; its items stand where nothing about them is different.
        """
        usable = before is not None and before.loaded is loaded and before.today == today and "items" in vars(before)
        self._before = before if usable else None
        self.loaded = loaded
        self.assessment = assessment
        self.today = today
        self.sets: Mapping[str, frozenset[str]] = sets or {}
        self.readings: Mapping[str, Answered] = readings(assessment, loaded, today)
        self.evaluation = evaluate(loaded, self.readings, today, states=states(assessment), sets=self.sets)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every question by id, in the order of the questionnaire, hidden ones included."""
        failed: dict[str, list[FailedCheck]] = {}
        for check in self.evaluation.failed:
            failed.setdefault(check.question, []).append(check)
        before, self._before = self._before, None  # or each would keep all that were ever before it
        found: dict[str, Item] = {}
        for identifier, question in self.loaded.questions.items():
            stands = None if before is None or identifier in failed else self._still(before, identifier)
            found[identifier] = stands or self._item(identifier, question, tuple(failed.get(identifier, ())))
        return found

    def _still(self, before: Interview, identifier: str) -> Item | None:
        """The item as it was, where all that it is made of is as it was; None where anything may be different."""
        item = before.items[identifier]
        now, then = self.evaluation, before.evaluation
        unchanged = (
            item.question.kind != "group"
            and not item.problems
            and item.answer is self.assessment.answers.get(identifier)
            and item.flag == self.assessment.flags.get(identifier)
            and item.visible is now.visible[identifier]
            and item.required is now.required[identifier]
            and (self.readings.get(identifier) is U) is (before.readings.get(identifier) is U)
        )
        if not unchanged:
            return None
        if item.visible is not True and any(
            now.reading[name] != then.reading[name] for name in self.loaded.deciding[identifier]
        ):
            return None  # why it is hidden is said in other words now
        return item

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The questions that are put, in order: those that apply or may apply, computed ones left out."""
        return tuple(item.id for item in self.items.values() if _is_put(item))

    @cached_property
    def sections(self) -> tuple[SectionProgress, ...]:
        """The sections that have something to ask, in order."""
        found: list[SectionProgress] = []
        for section in self.loaded.questionnaire.sections:
            items = tuple(self.items[question.id] for question in section.questions)
            if any(item.visible is not False for item in items):
                found.append(SectionProgress(section, items, progress_of(items)))
        return tuple(found)

    @cached_property
    def progress(self) -> Progress:
        """Of the whole."""
        return progress_of(tuple(self.items.values()))

    @property
    def outputs(self) -> Mapping[str, Answered]:
        """What the questionnaire declares as its outputs, such as `exposure_tier`."""
        return self.evaluation.outputs

    def next_open(self, after: str | None = None) -> str | None:
        """The next question that applies and is open, from the beginning again after the end; None if there is none."""
        start = self.order.index(after) + 1 if after in self.order else 0
        for identifier in (*self.order[start:], *self.order[:start]):
            item = self.items[identifier]
            if item.visible is True and not item.done:
                return identifier
        return None

    def next(self, after: str | None) -> str | None:
        """The question put after `after`, the first for None; None at the end."""
        return self._beside(after, 1) if after is not None else (self.order[0] if self.order else None)

    def previous(self, before: str) -> str | None:
        """The question put before `before`; None at the beginning."""
        return self._beside(before, -1)

    def problems(self) -> Iterator[tuple[str, FailedCheck]]:
        """Every failed check with its subject (`Q` or `GROUP/ROW`), in order."""
        for item in self.items.values():
            for failed in item.problems:
                yield item.id, failed
            for row in item.rows:
                for failed in row.problems:
                    yield row.subject, failed

    def preview(self, subject: str, given: Answer | None) -> Interview:
        """The interview as it would be with another answer to `subject`; None takes it back."""
        answers = {name: answer for name, answer in self.assessment.answers.items() if name != subject}
        if given is not None:
            answers[subject] = given
        assessment = self.assessment.model_copy(update={"answers": answers})
        return Interview(self.loaded, assessment, self.today, self.sets)

    def hidden_by(self, subject: str, given: Answer | None) -> tuple[str, ...]:
        """The questions with answers that would no longer count after this change: the answers stay, set apart."""
        changed = subject.partition("/")[0]
        if changed not in self.loaded.decisive:
            return ()
        after = self.preview(subject, given).evaluation.visible
        return tuple(
            item.id
            for item in self.items.values()
            if item.id != changed
            and item.visible is True
            and after[item.id] is not True
            and (item.answer is not None or item.rows)
        )

    def set_apart(self) -> tuple[str, ...]:
        """The questions that have answers and do not apply: kept, and not counted."""
        hidden = (item for item in self.items.values() if item.visible is False)
        return tuple(item.id for item in hidden if item.answer is not None or item.rows)

    def _beside(self, identifier: str, step: Literal[1, -1]) -> str | None:
        """The neighbour in the whole questionnaire that is put, so that it is found from a hidden question too."""
        everything = tuple(self.items)
        here = everything.index(identifier)
        rest = everything[here + 1 :] if step == 1 else reversed(everything[:here])
        return next((other for other in rest if _is_put(self.items[other])), None)

    def _item(self, identifier: str, question: AnyQuestion, failed: tuple[FailedCheck, ...]) -> Item:
        visible = self.evaluation.visible[identifier]
        answer = self.assessment.answers.get(identifier)
        flag = self.assessment.flags.get(identifier)
        unread = visible is not False and self.readings.get(identifier) is U
        misfit = _misfit(question, answer) if unread else None
        problems = (*failed, misfit) if misfit else failed
        rows = self._rows(question) if isinstance(question, GroupQuestion) else ()
        item = Item(
            identifier,
            self.loaded.section_of[identifier].id,
            question,
            Standing.open,
            visible,
            self.evaluation.required[identifier],
            answer,
            flag,
            problems,
            self._hidden_because(question) if visible is not True else None,
            rows,
            self.assessment.answers.get(complete_subject(identifier)) if rows or question.kind == "group" else None,
        )
        return replace(item, standing=self._standing(item))

    def _standing(self, item: Item) -> Standing:
        if item.question.kind == "computed":
            return Standing.computed if item.visible is True else _unseen(item.visible)
        if item.visible is False:
            return Standing.hidden
        errors = (check.level is Level.error for row in (item, *item.rows) for check in row.problems)
        if any(errors):
            return Standing.invalid
        if item.flag is not None:
            return Standing.flagged
        if item.answer is not None and item.answer.state is not AnswerState.answered:
            return Standing(item.answer.state.value)
        if not item.done:
            return Standing.open if item.visible is True else Standing.may_apply
        return Standing.needs_evidence if self._lacks_document(item) else Standing.answered

    def _lacks_document(self, item: Item) -> bool:
        """Whether an answer claims a document's grade and names none; what only the buyer answers needs none."""
        if item.question.answered_by == ("buyer",):
            return False
        answers = [item.answer, item.complete, *(row.answer for row in item.rows)]
        return any(
            answer.basis.grade in _DOCUMENT_GRADES and not answer.basis.sources and not answer.basis.evidence
            for answer in answers
            if answer is not None
        )

    def _rows(self, group: GroupQuestion) -> tuple[Row, ...]:
        evaluations = self.evaluation.rows.get(group.id, ())
        found: list[Row] = []
        for number, (row, subject) in enumerate(rows_of(self.assessment, group.id).items(), start=1):
            answer = self.assessment.answers[subject]
            values: Mapping[str, Value] = row_values(group, answer)
            evaluation = evaluations[number - 1] if number <= len(evaluations) else None
            open_fields = tuple(
                field.id
                for field in group.fields
                if field.kind != "computed"
                and field.id not in values
                and (evaluation is None or evaluation.visible[field.id] is True)
            )
            problems = evaluation.all_failed() if evaluation else ()
            label = row_label(group, values, number)
            found.append(Row(row, subject, label, answer, evaluation, problems, open_fields))
        return tuple(found)

    def _hidden_because(self, question: AnyQuestion) -> str | None:
        """The answers that decide, or have yet to decide, whether the question applies."""
        deciding = self.loaded.deciding[question.id]
        if self.evaluation.visible[question.id] is U:
            open_ones = [name for name in deciding if self.evaluation.reading[name] is U]
            return f"depends on {_and(open_ones or [*deciding])}" if deciding else None
        told = [f"{name} is “{self._said(name)}”" for name in deciding if self.evaluation.reading[name] is not U]
        return f"does not apply because {_and(told)}" if told else None

    def _said(self, name: str) -> str:
        reading = self.evaluation.reading[name]
        said = format_value(self.loaded.questions[name], reading)
        return said if len(said) <= 60 else said[:59] + "…"


def _is_put(item: Item) -> bool:
    return item.visible is not False and item.question.kind != "computed"


def _unseen(visible: Truth) -> Standing:
    return Standing.hidden if visible is False else Standing.may_apply


def _misfit(question: AnyQuestion, answer: Answer | None) -> FailedCheck | None:
    """What no longer fits, as when the questionnaire has a newer version than the answer."""
    if answer is None or answer.state is not AnswerState.answered:
        return None
    try:
        parse_value(question, answer.value)
    except ValueProblem as problem:
        return FailedCheck(question.id, problem.msg, Level.error)
    return None


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
