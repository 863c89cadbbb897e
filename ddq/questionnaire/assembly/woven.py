"""A document made from others: ids renamed, items changed, put in or taken out, and each part still at its own line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ddq.questionnaire.positions import NOWHERE, Document, Path, Position
from ddq.questionnaire.problems import Fix, Problem

Insertions = tuple[tuple[int, int], ...]
"""Offsets in a text at which characters were put in, in order, and how many."""


@dataclass(frozen=True)
class Woven(Document):
    """Data whose parts stand in other documents; asked for a place, it answers with the file and line of the part."""

    origins: dict[Path, tuple[Document, Path]] = field(repr=False)
    """Path here to document and path there; what is below a path follows it."""
    insertions: dict[Path, Insertions] = field(repr=False)
    """Path to what was put into the text there."""

    def origin(self, path: Path) -> tuple[Document, Path]:
        """The document in which the part stands, and its path there."""
        document, there = self._one_back(path)
        return document.origin(there)

    def _one_back(self, path: Path) -> tuple[Document, Path]:
        for length in range(len(path), -1, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                return found[0], (*found[1], *path[length:])
        raise KeyError(path)

    def position(self, path: Path) -> Position:
        """Where the value stands, in its own file."""
        document, there = self.origin(path)
        return document.position(there)

    def key_position(self, path: Path) -> Position:
        """Where the key stands, in its own file."""
        document, there = self.origin(path)
        return document.key_position(there)

    def raw(self, path: Path) -> str:
        """The value as it is written in its own file."""
        document, there = self.origin(path)
        return document.raw(there)

    def where(self, path: Path) -> str:
        """`file:line` of the part."""
        document, there = self.origin(path)
        return document.where(there)

    def inside(self, path: Path, offset: int) -> Position:
        """Where a character of a text stands, in its own file."""
        before = 0
        for start, length in self.insertions.get(path, ()):
            if offset < start + length:
                offset = min(offset, start)
                break
            before += length
        document, there = self._one_back(path)
        return document.inside(there, offset - before)

    def file_of(self, path: Path) -> str:
        """The name of the part's file."""
        return self.origin(path)[0].name

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
        """A problem at the part, in its own file."""
        document, there = self.origin(path)
        return document.problem(there, code, message, hint, key=key, fix=fix)


def woven(
    document: Document,
    data: Any,
    origins: dict[Path, tuple[Document, Path]],
    insertions: dict[Path, Insertions] | None = None,
) -> Woven:
    """`document` with other data; parts that `origins` does not name stand where they stood."""
    return Woven(document.name, document.text, data, NOWHERE, {(): (document, ()), **origins}, insertions or {})
