"""Dates as files give them: whole, or a month or a year of which the day is not known."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?\Z", re.DOTALL)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
"""Day, month and year with dots are written in this order only; with slashes in several."""
_MOST = 60


class NoDate(ValueError):
    """It is no date."""


def first_day(text: str) -> date | None:
    """The first day that it can be; None where nothing is said.

    Raises:
        NoDate: it is none.
    """
    found = _parts(text)
    return None if found is None else found[0]


def last_day(text: str) -> date | None:
    """The last day that it can be; None where nothing is said.

    Raises:
        NoDate: it is none.
    """
    found = _parts(text)
    return None if found is None else found[1]


def _parts(text: str) -> tuple[date, date] | None:
    text = text.strip()
    if not text:
        return None
    if dotted := _DOTTED.match(text):
        text = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}"
    match = _ISO.match(text) if len(text) <= _MOST else None
    if match is None:
        raise NoDate
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day is not None:
            only = date(year or 0, month or 0, day)
            return only, only
        first = date(year or 0, month or 1, 1)
        after = date(first.year + 1, 1, 1) if month in (None, 12) else date(first.year, (month or 0) + 1, 1)
    except ValueError:
        raise NoDate from None
    return first, after - timedelta(1)
