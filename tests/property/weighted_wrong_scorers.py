"""Scorers of `weighted/1` that are wrong on purpose, each in the one way that its law forbids."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from ddq.assessment import readings
from ddq.assessment.model import AnswerState
from ddq.questionnaire.model import ChoicesQuestion
from ddq.questionnaire.values import NA, U
from ddq.scoring.model import Interval, OutcomeKind
from ddq.scoring.weighted import method, points
from ddq.scoring.weighted.model import WeightedScore
from ddq.scoring.weighted.percentage import Item
from ddq.scoring.weighted.points import Weight
from tests.property.weighted_laws import Scorer
from tests.property.weighted_worlds import right
from tests.property.worlds import World


def _with(module: Any, name: str, wrong: Any) -> Scorer:
    """The method with one of its parts exchanged."""

    def scorer(world: World) -> WeightedScore:
        points.weights.cache_clear()
        try:
            with ExitStack() as stack:
                stack.enter_context(patch.object(module, name, wrong))
                return right(world)
        finally:
            points.weights.cache_clear()

    return scorer


_item, _weight, _sheet, _outcome = points._item, points._weight, points.sheet, method.outcome

Change = Callable[[Item], Item | None]


def _items(changed: Callable[..., Item | None]) -> Scorer:
    """Each item is made first as it should be, then wrong."""

    def wrong(inputs: Any, one: Weight, evaluation: Any, values: Any, assumed: Any) -> Item | None:
        return changed(_item(inputs, one, evaluation, values, assumed), inputs, one, values)

    return _with(points, "_item", wrong)


def _is_open(inputs: Any, one: Weight, values: Any) -> bool:
    return values.get(one.question.id, U) is U


leaves_out_what_is_open = _items(
    lambda item, inputs, one, values: None if _is_open(inputs, one, values) else item,
)
"""What nobody answered is left out of both sums: silence raises the figure."""

counts_open_as_lost = _items(
    lambda item, inputs, one, values: replace(item, hi=item.lo) if item and _is_open(inputs, one, values) else item,
)
"""What nobody answered earns nothing, as an official sheet would have it: the answer may turn out better."""

open_questions_stay = _items(lambda item, inputs, one, values: item and replace(item, sure=True))
"""Nothing that is open can turn out not to apply."""


def _as_open(item: Item | None, inputs: Any, one: Weight, values: Any) -> Item | None:
    standing = inputs.standings.get(one.question.id)
    refused = standing is not None and standing.state is AnswerState.refused
    return replace(item, lo=one.lo, hi=one.most) if item and refused else item


refusal_is_as_good_as_silence = _items(_as_open)
"""Who refuses loses nothing by it."""


def _full_points(item: Item | None, inputs: Any, one: Weight, values: Any) -> Item | None:
    if item is None and values.get(one.question.id, U) is NA:
        return Item(one.question.id, one.domain, one.most, one.most, one.most, True, True)
    return item


not_applicable_earns = _items(_full_points)
"""What does not apply earns all of its points."""


def _hidden(inputs: Any, one: Weight, evaluation: Any, values: Any, assumed: Any) -> Item | None:
    found, value = _item(inputs, one, evaluation, values, assumed), values.get(one.question.id, U)
    if found is None and value is not U and value is not NA:
        return Item(one.question.id, one.domain, one.most, one.of(value), one.of(value), True, True)
    return found


hidden_counts = _with(points, "_item", _hidden)
"""Answers keep their points when their questions disappear."""


def _something(loaded: Any, question: Any) -> Weight | None:
    found = _weight(loaded, question)
    if found is not None or question.kind != "yes_no":
        return found
    return _weight(loaded, question.model_copy(update={"points": {"yes": 1.0, "no": 0.0}}))


informational_counts = _with(points, "_weight", _something)
"""A question without points weighs one."""


def _all_options(loaded: Any, question: Any) -> Weight | None:
    found = _weight(loaded, question)
    return found and replace(found, most=sum(found.points.values()))


weighs_every_option = _with(points, "_weight", _all_options)
"""A question weighs all of its answers together, of which only one can be given."""


def _largest(loaded: Any, question: Any) -> Weight | None:
    found = _weight(loaded, question)
    several = found is not None and isinstance(question, ChoicesQuestion)
    return replace(found, most=max(found.points.values())) if found is not None and several else found


more_than_it_weighs = _with(points, "_weight", _largest)
"""Of several choices all add up, and the question weighs only the largest."""

silence_is_golden = _with(method, "_is_rated", lambda found: True)
"""Knowing nothing is rated like knowing something."""

takes_the_outer_for_exact = _with(points, "_unsure", lambda inputs, found: ())
"""Where it is open what applies, the wide interval passes for the exact one."""

default_points = _with(Weight, "_of_code", lambda self, code: self.points.get(code, 0))
"""What nothing maps earns nothing."""

accepts_every_excuse = _with(
    readings,
    "accepted_not_applicable",
    lambda assessment, question: (
        question in assessment.answers and assessment.answers[question].state == "not_applicable"
    ),
)
"""Not applicable counts before anyone accepted it."""


def rounded_categories(world: World) -> WeightedScore:
    """Each category is rounded for itself."""
    found = right(world)
    rounded = [
        replace(one, earned=Interval(round(one.earned.lo), round(one.earned.hi)), weight=round(one.weight))
        for one in found.categories
    ]
    return replace(found, categories=tuple(rounded))


def averages_categories(world: World) -> WeightedScore:
    """The whole is the mean of the categories, whatever they weigh."""
    found = right(world)
    ends = [one.percentage for one in found.categories if one.percentage]
    if not ends:
        return found
    lo, hi = (sum(end) / len(ends) for end in zip(*ends, strict=True))
    return replace(found, trust=Interval(lo, hi))


def float_order(world: World) -> WeightedScore:
    """Points are added as floats, in the order in which the questionnaire happens to stand."""
    found = right(world)
    order = {name: number for number, name in enumerate(world.loaded.questions)}
    counted = sorted(found.questions, key=lambda one: order[one.question])
    return replace(found, weight=sum(one.weight / 3 for one in counted if one.applies is not False))


def grades_upside_down(world: World) -> WeightedScore:
    """An official document earns less than the vendor's word."""
    found = right(world)
    official = any(one.grade == "A" for one in found.grades)
    return replace(found, trust=Interval(found.trust.lo / 2, found.trust.hi)) if official else found


_ticks = itertools.count()


def clock_in_the_score(world: World) -> WeightedScore:
    """The result says when it was made."""
    found = right(world)
    return replace(found, headline=f"{found.headline} ({next(_ticks)})")


def forgets_its_version(world: World) -> WeightedScore:
    """The result does not say how it was made."""
    return replace(right(world), method="weighted", digest="0" * 64)


def ends_swapped(world: World) -> WeightedScore:
    """The lower end is what the best answers give."""
    found = right(world)
    return replace(found, trust=Interval(found.trust.hi, found.trust.lo))


def rewards_failing(world: World) -> WeightedScore:
    """What is known to be bad may proceed."""
    found = right(world)
    return replace(found, outcome=OutcomeKind.proceed) if found.trust.hi < 30 and found.has_figure else found
