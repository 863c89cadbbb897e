"""What a remedy leaves of an indicator once it is done, found once for each questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.questionnaire.model import Grade, Indicator, Remedy
from ddq.scoring.arithmetic import FULL, HIDDEN, concerns, hidden_up_to
from ddq.scoring.model import Interval, Nano

LEAST_OF_HISTORY = 0.5
"""What remains of a thing of the past, whatever is done: a conviction stays a conviction."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy as one indicator offers it."""

    remedy: Remedy
    done: Interval
    """The presence once it is done, at the grade that its acceptance test yields."""
    concern: Nano
    """The concern at that presence."""


def offers(indicator: Indicator, largest: float) -> tuple[Offer, ...]:
    """The remedies of an indicator whose presence is at most `largest`."""
    done = ((remedy, _done(remedy, indicator, largest)) for remedy in indicator.remedies)
    return tuple(Offer(remedy, reached, concerns(indicator.strength, reached)) for remedy, reached in done)


def _done(remedy: Remedy, indicator: Indicator, largest: float) -> Interval:
    lo, hi = remedy.done if isinstance(remedy.done, tuple) else (remedy.done, remedy.done)
    if indicator.history:
        lo, hi = max(lo, LEAST_OF_HISTORY), max(hi, LEAST_OF_HISTORY)
    if remedy.grade is Grade.E:
        return Interval(lo, FULL.hi)
    return Interval(lo, hidden_up_to(hi, largest, HIDDEN[remedy.grade]).hi)
