"""Scorers that are wrong on purpose, each in the one way that its law forbids. A law that lets one pass is no law."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from ddq.assessment import readings
from ddq.questionnaire import indicator
from ddq.questionnaire.model import Strength
from ddq.questionnaire.values import U
from ddq.scoring import arithmetic, measure, method, paths, planning, prepared, presence, reach, scenario
from ddq.scoring.comparison import Comparison, compare
from ddq.scoring.compulsion import Compulsion, compulsion
from ddq.scoring.facts import Facts
from ddq.scoring.knapsack import Action, Choice
from ddq.scoring.methods import METHODS, results
from ddq.scoring.model import Interval, Nano, OriginShare, OutcomeKind, Score
from ddq.scoring.outcome import Outcome
from ddq.scoring.prepared import Feed
from ddq.scoring.presence import Fed, fed
from tests.property.worlds import Scorer, World, right


def _with(*patches: Callable[[], Any]) -> Scorer:
    """The method with some of its parts exchanged."""

    def scorer(world: World) -> Score:
        prepared.prepare.cache_clear()
        try:
            with ExitStack() as stack:
                for make in patches:
                    stack.enter_context(make())
                return right(world)
        finally:
            prepared.prepare.cache_clear()

    return scorer


def _part(module: Any, name: str, wrong: Any) -> Callable[[], Any]:
    return lambda: patch.object(module, name, wrong)


unanswered_as_zero = _with(_part(presence, "unanswered", lambda state, largest: Interval(0.0, 0.0)))
"""What nobody answered counts as harmless."""

empty_list_is_clean = _with(_part(paths, "_lists", lambda prepared, facts: iter(())))
"""A list that nobody declared complete hides nothing."""


def _declare_all(self: Any, declared: Any, domain: str, feed: Feed) -> None:
    self.declared[declared.indicator] = (declared, domain)
    self.feeds[declared.indicator].append(feed)


informational_counts = _with(
    _part(prepared._Preparation, "_declare", _declare_all),
    lambda: patch.dict(indicator._SHARES, {Strength.informational: 0.02}),
)
"""Informational questions weigh a little."""

silence_is_golden = _with(_part(method, "_is_rated", lambda found: True))
"""Knowing nothing is rated like knowing something."""


def _rounded(lowest: Any, concern: Nano) -> tuple[OriginShare, ...]:
    slices = arithmetic_attribution(lowest, concern)
    return tuple(replace(one, concern=round(one.concern, -7)) for one in slices)


arithmetic_attribution = method.attribution
rounded_slices = _with(_part(method, "attribution", _rounded))
"""Each slice is rounded for itself."""


def averages(world: World) -> Score:
    """A weighted average: every good answer dilutes the bad ones."""
    score = right(world)
    counted = [one for one in score.indicators if one.applicable]
    if not counted:
        return score
    lo, hi = (
        100 * (1 - sum(one.strength.share * one.presence[end] for one in counted) / len(counted)) for end in (1, 0)
    )
    return replace(score, trust=Interval(lo, hi))


soft_strengths = _with(lambda: patch.dict(indicator._SHARES, {one: one.share / 10 for one in Strength}))
"""Everything present still leaves a good figure."""

lists_within_lists_never_close = _with(_part(readings, "declared_within", lambda row, complete: dict(row)))
"""The declaration that a list is complete says nothing of the lists within its rows."""


def _summed(question: str, mapping: Mapping[str, float], value: Any) -> float:
    if isinstance(value, tuple):
        return min(1.0, sum(mapping[code] for code in value))
    return _mapped(question, mapping, value)


_mapped = presence.mapped
adds_up_choices = _with(_part(presence, "mapped", _summed))
"""Each further choice weighs on top."""


def _hidden_too(feed: Feed, facts: Facts) -> Fed | None:
    found = _fed(feed, facts)
    if found is None and feed.question is not None and feed.mapping is not None and feed.field is None:
        value = facts.values.get(feed.question)
        if isinstance(value, bool | str | tuple):
            given = _mapped(feed.question, feed.mapping, value)
            return Fed(Interval(given, given), given, 0.0, feed.largest)
    return found


_fed = presence.fed
hidden_counts = _with(lambda: patch("ddq.scoring.measure.fed", _hidden_too))
"""Answers stay in the sum when their questions disappear."""

accepts_every_excuse = _with(
    _part(
        readings,
        "accepted_not_applicable",
        lambda assessment, question: (
            question in assessment.answers and assessment.answers[question].state == "not_applicable"
        ),
    )
)
"""Not applicable counts before anyone accepted it."""

grades_upside_down = _with(
    lambda: patch.dict(
        arithmetic.HIDDEN, dict(zip(arithmetic.HIDDEN, reversed(list(arithmetic.HIDDEN.values())), strict=True))
    )
)
"""The vendor's word carries further than an official document."""


def float_order(world: World) -> Score:
    """Floats are multiplied in the order in which the questionnaire happens to stand."""
    score = right(world)
    place = {
        question.risk.indicator: number
        for number, question in enumerate(world.loaded.questionnaire.questions())
        if question.risk is not None
    }
    ordered = sorted(score.indicators, key=lambda one: place.get(one.id, -1))
    ends = [math.prod(1 - one.strength.share * one.presence[end] for one in ordered) for end in (1, 0)]
    return replace(score, trust=Interval(100 * ends[0], 100 * ends[1]))


def _unread_gates(prepared: Any, evaluation: Any, values: Any, questions: Iterable[str]) -> tuple[str, ...]:
    gates = frozenset[str]().union(*(prepared.gates_of[name] for name in questions))
    return tuple(sorted(name for name in gates if evaluation.reading[name] is U))


assumes_gates_away = _with(_part(scenario, "open_gates", _unread_gates))
"""An answer behind an open gate is taken for no answer, and others are assumed in its place."""

lists_cannot_be_refused = _with(_part(Facts, "state_of_list", lambda facts, group: facts.state(f"{group}/complete")))
"""Only the declaration of a list is asked whether it was refused, though it is the list that is refused."""


def _raised(feed: Feed, facts: Facts) -> Fed | None:
    found, given = fed(feed, facts), fed(feed, facts.given) if facts.given else None
    if found is None or given is None or not given.is_open or facts.assumed.isdisjoint(feed.reads):
        return found
    return replace(found, presence=arithmetic.largest((found.presence, Interval(given.presence.lo, given.presence.lo))))


refusals_outweigh_the_worst_answer = _with(_part(measure, "fed", _raised))
"""Where a gate was refused, even a harmless answer to it counts as half as bad as can be."""

default_presence = _with(_part(presence, "_entry", lambda question, mapping, code: mapping.get(code, 0.0)))
"""What nothing maps counts as harmless."""

_ticks = itertools.count()


def clock_in_the_score(world: World) -> Score:
    """The result says when it was made."""
    score = right(world)
    return replace(score, headline=f"{score.headline} ({next(_ticks)})")


def forgets_its_version(world: World) -> Score:
    """The result does not say how it was made."""
    return replace(right(world), method="trust", digest="0" * 64)


def ends_swapped(world: World) -> Score:
    """The lower end is taken from the lower presences."""
    score = right(world)
    return replace(score, trust=Interval(score.trust.hi, score.trust.lo))


def _villain(state: Any) -> Compulsion:
    found = compulsion(state)
    return replace(found, value=Interval(1.0, 1.0)) if state is not None and state.code == "BR" else found


knows_a_villain = _with(_part(reach, "compulsion", _villain))
"""One country is worse than its laws."""


def _single_gains(actions: Sequence[Action], concern: Mapping[str, int], needed: int) -> Choice | None:
    """The largest single gains, added up as if they did not overlap."""
    gains = {action: sum(concern[name] - after for name, after in action.after) for action in actions}
    chosen: list[Action] = []
    for action in sorted(actions, key=lambda action: (-gains[action], action.id)):
        if sum(gains[one] for one in chosen) < needed:
            chosen.append(action)
    if sum(gains[one] for one in chosen) < needed:
        return None
    return Choice(tuple(one.id for one in chosen), sum(one.effort for one in chosen), needed, True)


overlooks_exclusions = _with(
    _part(scenario, "exclusions", lambda actions: {action.id: frozenset[str]() for action in actions})
)
"""What cannot be done together is counted on together while gates are open."""

adds_single_gains = _with(_part(planning, "cheapest", _single_gains))
"""The plan is greedy and overlooks that remedies overlap."""


def _certain(grounds: Any, plan: Any) -> Outcome:
    interval = arithmetic.trust(grounds.concern)
    found = _outcome(grounds, plan)
    return replace(found, kind=OutcomeKind.proceed) if interval.hi - interval.lo < 3 else found


_outcome = method.outcome
rewards_certainty = _with(_part(method, "outcome", _certain))
"""What is known for sure may proceed, however bad it is."""


def _mean(intervals: Iterator[Interval]) -> Interval:
    found = list(intervals)
    if not found:
        return Interval(0.0, 0.0)
    return Interval(sum(one.lo for one in found) / len(found), sum(one.hi for one in found) / len(found))


averages_paths = _with(_part(reach, "largest", _mean))
"""Harmless paths dilute the dangerous one."""


def compares_what_both_have(before: Score, after: Score) -> Comparison:
    """What stands on one side only falls out of the comparison."""
    return replace(compare(before, after), only_before=(), only_after=())


def keeps_the_latest_method(*inputs: Any, **more: Any) -> Mapping[str, Score]:
    """A new method takes the place of the old one."""
    found = results(*inputs, **more)
    return dict(list(found.items())[-1:])


def renames_what_was_found(*inputs: Any, methods: Mapping[str, Any] = METHODS) -> Mapping[str, Score]:
    """A result stands under a name that is not its own."""
    last = list(methods)[-1]
    return {name: methods[last](*inputs) for name in methods}
