"""Percentages as people and registers write them, in English and German: `51 %`, `0,51`, `> 25`, `25-50`, `up to 5`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = r"(-?\d{1,18}(?:[.,]\d{1,18})?)"
_SIGN = r"\s*(?:%|percent|per cent|pct)?\s*"
_ONE = re.compile(_NUMBER + _SIGN + r"\Z")
_BOUND = re.compile(
    r"(>=|≥|=>|at least|from|min(?:imum)?\.?|mindestens|ab|>|more than|over|above|mehr als|über"
    r"|<=|≤|=<|at most|up to|max(?:imum)?\.?|höchstens|bis(?: zu)?|<|less than|under|below|weniger als|unter)"
    r"\s*" + _NUMBER + _SIGN + r"\Z"
)
_PLUS = re.compile(_NUMBER + _SIGN + r"(?:\+|or more|and more)\Z")
_RANGE = re.compile(
    r"(between\s+|more than\s+|mehr als\s+|über\s+|over\s+|>\s*)?" + _NUMBER + _SIGN
    + r"(-|–|—|\.\.\.?|…|to|bis|and|but not more than|and at most)\s*(<\s*|less than\s+|unter\s+)?"
    + _NUMBER + _SIGN + r"\Z"
)  # fmt: skip
_CODED = re.compile(r"[a-z-]*?(\d{1,3})-to-(\d{1,3})-percent[a-z-]*\Z")
"""A register's code for its bands, such as `ownership-of-shares-25-to-50-percent`; the lower end is open."""
_OPEN_LOW = frozenset({">", "more than", "over", "above", "mehr als", "über"})
_LOW = frozenset({">=", "≥", "=>", "at least", "from", "min", "min.", "minimum", "minimum.", "mindestens", "ab"})
_OPEN_HIGH = frozenset({"<", "less than", "under", "below", "weniger als", "unter"})


@dataclass(frozen=True, slots=True)
class Percentages:
    """One percentage, or a range of them, as parts of one."""

    low: Fraction
    high: Fraction
    over: bool = False
    """Whether it is more than `low`."""
    under: bool = False
    """Whether it is less than `high`."""

    @property
    def exact(self) -> bool:
        """Whether it is one percentage."""
        return self.low == self.high


class NotRead(Exception):
    """Why a percentage cannot be read, in a few words."""


def is_range(text: str) -> bool:
    """Whether a text is a range of percentages, and not one of them."""
    try:
        return not read_percentages(plain(text)[:80]).exact
    except NotRead:
        return False


def plain(given: object) -> str:
    """A text as `read_percentages` takes it."""
    return " ".join(str(given).replace("\u00a0", " ").casefold().split())


def read_percentages(text: str) -> Percentages:
    """What a text says, in lower case and with single blanks.

    Raises:
        NotRead: it cannot be read, or what it says is not possible.
    """
    if match := _ONE.match(text):
        return Percentages(number := _part(match.group(1)), number)
    if match := _BOUND.match(text):
        return _bounded(match.group(1), _part(match.group(2)))
    if match := _PLUS.match(text):
        return _between(_part(match.group(1)), Fraction(1), over=False, under=False)
    if match := _RANGE.match(text):
        before, low, word, under, high = match.groups()
        over = before is not None and not before.startswith("between")
        if word == "and" and before is None:
            raise NotRead(_unreadable(text))
        return _between(_part(low), _part(high), over=over, under=under is not None)
    if match := _CODED.match(text):
        return _between(_part(match.group(1)), _part(match.group(2)), over=True, under=False)
    raise NotRead(_unreadable(text))


def _bounded(word: str, part: Fraction) -> Percentages:
    if word in _OPEN_LOW or word in _LOW:
        return _between(part, Fraction(1), over=word in _OPEN_LOW, under=False)
    return _between(Fraction(0), part, over=False, under=word in _OPEN_HIGH)


def _between(low: Fraction, high: Fraction, *, over: bool, under: bool) -> Percentages:
    if low > high or (low == high and (over or under)):
        raise NotRead(f"nothing lies between {float(low * 100):g} % and {float(high * 100):g} %")
    return Percentages(low, high, over, under)


def _part(number: str) -> Fraction:
    part = Fraction(number.replace(",", ".")) / 100
    if part < 0:
        raise NotRead(f"{number} % is negative")
    if part > 1:
        raise NotRead(f"{number} % is more than the whole")
    return part


def _unreadable(text: str) -> str:
    return f"“{text}” is no percentage that can be read"
