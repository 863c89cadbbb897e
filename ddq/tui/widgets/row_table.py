"""The entries of a list as a table: as many of its fields as there is room for, each column as wide as it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from textual.content import Content

from ddq.assessment.interview import Row
from ddq.assessment.tabled import heading_words
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
_WIDTHS = ((34, 20), (26, 14), (20, 10), (16, 8))
"""Cells of the first column, which names the entry, and of any other at most; the first pair that will do."""
_NARROWEST = 34
"""Cells under which an entry is its label alone."""


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cells: tuple[str, ...]
    width: int
    to_the_right: bool

    def cut(self, most: int) -> _Column:
        return replace(self, width=min(self.width, most))


def table(
    group: GroupQuestion, rows: Sequence[Row], width: int, *, is_new: bool = False
) -> tuple[Content | None, list[Content]]:
    """The line of headings, and a line for each entry, of at most `width` cells.

    Where there is room for no column, no headings, and of each entry its label. `is_new`: still to be added.
    """
    told = [_told(row) for row in rows]
    told_width = max((len(text) for text in told), default=0)
    room = width - _BEFORE - (told_width + _GAP if told_width else 0)
    columns = _fitting(group, rows, room) if width >= _NARROWEST and rows else []
    if not columns:
        return None, [
            Content.assemble(
                *_number_and_mark(number, row, is_new), on_one_line(row.label), (f"  {text}" if text else "", "$quiet")
            )
            for number, (row, text) in enumerate(zip(rows, told, strict=True), 1)
        ]
    head = Content.styled(" " * _BEFORE + _joined([(one.head, one) for one in columns]).plain, "$quiet")
    lines = [
        Content.assemble(
            *_number_and_mark(index + 1, row, is_new),
            _joined([(one.cells[index], one) for one in columns]),
            (f"  {told[index]}" if told[index] else "", "$quiet"),
        )
        for index, row in enumerate(rows)
    ]
    return head, lines


def cell(field: AnyQuestion, raw: object) -> str:
    """A raw value as short as a cell of a table has it."""
    if raw is None:
        return ""
    if isinstance(field, CountryQuestion):
        return on_one_line(str(raw))
    if isinstance(field, GroupQuestion) and isinstance(raw, list):
        return counted(len(cast(list[object], raw)), "entry", "entries")  # only the outer list is declared complete
    try:
        return on_one_line(format_value(field, parse_value(field, raw)))
    except ValueProblem:
        return on_one_line(str(raw))


def _fitting(group: GroupQuestion, rows: Sequence[Row], room: int) -> list[_Column]:
    """The columns that there is room for, in the order of the fields.

    The first field always; then those that an entry's label or the questionnaire needs, for which the columns become
    narrower, then the others. What is empty everywhere comes last, and is left out where it is not required.
    """
    first, *others = [field for field in group.fields if not _is_end(field, group)]
    needed = [field for field in others if field.required or f"{{{field.id}}}" in group.row_label]
    needed.sort(key=lambda field: f"{{{field.id}}}" not in group.row_label)
    order = [*needed, *(field for field in others if field not in needed)]
    whole = {field.id: _column(field, rows) for field in group.fields}
    wanted = [field.id for field in order if any(whole[field.id].cells)]
    needs = [field.id for field in needed if field.id in wanted]
    wanted += [field.id for field in order if field.required and field.id not in wanted]
    chosen: list[str] = []
    columns = whole
    for most_of_first, most in _WIDTHS:
        columns = {name: column.cut(most_of_first if name == first.id else most) for name, column in whole.items()}
        left = room - columns[first.id].width
        chosen = [first.id] if left >= 0 else []
        for name in wanted:
            if columns[name].width + _GAP <= left:
                chosen.append(name)
                left -= columns[name].width + _GAP
        if chosen and all(name in chosen for name in needs):
            break
    return [columns[field.id] for field in group.fields if field.id in chosen]


def _column(field: AnyQuestion, rows: Sequence[Row]) -> _Column:
    cells = tuple(_shown(field, _value(row)) for row in rows)
    head = on_one_line(heading_words(field))
    width = max(Content(text).cell_length for text in (head, *cells))
    return _Column(head, cells, width, isinstance(field, PercentQuestion | IntegerQuestion | DecimalQuestion))


def _is_end(field: AnyQuestion, group: GroupQuestion) -> bool:
    """Whether a field is an end of a range, which stands in the column of what it is a range of."""
    stem, _, end = field.id.rpartition("_")
    return end in ("from", "to") and any(one.id == stem and isinstance(one, PercentQuestion) for one in group.fields)


def _shown(field: AnyQuestion, values: Mapping[str, object]) -> str:
    """What a cell says; of a percentage that is not known exactly, its range."""
    raw = values.get(field.id)
    if raw is not None or not isinstance(field, PercentQuestion):
        return cell(field, raw)
    least, most = (cell(field, values.get(f"{field.id}_{end}")) for end in ("from", "to"))
    if least and most:
        return f"{least} to {most}"
    return f"{least} or more" if least else f"up to {most}" if most else ""


def _value(row: Row) -> Mapping[str, object]:
    return cast(Mapping[str, object], row.answer.value) if isinstance(row.answer.value, dict) else {}


def _joined(cells: Sequence[tuple[str, _Column]]) -> Content:
    parts: list[Content] = []
    for text, column in cells:
        cut = Content(text).truncate(column.width, ellipsis=True)
        missing = column.width - cut.cell_length
        parts.append(cut.pad_left(missing) if column.to_the_right else cut.pad_right(missing))
    return Content(" " * _GAP).join(parts)


def _number_and_mark(number: int, row: Row, is_new: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    if is_new:
        return (f"{number:>3} ", "$quiet"), ("+ ", "bold $primary")
    mark = ("! ", "bold $error") if row.problems else ("· ", "") if needed_fields(row) else ("✓ ", "$success")
    return (f"{number:>3} ", "$quiet"), mark


def _told(row: Row) -> str:
    """What is to be done with an entry; nothing where it is whole."""
    if row.problems:
        return f"to correct: {len(row.problems)}"
    gaps = len(needed_fields(row))
    return f"{gaps} missing" if gaps else ""
