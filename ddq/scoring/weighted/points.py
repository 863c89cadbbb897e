"""From answers to points: what each question that counts earns, or may still earn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm

from ddq.assessment.model import AnswerState
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.model import ChoiceQuestion, ChoicesQuestion, YesNoQuestion
from ddq.questionnaire.values import NA, Answered, U
from ddq.scoring.open_gates import MOST_COMBINATIONS, open_gates, possible_answers
from ddq.scoring.presence import UnmappedAnswer
from ddq.scoring.scenario import Inputs
from ddq.scoring.weighted.percentage import Item

Scorable = YesNoQuestion | ChoiceQuestion | ChoicesQuestion
"""The kinds of question that can earn points."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a question weighs, and what its answers can earn."""

    question: Scorable
    domain: str
    points: Mapping[str, int]
    """In whole units, as all points."""
    lo: int
    """The least that an answer earns."""
    most: int
    """What the best answer earns: the weight of the question."""

    def of(self, value: Answered) -> int:
        """What an answer earns; of several choices, all together.

        Raises:
            UnmappedAnswer: no points are given for it.
        """
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return sum(self._of_code(str(code)) for code in (value if isinstance(value, tuple) else (value,)))

    def _of_code(self, code: str) -> int:
        if code not in self.points:
            raise UnmappedAnswer(self.question.id, code, "points are")
        return self.points[code]


@lru_cache(maxsize=16)
def unit(loaded: LoadedQuestionnaire) -> int:
    """How many whole units make a point, so that all points of a questionnaire, and their halves, are whole."""
    scorable = (question for question in loaded.questions.values() if isinstance(question, Scorable))
    numbers = (number for question in scorable for number in (question.points or {}).values())
    return 2 * lcm(*(exact(number).denominator for number in numbers))


@lru_cache(maxsize=16)
def weights(loaded: LoadedQuestionnaire) -> tuple[Weight, ...]:
    """Every question that weighs something, in order of id. Fields of lists are not among them."""
    questions = sorted(loaded.questions.values(), key=lambda question: question.id)
    found = (_weight(loaded, question) for question in questions if isinstance(question, Scorable))
    return tuple(one for one in found if one is not None)


def _weight(loaded: LoadedQuestionnaire, question: Scorable) -> Weight | None:
    whole = unit(loaded)
    points = {code: int(exact(number) * whole) for code, number in (question.points or {}).items()}
    several = isinstance(question, ChoicesQuestion)
    most = sum(points.values()) if several else max(points.values(), default=0)
    if not most:
        return None
    lo = 0 if several and question.none_of_these else min(points.values())
    return Weight(question, loaded.section_of[question.id].domain, points, lo, most)


def exact(number: float) -> Fraction:
    """The number that was written, and not the binary one nearest to it."""
    return Fraction(Decimal(repr(number)))


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One reading of the answers, counted."""

    evaluation: Evaluation
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """The count as the answers stand, and those between which the open questions on branching decide."""

    outer: Sheet
    refined: tuple[Sheet, ...]
    exact: bool


def sheets(inputs: Inputs, *, refine: bool) -> Sheets:
    """Count as the answers stand and, where it is open what applies, for every combination of the open gates."""
    outer = sheet(inputs, {})
    unsure = _unsure(inputs, outer)
    if not unsure:
        return Sheets(outer, (outer,), exact=True)
    gates = open_gates(inputs.prepared, outer.evaluation, inputs.values, unsure)
    assumed = _combinations(inputs.loaded, gates) if refine else None
    if assumed is None:
        return Sheets(outer, (outer,), exact=False)
    refined = tuple(sheet(inputs, answers) for answers in assumed)
    return Sheets(outer, refined, exact=not any(_unsure(inputs, one) for one in refined))


def _unsure(inputs: Inputs, found: Sheet) -> tuple[str, ...]:
    visible, names = found.evaluation.visible, (one.question.id for one in weights(inputs.loaded))
    return tuple(name for name in names if visible[name] is U and inputs.values.get(name) is not NA)


def _combinations(loaded: LoadedQuestionnaire, gates: tuple[str, ...]) -> Iterator[Mapping[str, Answered]] | None:
    """Every combination of answers to the gates, "not applicable" among them; None where there are too many."""
    options = {gate: answers for gate in gates if (answers := _answers(loaded, gate))}
    count = 1
    for answers in options.values():
        count *= len(answers)
    if not options or count > MOST_COMBINATIONS:
        return None
    return (dict(zip(options, chosen, strict=True)) for chosen in product(*options.values()))


def _answers(loaded: LoadedQuestionnaire, gate: str) -> tuple[Answered, ...]:
    question, found = loaded.questions[gate], possible_answers(loaded, gate)
    if isinstance(question, ChoicesQuestion) and not question.none_of_these:
        found = tuple(value for value in found or () if value != ())
    return (*found, NA) if found else ()


def sheet(inputs: Inputs, assumed: Mapping[str, Answered]) -> Sheet:
    """Count one reading of the answers."""
    evaluation, values = inputs.evaluate(assumed), inputs.with_assumed(assumed)
    found = (_item(inputs, one, evaluation, values, assumed) for one in weights(inputs.loaded))
    return Sheet(evaluation, tuple(item for item in found if item is not None))


def _item(
    inputs: Inputs, one: Weight, evaluation: Evaluation, values: Mapping[str, Answered], assumed: Mapping[str, Answered]
) -> Item | None:
    name = one.question.id
    visible, value, standing = evaluation.visible[name], values.get(name, U), inputs.standings.get(name)
    if visible is False:
        return None
    if standing is not None and standing.state is AnswerState.refused:
        # Whatever is assumed for a gate takes no refusal back: at most half of its points may still be earned.
        return Item(name, one.domain, one.most, 0, one.most // 2, visible is True, True)
    if value is NA:
        return None
    if value is U:
        return Item(name, one.domain, one.most, one.lo, one.most, False, False)
    earned = one.of(value)
    return Item(name, one.domain, one.most, earned, earned, visible is True, name not in assumed)
