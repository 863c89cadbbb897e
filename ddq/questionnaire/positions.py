"""The data of a YAML file, and the position of every key and value in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, TypeAlias, cast

from ddq.questionnaire.problems import Fix, Problem

Path: TypeAlias = tuple[str | int, ...]
Position: TypeAlias = tuple[int, int]
"""Line and column, from 1, in characters."""
Inner: TypeAlias = "dict[str, Place] | list[Place] | None"
Place: TypeAlias = tuple[int, int, int, Inner]
"""Where a value stands: the index of its key (-1: it has none), of its start and its end, and the places inside."""

NOWHERE: Final[Place] = (-1, 0, 0, None)
_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|\n[ \t]*|.)", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """The data of one YAML file and where each part of it stands."""

    name: str
    """The file, as it is named in messages."""
    text: str
    """The source, with `\\n` line ends."""
    data: Any
    """Plain dicts, lists, texts, numbers, booleans and None."""
    places: Place = field(repr=False)
    """Where the whole stands, and everything inside of it."""

    def place(self, path: Path) -> Place | None:
        """Where the value at `path` stands; None where there is none."""
        place = self.places
        for step in path:
            inner = place[3]
            if isinstance(inner, dict):
                found = inner.get(cast(str, step))
            else:
                known = inner is not None and isinstance(step, int) and 0 <= step < len(inner)
                found = cast("list[Place]", inner)[cast(int, step)] if known else None
            if found is None:
                return None
            place = found
        return place

    def position(self, path: Path) -> Position:
        """Where the value at `path` starts, or the nearest part above it that exists."""
        while (place := self.place(path)) is None:
            path = path[:-1]
        return self._line_and_column(place[1])

    def key_position(self, path: Path) -> Position:
        """Where the key of `path` stands; of a list's item, the item."""
        place = self.place(path)
        return self.position(path) if place is None or place[0] < 0 else self._line_and_column(place[0])

    def path_at(self, position: Position) -> Path:
        """The path of the value that starts at `position`, or of the last one before it; of several, the innermost."""
        line, column = position
        index = self._lines[min(line, len(self._lines)) - 1] + column - 1
        path: Path = ()
        inner = self.places[3]
        while inner:
            steps = inner.items() if isinstance(inner, dict) else enumerate(inner)
            before = [(step, place) for step, place in steps if place[1] <= index]
            if not before:
                break
            path = (*path, before[-1][0])
            inner = before[-1][1][3]
        return path

    def count(self) -> int:
        """How many values there are, lists and maps among them."""
        return _count(self.places)

    def raw(self, path: Path) -> str:
        """The value as it is written, quotes included; empty where there is none."""
        _, start, end, _ = self.place(path) or NOWHERE
        return self.text[start:end]

    def inside(self, path: Path, offset: int) -> Position:
        """Where the character `offset` (from 0) of the text at `path` stands in the file."""
        _, start, end, _ = self.place(path) or NOWHERE
        value, raw = _at(self.data, path), self.text[start:end]
        if not isinstance(value, str) or not raw:
            return self._line_and_column(start)
        return self._line_and_column(start + _raw_offset(value, raw, offset))

    def origin(self, path: Path) -> tuple[Document, Path]:
        """The document in which the part stands as it was written, and its path there: for a file, itself."""
        return self, path

    def file_of(self, path: Path) -> str:
        """The name of the file in which the part at `path` stands."""
        return self.name

    def where(self, path: Path) -> str:
        """`file:line` of the value at `path`."""
        return f"{self.name}:{self.position(path)[0]}"

    def problem(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        key: bool = False,
        fix: Fix | None = None,
    ) -> Problem:
        """A problem at the value of `path`, or at its key."""
        line, column = self.key_position(path) if key else self.position(path)
        return Problem(self.name, line, column, code, message, hint, fix=fix)

    @cached_property
    def _lines(self) -> list[int]:
        """The index at which each line starts."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    def _line_and_column(self, index: int) -> Position:
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1


def _count(place: Place) -> int:
    inner = place[3]
    if inner is None:
        return 1
    return 1 + sum(map(_count, inner.values() if isinstance(inner, dict) else inner))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _raw_offset(value: str, raw: str, offset: int) -> int:
    """The index in the raw scalar of the value's character `offset`: blanks apart, both hold the same characters."""
    quote = raw[0] if raw[0] in "'\"" else ""
    position = 1 if quote else 0
    if raw[0] in "|>":
        position = raw.find("\n") + 1
    wanted = sum(not character.isspace() for character in value[:offset])
    if offset < len(value) and value[offset].isspace():
        wanted, trailing = wanted - 1, 1
    else:
        trailing = 0
    seen = -1
    while position < len(raw):
        step = 1
        if quote == '"' and (escape := _ESCAPE.match(raw, position)):
            step = escape.end() - position
            visible = escape.group(1)[0] not in "tnrvfNLP_ \t\n"
        else:
            visible = not raw[position].isspace()
            step = 2 if quote == "'" and raw.startswith("''", position) else 1
        seen += visible
        if visible and seen == wanted:
            return position + trailing
        position += step
    return max(0, len(raw) - 1)
