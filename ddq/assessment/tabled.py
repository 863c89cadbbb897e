"""Entries of a group from the cells of a table, as somebody copied them from a spreadsheet or keeps them in a file.

Columns are found by their headings, or taken in the order of the fields. What cannot be read is told with its line and
its column, and left empty; nothing is guessed and nothing dropped in silence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

from ddq.assessment.cell_ranges import range_ends
from ddq.assessment.cells import NothingSaid, read_cell
from ddq.assessment.checking import usual_basis
from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, AnswerState, Assessment, Source
from ddq.assessment.subjects import next_row, row_subject, rows_of
from ddq.foreign.delimited import separator
from ddq.questionnaire.answers import ValueProblem
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.text import clean_text, folded

MAX_CELLS = 20_000
MAX_CHARACTERS = 2_000_000
_LONGEST_HEADING = 12
MOST_TOLD = 40
"""So many remarks are told one by one, the rest as a number."""
_OTHER_WORDS = {
    "name": (
        *("owner", "holder", "shareholder", "company", "entity", "organisation", "organization", "supplier"),
        *("subprocessor", "sub processor", "provider", "hosting provider", "vendor", "flow", "data flow", "team"),
    ),
    "holder_kind": ("kind", "type", "holder type", "owner kind", "owner type"),
    "country": ("country code", "jurisdiction", "location", "seat", "holder country", "owner country"),
    "votes": ("voting", "voting rights", "share of votes"),
    "capital": ("percent", "percentage", "share", "shares", "stake", "equity", "share of capital"),
    "access": ("data access",),
    "data": ("kind of data", "kinds of data", "data type"),
}
"""Of fields that engines read: what else their column is often called."""

Line = tuple[int, Sequence[str]]
"""The number of a line, from 1, and its cells."""


class NoTable(Exception):
    """A text that cannot be read as a table; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line that was read."""

    line: int
    values: Mapping[str, JsonValue]
    name: str
    """What its first field says."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """What a table would add to a list, and what of it could not be read."""

    columns: tuple[str, ...]
    """The fields that it has columns for, in its order."""
    has_headings: bool
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...]
    left: int = 0
    """How many lines are not read because the list would be too long."""


def lines_of(group: GroupQuestion, text: str) -> tuple[Line, ...]:
    """The lines of a pasted text that hold something, cut into cells at their tabs.

    A text without tabs is cut at commas, semicolons or bars where they separate headings in its first line.

    Raises:
        NoTable: there is nothing in it, or far too much.
    """
    if len(text) > MAX_CHARACTERS:
        raise NoTable(f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read at a time.")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = plain.count("\t") + plain.count("\n") + 1
    if cells > MAX_CELLS:
        raise NoTable(f"The text has {cells:,} cells; at most {MAX_CELLS:,} are read at a time. Copy fewer lines.")
    found = _cut(plain, _separator(group, plain))
    if not found:
        raise NoTable("There is nothing in the text that was pasted.")
    return found


def _cut(text: str, at: str) -> tuple[Line, ...]:
    """The cells, with what spreadsheets put in quotation marks as one cell; marks that do not match are characters."""
    quoted = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=at, quoting=quoted)
    try:
        return tuple((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error:
        lines = enumerate(text.split("\n"), 1)
        return tuple((number, line.split(at)) for number, line in lines if line.strip())


def read_table(group: GroupQuestion, lines: Iterable[Line], assessment: Assessment) -> Tabled:
    """What the lines would add to the list, each cell by the kind of its field."""
    reader = _Reader(group, assessment)
    return reader.read(tuple(lines))


def entries_of(
    group: GroupQuestion, tabled: Tabled, assessment: Assessment, source: Source | None = None
) -> tuple[Entry, ...]:
    """The answers that add the rows; each rests on `source` where there is one, else on somebody's word."""
    basis = usual_basis(group, AnswerState.answered, None)
    if source is not None:
        basis = basis.model_copy(update={"sources": (source,)})
    first = int(next_row(assessment, group.id))
    return tuple(
        Entry(row_subject(group.id, str(number)), Answer(value=dict(row.values), basis=basis))
        for number, row in enumerate(tabled.rows, first)
    )


def heading_of(group: GroupQuestion, text: str) -> str | None:
    """The field that a heading names; None where it names none."""
    said = _key(text)
    fields = [field for field in group.fields if field.kind != "computed"]
    for field in fields:
        if said in (_key(field.id), _key(field.text)):
            return field.id
    return next((field.id for field in fields if said in _OTHER_WORDS.get(field.id, ())), None)


def heading_words(field: AnyQuestion) -> str:
    """What the column of a field is called: the text of the field where that is short, else the field's name."""
    text = " ".join(field.text.split())
    named = text if len(text) <= _LONGEST_HEADING else field.id.replace("_", " ")
    return named[:1].upper() + named[1:]


def _key(text: str) -> str:
    return " ".join(re.sub(r"[%_()*:-]", " ", folded(text)).split())


def _is_heading(group: GroupQuestion, cells: Sequence[str]) -> bool:
    """Whether at least half of the cells that say something name a field."""
    said = [cell for cell in cells if cell.strip()]
    named = sum(heading_of(group, cell) is not None for cell in said)
    return named > 0 and 2 * named >= len(said)


def _separator(group: GroupQuestion, text: str) -> str:
    """A tab; in a text without tabs what separates the headings of its first line, if it has any."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    at = separator(head)
    return at if "\t" not in text and at in head and _is_heading(group, head.split(at)) else "\t"


class _Reader:
    """Reads the lines, and keeps what is to be told of them."""

    def __init__(self, group: GroupQuestion, assessment: Assessment) -> None:
        self.group = group
        self.fields = {field.id: field for field in group.fields}
        self.first = group.fields[0].id
        rows = [assessment.answers[subject].value for subject in rows_of(assessment, group.id).values()]
        self.there = [row for row in rows if isinstance(row, dict)]
        self.names = {_name(row.get(self.first)) for row in self.there} - {""}
        self.room = group.max - len(rows)
        self.remarks: list[str] = []
        self.more = self.spelled = self.same = 0

    def read(self, lines: tuple[Line, ...]) -> Tabled:
        has_headings = bool(lines) and _is_heading(self.group, lines[0][1])
        columns = self._headings(lines[0][1]) if has_headings else self._in_order(lines)
        rows: list[TableRow] = []
        left = 0
        for number, cells in lines[1:] if has_headings else lines:
            row = self._row(number, cells, columns)
            if row is None:
                continue
            if len(rows) == self.room:
                left = sum(1 for line, _ in lines if line >= number)
                self._tell(
                    f"The list holds at most {self.group.max} entries; from line {number} on, {left:,} are not read."
                )
                break
            rows.append(row)
        read = tuple(name for name in columns if name is not None)
        return Tabled(read, has_headings, tuple(rows), tuple(self._told()), left)

    def _called(self, name: str) -> str:
        return heading_words(self.fields[name])

    def _told(self) -> list[str]:
        told = list(self.remarks)
        if self.more:
            told.append(f"{self.more:,} more remarks of this kind are not listed.")
        if self.same:
            said = "line is" if self.same == 1 else "lines are"
            told.append(f"{self.same:,} {said} in the list already, and left out.")
        if self.spelled:
            said = "cell has" if self.spelled == 1 else "cells have"
            told.append(f"{self.spelled:,} {said} control characters; they are spelled out, such as ⟨ESC⟩.")
        return told

    def _tell(self, remark: str) -> None:
        if len(self.remarks) < MOST_TOLD:
            self.remarks.append(remark)
        else:
            self.more += 1

    def _headings(self, cells: Sequence[str]) -> list[str | None]:
        columns: list[str | None] = []
        for cell in cells:
            name = heading_of(self.group, cell)
            if name in columns and name is not None:
                self._tell(f"The column “{_short(cell)}” is a second one for {self._called(name)}; the first is read.")
                name = None
            elif name is None and cell.strip():
                self._tell(f"The column “{_short(cell)}” is no field of this list, and is not read.")
            columns.append(name)
        return columns

    def _in_order(self, lines: tuple[Line, ...]) -> list[str | None]:
        names = [field.id for field in self.group.fields if field.kind != "computed"]
        longest = max((len(cells) for _, cells in lines), default=0)
        if longest > len(names):
            self._tell(
                f"A line has up to {longest:,} cells, and an entry {len(names)} fields; what is more is not read."
            )
        return [*names[:longest]]

    def _row(self, number: int, cells: Sequence[str], columns: Sequence[str | None]) -> TableRow | None:
        values: dict[str, JsonValue] = {}
        ranges: dict[str, JsonValue] = {}
        for name, cell in zip(columns, cells, strict=False):
            if name is None or not cell.strip():
                continue
            field = self.fields[name]
            text = clean_text(cell)
            self.spelled += text.count("⟨") > cell.count("⟨")
            try:
                values[name] = read_cell(field, text)
            except NothingSaid:
                continue
            except ValueProblem as problem:
                ends = range_ends(text, field, self.fields)
                if ends is None:
                    self._tell(f"Line {number}, {self._called(name)}: {problem} It stays empty.")
                ranges |= ends or {}
        values = {**ranges, **values}
        if not values:
            self._tell(f"Line {number}: nothing in it could be read.")
            return None
        if any(values == row for row in self.there):
            self.same += 1
            return None
        name = _name(values.get(self.first))
        if name in self.names:
            self._tell(
                f"Line {number}: “{_short(name)}” is in the list already with something else; this is one more entry."
            )
        return TableRow(number, values, name)


def _name(value: object) -> str:
    """What a first field says: a text, or the name of a person or an organisation."""
    name = cast(Mapping[str, object], value).get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


def _short(text: str) -> str:
    line = clean_text(" ".join(text.split()))
    return line if len(line) <= 40 else f"{line[:39]}…"
