"""The method `weighted/1`: from an assessment to a percentage of points. See docs/explanation/method.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ddq.assessment.model import AnswerState, Assessment
from ddq.assessment.readings import readings, states
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade
from ddq.questionnaire.values import U
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.bars import bars
from ddq.scoring.because import answer_because
from ddq.scoring.export import digest
from ddq.scoring.facts import Facts
from ddq.scoring.model import Interval, Nano, OpenQuestion
from ddq.scoring.open_gates import open_gates
from ddq.scoring.prepared import prepare
from ddq.scoring.results import listed_not_applicable, subjects_in_state
from ddq.scoring.scenario import Inputs
from ddq.scoring.standing import standings
from ddq.scoring.tier import tier
from ddq.scoring.value import state_of
from ddq.scoring.weighted.changing import lost
from ddq.scoring.weighted.model import GradePoints, QuestionPoints, WeightedScore, points_words
from ddq.scoring.weighted.outcome import Grounds, outcome
from ddq.scoring.weighted.percentage import Item, Span, to_millionth
from ddq.scoring.weighted.points import Sheet, Sheets, Weight, sheets, unit, weights
from ddq.scoring.weighted.totals import Scheme, categories, count, interval_of
from ddq.sentence import begun, say

METHOD = "weighted/1"
_ALL: Span = (Fraction(0), Fraction(100))
"""The percentage while nothing can be said of it."""


def score(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    reading: Reading,
    profile: Profile,
    day: date,
    *,
    refine: bool = True,
) -> WeightedScore:
    """The percentage of points, with everything behind it. Pure: the same inputs give the same score.

    Args:
        assessment: the answers and what reviewers said to them.
        loaded: the questionnaire that was answered.
        reading: the registers as they read on `day`; they bear on bars alone.
        profile: the buyer whom a bar may bind.
        day: the as-of date.
        refine: whether to make the interval exact where open questions leave it unknown what applies.

    Raises:
        UnmappedAnswer: the questionnaire gives no points to an answer; lint finds this before anyone answers.
    """
    inputs = Inputs(
        prepared=prepare(loaded),
        loaded=loaded,
        values=readings(assessment, loaded, day),
        states=states(assessment),
        standings=standings(assessment, loaded, day),
        reading=reading,
        profile=profile,
        day=day,
    )
    found = sheets(inputs, refine=refine)
    facts = Facts(loaded, found.outer.evaluation, inputs.values, inputs.standings)
    barring = bars(inputs.prepared, facts, reading, profile, day)
    exposure = tier(inputs.prepared, loaded, found.outer.evaluation, inputs.values, day)
    counted = weights(loaded)
    questions = _questions(counted, found, facts)
    asked = _open_questions(counted, inputs, found, facts)
    scheme, whole = Scheme(loaded), count(found, unit(loaded))
    percentage, rated = whole.span or _ALL, _is_rated(found)
    told = scheme.shown(percentage)
    said = outcome(
        Grounds(
            bars=barring,
            rated=rated,
            found=percentage,
            shown=told,
            required=scheme.required,
            open_questions=len(asked),
            lost=lost(questions),
        )
    )
    interval = interval_of(percentage)
    return WeightedScore(
        method=METHOD,
        questionnaire=loaded.questionnaire.id,
        questionnaire_version=loaded.questionnaire.version,
        profile=profile.id,
        as_of=day,
        tier=exposure.number,
        tier_known=exposure.known,
        required=float(scheme.required or 0),
        trust=interval,
        shown=told,
        band=scheme.band(percentage),
        inherent=interval,
        exact=found.exact,
        outcome=said.kind,
        headline=said.headline,
        outcome_because=said.because,
        concern=Nano(0, 0),
        attribution=(),
        known_share=_known(found.outer),
        indicators=(),
        domains=(),
        origins=(),
        states=(),
        bars=barring,
        plan=None,
        all_remedies=interval,
        open_questions=asked,
        not_applicable=listed_not_applicable(inputs, found.outer.evaluation, assessment),
        legally_barred=subjects_in_state(facts, AnswerState.legally_barred),
        digest=digest(assessment, loaded, reading, profile, day, method=METHOD),
        rated=rated,
        demanded=scheme.required is not None,
        earned=whole.earned,
        weight=whole.weight,
        questions=questions,
        categories=categories(found, loaded, scheme),
        grades=_grades(found.outer, inputs),
        if_heaviest_fails=_if_heaviest_fails(counted),
    )


def _is_rated(found: Sheets) -> bool:
    """Whether something that surely counts is known, whatever the open questions turn out to say."""
    return all(any(item.sure and item.told for item in sheet.items) for sheet in (found.outer, *found.refined))


def _known(outer: Sheet) -> float:
    """The share of the points of which it is known whether they are earned."""
    whole = sum(item.weight for item in outer.items)
    known = sum(item.weight for item in outer.items if item.sure and item.lo == item.hi)
    return known / whole if whole else 1.0


def _questions(counted: Iterable[Weight], found: Sheets, facts: Facts) -> tuple[QuestionPoints, ...]:
    items = {item.question: item for item in found.outer.items}
    return tuple(_question(one, items.get(one.question.id), facts) for one in counted)


def _question(one: Weight, item: Item | None, facts: Facts) -> QuestionPoints:
    name, units = one.question.id, unit(facts.loaded)
    visible, weight = facts.evaluation.visible[name], one.most / units
    earned = Interval(item.lo / units, item.hi / units) if item else Interval(0.0, 0.0)
    told = answer_because(name, facts)
    words = points_words(earned, weight) if item else say("counts in neither sum")
    return QuestionPoints(
        question=name,
        title=one.question.text,
        domain=one.domain,
        weight=weight,
        earned=earned,
        applies=False if item is None else None if visible is U else True,
        answered=item is not None and item.told,
        because=replace(told, text=say("{points}: {answer}.", points=begun(words), answer=told.text)),
    )


def _open_questions(counted: Iterable[Weight], inputs: Inputs, found: Sheets, facts: Facts) -> tuple[OpenQuestion, ...]:
    """The open questions by what their points, and those of the questions that they decide on, are of the whole."""
    whole = sum(item.weight for item in found.outer.items)
    values: dict[str, int] = defaultdict(int)
    visible = found.outer.evaluation.visible
    for item in found.outer.items:
        name = item.question
        if visible[name] is U:
            for gate in open_gates(inputs.prepared, found.outer.evaluation, inputs.values, (name,)):
                values[gate] += item.weight
        if inputs.values.get(name, U) is U and visible[name] is not False:
            values[name] += item.hi - item.lo
    asked = (
        OpenQuestion(name, round(Fraction(value * 100_000_000, whole)), (), state_of(facts, name))
        for name, value in values.items()
        if value
    )
    return tuple(sorted(asked, key=lambda one: (-one.value, one.question)))


def _grades(outer: Sheet, inputs: Inputs) -> tuple[GradePoints, ...]:
    points: dict[Grade, int] = defaultdict(int)
    for item in outer.items:
        standing = inputs.standings.get(item.question)
        if standing is not None and standing.state is AnswerState.answered and item.sure and item.told:
            points[standing.grade] += item.hi
    return tuple(GradePoints(grade, points[grade] / unit(inputs.loaded)) for grade in Grade if points[grade])


def _if_heaviest_fails(counted: Sequence[Weight]) -> float | None:
    whole = sum(one.most for one in counted)
    lost = max((one.most - one.lo for one in counted), default=0)
    return to_millionth(Fraction((whole - lost) * 100, whole)) if whole else None
