"""The arithmetic of `trust/1`: presence to concern, concern to trust, and how both are rounded.

A concern is rounded once, to whole nano-nats, before anything is added; sums are sums of integers, so that neither
order nor machine changes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ddq.questionnaire.model import Grade, Strength
from ddq.scoring.model import Band, Interval, Nano
from ddq.sentence import Number

NANO = 1_000_000_000
"""Nano-nats in one nat."""

HIDDEN: dict[Grade, float] = {Grade.A: 0.0, Grade.B: 0.01, Grade.C: 0.03, Grade.D: 0.10}
"""`u`: the share of the possible presence that an answer of this grade could still hide. Grade E reads as unknown."""

RELIED_ON: dict[Grade, float] = {Grade.A: 1.0, Grade.B: 0.9, Grade.C: 0.5, Grade.D: 0.0}
"""`k`: the share of a mitigation that is relied on at this grade."""

BANDS: tuple[tuple[float, Band], ...] = (
    (80.0, Band.assured),
    (60.0, Band.sound),
    (40.0, Band.guarded),
    (20.0, Band.weak),
    (0.0, Band.untenable),
)

NOTHING = Nano(0, 0)
FULL = Interval(0.0, 1.0)
ABSENT = Interval(0.0, 0.0)


def concern(strength: Strength, presence: float) -> int:
    """`c = -ln(1 - s*p)` in whole nano-nats, halves to even; presence in [0, 1]."""
    return concern_of_share(strength.share * presence)


def concern_of_share(share: float) -> int:
    """`-ln(1 - share)` in whole nano-nats; share in [0, 1)."""
    return round(-math.log1p(-share) * NANO)


def presence_of(strength: Strength, nano: int) -> float:
    """The presence at which an indicator of this strength has this concern; at most 1."""
    return min(1.0, -math.expm1(-nano / NANO) / strength.share)


def concerns(strength: Strength, presence: Interval) -> Nano:
    """The concern at both ends."""
    return Nano(concern(strength, presence.lo), concern(strength, presence.hi))


def total(parts: Iterable[Nano]) -> Nano:
    """The sum at both ends."""
    lo = hi = 0
    for part in parts:
        lo += part.lo
        hi += part.hi
    return Nano(lo, hi)


def trust_of(nano: int) -> float:
    """`100 * exp(-c)`, in [0, 100], to a millionth of a point.

    Whole nano-nats carry no further; without it, a strength of 0.6 would leave 39.99999999 where 40 is meant.
    """
    return round(100.0 * math.exp(-nano / NANO), 6)


def trust(nano: Nano) -> Interval:
    """`[T_lo, T_hi]`: `T_lo` from the largest concern."""
    return Interval(trust_of(nano.hi), trust_of(nano.lo))


def most_concern(required: float) -> int | None:
    """The largest concern with which trust is still at least `required`, in (0, 100]; None where any will do."""
    if required <= 0:
        return None
    reaching, short = 0, 40 * NANO
    while short - reaching > 1:
        middle = (reaching + short) // 2
        if trust_of(middle) >= required:
            reaching = middle
        else:
            short = middle
    return reaching


def band(figure: float) -> Band:
    """What a figure of trust in [0, 100] is called."""
    return next(name for floor, name in BANDS if figure >= floor)


def bands(interval: Interval) -> tuple[Band, Band]:
    """The band at both ends."""
    return band(interval.lo), band(interval.hi)


def shown(interval: Interval) -> tuple[str, str]:
    """`T_lo` rounded down and `T_hi` rounded up, to one decimal: what is shown is never better than what is known."""
    tenth = Decimal("0.1")
    low = Decimal(interval.lo).quantize(tenth, ROUND_FLOOR)
    high = Decimal(interval.hi).quantize(tenth, ROUND_CEILING)
    return Number(str(low)), Number(str(high))


def hidden_up_to(presence: float, largest: float, hidden: float) -> Interval:
    """`[p, p + u*(p_max - p)]`: what an answer leaves open that rests on a basis with this `u`."""
    return Interval(presence, max(presence, presence + hidden * (largest - presence)))


def hull(one: Interval, other: Interval) -> Interval:
    """The smallest interval that holds both."""
    return Interval(min(one.lo, other.lo), max(one.hi, other.hi))


def largest(intervals: Iterable[Interval]) -> Interval:
    """The interval of the largest of several quantities; [0, 0] of none."""
    lo = hi = 0.0
    for interval in intervals:
        lo, hi = max(lo, interval.lo), max(hi, interval.hi)
    return Interval(lo, hi)
