"""The value of a question: the width of concern that its answer could close. It orders what is asked next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

from ddq.assessment.model import AnswerState
from ddq.questionnaire.model import GroupQuestion, Strength
from ddq.questionnaire.values import Rows, U
from ddq.scoring.arithmetic import concern
from ddq.scoring.facts import Facts, has_gap, row_subject
from ddq.scoring.measure import Measured
from ddq.scoring.model import AppliedMitigation, OpenQuestion, Score
from ddq.scoring.prepared import Prepared
from ddq.scoring.reach import LawIndicator


def open_questions(
    prepared: Prepared, facts: Facts, measured: Sequence[Measured], laws: Sequence[LawIndicator], tier_known: bool
) -> tuple[OpenQuestion, ...]:
    """The questions without a usable answer, most valuable first.

    A question counts the whole width of every indicator that it feeds or decides to be applicable: where several open
    questions stand behind one indicator, each could turn out to be the one that closes it. Of an indicator that it
    mitigates it counts what the mitigation could still take away, as the rest is not its to close.
    """
    widths = _Widths(prepared, facts)
    for one in measured:
        if one.applicable:
            indicator = one.declared.indicator
            asked = {name for feed, _ in one.feeds for name in feed.reads}
            widths.add(indicator.indicator, one.concern.hi - one.concern.lo, asked)
            for name, width in _taken_away(indicator.strength, one.presence.hi, one.mitigations):
                widths.add(indicator.indicator, width, (name,))
    for law in laws:
        widths.add(law.id, law.concern.hi - law.concern.lo, law.questions)
        for name, width in _taken_away(law.strength, law.presence.hi, law.mitigations):
            widths.add(law.id, width, (name,))
    if not tier_known:
        for name in prepared.tier_reads:
            widths.touch(name)
    return widths.result()


def could_close(found: OpenQuestion, score: Score) -> float:
    """The share of what is not yet known that an answer could close, 0 to 1: the value of a question as it is told.

    Several questions may stand behind one indicator, so the shares of all may add up to more than 1.
    """
    return min(1.0, found.value / score.width) if score.width else 0.0


def _taken_away(
    strength: Strength, presence: float, mitigations: Iterable[AppliedMitigation]
) -> Iterator[tuple[str, int]]:
    """By question, how much of the concern its mitigations could still take away, once shown by official documents."""
    by_question: dict[str, list[AppliedMitigation]] = defaultdict(list)
    for entry in mitigations:
        if entry.question is not None:
            by_question[entry.question].append(entry)
    for name, entries in by_question.items():
        # What is relied on already is in `presence`; a share of 1 relied on wholly leaves nothing to take.
        relied = prod(1.0 - entry.share * entry.present.lo for entry in entries)
        possible = prod(1.0 - entry.share * entry.present.hi for entry in entries)
        left = presence * possible / relied if relied > 0.0 else 0.0
        yield name, concern(strength, presence) - concern(strength, left)


class _Widths:
    def __init__(self, prepared: Prepared, facts: Facts) -> None:
        self.prepared, self.facts = prepared, facts
        self.by_question: Mapping[str, dict[str, int]] = defaultdict(dict)

    def add(self, indicator: str, width: int, asked: Iterable[str]) -> None:
        if width > 0:
            for name in self._open(asked):
                widths = self.by_question[name]
                widths[indicator] = max(width, widths.get(indicator, 0))

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
        return state_of(self.facts, name)

    def _state_of_list(self, group: str) -> str:
        reading = self.facts.evaluation.reading[group]
        declared = self.facts.state_of_list(group)
        if isinstance(reading, Rows) and reading.complete:
            return "with_gaps"
        if declared is not None and declared is not AnswerState.answered:
            return declared.value
        return "not_complete" if isinstance(reading, Rows) and reading.rows else "unanswered"


def state_of(facts: Facts, question: str) -> str:
    """How an open question stands that is no list: `unanswered`, `no_basis`, or the state of its answer."""
    state = facts.state(question)
    if state is None:
        return "unanswered"
    return "no_basis" if state is AnswerState.answered else state.value
