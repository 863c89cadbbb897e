"""The list within an entry as lines of text, one an entry with bars between its cells, and such lines as a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import JsonValue

from ddq.assessment.cells import NothingSaid, read_cell
from ddq.assessment.tabled import heading_words
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import AnyQuestion, CountriesQuestion, CountryQuestion, GroupQuestion, LongTextQuestion
from ddq.questionnaire.text import clean_text

_BAR = re.compile(r"(?<!\\)\|")
_PLAIN = ("integer", "decimal", "percent")
"""Kinds that are written as they are kept: without a thousands separator, and without a unit."""


def headings(group: GroupQuestion) -> str:
    """What stands in each cell of a line."""
    return " | ".join(heading_words(field) for field in _fields(group))


def written_rows(group: GroupQuestion, raw: object) -> str:
    """The entries as lines that `read_rows` reads."""
    return "\n".join(_line(group, row) for row in _rows(raw))


def read_rows(group: GroupQuestion, text: str, standing: object = None) -> list[JsonValue]:
    """The entries that the lines mean, their cells between bars or tabs.

    Args:
        group: the list within an entry.
        text: an empty line is none.
        standing: the entries so far; a line that says what one of them says keeps the whole of it.

    Raises:
        ValueProblem: a cell does not fit its field, or a line has too many cells; the message names the line.
    """
    kept = {_line(group, row): row for row in _rows(standing)}
    entries: list[JsonValue] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            entries.append(cast(JsonValue, kept[line]) if line in kept else _read(group, number, line))
    return entries


def _read(group: GroupQuestion, number: int, line: str) -> dict[str, JsonValue]:
    fields = _fields(group)
    cells = line.split("\t") if "\t" in line else [cell.replace("\\|", "|") for cell in _BAR.split(line)]
    if len(cells) > len(fields):
        raise ValueProblem(f"Line {number} has {len(cells)} cells; an entry has {len(fields)}: {headings(group)}.")
    row: dict[str, JsonValue] = {}
    for field, cell in zip(fields, cells, strict=False):
        said = clean_text(cell).strip()
        if not said:
            continue
        try:
            row[field.id] = read_cell(field, said)
        except NothingSaid:
            continue
        except ValueProblem as problem:
            raise ValueProblem(f"Line {number}, {heading_words(field)}: {problem}") from None
    return row


def _fields(group: GroupQuestion) -> Sequence[AnyQuestion]:
    return [field for field in group.fields if field.kind != "computed"]


def _rows(raw: object) -> list[Mapping[str, object]]:
    rows = cast(list[object], raw) if isinstance(raw, list | tuple) else []
    return [cast(Mapping[str, object], row) for row in rows if isinstance(row, Mapping)]


def _line(group: GroupQuestion, row: Mapping[str, object]) -> str:
    cells = [_cell(field, row.get(field.id)) for field in _fields(group)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _cell(field: AnyQuestion, raw: object) -> str:
    """A value as one would write it; line breaks of a long text become blanks."""
    if raw is None:
        return ""
    if isinstance(field, CountryQuestion) or field.kind in _PLAIN:
        return str(raw)
    if isinstance(field, CountriesQuestion) and isinstance(raw, list | tuple):
        return ", ".join(str(code) for code in cast(list[object], raw))
    try:
        said = format_value(field, parse_value(field, raw))
    except ValueProblem:
        said = str(raw)
    if isinstance(field, LongTextQuestion):
        said = " ".join(said.split())
    return said.replace("|", "\\|")
