"""The rows of a CSV file as a document: each cell with its place, so that it is checked as every other file is.

A strict part of RFC 4180: UTF-8, commas, one row a line, cells in double quotes where they hold a comma or a quote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from ddq.questionnaire.positions import Document, Place
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.text import character_name, first_unsafe

_CELL = re.compile(r'[ \t]*(?:"(?P<quoted>(?:[^"]|"")*)"[ \t]*|(?P<plain>[^",]*))(?P<end>,|$)')
_ITEMS = ";"


def load_rows(text: str, name: str, key: str, several: Collection[str] = ()) -> Document:
    """The rows of `text` as a list of maps under `key`, by the header's names; empty cells are left out.

    Cells of the columns `several` hold items apart by semicolons.

    Raises:
        SourceError: with every line that does not fit the header.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problems = list(_unsafe(text, name))
    header: list[tuple[str, int, int]] = []
    rows: list[dict[str, Any]] = []
    places: list[Place] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        cells = list(_cells(line, start)) if line.strip() else []
        if cells and not header:
            header = cells
            problems += _wrong_header(header, name, number)
        elif cells and len(cells) != len(header):
            message = f"this line has {len(cells)} cells, and the header {len(header)}"
            problems.append(Problem(name, number, 1, "R009", message, "put cells that hold a comma in double quotes"))
        elif cells:
            filled = [(head, cell) for head, cell in zip(header, cells, strict=True) if cell[0]]
            rows.append({head[0]: _value(cell[0], head[0] in several) for head, cell in filled})
            inner: dict[str, Place] = {head[0]: (head[1], cell[1], cell[2], None) for head, cell in filled}
            places.append((-1, start, start + len(line), inner))
        start += len(line) + 1
    if not header:
        problems.append(Problem(name, 1, 1, "R009", "the file has no header", "begin it with the names of the columns"))
    if problems:
        raise SourceError(problems)
    return Document(name, text, {key: rows}, (-1, 0, len(text), {key: (-1, 0, len(text), places)}))


def _unsafe(text: str, name: str) -> Iterator[Problem]:
    unsafe = first_unsafe(text)
    if unsafe is not None:
        line, column = text.count("\n", 0, unsafe) + 1, unsafe - text.rfind("\n", 0, unsafe)
        message = f"the character {character_name(text[unsafe])} does not belong into a text file"
        yield Problem(name, line, column, "Y003", message, "delete it")


def _cells(line: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Each cell of a line with where it begins and ends in the file; a broken quote spoils the number of cells."""
    at = 0
    while found := _CELL.match(line, at):
        quoted, plain = found["quoted"], found["plain"]
        group = "plain" if quoted is None else "quoted"
        value = (plain or "") if quoted is None else quoted.replace('""', '"')
        yield value.strip(), start + found.start(group), start + found.end(group)
        at = found.end()
        if not found["end"]:
            return


def _wrong_header(header: list[tuple[str, int, int]], name: str, line: int) -> Iterator[Problem]:
    names = [head[0] for head in header]
    for head in dict.fromkeys(names):
        if names.count(head) > 1 or not head:
            message = (
                f"the header names the column {head!r} twice" if head else "the header has a column without a name"
            )
            yield Problem(name, line, 1, "R009", message, "give each column a name of its own")


def _value(cell: str, several: bool) -> str | list[str]:
    return [item.strip() for item in cell.split(_ITEMS) if item.strip()] if several else cell
