"""What is shown of the parts while gates are open: the hull of each over every combination of answers to them.

The whole is the hull over the combinations; were its parts not, they would contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ddq.scoring.arithmetic import ABSENT, NOTHING, hull
from ddq.scoring.measure import Measured
from ddq.scoring.model import Interval, Nano
from ddq.scoring.prepared import Feed
from ddq.scoring.presence import Fed
from ddq.scoring.reach import LawIndicator
from ddq.scoring.scenario import Scenarios


def measured_over(found: Scenarios) -> tuple[Measured, ...]:
    """The indicators of the questionnaire, as the answers stand, each with the hull of its figures."""
    if found.refined == (found.outer,):
        return found.outer.measured
    every = zip(*(scenario.measured for scenario in found.refined), strict=True)
    return tuple(_measured(outer, ones) for outer, ones in zip(found.outer.measured, every, strict=True))


def laws_over(found: Scenarios) -> tuple[LawIndicator, ...]:
    """The law indicators, each with the hull of its figures; a combination without such a path counts as nothing."""
    if found.refined == (found.outer,):
        return found.outer.reach.indicators
    every = [{law.id: law for law in scenario.reach.indicators} for scenario in found.refined]
    return tuple(_law(law, [laws.get(law.id) for laws in every]) for law in found.outer.reach.indicators)


def nano_over(sums: Iterable[Nano]) -> Nano:
    """The smallest range that holds all of them."""
    found = list(sums)
    return Nano(min(nano.lo for nano in found), max(nano.hi for nano in found))


def _measured(outer: Measured, ones: Sequence[Measured]) -> Measured:
    return replace(
        outer,
        feeds=tuple((feed, _fed(feed, given, ones)) for feed, given in outer.feeds),
        inherent=_over(one.inherent for one in ones),
        presence=_over(one.presence for one in ones),
        inherent_concern=nano_over(one.inherent_concern for one in ones),
        concern=nano_over(one.concern for one in ones),
    )


def _fed(feed: Feed, given: Fed, ones: Sequence[Measured]) -> Fed:
    found = (next((fed.presence for other, fed in one.feeds if other is feed), ABSENT) for one in ones)
    return replace(given, presence=_over(found))


def _law(outer: LawIndicator, ones: Sequence[LawIndicator | None]) -> LawIndicator:
    return replace(
        outer,
        inherent=_over(ABSENT if one is None else one.inherent for one in ones),
        presence=_over(ABSENT if one is None else one.presence for one in ones),
        inherent_concern=nano_over(NOTHING if one is None else one.inherent_concern for one in ones),
        concern=nano_over(NOTHING if one is None else one.concern for one in ones),
    )


def _over(intervals: Iterable[Interval]) -> Interval:
    first, *others = intervals
    for other in others:
        first = hull(first, other)
    return first
