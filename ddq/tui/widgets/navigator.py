"""All questions of the path, drawn by line: sections with their progress, questions with their standing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple, overload

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.assessment.interview import Interview, Item, Progress, Standing
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.words import STANDINGS, counted


class Heading(NamedTuple):
    """A section."""

    title: str
    progress: Progress


class Told(NamedTuple):
    """A line that says something and leads nowhere."""

    text: str


class Apart(NamedTuple):
    """How many questions of a section do not apply; Enter unfolds why."""

    section: str
    number: int
    is_open: bool


Entry = Heading | Item | Told | Apart


class Filter(StrEnum):
    """Which questions are listed."""

    all = "all"
    unanswered = "unanswered"
    flagged = "flagged"
    needs_evidence = "needs evidence"
    changed = "changed since the last review"


class _Drawn(Sequence[Content]):
    """The rows as content, made when they are looked at."""

    def __init__(self, entries: list[Entry]) -> None:
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


def _draw(entry: Entry) -> Content:
    if isinstance(entry, Heading):
        done, of = entry.progress.done, entry.progress.applicable
        return Content.assemble((f" {done}/{of} ", "$quiet"), (on_one_line(entry.title), "bold"))
    if isinstance(entry, Apart):
        told = f"{counted(entry.number, 'question does', 'questions do')} not apply"
        return Content.styled(f"  – {told}{':' if entry.is_open else ' …'}", "$quiet")
    if isinstance(entry, Told):
        return Content.styled(on_one_line(entry.text), "$quiet")
    mark = STANDINGS[entry.standing]
    return Content.assemble(
        (f"  {mark.glyph} ", mark.style), (f"{entry.id} ", "$quiet"), on_one_line(entry.question.text[:200])
    )


class Navigator(LineList):
    """The questions that are put, in their sections."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", "Filter", id="nav.filter", tooltip="Other questions", group=Binding.Group("Go")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.filter = Filter.all
        self.changed: Callable[[], frozenset[str]] = frozenset
        """Which questions were answered anew since the last review."""
        self._entries: list[Entry] = []
        self._unfolded: set[str] = set()
        self._interview: Interview | None = None

    def show(self, interview: Interview, question: str | None) -> None:
        """Show how everything stands, the cursor on `question`."""
        self._interview = interview
        self._entries = [] if self.filter is Filter.all else [Told("")]
        listed, changed = 0, self.changed() if self.filter is Filter.changed else frozenset[str]()
        for section in interview.sections:
            items = [item for item in section.items if self._is_listed(item, changed)]
            listed += len(items)
            if items:
                self._entries.append(Heading(section.section.title, section.progress))
                self._entries += items
            if self.filter is Filter.all:
                self._entries += self._apart(section.section.id, section.items)
        if self.filter is not Filter.all:
            self._entries[0] = Told(f" Only {self.filter.value} ({listed}); F filters")
        self.set_rows(_Drawn(self._entries), None if question is None else self._index(question))

    def _is_listed(self, item: Item, changed: frozenset[str]) -> bool:
        if item.visible is False or item.question.kind == "computed":
            return False
        match self.filter:
            case Filter.all:
                return True
            case Filter.unanswered:
                return not item.done
            case Filter.flagged:
                return item.flag is not None
            case Filter.needs_evidence:
                return item.standing is Standing.needs_evidence
            case Filter.changed:
                return item.id in changed

    def _apart(self, section: str, items: Sequence[Item]) -> list[Entry]:
        """A line for the questions that do not apply; unfolded, they stand under it by their reason."""
        hidden = [item for item in items if item.visible is False and item.question.kind != "computed"]
        if not hidden:
            return []
        entries: list[Entry] = [Apart(section, len(hidden), section in self._unfolded)]
        if section in self._unfolded:
            reasons: dict[str, list[str]] = {}
            for item in hidden:
                reason = (item.hidden_because or "of other answers").removeprefix("does not apply because ")
                reasons.setdefault(reason, []).append(item.id)
            for reason, names in reasons.items():
                entries += [Told(f"    {', '.join(names)}"), Told(f"      because {reason}")]
        return entries

    def action_filter(self) -> None:
        """All questions, then those that are unanswered, flagged, without evidence, changed since the last review."""
        kinds = [*Filter]
        self.filter = kinds[(kinds.index(self.filter) + 1) % len(kinds)]
        at = self.cursor
        question = None if at is None else self.question_at(at)
        if self._interview is not None:
            self.show(self._interview, question)
            if self.cursor is None:
                self.action_end(0)

    def action_choose(self) -> None:
        """To the question; of those that do not apply, why."""
        at = self.cursor
        entry = None if at is None else self._entries[at]
        if isinstance(entry, Apart) and self._interview is not None:
            self._unfolded ^= {entry.section}
            self.show(self._interview, None)
            self.cursor = at
        else:
            super().action_choose()

    def point(self, question: str) -> None:
        """Move the cursor to `question`; nothing else changed."""
        self.cursor = self._index(question)

    def question_at(self, index: int) -> str | None:
        """The question of a row; None for any other line."""
        entry = self._entries[index]
        return entry.id if isinstance(entry, Item) else None

    def is_heading(self, index: int) -> bool:
        return isinstance(self._entries[index], Heading) or (index == 0 and self.filter is not Filter.all)

    def _index(self, question: str) -> int | None:
        found = (i for i, entry in enumerate(self._entries) if isinstance(entry, Item) and entry.id == question)
        return next(found, None)
