"""All questions of the path, drawn by line: sections with their progress, questions with their standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, overload

from textual.content import Content

from ddq.assessment.interview import Interview, Item, Progress
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.words import STANDINGS


class Heading(NamedTuple):
    """A section."""

    title: str
    progress: Progress


class _Drawn(Sequence[Content]):
    """The rows as content, made when they are looked at."""

    def __init__(self, entries: list[Heading | Item]) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> Content: ...
    @overload
    def __getitem__(self, index: slice) -> list[Content]: ...
    def __getitem__(self, index: int | slice) -> Content | list[Content]:
        if isinstance(index, slice):
            return [_draw(entry) for entry in self.entries[index]]
        return _draw(self.entries[index])


def _draw(entry: Heading | Item) -> Content:
    if isinstance(entry, Heading):
        done, of = entry.progress.done, entry.progress.applicable
        return Content.assemble((f" {done}/{of} ", "$quiet"), (on_one_line(entry.title), "bold"))
    mark = STANDINGS[entry.standing]
    return Content.assemble(
        (f"  {mark.glyph} ", mark.style), (f"{entry.id} ", "$quiet"), on_one_line(entry.question.text[:200])
    )


class Navigator(LineList):
    """The questions that are put, in their sections."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: list[Heading | Item] = []

    def show(self, interview: Interview, question: str) -> None:
        """Show how everything stands, the cursor on `question`."""
        self._entries = []
        for section in interview.sections:
            self._entries.append(Heading(section.section.title, section.progress))
            self._entries += [
                item for item in section.items if item.visible is not False and item.question.kind != "computed"
            ]
        self.set_rows(_Drawn(self._entries), self._index(question))

    def point(self, question: str) -> None:
        """Move the cursor to `question`; nothing else changed."""
        self.cursor = self._index(question)

    def question_at(self, index: int) -> str | None:
        """The question of a row; None for a section."""
        entry = self._entries[index]
        return None if isinstance(entry, Heading) else entry.id

    def is_heading(self, index: int) -> bool:
        return isinstance(self._entries[index], Heading)

    def _index(self, question: str) -> int | None:
        found = (i for i, entry in enumerate(self._entries) if isinstance(entry, Item) and entry.id == question)
        return next(found, None)
