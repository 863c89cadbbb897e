"""What the answers say, as far as each evidence grade carries: the one thing that all measuring reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ddq.assessment.model import AnswerState
from ddq.assessment.readings import declared_within
from ddq.questionnaire.compiled import LoadedQuestionnaire, Nested
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.kinds import Compiled, Scope
from ddq.questionnaire.model import Grade, GroupQuestion
from ddq.questionnaire.values import NA, Answered, Reading, Rows, U
from ddq.scoring.arithmetic import HIDDEN
from ddq.scoring.standing import Standing

ASSUMED = Standing(AnswerState.answered, Grade.D, aged=False)
"""How an answer stands that is assumed for a gate: whatever is answered later can stand no worse."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading, with `u` of the weakest basis that it needs."""

    value: Answered
    hidden: float


@dataclass(slots=True, eq=False)
class Facts:
    """The readings of all questions, and how the answers behind them stand."""

    loaded: LoadedQuestionnaire
    evaluation: Evaluation
    """Over the answers that can be relied on; those of grade E read as unknown."""
    values: Mapping[str, Answered]
    """The answers that it was made over, whether or not their questions apply."""
    standings: Mapping[str, Standing]
    assumed: frozenset[str] = frozenset()
    """Gates whose answer is only assumed."""
    given: Facts | None = None
    """The facts without what is assumed; None where nothing is."""
    _by_grade: list[tuple[float, Scope]] = field(default_factory=lambda: [], init=False)

    def standing(self, subject: str) -> Standing | None:
        """How an answer stands; of a gate, as it is assumed."""
        return ASSUMED if subject in self.assumed else self.standings.get(subject)

    def was_refused(self, subject: str | None) -> bool:
        """Whether an answer was refused, even where one is now assumed."""
        found = None if subject is None else self.standings.get(subject)
        return found is not None and found.state is AnswerState.refused

    def state(self, subject: str) -> AnswerState | None:
        """The state of an answer; None where there is none yet."""
        found = self.standing(subject)
        return found.state if found else None

    def state_of_list(self, group: str) -> AnswerState | None:
        """How the declaration that a list is complete stands; where none was given, how the list as a whole stands."""
        declared = self.state(f"{group}/complete")
        whole = self.state(group) if declared in (None, AnswerState.answered) else None
        return whole or declared

    def only_refused(self, questions: Iterable[str]) -> bool:
        """Whether some of these questions are open, and each that is open was refused."""
        found = [self._refusal(name) for name in questions if self._is_open(name)]
        return bool(found) and all(found)

    def _is_open(self, question: str) -> bool:
        """Whether there is no value, or of a list, whether it may hold more or other than it says."""
        if self.loaded.questions[question].kind == "computed":
            return False
        reading = self.evaluation.reading[question]
        return not reading.complete or has_gap(reading) if isinstance(reading, Rows) else reading is U

    def _refusal(self, question: str) -> bool:
        reading = self.evaluation.reading[question]
        if not isinstance(reading, Rows):
            is_list = isinstance(self.loaded.questions[question], GroupQuestion)
            return (self.state_of_list if is_list else self.state)(question) is AnswerState.refused
        if not reading.complete and self.state_of_list(question) is not AnswerState.refused:
            return False
        gaps = (subject for subject, row in row_subjects(reading, question) if has_gap(row))
        return all(self.state(subject) is AnswerState.refused for subject in gaps)

    def hidden(self, subject: str) -> float | None:
        """`u` of an answer; None where there is no value that can be relied on."""
        found = self.standing(subject)
        return found.hidden if found else None

    def rows(self, group: str) -> tuple[Rows, bool]:
        """The rows of a group, and whether it surely applies; none where it does not, or is not asked."""
        given, visible = self.values.get(group, U), self.evaluation.visible[group]
        if visible is False or not isinstance(given, Rows):
            return Rows(), False
        kept = tuple(row.reading for row in self.evaluation.rows[group])
        return Rows(kept, given.complete, given.ids), visible is True

    def applies(self, question: str) -> bool:
        """Whether a question may apply: neither hidden nor accepted as not applicable."""
        return self.evaluation.visible[question] is not False and self.values.get(question, U) is not NA

    def read(self, compiled: Compiled) -> Found:
        """What an expression reads as, with `u` of the weakest grade without which it would be undecided.

        The grades are admitted one by one, best first, until the expression is decided. Since expressions are
        monotone, the value then stays: an answer that does not matter adds no doubt, and a better basis never adds any.
        """
        value = compiled.read(self.evaluation.scope)
        if value is U:
            return Found(U, 1.0)
        for hidden, scope in self.by_grade():
            if compiled.read(scope) is not U:
                return Found(value, hidden)
        return Found(value, HIDDEN[Grade.D])

    def read_in_row(self, compiled: Compiled, rows: Sequence[Evaluation], group: str, index: int) -> Found:
        """The same for an expression that sees the fields of a row, and of the rows around it.

        Args:
            compiled: the expression.
            rows: the row, after those around it, the outermost first.
            group: the outermost group.
            index: the place of the outermost row, on whose basis those within it rest.
        """
        value = compiled.read(rows[-1].scope)
        if value is U:
            return Found(U, 1.0)
        own = self.hidden(row_subject(self.evaluation.reading[group], group, index))
        for hidden, scope in self.by_grade():
            within = own is not None and own <= hidden
            values = scope.values
            for row in rows:
                declared = declared_within(row.reading, self._within(f"{group}/complete", hidden))
                values = Nested(declared if within else _doubted(row.reading), values)
            if compiled.read(replace(scope, values=values)) is not U:
                return Found(value, hidden)
        return Found(value, HIDDEN[Grade.D])

    def computed(self, identifier: str) -> Found:
        """What a computed question reads as."""
        value = self.evaluation.reading[identifier]
        if isinstance(value, Reading):
            return Found(value, 1.0)
        for hidden, scope in self.by_grade():
            if scope.values[identifier] is not U:
                return Found(value, hidden)
        return Found(value, HIDDEN[Grade.D])

    def by_grade(self) -> list[tuple[float, Scope]]:
        """For each grade, best first: `u`, and the scope that knows only answers of this grade or a better one."""
        if not self._by_grade:
            present = {
                HIDDEN[Grade.A],
                *(found.hidden for found in self.standings.values() if found.hidden is not None),
            }
            if self.assumed:
                present.add(HIDDEN[Grade.D])
            self._by_grade = [(hidden, self._scope(hidden)) for hidden in sorted(present)]
        return self._by_grade

    def _scope(self, most: float) -> Scope:
        whole = self.evaluation.scope
        values: dict[str, Answered] = {}
        scope = replace(whole, values=values)
        for step in self.loaded.program():
            reading = self.evaluation.reading[step.id]
            if step.calc is not None and self.evaluation.visible[step.id] is True:
                values[step.id] = step.calc.read(scope)
            elif isinstance(reading, Reading):
                values[step.id] = reading
            elif isinstance(reading, Rows):
                values[step.id] = self._rows(step.id, reading, most)
            else:
                values[step.id] = reading if self._within(step.id, most) else U
        return scope

    def _rows(self, group: str, rows: Rows, most: float) -> Rows:
        complete = rows.complete and self._within(f"{group}/complete", most)
        kept = tuple(
            declared_within(row, complete) if self._within(row_subject(rows, group, index), most) else _doubted(row)
            for index, row in enumerate(rows.rows)
        )
        return Rows(kept, complete, rows.ids)

    def _within(self, subject: str, most: float) -> bool:
        hidden = self.hidden(subject)
        return hidden is not None and hidden <= most


def row_subject(rows: Answered, group: str, index: int) -> str:
    """The subject of a row's answer."""
    return f"{group}/{rows.ids[index] if isinstance(rows, Rows) and rows.ids else index}"


def row_subjects(rows: Rows, group: str) -> Iterator[tuple[str, Mapping[str, Answered]]]:
    """Every row with the subject of its answer."""
    for index, row in enumerate(rows.rows):
        yield row_subject(rows, group, index), row


def has_gap(value: Rows | Mapping[str, Answered]) -> bool:
    """Whether a value is unknown in a row, or in one of several rows, those within it included."""
    if isinstance(value, Rows):
        return any(has_gap(row) for row in value.rows)
    return any(has_gap(inner) if isinstance(inner, Rows) else inner is U for inner in value.values())


def _doubted(row: Mapping[str, Answered]) -> Mapping[str, Answered]:
    """The row with every value unknown."""
    return {name: value if value is NA else U for name, value in row.items()}
