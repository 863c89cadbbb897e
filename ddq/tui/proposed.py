"""What a paste or a file would add to a list or change in it: made to be shown first, and written only if wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from ddq.assessment.entering import Entry
from ddq.assessment.model import Source
from ddq.assessment.tabled import Line, Tabled, entries_of, heading_words, lines_of, read_table
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import GroupQuestion
from ddq.tui.sitting import Sitting
from ddq.tui.words import counted


@dataclass(frozen=True, slots=True)
class Proposed:
    """What would be written, in sentences, and what would write it."""

    told: str
    """What would be done, in a sentence."""
    lines: tuple[str, ...]
    """What would be written, a line for each entry or difference."""
    remarks: tuple[str, ...]
    """What could not be read, and why; what else there is to say."""
    entries: Callable[[], Sequence[Entry]]
    """The answers, made when they are written: the list may have grown since."""
    tabled: Tabled | None = None
    """The table that they come from, where it is one."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.lines


def pasted(sitting: Sitting, text: str) -> Proposed:
    """What the lines of a text would add to the list at the place.

    Raises:
        NoTable: it cannot be read as a table.
    """
    assert sitting.group is not None
    return tabled(sitting, lines_of(sitting.group, text))


def tabled(sitting: Sitting, lines: Sequence[Line], source: Source | None = None) -> Proposed:
    """What the lines of a table would add to the list at the place."""
    group = sitting.group
    assert group is not None
    table = read_table(group, lines, sitting.assessment)
    columns = ", ".join(heading_words(field) for field in group.fields if field.id in table.columns)
    if not table.rows:
        told = "Nothing would be added."
    else:
        found = "by their headings" if table.has_headings else "in the order of the fields"
        told = f"{counted(len(table.rows), 'entry', 'entries')} would be added. Columns, {found}: {columns}."
    if table.left:
        told += f" {table.left:,} more do not fit: the list holds at most {group.max}."
    if table.rows and group.fields[0].id not in table.columns:
        told += f" No column is called {heading_words(group.fields[0])}: the entries would stay without it."
    if table.rows and table.remarks:
        told += f" {counted(len(table.remarks), 'remark')} below them."
    return Proposed(
        told,
        tuple(_line(group, number, row.values) for number, row in enumerate(table.rows, 1)),
        table.remarks,
        lambda: entries_of(group, table, sitting.assessment, source),
        table,
    )


def _line(group: GroupQuestion, number: int, values: Mapping[str, JsonValue]) -> str:
    """An entry with its fields, such as `1. Ada; country: Norway (NO)`."""
    parts: list[str] = []
    for field in group.fields:
        if field.id in values:
            try:
                said = format_value(field, parse_value(field, values[field.id]))
            except ValueProblem:
                said = str(values[field.id])
            parts.append(said if field is group.fields[0] else f"{heading_words(field).lower()}: {said}")
    return f"{number}. {'; '.join(parts)}"
