"""The list of a group: its rows, a line that adds one, and the declaration that the list is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ddq.assessment.interview import Item
from ddq.questionnaire.model import GroupQuestion
from ddq.tui.here import needed_fields
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.words import counted

ADD = "+"
"""In place of a row's id: the line that adds one."""
Wish = Literal["open", "add", "duplicate", "delete", "complete"]


class RowList(LineList):
    """Rows to open, add, duplicate and take out."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Entries")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,insert", "wish('add')", "Add", show=False, id="rows.add", tooltip="Add an entry", group=GROUP),
        Binding("d", "wish('duplicate')", "Duplicate", show=False, id="rows.copy", tooltip="Copy it", group=GROUP),
        Binding("delete", "wish('delete')", "Take out", show=False, id="rows.out", tooltip="Take out", group=GROUP),
        Binding("c", "wish('complete')", "Complete", show=False, id="rows.complete", tooltip="Declare", group=GROUP),
    ]
    hint = "Enter opens, A adds, D duplicates, Del takes out, C declares the list complete"

    @dataclass
    class Wished(Message):
        """Something is to be done with the list, or with one of its rows."""

        rows: RowList
        wish: Wish
        row: str | None = None

        @property
        def control(self) -> RowList:
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wraps=True, indent=5, id=id)
        self._ids: tuple[str, ...] = ()
        self._declares = False

    def show(self, item: Item, cursor: str | None = None) -> None:
        """Show the rows of a group, the cursor on row `cursor`, on the line that adds one (`ADD`), or on the first."""
        assert isinstance(item.question, GroupQuestion)
        self._ids = tuple(row.id for row in item.rows)
        self._declares = item.question.complete is not None
        drawn = [
            _row(number, row.label, len(row.problems), len(needed_fields(row)))
            for number, row in enumerate(item.rows, 1)
        ]
        drawn.append(Content.assemble(("   + ", "bold $primary"), ("Add an entry", "$primary")))
        if item.question.complete is not None:
            declared = item.complete is not None and item.complete.value is True
            glyph = (" [x] ", "bold $success") if declared else (" [ ] ", "$quiet")
            drawn.append(Content.assemble(glyph, (on_one_line(item.question.complete), "" if declared else "$quiet")))
        at = self._ids.index(cursor) if cursor in self._ids else len(self._ids) if cursor == ADD else 0
        self.set_rows(drawn, at)

    def action_wish(self, wish: Wish) -> None:
        """Do something with the row under the cursor; adding and declaring need none."""
        row = self._row()
        if row is not None or wish in ("add", "complete"):
            self.post_message(self.Wished(self, wish, row))

    def _row(self) -> str | None:
        at = self.cursor
        return self._ids[at] if at is not None and at < len(self._ids) else None

    def action_choose(self) -> None:
        at = self.cursor
        if at is None:
            return
        wish: Wish = "open" if at < len(self._ids) else "add" if at == len(self._ids) else "complete"
        self.action_wish(wish)


def _row(number: int, label: str, problems: int, gaps: int) -> Content:
    mark = ("! ", "bold $error") if problems else ("✓ ", "$success") if not gaps else ("· ", "")
    told = f"  to correct: {problems}" if problems else f"  {counted(gaps, 'field')} missing" if gaps else ""
    return Content.assemble((f"{number:>2} ", "$quiet"), mark, on_one_line(label), (told, "$quiet"))
