"""Tables of other tools: numbers as somebody who looks at the sheet reads them, and texts with any separator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ddq.foreign import delimited
from ddq.foreign.delimited import parse_delimited, read_delimited
from ddq.foreign.number_formats import Styles, as_shown
from ddq.foreign.workbook import read_workbook
from ddq.questionnaire.problems import SourceError


class Silent:
    """Takes what is told and keeps none of it."""

    def lost(self, place: str, message: str, hint: str | None = None) -> None: ...

    def changed(self, place: str, message: str, hint: str | None = None) -> None: ...


def test_percentages_and_dates_of_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    """A workbook keeps 51 % as 0.51 and a day as a count of days."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (value, shown) in enumerate(
        [(0.51, "0%"), (0.255, "0.00%"), (date(2026, 1, 31), "yyyy-mm-dd"), (0.51, "General"), (12, "0")], 1
    ):
        cell = sheet.cell(1, column, value)
        cell.number_format = shown
    book.save(tmp_path / "b.xlsx")
    (row,) = read_workbook(tmp_path / "b.xlsx", Silent())[0].rows
    assert [row.text(column) for column in range(5)] == ["51 %", "25.5 %", "2026-01-31", "0.51", "12"]


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        ("0.56999999999999995", "percent", "57 %"),
        ("1", "percent", "100 %"),
        ("1E-2", "percent", "1 %"),
        ("1", "date", "1900-01-01"),
        ("61", "date", "1900-03-01"),
        ("-5", "date", "-5"),
        ("99999999", "date", "99999999"),
        ("no number", "percent", "no number"),
        ("9" * 60, "percent", "9" * 60),
        ("12.0", "", "12"),
    ],
)
def test_a_number_as_shown(value: str, shown: str, expected: str) -> None:
    assert as_shown(value, shown, from_1904=False) == expected


def test_the_count_of_days_may_begin_in_1904() -> None:
    assert as_shown("1", "date", from_1904=True) == "1904-01-02"


def test_a_style_that_only_quotes_a_letter_shows_no_date() -> None:
    """`0 "days"` and `[Red]0` are numbers."""
    styles = Styles()
    for number, code in ((200, '0 "days"'), (201, "[Red]0"), (202, "d. mmm yyyy"), (203, "0.0%")):
        styles.start("numFmt", {"numFmtId": str(number), "formatCode": code})
    styles.start("cellXfs", {})
    for number in (0, 200, 201, 202, 203, 10, 14):
        styles.start("xf", {"numFmtId": str(number)})
    styles.end("cellXfs")
    styles.start("xf", {"numFmtId": "10"})
    assert styles.shown_as() == ("", "", "", "date", "percent", "percent", "date")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "a|b\r\n1|2\r\n", '\n"a,x";b\n1;2\n'])
def test_the_separator_is_found(text: str) -> None:
    assert [row.text(1) for row in parse_delimited(text, "f", "f").rows] == ["b", "2"]


def test_a_row_knows_its_line_and_may_hold_line_ends(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'\xef\xbb\xbfa,b\r\n\r\n"x\r\ny",2\r\n')
    rows = read_delimited(tmp_path / "t.csv").rows
    assert [(row.number, row.cells) for row in rows] == [(1, {0: "a", 1: "b"}), (4, {0: "x\r\ny", 1: "2"})]


def test_too_large_and_no_table_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="K001"):
        parse_delimited('a,b\n"' + "x" * 200_000, "f", "f")
    with pytest.raises(SourceError, match="K002"):
        parse_delimited(",".join("a" * 1_001), "f", "f")
    monkeypatch.setattr(delimited, "MAX_ROWS", 2)
    with pytest.raises(SourceError, match="K002"):
        parse_delimited("a\nb\nc\n", "f", "f")
