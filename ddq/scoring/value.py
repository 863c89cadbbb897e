"""The value of a question: the width of concern that its answer could close. It orders what is asked next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ddq.assessment.model import AnswerState
from ddq.questionnaire.model import GroupQuestion
from ddq.questionnaire.values import Rows, U
from ddq.scoring.facts import Facts, has_gap, row_subject
from ddq.scoring.measure import Measured
from ddq.scoring.model import Nano, OpenQuestion, Score
from ddq.scoring.prepared import Prepared
from ddq.scoring.reach import LawIndicator


def open_questions(
    prepared: Prepared, facts: Facts, measured: Sequence[Measured], laws: Sequence[LawIndicator], tier_known: bool
) -> tuple[OpenQuestion, ...]:
    """The questions without a usable answer, most valuable first.

    A question counts the whole width of every indicator that it feeds, mitigates or decides to be applicable: where
    several open questions stand behind one indicator, each could turn out to be the one that closes it.
    """
    widths = _Widths(prepared, facts)
    for one in measured:
        if one.applicable:
            asked = {name for feed, _ in one.feeds for name in feed.reads}
            asked |= {entry.question for entry in one.mitigations if entry.question}
            widths.add(one.declared.indicator.indicator, one.concern, asked)
    for law in laws:
        widths.add(law.id, law.concern, {*law.questions, *(m.question for m in law.mitigations if m.question)})
    if not tier_known:
        for name in prepared.tier_reads:
            widths.touch(name)
    return widths.result()


def could_close(found: OpenQuestion, score: Score) -> float:
    """The share of the concern not yet known that an answer could close, 0 to 1: the value of a question as it is told.

    Several questions may stand behind one indicator, so the shares of all may add up to more than 1.
    """
    width = score.concern.hi - score.concern.lo
    return min(1.0, found.value / width) if width else 0.0


class _Widths:
    def __init__(self, prepared: Prepared, facts: Facts) -> None:
        self.prepared, self.facts = prepared, facts
        self.by_question: Mapping[str, dict[str, int]] = defaultdict(dict)

    def add(self, indicator: str, concern: Nano, asked: Iterable[str]) -> None:
        width = concern.hi - concern.lo
        if width > 0:
            for name in self._open(asked):
                self.by_question[name][indicator] = width

    def touch(self, name: str) -> None:
        """The exposure tier rests on it: open, even if no concern does."""
        for found in self._open((name,)):
            self.by_question[found]

    def result(self) -> tuple[OpenQuestion, ...]:
        found = (
            OpenQuestion(name, sum(widths.values()), tuple(sorted(widths)), self._state(name))
            for name, widths in self.by_question.items()
        )
        return tuple(sorted(found, key=lambda entry: (-entry.value, entry.question)))

    def _open(self, asked: Iterable[str]) -> Iterator[str]:
        for name in asked:
            yield from (gate for gate in self.prepared.gates_of[name] if self._is_open(gate))
            if self._is_open(name):
                yield name

    def _is_open(self, name: str) -> bool:
        question = self.facts.loaded.questions[name]
        if question.kind == "computed" or self.facts.evaluation.visible[name] is False:
            return False
        reading = self.facts.evaluation.reading[name]
        if isinstance(question, GroupQuestion) and isinstance(reading, Rows):
            return not reading.complete or has_gap(reading) or self._unbased(name)
        return reading is U

    def _unbased(self, group: str) -> bool:
        reading = self.facts.evaluation.reading[group]
        rows = reading.rows if isinstance(reading, Rows) else ()
        return any(self.facts.hidden(row_subject(reading, group, index)) is None for index in range(len(rows)))

    def _state(self, name: str) -> str:
        if isinstance(self.facts.loaded.questions[name], GroupQuestion):
            return self._state_of_list(name)
        state = self.facts.state(name)
        if state is None:
            return "unanswered"
        return "no_basis" if state is AnswerState.answered else state.value

    def _state_of_list(self, group: str) -> str:
        reading = self.facts.evaluation.reading[group]
        declared = self.facts.state_of_list(group)
        if isinstance(reading, Rows) and reading.complete:
            return "with_gaps"
        if declared is not None and declared is not AnswerState.answered:
            return declared.value
        return "not_complete" if isinstance(reading, Rows) and reading.rows else "unanswered"
