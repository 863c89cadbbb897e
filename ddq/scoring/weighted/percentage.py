"""The arithmetic of `weighted/1`: from points to a percentage, exactly, and how that is rounded when it is shown.

Points are counted in whole units, as small as the questionnaire's own need (`ddq.scoring.weighted.points.unit`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ddq.sentence import Number

_MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One question that counts, or may count."""

    question: str
    domain: str
    weight: int
    """More than 0."""
    lo: int
    hi: int
    sure: bool
    """Whether it surely counts; else it may turn out not to apply, and is then in neither sum."""
    told: bool
    """Whether something is known of it: an answer, or that one was refused."""


Span = tuple[Fraction, Fraction]
"""A percentage as an exact interval."""


def span(items: Sequence[Item]) -> Span | None:
    """The least and the greatest percentage that the items can come to; None where there are none.

    What may not apply counts as long as it moves the figure on: that is so for those on one side of a certain ratio,
    so they are taken in order of their own.
    """
    if not items:
        return None
    low = _extreme((one.lo, one.weight, one.sure) for one in items)
    high = _extreme((-one.hi, one.weight, one.sure) for one in items)
    return 100 * low, -100 * high


def _extreme(counted: Iterable[tuple[int, int, bool]]) -> Fraction:
    """The least ratio of earned to weight."""
    earned = weight = 0
    optional: list[tuple[Fraction, int, int]] = []
    for points, most, sure in counted:
        if sure:
            earned, weight = earned + points, weight + most
        else:
            optional.append((Fraction(points, most), points, most))
    for _, points, most in sorted(optional):
        if weight and points * weight >= earned * most:
            break
        earned, weight = earned + points, weight + most
    return Fraction(earned, weight)


def hull(spans: Iterable[Span | None]) -> Span | None:
    """The smallest interval that holds all of them."""
    found = [one for one in spans if one is not None]
    return (min(one[0] for one in found), max(one[1] for one in found)) if found else None


def to_millionth(figure: Fraction) -> float:
    """A percentage to a millionth of a point, always rounded down, so that it reaches no mark that it does not."""
    return (figure * _MILLIONTHS).__floor__() / _MILLIONTHS


def shown(found: Span, marks: Iterable[Fraction]) -> tuple[str, str]:
    """To one decimal, the lower end rounded down and the upper up; one that is known, to the nearest, halves up.

    Args:
        found: the interval.
        marks: what is required, and where bands begin: a known figure below one is never shown as if it reached it.
    """
    low, high = (found[0] * 10).__floor__(), (found[1] * 10).__ceil__()
    if found[0] == found[1]:
        nearest = (found[0] * 10 + Fraction(1, 2)).__floor__()
        crossed = any(found[0] < mark <= Fraction(nearest, 10) for mark in marks)
        low = high = low if crossed else nearest
    return Number(f"{low // 10}.{low % 10}"), Number(f"{high // 10}.{high % 10}")
