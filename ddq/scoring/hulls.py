"""What is shown of the parts while gates are open: the hull of each over every combination of answers to them.

The whole is the hull over the combinations; were its parts not, they would contradict it. Lower ends are those of the
combinations that are admitted for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ddq.scoring.arithmetic import ABSENT, NOTHING
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
    admitted = zip(*(scenario.measured for scenario in found.admitted), strict=True)
    return tuple(
        _measured(outer, ones, lower) for outer, ones, lower in zip(found.outer.measured, every, admitted, strict=True)
    )


def laws_over(found: Scenarios) -> tuple[LawIndicator, ...]:
    """The law indicators, each with the hull of its figures; a combination without such a path counts as nothing."""
    if found.refined == (found.outer,):
        return found.outer.reach.indicators
    every = [{law.id: law for law in scenario.reach.indicators} for scenario in found.refined]
    admitted = [{law.id: law for law in scenario.reach.indicators} for scenario in found.admitted]
    return tuple(
        _law(law, [laws.get(law.id) for laws in every], [laws.get(law.id) for laws in admitted])
        for law in found.outer.reach.indicators
    )


def nano_over(sums: Iterable[Nano], admitted: Iterable[Nano]) -> Nano:
    """From the least of those whose lower ends count to the most of all."""
    return Nano(min(nano.lo for nano in admitted), max(nano.hi for nano in sums))


def _measured(outer: Measured, ones: Sequence[Measured], lower: Sequence[Measured]) -> Measured:
    return replace(
        outer,
        feeds=tuple((feed, _fed(feed, given, ones, lower)) for feed, given in outer.feeds),
        inherent=_over((one.inherent for one in ones), (one.inherent for one in lower)),
        presence=_over((one.presence for one in ones), (one.presence for one in lower)),
        inherent_concern=nano_over((one.inherent_concern for one in ones), (one.inherent_concern for one in lower)),
        concern=nano_over((one.concern for one in ones), (one.concern for one in lower)),
    )


def _fed(feed: Feed, given: Fed, ones: Sequence[Measured], lower: Sequence[Measured]) -> Fed:
    return replace(given, presence=_over((_of(feed, one) for one in ones), (_of(feed, one) for one in lower)))


def _of(feed: Feed, one: Measured) -> Interval:
    return next((fed.presence for other, fed in one.feeds if other is feed), ABSENT)


def _law(
    outer: LawIndicator, found: Sequence[LawIndicator | None], lower: Sequence[LawIndicator | None]
) -> LawIndicator:
    ones, those = [one or _no_law(outer) for one in found], [one or _no_law(outer) for one in lower]
    return replace(
        outer,
        inherent=_over((one.inherent for one in ones), (one.inherent for one in those)),
        presence=_over((one.presence for one in ones), (one.presence for one in those)),
        inherent_concern=nano_over((one.inherent_concern for one in ones), (one.inherent_concern for one in those)),
        concern=nano_over((one.concern for one in ones), (one.concern for one in those)),
    )


def _no_law(outer: LawIndicator) -> LawIndicator:
    return replace(outer, inherent=ABSENT, presence=ABSENT, inherent_concern=NOTHING, concern=NOTHING)


def _over(intervals: Iterable[Interval], admitted: Iterable[Interval]) -> Interval:
    return Interval(min(one.lo for one in admitted), max(one.hi for one in intervals))
