"""The entries of a list as a table: as many of its fields as there is room for, each column as wide as it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from textual.content import Content

from ddq.assessment.interview import Row
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import (
    AnyQuestion,
    CountryQuestion,
    DecimalQuestion,
    GroupQuestion,
    IntegerQuestion,
    PercentQuestion,
)
from ddq.tui.here import needed_fields
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.words import counted

_BEFORE = 6
"""Cells of a row before its columns: its number and its mark."""
_GAP = 2
_LEAST, _MOST, _MOST_OF_FIRST = 6, 20, 34
"""Cells of a column, and of the first, which names the entry."""
_NARROWEST = 34
"""Cells under which an entry is its label alone."""
_LONGEST_HEAD = 16


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cells: tuple[str, ...]
    width: int
    to_the_right: bool


def table(group: GroupQuestion, rows: Sequence[Row], width: int) -> tuple[Content | None, list[Content]]:
    """The line of headings, and a line for each entry, of at most `width` cells.

    Where there is room for no column, no headings, and of each entry its label.
    """
    told = [_told(row) for row in rows]
    told_width = max((len(text) for text in told), default=0)
    room = width - _BEFORE - (told_width + _GAP if told_width else 0)
    columns = _fitting(group, rows, room) if width >= _NARROWEST and rows else []
    if not columns:
        return None, [
            Content.assemble(
                *_number_and_mark(number, row), on_one_line(row.label), (f"  {text}" if text else "", "$quiet")
            )
            for number, (row, text) in enumerate(zip(rows, told, strict=True), 1)
        ]
    head = Content.styled(" " * _BEFORE + _joined([(one.head, one) for one in columns]).plain, "$quiet")
    lines = [
        Content.assemble(
            *_number_and_mark(index + 1, row),
            _joined([(one.cells[index], one) for one in columns]),
            (f"  {told[index]}" if told[index] else "", "$quiet"),
        )
        for index, row in enumerate(rows)
    ]
    return head, lines


def heading(field: AnyQuestion) -> str:
    """What a column is called: the text of its field where that is short, else the field's name."""
    text = on_one_line(field.text)
    named = text if len(text) <= _LONGEST_HEAD else field.id.replace("_", " ")
    return named[:1].upper() + named[1:]


def cell(field: AnyQuestion, raw: object) -> str:
    """A raw value as short as a cell of a table has it."""
    if raw is None:
        return ""
    if isinstance(field, CountryQuestion):
        return on_one_line(str(raw))
    try:
        return on_one_line(format_value(field, parse_value(field, raw)))
    except ValueProblem:
        return on_one_line(str(raw))


def _fitting(group: GroupQuestion, rows: Sequence[Row], room: int) -> list[_Column]:
    """The columns that there is room for, in the order of the fields.

    The first field always; then those that an entry's label or the questionnaire needs, then the others; one that is
    not required and empty everywhere is left out.
    """
    columns = {field.id: _column(field, rows, first=index == 0) for index, field in enumerate(group.fields)}
    order = sorted(group.fields[1:], key=lambda field: not (field.required or f"{{{field.id}}}" in group.row_label))
    first = group.fields[0].id
    left = room - columns[first].width
    if left < 0:
        return []
    chosen = {first}
    for field in order:
        column = columns[field.id]
        if (field.required or any(column.cells)) and column.width + _GAP <= left:
            chosen.add(field.id)
            left -= column.width + _GAP
    return [columns[field.id] for field in group.fields if field.id in chosen]


def _column(field: AnyQuestion, rows: Sequence[Row], *, first: bool) -> _Column:
    cells = tuple(cell(field, _value(row).get(field.id)) for row in rows)
    head = heading(field)
    longest = max((Content(text).cell_length for text in (head, *cells)), default=0)
    width = min(max(longest, _LEAST), _MOST_OF_FIRST if first else _MOST)
    return _Column(head, cells, width, isinstance(field, PercentQuestion | IntegerQuestion | DecimalQuestion))


def _value(row: Row) -> Mapping[str, object]:
    return cast(Mapping[str, object], row.answer.value) if isinstance(row.answer.value, dict) else {}


def _joined(cells: Sequence[tuple[str, _Column]]) -> Content:
    parts: list[Content] = []
    for text, column in cells:
        cut = Content(text).truncate(column.width, ellipsis=True)
        missing = column.width - cut.cell_length
        parts.append(cut.pad_left(missing) if column.to_the_right else cut.pad_right(missing))
    return Content(" " * _GAP).join(parts)


def _number_and_mark(number: int, row: Row) -> tuple[tuple[str, str], tuple[str, str]]:
    mark = ("! ", "bold $error") if row.problems else ("· ", "") if needed_fields(row) else ("✓ ", "$success")
    return (f"{number:>3} ", "$quiet"), mark


def _told(row: Row) -> str:
    """What is to be done with an entry; nothing where it is whole."""
    if row.problems:
        return f"to correct: {len(row.problems)}"
    gaps = len(needed_fields(row))
    return f"{counted(gaps, 'field')} missing" if gaps else ""
