"""An outline that unfolds: only what is unfolded is made, and only what is seen is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, overload

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.tui.here import Place
from ddq.tui.widgets.lines import LineList

Parts = Callable[[], Sequence["Entry"]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an outline."""

    key: str
    """What it is known by among its neighbours, so that one finds it again."""
    draw: Callable[[], Content]
    """The line, made when it is seen."""
    detail: Callable[[], Content] | None = None
    """What is told of it where there is room; the line itself for None."""
    place: Place | None = None
    """The question that it rests on; Enter goes there."""
    law: str | None = None
    """The law or regime that it rests on; Enter tells of it."""
    event: int | None = None
    """The entry of the history that it tells of."""
    parts: Parts | None = None
    """What it unfolds to."""
    heading: bool = False
    """Whether the cursor passes over it."""


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Entry
    depth: int
    path: tuple[str, ...]


class _Drawn(Sequence[Content]):
    """The rows as content, made when they are looked at."""

    def __init__(self, rows: Sequence[_Row], unfolded: set[tuple[str, ...]]) -> None:
        self.rows, self.unfolded = rows, unfolded

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Content: ...
    @overload
    def __getitem__(self, index: slice) -> list[Content]: ...
    def __getitem__(self, index: int | slice) -> Content | list[Content]:
        if isinstance(index, slice):
            return [self._draw(row) for row in self.rows[index]]
        return self._draw(self.rows[index])

    def _draw(self, row: _Row) -> Content:
        if row.entry.heading:
            return row.entry.draw()
        fold = "  " if row.entry.parts is None else "▾ " if row.path in self.unfolded else "▸ "
        return Content.assemble("  " * row.depth, (fold, "$quiet"), row.entry.draw())


class Outline(LineList):
    """Entries with a cursor. Right unfolds, Left folds or goes to what the line is part of."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Outline")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Go there", id="outline.go", tooltip="Go to what the line rests on", group=GROUP),
        Binding(
            "right", "unfold", "Unfold", show=False, id="outline.unfold", tooltip="Show what is in it", group=GROUP
        ),
        Binding("left", "fold", "Fold", show=False, id="outline.fold", tooltip="Hide it, or go one up", group=GROUP),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._shown: list[_Row] = []
        self._unfolded: set[tuple[str, ...]] = set()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries; the cursor and what is unfolded stay where they are found again."""
        before = self.path
        at = self.cursor
        self._entries = entries
        self._lay(before, at)

    def unfold_to(self, *path: str) -> None:
        """Unfold everything around an entry, and itself."""
        for length in range(1, len(path) + 1):
            self._unfolded.add(path[:length])
        self._lay(path, None)

    def point(self, path: tuple[str, ...]) -> None:
        """The cursor to an entry, where it is shown."""
        found = next((index for index, row in enumerate(self._shown) if row.path == path), None)
        if found is not None:
            self.cursor = found

    @property
    def path(self) -> tuple[str, ...] | None:
        """The keys from the outermost line to the one under the cursor."""
        return None if self.cursor is None or self.cursor >= len(self._shown) else self._shown[self.cursor].path

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return None if self.cursor is None or self.cursor >= len(self._shown) else self._shown[self.cursor].entry

    def is_heading(self, index: int) -> bool:
        return self._shown[index].entry.heading

    def action_unfold(self) -> None:
        """Show what is in the line; what is shown already is entered."""
        row = self._row
        if row is None or row.entry.parts is None:
            return
        if row.path in self._unfolded:
            self.action_cursor(1)
            return
        self._unfolded.add(row.path)
        self._lay(row.path, self.cursor)

    def action_fold(self) -> None:
        """Hide what is in the line; from a line that hides nothing, to the one that it is part of."""
        row = self._row
        if row is None:
            return
        if row.entry.parts is not None and row.path in self._unfolded:
            self._unfolded.discard(row.path)
            self._lay(row.path, self.cursor)
        elif len(row.path) > 1:
            self.cursor = next(i for i, other in enumerate(self._shown) if other.path == row.path[:-1])

    def toggle(self) -> None:
        """Unfold what is folded, fold what is unfolded."""
        row = self._row
        if row is not None and row.path in self._unfolded:
            self.action_fold()
        else:
            self.action_unfold()

    @property
    def _row(self) -> _Row | None:
        return None if self.cursor is None or self.cursor >= len(self._shown) else self._shown[self.cursor]

    def _lay(self, path: tuple[str, ...] | None, at: int | None) -> None:
        self._shown = list(self._rows_of(self._entries, 0, ()))
        self.set_rows(_Drawn(self._shown, self._unfolded), self._place_of(path, at))

    def _rows_of(self, entries: Sequence[Entry], depth: int, within: tuple[str, ...]) -> Iterator[_Row]:
        for entry in entries:
            path = (*within, entry.key)
            yield _Row(entry, depth, path)
            if entry.parts is not None and path in self._unfolded:
                yield from self._rows_of(entry.parts(), depth + 1, path)

    def _place_of(self, path: tuple[str, ...] | None, at: int | None) -> int | None:
        """The line of `path`, else the nearest to where it was, that is no heading."""
        found = next((index for index, row in enumerate(self._shown) if row.path == path), None)
        if found is not None:
            return found
        start = min(at or 0, len(self._shown) - 1)
        places = [*range(max(start, 0), len(self._shown)), *range(start - 1, -1, -1)]
        return next((index for index in places if not self.is_heading(index)), None)
