"""The list of a group: its rows, a line that adds one, and the declaration that the list is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ddq.assessment.interview import Item
from ddq.questionnaire.model import GroupQuestion
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.widgets.row_table import table

ADD = "+"
"""In place of a row's id: the line that adds one."""
Wish = Literal["open", "add", "duplicate", "delete", "complete", "paste", "import", "beside"]


class RowList(LineList):
    """Rows to open, add, duplicate and take out."""

    # A scrollbar that comes and goes would leave the lines too wide or too narrow.
    DEFAULT_CSS = "RowList { scrollbar-gutter: stable; }"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Entries")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,insert", "wish('add')", "Add", show=False, id="rows.add", tooltip="Add an entry", group=GROUP),
        Binding("d", "wish('duplicate')", "Duplicate", show=False, id="rows.copy", tooltip="Copy it", group=GROUP),
        Binding("delete", "wish('delete')", "Take out", show=False, id="rows.out", tooltip="Take out", group=GROUP),
        Binding("p", "wish('paste')", "Paste", show=False, id="rows.paste", tooltip="Paste cells", group=GROUP),
        Binding("i", "wish('import')", "Import", show=False, id="rows.import", tooltip="Import a file", group=GROUP),
        Binding("v", "wish('beside')", "View", show=False, id="rows.view", tooltip="What is computed", group=GROUP),
        Binding("c", "wish('complete')", "Complete", show=False, id="rows.complete", tooltip="Declare", group=GROUP),
    ]

    @dataclass
    class Wished(Message):
        """Something is to be done with the list, or with one of its rows."""

        rows: RowList
        wish: Wish
        row: str | None = None
        text: str | None = None
        """What was pasted."""

        @property
        def control(self) -> RowList:
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wraps=True, indent=5, id=id)
        self._ids: tuple[str, ...] = ()
        self._item: Item | None = None
        self.closed = False
        """Whether the answers can be read, and not changed."""

    @property
    def hint(self) -> str:
        """The keys that this list takes, in a few words."""
        if self.closed:
            return "Enter open, V view"
        question = None if self._item is None else self._item.question
        declares = isinstance(question, GroupQuestion) and question.complete is not None
        keys = "Enter open, A add, D copy, Del remove, P paste, I import, V view"
        return f"{keys}, C complete" if declares else keys

    def show(self, item: Item, cursor: str | None = None, *, closed: bool = False) -> None:
        """Show the rows of a group, the cursor on row `cursor`, on the line that adds one (`ADD`), or on the first."""
        self._item, self.closed = item, closed
        self._ids = tuple(row.id for row in item.rows)
        at = self._ids.index(cursor) if cursor in self._ids else len(self._ids) if cursor == ADD else 0
        self.set_rows(self._drawn(self._width), at)

    def _drawn(self, width: int) -> list[Content]:
        """The lines for so much room: the entries, the line that adds one, and the declaration."""
        item = self._item
        if item is None:
            return []
        assert isinstance(item.question, GroupQuestion)
        self._head, drawn = table(item.question, item.rows, width)
        if self.closed:
            drawn.append(Content.styled("   + Add an entry", "$quiet"))
        else:
            drawn.append(Content.assemble(("   + ", "bold $primary"), ("Add an entry", "$primary")))
        if item.question.complete is not None:
            declared = item.complete is not None and item.complete.value is True
            glyph = (" [x] ", "bold $success") if declared else (" [ ] ", "$quiet")
            drawn.append(Content.assemble(glyph, (on_one_line(item.question.complete), "" if declared else "$quiet")))
        return drawn

    def _arrange(self, width: int) -> None:
        if width != self._width:
            self._rows = self._drawn(width)
        super()._arrange(width)

    def action_wish(self, wish: Wish) -> None:
        """Do something with the row under the cursor; only what is meant of a row needs one."""
        row = self.row
        if row is not None or wish in ("add", "complete", "paste", "import", "beside"):
            self.post_message(self.Wished(self, wish, row))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.post_message(self.Wished(self, "paste", text=event.text))

    @property
    def row(self) -> str | None:
        """The row under the cursor."""
        at = self.cursor
        return self._ids[at] if at is not None and at < len(self._ids) else None

    def action_choose(self) -> None:
        at = self.cursor
        if at is None:
            return
        wish: Wish = "open" if at < len(self._ids) else "add" if at == len(self._ids) else "complete"
        self.action_wish(wish)
