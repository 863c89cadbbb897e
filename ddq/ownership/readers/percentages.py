"""Percentages as people and registers write them: `51 %`, `0,51`, `> 25`, `25-50`, `up to 5`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ddq.ownership.share import Share, percent
from ddq.questionnaire.percentages import NotRead, plain, read_percentages

_BARE = re.compile(r"[\d.,]+\Z")
_NOTHING_SAID = frozenset({"", "-", "–", "?", "n/a", "na", "none", "null", "unknown", "not known", "not disclosed"})


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
    return _read_text("" if given is None else plain(given), bare_fraction)


@lru_cache(maxsize=20_000)
def _read_text(text: str, bare_fraction: bool) -> ReadShare:
    if text in _NOTHING_SAID:
        return ReadShare(None)
    if len(text) > 80:
        return ReadShare(None, "the percentage is too long to be one", "write it as 12.5")
    try:
        share = _read(text)
    except NotRead as error:
        return ReadShare(None, str(error), "the holding is kept, and its size is unknown")
    if bare_fraction and share.exact and 0 < share.lo < Fraction(1, 100) and _BARE.match(text):
        whole = percent(share.lo * 100)
        return ReadShare(share, f"{text} is read as {share}", f"write {whole} % if a part of one is meant")
    return ReadShare(share)


def _read(text: str) -> Share:
    found = read_percentages(text)
    return Share(found.low, found.high, found.over, found.under)
