"""Percentages as people and registers write them: `51 %`, `0,51`, `> 25`, `25-50`, `up to 5`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ddq.ownership.share import Share, exactly, percent

_NUMBER = r"(-?\d{1,18}(?:[.,]\d{1,18})?)"
_SIGN = r"\s*(?:%|percent|per cent|pct)?\s*"
_ONE = re.compile(_NUMBER + _SIGN + r"\Z")
_BOUND = re.compile(
    r"(>=|≥|=>|at least|from|min(?:imum)?\.?|>|more than|over|above"
    r"|<=|≤|=<|at most|up to|max(?:imum)?\.?|<|less than|under|below)"
    r"\s*" + _NUMBER + _SIGN + r"\Z"
)
_PLUS = re.compile(_NUMBER + _SIGN + r"(?:\+|or more|and more)\Z")
_RANGE = re.compile(
    r"(between\s+|more than\s+|over\s+|>\s*)?" + _NUMBER + _SIGN
    + r"(-|–|—|\.\.\.?|…|to|and|but not more than|and at most)\s*(<\s*|less than\s+)?" + _NUMBER + _SIGN + r"\Z"
)  # fmt: skip
_CODED = re.compile(r"[a-z-]*?(\d{1,3})-to-(\d{1,3})-percent[a-z-]*\Z")
"""A register's code for its bands, such as `ownership-of-shares-25-to-50-percent`; the lower end is open."""
_NOTHING_SAID = frozenset({"", "-", "–", "?", "n/a", "na", "none", "null", "unknown", "not known", "not disclosed"})
_OPEN_LOW = frozenset({">", "more than", "over", "above"})
_LOW = frozenset({">=", "≥", "=>", "at least", "from", "min", "min.", "minimum", "minimum."})
_OPEN_HIGH = frozenset({"<", "less than", "under", "below"})


@dataclass(frozen=True, slots=True)
class ReadShare:
    """A percentage that was read, or why it was not."""

    share: Share | None
    """None: nothing is said, or it cannot be read."""
    problem: str | None = None
    hint: str | None = None


def read_share(given: str | float | Decimal | None, *, bare_fraction: bool = False) -> ReadShare:
    """A share from what stands in a file.

    Args:
        given: the text or number.
        bare_fraction: whether a number under 1 without a sign may be meant as a part of one, so that it is told.
    """
    text = "" if given is None else " ".join(str(given).replace("\u00a0", " ").casefold().split())
    return _read_text(text, bare_fraction)


@lru_cache(maxsize=20_000)
def _read_text(text: str, bare_fraction: bool) -> ReadShare:
    if text in _NOTHING_SAID:
        return ReadShare(None)
    if len(text) > 80:
        return ReadShare(None, "the percentage is too long to be one", "write it as 12.5")
    try:
        share = _read(text)
    except _NotRead as error:
        return ReadShare(None, str(error), "the holding is kept, and its size is unknown")
    if bare_fraction and share.exact and 0 < share.lo < Fraction(1, 100) and _ONE.match(text) and "%" not in text:
        whole = percent(share.lo * 100)
        return ReadShare(share, f"{text} is read as {share}", f"write {whole} % if a part of one is meant")
    return ReadShare(share)


class _NotRead(Exception):
    """Why a percentage cannot be read."""


def _read(text: str) -> Share:
    if match := _ONE.match(text):
        return exactly(_part(match.group(1)))
    if match := _BOUND.match(text):
        return _bounded(match.group(1), _part(match.group(2)))
    if match := _PLUS.match(text):
        return _between(_part(match.group(1)), Fraction(1), over=False, under=False)
    if match := _RANGE.match(text):
        before, low, word, under, high = match.groups()
        over = before is not None and not before.startswith("between")
        if word == "and" and before is None:
            raise _NotRead(_unreadable(text))
        return _between(_part(low), _part(high), over=over, under=under is not None)
    if match := _CODED.match(text):
        return _between(_part(match.group(1)), _part(match.group(2)), over=True, under=False)
    raise _NotRead(_unreadable(text))


def _bounded(word: str, part: Fraction) -> Share:
    if word in _OPEN_LOW or word in _LOW:
        return _between(part, Fraction(1), over=word in _OPEN_LOW, under=False)
    return _between(Fraction(0), part, over=False, under=word in _OPEN_HIGH)


def _between(low: Fraction, high: Fraction, *, over: bool, under: bool) -> Share:
    if low > high or (low == high and (over or under)):
        raise _NotRead(f"nothing lies between {float(low * 100):g} % and {float(high * 100):g} %")
    return Share(low, high, over, under)


def _part(number: str) -> Fraction:
    part = Fraction(number.replace(",", ".")) / 100
    if part < 0:
        raise _NotRead(f"{number} % is negative")
    if part > 1:
        raise _NotRead(f"{number} % is more than the whole")
    return part


def _unreadable(text: str) -> str:
    return f"“{text}” is no percentage that can be read"
