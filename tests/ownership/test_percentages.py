"""Percentages and dates as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.ownership.readers.dates import NoDate, first_day, last_day
from ddq.ownership.readers.percentages import read_share
from ddq.ownership.share import Share, of_percent

QUARTER, HALF, WHOLE, NOTHING = Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(0)
OVER_QUARTER = Share(QUARTER, WHOLE, over=True)
BAND = Share(QUARTER, HALF)
OPEN_BAND = Share(QUARTER, HALF, over=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51", of_percent(51)),
        ("51 %", of_percent(51)),
        ("51%", of_percent(51)),
        ("51\u00a0%", of_percent(51)),
        ("0,51", of_percent("0.51")),
        ("51,5 percent", of_percent("51.5")),
        ("33.333333333333333333", of_percent("33.333333333333333333")),
        ("> 25", OVER_QUARTER),
        (">25%", OVER_QUARTER),
        ("more than 25 %", OVER_QUARTER),
        ("over 25", OVER_QUARTER),
        (">= 25", Share(QUARTER, WHOLE)),
        ("≥25 %", Share(QUARTER, WHOLE)),
        ("25+", Share(QUARTER, WHOLE)),
        ("25 % or more", Share(QUARTER, WHOLE)),
        ("< 50", Share(NOTHING, HALF, under=True)),
        ("up to 50 %", Share(NOTHING, HALF)),
        ("25-50", BAND),
        ("25 % – 50 %", BAND),
        ("25 to 50", BAND),
        ("between 25 and 50", BAND),
        ("more than 25 % but not more than 50 %", OPEN_BAND),
        (">25 - <50", Share(QUARTER, HALF, over=True, under=True)),
        ("ownership-of-shares-25-to-50-percent", OPEN_BAND),
        ("", None),
        ("n/a", None),
        ("?", None),
        (None, None),
        (100, of_percent(100)),
        (0, of_percent(0)),
    ],
)
def test_a_percentage_is_read(text: str | int | None, expected: Share | None) -> None:
    read = read_share(text)
    assert (read.share, read.problem) == (expected, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-3", "negative"),
        ("-0.1 %", "negative"),
        ("101", "more than the whole"),
        ("130 %", "more than the whole"),
        ("> 130", "more than the whole"),
        ("abc", "no percentage"),
        ("1e999999999", "no percentage"),
        ("1.234,5", "no percentage"),
        ("1/3", "no percentage"),
        ("50-25", "nothing lies between"),
        ("> 100", "nothing lies between"),
        ("25 and 50", "no percentage"),
        ("9" * 100, "too long"),
        ("9" * 30, "no percentage"),
        ("nan", "no percentage"),
        ("\x1b[31m50", "no percentage"),
    ],
)
def test_what_cannot_be_read_is_unknown_and_told(text: str, why: str) -> None:
    read = read_share(text)
    assert read.share is None
    assert why in (read.problem or "")


def test_a_bare_number_under_one_may_be_a_part_of_one_and_is_told() -> None:
    read = read_share("0.51", bare_fraction=True)
    assert read.share == of_percent("0.51")
    assert (read.problem, read.hint) == ("0.51 is read as 0.51 %", "write 51 % if a part of one is meant")
    assert read_share("0.51 %", bare_fraction=True).problem is None
    assert read_share("1", bare_fraction=True).problem is None
    assert read_share("0.51").problem is None


@given(st.text(max_size=60) | st.floats() | st.integers() | st.decimals())
def test_anything_is_read_or_told(given_text: object) -> None:
    read = read_share(given_text)  # pyright: ignore[reportArgumentType]
    assert read.share is None or 0 <= read.share.lo <= read.share.hi <= 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01-31", date(2026, 1, 31), date(2026, 1, 31)),
        ("2026-01-31T00:00:00Z", date(2026, 1, 31), date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("31.1.2026", date(2026, 1, 31), date(2026, 1, 31)),
        ("", None, None),
    ],
)
def test_a_date_may_be_a_span(text: str, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["31/01/2026", "2026-13-01", "2026-02-30", "0000", "9999", "9999-12", "soon", "2" * 99]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """And a year whose end no calendar of ours reaches is none."""
    with pytest.raises(NoDate):
        first_day(text)
