"""A list that is drawn line by line: the number of mounted widgets never depends on the number of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class LineList(ScrollView, can_focus=True):
    """Rows of text with a cursor. A row is one `Content`; it wraps, or is cut with an ellipsis."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor"}
    DEFAULT_CSS = """
    LineList {
        height: auto;
        overflow-x: hidden;
        background: transparent;
        &:focus .lines--cursor { background: $cursor; text-style: bold; }
        .lines--cursor { background: $panel; }
    }
    """
    GROUP: ClassVar[Binding.Group] = Binding.Group("List")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", "Up", show=False, id="list.up", tooltip="Go one line up", group=GROUP),
        Binding("down", "cursor(1)", "Down", show=False, id="list.down", tooltip="Go one line down", group=GROUP),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page_up", tooltip="One page up", group=GROUP),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page_down", tooltip="A page on", group=GROUP),
        Binding("home", "end(0)", "First", show=False, id="list.first", tooltip="To the first line", group=GROUP),
        Binding("end", "end(-1)", "Last", show=False, id="list.last", tooltip="To the last line", group=GROUP),
        Binding("enter", "choose", "Choose", show=False, id="list.choose", tooltip="Take this line", group=GROUP),
    ]

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """Index of the row under the cursor; None while there is none."""

    @dataclass
    class Chosen(Message):
        """Enter or a click on a row."""

        lines: LineList
        index: int

        @property
        def control(self) -> LineList:
            return self.lines

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        lines: LineList
        index: int

        @property
        def control(self) -> LineList:
            return self.lines

    def __init__(
        self, *, wraps: bool = False, indent: int = 0, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.wraps = wraps
        self.indent = indent
        """How far the second and further lines of a row that wraps stand in."""
        self._rows: Sequence[Content] = ()
        self._lines: list[tuple[int, Content]] = []
        """Of rows that wrap: each line with the index of its row."""
        self._starts: list[int] = []
        """Of rows that wrap: the first line of each."""
        self._width = 0
        self._head: Content | None = None
        """A line of headings, which stays in sight above the rows; None for none."""

    def set_rows(self, rows: Sequence[Content], cursor: int | None = None) -> None:
        """Show other rows."""
        self._rows = rows
        self._arrange(self._width)
        self.set_reactive(LineList.cursor, None)
        self.cursor = cursor
        self.refresh(layout=True)

    def update_row(self, index: int, row: Content) -> None:
        """Show one row differently."""
        self._rows = [*self._rows[:index], row, *self._rows[index + 1 :]]
        self._arrange(self._width)
        self.refresh()

    def is_heading(self, index: int) -> bool:
        """Whether the cursor passes over the row."""
        return False

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def _arrange(self, width: int) -> None:
        """Lay the rows out in lines of `width` cells; rows that do not wrap are only drawn when they are seen."""
        self._width = width
        self._lines, self._starts = [], []
        if self.wraps:
            for index, row in enumerate(self._rows):
                self._starts.append(len(self._lines))
                self._lines.extend((index, line) for line in _wrapped(row, width, self.indent))
        self.virtual_size = Size(width, self._above + self.line_count)

    @property
    def _above(self) -> int:
        """How many lines stand above the first row."""
        return 0 if self._head is None else 1

    @property
    def line_count(self) -> int:
        return len(self._lines) if self.wraps else len(self._rows)

    def _line(self, number: int) -> tuple[int, Content]:
        """A line, with the index of its row."""
        return self._lines[number] if self.wraps else (number, self._rows[number])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if self.styles.scrollbar_gutter == "stable":
            width -= self.styles.scrollbar_size_vertical  # room that is kept for it is none for the rows
        if width != self._width:
            self._arrange(width)
        return max(1, self._above + self.line_count)

    def on_resize(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._width:
            self._arrange(width)
            self._show_cursor()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y - self._above
        if number >= self.line_count or width <= 0:
            return Strip.blank(width, self.rich_style)
        is_head = y == 0 and self._head is not None
        index, line = (None, self._head or Content("")) if is_head else self._line(number)
        names = ("lines--cursor",) if index is not None and index == self.cursor else ()
        style = self.visual_style + self.get_visual_style(*names) if names else self.visual_style
        strips = Visual.to_strips(self, line.truncate(width, ellipsis=True), width, 1, style, apply_selection=False)
        strip = strips[0] if strips else Strip.blank(width, style.rich_style)
        return strip.adjust_cell_length(width, style.rich_style)

    def watch_cursor(self, index: int | None) -> None:
        self.refresh()
        self._show_cursor()
        if index is not None:
            self.post_message(self.Moved(self, index))

    def _show_cursor(self) -> None:
        if self.cursor is None or self.cursor >= len(self._rows):
            return
        start, following = self.cursor, self.cursor + 1
        if self.wraps:
            start = self._starts[self.cursor]
            following = self._starts[self.cursor + 1] if self.cursor + 1 < len(self._starts) else len(self._lines)
        elif start > 0 and self.is_heading(start - 1):
            start -= 1  # a heading is seen with the first of its lines
        # Lines stand lower by the headings, which would hide the first of these.
        region = Region(0, start, max(1, self._width), following - start + self._above)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def action_cursor(self, step: int) -> None:
        """Move by one row, past headings; at either end, stay."""
        at = self.cursor
        index = (-1 if step > 0 else len(self._rows)) if at is None else at
        self._go(index + step, step)

    def action_page(self, direction: int) -> None:
        start = 0 if self.cursor is None else self.cursor
        step = max(1, self.size.height - 1) * direction
        self._go(min(max(start + step, 0), len(self._rows) - 1), direction)

    def action_end(self, which: int) -> None:
        self._go(0 if which == 0 else len(self._rows) - 1, 1 if which == 0 else -1)

    def _go(self, index: int, step: int) -> None:
        while 0 <= index < len(self._rows) and self.is_heading(index):
            index += step
        if 0 <= index < len(self._rows):
            self.cursor = index

    def action_choose(self) -> None:
        if self.cursor is not None:
            self.post_message(self.Chosen(self, self.cursor))

    def row_at(self, y: int) -> int | None:
        """The row that is drawn on line `y` of the widget."""
        if y < self._above:
            return None
        number = y + self.scroll_offset.y - self._above
        return self._line(number)[0] if 0 <= number < self.line_count else None

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event.y)
        if index is not None and not self.is_heading(index):
            event.stop()
            self.cursor = index
            self.action_choose()


def _wrapped(row: Content, width: int, indent: int) -> list[Content]:
    """The lines of a row, all but the first standing in by `indent` cells."""
    if width <= indent or row.cell_length <= width:
        return [row]
    head, rest = row[:indent], row[indent:]
    first, *others = rest.wrap(width - indent)
    return [head + first, *(line.pad_left(indent) for line in others)]
