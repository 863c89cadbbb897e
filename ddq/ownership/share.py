"""A share of a company as it is known: an exact part of the whole, or a range with open or closed ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Final

from ddq.sentence import Number, Said, say

NOTHING: Final = Fraction(0)
WHOLE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, between 0 and 1; what is not known lies anywhere in the range."""

    lo: Fraction
    hi: Fraction
    over: bool = False
    """Whether it is more than `lo`."""
    under: bool = False
    """Whether it is less than `hi`."""

    def __post_init__(self) -> None:
        """Refuse what is no range in the whole."""
        lo, hi = self.lo, self.hi
        # Of what is known both ends are mostly one value, which need not be compared with itself.
        in_order = lo is hi or lo <= hi
        inside = lo.numerator >= 0 and hi.numerator <= hi.denominator
        if not in_order or not inside or ((self.over or self.under) and lo == hi):
            message = f"{self.lo} to {self.hi} is no range between 0 and 1"
            raise ValueError(message)

    @property
    def exact(self) -> bool:
        """Whether there is one value that it can have."""
        return self.lo is self.hi or self.lo == self.hi

    def __add__(self, other: Share) -> Share:
        """Both together, never more than the whole."""
        lo, hi = self.lo + other.lo, self.hi + other.hi
        return _within(lo, hi, self.over or other.over, self.under or other.under)

    def more_than(self, threshold: Fraction) -> bool | None:
        """Whether it is above the threshold; None where the range leaves it open."""
        if self.lo > threshold or (self.lo == threshold and self.over):
            return True
        return None if self.hi > threshold else False

    def at_least(self, threshold: Fraction) -> bool | None:
        """Whether it reaches the threshold; None where the range leaves it open."""
        if self.lo >= threshold:
            return True
        return None if self.hi > threshold or (self.hi == threshold and not self.under) else False

    def within(self, most: Fraction) -> Share:
        """The same where no more than `most` is left for it; at least what is surely held."""
        if most >= self.hi:
            return self
        return _within(self.lo, max(self.lo, most), self.over, False)

    def hull(self, other: Share) -> Share:
        """What both leave possible, where two sources disagree."""
        lo, hi = min(self.lo, other.lo), max(self.hi, other.hi)
        over = all(one.over for one in (self, other) if one.lo == lo)
        under = all(one.under for one in (self, other) if one.hi == hi)
        return _within(lo, hi, over, under)

    def times(self, factor: Fraction) -> Share:
        """That part of it."""
        return _within(self.lo * factor, self.hi * factor, self.over, self.under)

    def __str__(self) -> str:
        """In percent, as `51 %`, `25 % to 50 %`, `more than 25 %` or `unknown`."""
        return self.words

    @property
    def words(self) -> Said:
        """The same, as a sentence is made of it."""
        if self.exact:
            return say("{share} %", share=percent(self.lo))
        if self.lo == NOTHING and self.hi == WHOLE and not self.over:
            return say("unknown")
        least, most = percent(self.lo), percent(self.hi)
        if self.hi == WHOLE and not self.under:
            return say("more than {low} %", low=least) if self.over else say("{low} % or more", low=least)
        if self.lo == NOTHING and not self.over:
            return say("less than {high} %", high=most) if self.under else say("up to {high} %", high=most)
        if self.over:
            if self.under:
                return say("more than {low} % and less than {high} %", low=least, high=most)
            return say("more than {low} % and at most {high} %", low=least, high=most)
        if self.under:
            return say("{low} % and less than {high} %", low=least, high=most)
        return say("{low} % to {high} %", low=least, high=most)


UNKNOWN: Final = Share(NOTHING, WHOLE)
NONE: Final = Share(NOTHING, NOTHING)
ALL: Final = Share(WHOLE, WHOLE)


def exactly(part: Fraction) -> Share:
    """A share that is known."""
    return Share(part, part)


def of_percent(number: int | str | Fraction) -> Share:
    """A known share in percent."""
    return exactly(Fraction(number) / 100)


def together(shares: Iterable[Share]) -> Share:
    """The sum, never more than the whole."""
    return reduce(add, shares, NONE)


def percent(part: Fraction) -> str:
    """A part in percent with at most two decimals, or four below a hundredth.

    What is not quite a whole number never looks like one.
    """
    value = part * 100
    if Fraction(1, 10_000) <= value < Fraction(1, 100):
        return Number(f"{float(value):.4f}".rstrip("0"))
    hundredths = round(value * 100)
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    if hundredths % 100 == 0 and value != hundredths // 100:
        number = Number(text)
        return (
            say("just under {number}", number=number)
            if value < hundredths // 100
            else say("just over {number}", number=number)
        )
    return Number(text)


def _within(lo: Fraction, hi: Fraction, over: bool, under: bool) -> Share:
    """Cut to the whole; an end that was cut is closed."""
    if lo >= WHOLE:
        return ALL
    if hi > WHOLE:
        hi, under = WHOLE, False
    return Share(lo, hi, over, under) if lo < hi else Share(lo, lo)
