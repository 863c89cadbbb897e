"""A matrix on sheets: a bar and a figure in each field, dark as far as it is sure, hatched as far as it is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ddq.drawing.chart import Shape, Tint
from ddq.drawing.geometry import Rect
from ddq.drawing.lettering import fit, plain_line, width_of
from ddq.drawing.sheet import PITCH, ROOM, Label, Outline, Page, Sheet
from ddq.sentence import joined, say

_HEADS, _ROW, _BAR = 9.5, 7.6, 2.6
_SIZE, _SMALL = 2.6, 2.15
_LEFT = 46.0
_KEY = 7.0
MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Field:
    """A value in [0, 1], between what is sure and what is possible."""

    lo: float
    hi: float
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a name, what is said of it, and its fields by column."""

    title: str
    note: str
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is shown."""

    title: str
    columns: tuple[str, ...]
    """The headings; those beyond `MOST_COLUMNS` are not drawn."""
    rows: tuple[Row, ...]
    sure: str
    """What a dark bar means."""
    possible: str
    """What a hatched one means."""


def matrix_sheets(matrix: Matrix) -> tuple[Sheet, ...]:
    """The matrix, between text where it fits there, else on pages of its own."""
    if not matrix.rows or not matrix.columns:
        return ()
    page = Page.inline if _height(len(matrix.rows)) <= ROOM[Page.inline][1] else Page.upright
    most = int((ROOM[page][1] - _HEADS - _KEY) / _ROW)
    runs = [matrix.rows[start : start + most] for start in range(0, len(matrix.rows), most)]
    return tuple(_sheet(matrix, rows, page, number, len(runs)) for number, rows in enumerate(runs, 1))


def _height(rows: int) -> float:
    return _HEADS + rows * _ROW + _KEY


def _sheet(matrix: Matrix, rows: Sequence[Row], page: Page, number: int, of: int) -> Sheet:
    width = ROOM[page][0]
    columns = matrix.columns[:MOST_COLUMNS]
    each = (width - _LEFT) / len(columns)
    labels = [_head(name, _LEFT + place * each, each) for place, name in enumerate(columns)]
    outlines: list[Outline] = []
    for at, row in enumerate(rows):
        y = _HEADS + at * _ROW
        if at % 2 == 0:
            outlines.append(Outline(Shape.frame, Rect(0, y - 0.5, width, _ROW)))
        labels += _names(row, y)
        for place, name in enumerate(columns):
            field = row.fields.get(name)
            if field is not None:
                bar = Rect(_LEFT + place * each + 1, y + 0.6, each - 2, _BAR)
                outlines += _bar(bar, field)
                shown = fit(field.shown, each - 1, _SMALL, 1)
                labels.append(Label(bar.x - 0.5, y + 3.5, each - 1, shown, _SMALL))
    key = _HEADS + len(rows) * _ROW + 2
    outlines += _bar(Rect(0, key, 8, _BAR), Field(1, 1, ""))
    sure, possible = fit(matrix.sure, 70, _SMALL, 1), fit(matrix.possible, 70, _SMALL, 1)
    second = 9.5 + width_of(sure[0], _SMALL) + 6
    outlines += _bar(Rect(second, key, 8, _BAR), Field(0, 1, ""))
    labels.append(Label(9.5, key - 0.1, 70, sure, _SMALL, quiet=True, centred=False))
    labels.append(Label(second + 9.5, key - 0.1, 70, possible, _SMALL, quiet=True, centred=False))
    title = say("{title}.", title=plain_line(matrix.title))
    words = joined((title, *(_told(row, columns) for row in rows)), " ")
    height = _height(len(rows))
    return Sheet(matrix.title, width, height, tuple(outlines), (), tuple(labels), words, page, number, of)


def _head(name: str, x: float, width: float) -> Label:
    lines = fit(name, width - 1, _SMALL, 3, bold=True)
    label = Label(x + 0.5, 0, width - 1, lines, _SMALL, bold=True)
    return Label(x + 0.5, _HEADS - 1 - label.height, width - 1, lines, _SMALL, bold=True)


def _names(row: Row, y: float) -> Iterator[Label]:
    yield Label(1, y, _LEFT - 2, fit(row.title, _LEFT - 2, _SIZE, 1, bold=True), _SIZE, bold=True, centred=False)
    note = fit(row.note, _LEFT - 2, _SMALL, 1)
    yield Label(1, y + _SIZE * PITCH, _LEFT - 2, note, _SMALL, quiet=True, centred=False)


def _bar(rect: Rect, field: Field) -> Iterator[Outline]:
    lo, hi = (min(1.0, max(0.0, end)) * rect.width for end in (field.lo, field.hi))
    yield Outline(Shape.cell, rect)
    if hi > lo:
        yield Outline(Shape.hatched, Rect(rect.x + lo, rect.y, hi - lo, rect.height))
    if lo > 0:
        yield Outline(Shape.cell, Rect(rect.x, rect.y, lo, rect.height), Tint.ink)


def _told(row: Row, columns: Sequence[str]) -> str:
    found = joined(f"{name} {row.fields[name].shown}" for name in columns if name in row.fields)
    if not found:
        return say("{row}: none.", row=plain_line(row.title))
    return say("{row}: {fields}.", row=plain_line(row.title), fields=found)
