"""How a workbook shows its numbers: a percentage is kept as a part of one, a date as a count of days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

PERCENT, DATE = "percent", "date"
_OWN_FORMATS = {9: PERCENT, 10: PERCENT, **dict.fromkeys((14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 57, 58), DATE)}
"""The numbered formats that every workbook has without declaring them."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[yd]", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z")
_LONGEST = 40
_LAST_DAY = 2_958_465
"""31 December 9999."""


class Styles:
    """Takes the events of a workbook's part of styles."""

    def __init__(self) -> None:
        self.declared: dict[int, str] = {}
        self.used: list[int] = []
        self.among_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "numFmt":
            self.declared[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.among_cells = True
        elif name == "xf" and self.among_cells:
            self.used.append(_whole(attributes.get("numFmtId", "")))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "cellXfs":
            self.among_cells = False

    def shown_as(self) -> tuple[str, ...]:
        """By style, `percent`, `date` or nothing."""
        return tuple(
            _kind(self.declared[number]) if number in self.declared else _OWN_FORMATS.get(number, "")
            for number in self.used
        )


def as_shown(value: str, shown: str, from_1904: bool) -> str:
    """A number as somebody who looks at the sheet reads it: `51 %`, `2026-01-31`, `12`."""
    number = _number(value) if shown else None
    if number is not None and shown == PERCENT:
        return f"{_plain(number * 100)} %"
    if number is not None and shown == DATE:
        return _day(number, from_1904) or value
    return value.partition(".")[0] if re.fullmatch(r"-?\d+\.0+", value) else value


def _kind(code: str) -> str:
    first = _QUOTED.sub("", code.partition(";")[0])
    if "%" in first:
        return PERCENT
    return DATE if _DATE_LETTERS.search(first) else ""


def _number(value: str) -> Decimal | None:
    if len(value) > _LONGEST or not _NUMBER.match(value):
        return None
    try:
        # Workbooks keep 15 digits; the rest of a binary fraction such as 0.51000000000000001 is none that was typed.
        return Decimal(f"{float(value):.15g}")
    except (InvalidOperation, OverflowError):
        return None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(number: Decimal, from_1904: bool) -> str | None:
    days = int(number)
    if not 0 < days <= _LAST_DAY - (1462 if from_1904 else 0):
        return None
    # The count of 1900 has a 29 February that there was not.
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30) if days > 59 else date(1899, 12, 31)
    return (first + timedelta(days)).isoformat()


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0
