"""What a paste or a file would write into a list, shown before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.assessment.interview import Row
from ddq.assessment.model import Answer
from ddq.assessment.tabled import NoTable
from ddq.questionnaire.model import GroupQuestion
from ddq.tui.proposed import Proposed
from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line
from ddq.tui.widgets.row_table import table

Read = Callable[[str], Proposed]
"""What a pasted text would write; raises `NoTable`."""


class Preview(LineList):
    """The lines that would be written, as a table where they are entries, and below them the remarks."""

    DEFAULT_CSS = "Preview { height: 1fr; scrollbar-gutter: stable; }"

    def __init__(self) -> None:
        super().__init__(wraps=True, indent=4)
        self.group: GroupQuestion | None = None
        self.proposed: Proposed | None = None

    def show(self, group: GroupQuestion, proposed: Proposed | None) -> None:
        """Show what would be written; nothing where nothing is known yet."""
        self.group, self.proposed = group, proposed
        self.set_rows(self._drawn(self._width), 0 if proposed is not None else None)

    def _arrange(self, width: int) -> None:
        if width != self._width:
            self._rows = self._drawn(width)
        super()._arrange(width)

    def _drawn(self, width: int) -> list[Content]:
        proposed, self._head = self.proposed, None
        if proposed is None or self.group is None:
            return []
        if proposed.tabled is not None:
            rows = [
                Row(str(row.line), "", row.name, Answer(value=dict(row.values)), None, (), ())
                for row in proposed.tabled.rows
            ]
            self._head, drawn = table(self.group, rows, width, is_new=True)
        else:
            drawn = [Content(on_one_line(line)) for line in proposed.lines]
        remarks = [Content.assemble((" !  ", "bold $warning"), on_one_line(remark)) for remark in proposed.remarks]
        return [*drawn, *remarks]


class Propose(Dialog):
    """Dismissed with how many entries were written; with None on Esc. A paste is read in place of what is shown."""

    EXPLAINED = (
        (
            "Before anything is written",
            "What would be written stands here first, and under it what could not be read, with its line, and why. F3 "
            "writes it, Esc leaves the list as it is. Afterwards F8 takes all of it back in one go.",
        ),
        (
            "Cells from a spreadsheet",
            "Copy the cells there and paste them here, with the key of your terminal: mostly Ctrl+Shift+V, Cmd+V or "
            "Shift+Insert. A first line with names of the fields says which column is which, in any order; without it "
            "the columns are taken in the order of the fields. Countries may be names or codes, choices their words, "
            "percentages 51 % or 51,5. Each line becomes an entry of its own; one that is in the list already is left "
            "out.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Write", id="propose.keep", priority=True, tooltip="Write what is shown", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="propose.cancel", tooltip="Write nothing", group=GROUP),
    ]

    def __init__(
        self,
        title: str,
        group: GroupQuestion,
        keep: Callable[[Proposed], int | str],
        *,
        read: Read | None = None,
        waits: str = "Paste the copied cells now: mostly Ctrl+Shift+V, Cmd+V or Shift+Insert.",
    ) -> None:
        """Take `keep`, which writes what is shown and says how many entries, or why not; and what reads a paste.

        `waits` is said until there is something to show.
        """
        super().__init__()
        self.asked, self.group, self.keep, self.read, self.waits = title, group, keep, read, waits
        self.proposed: Proposed | None = None
        self.begin: Callable[[], Coroutine[Any, Any, None]] | None = None
        """What finds out beside the screen what is to be shown."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall wide"):
            yield Static(self.asked, classes="title")
            yield Static(id="told", classes="quiet")
            yield Static(id="problem")
            yield Preview()
            yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Preview).focus()
        self.say("")
        self.show(None)
        if self.begin is not None:
            self.run_worker(self.begin(), exclusive=True)

    def show(self, proposed: Proposed | None) -> None:
        """Show what would be written; before the first paste, what to do."""
        self.proposed = proposed
        self.query_one(Preview).show(self.group, proposed)
        told = self.waits
        if proposed is not None:
            told = proposed.told if proposed.is_empty else f"{proposed.told} F3 writes, Esc does not."
        self.query_one("#told", Static).update(told)

    def take(self, text: str) -> None:
        """Read a pasted text."""
        if self.read is None:
            return
        try:
            self.show(self.read(text))
        except NoTable as error:
            self.say(str(error))
        else:
            self.say("")

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.take(event.text)

    def say(self, problem: str) -> None:
        """Say why there is nothing to show, or why nothing was written; nothing where the text is empty."""
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}" if problem else "")
        static.display = bool(problem)

    def action_keep(self) -> None:
        """Write what is shown."""
        proposed = self.proposed
        if proposed is None or proposed.is_empty:
            self.say("There is nothing to write. Esc goes back.")
            return
        written = self.keep(proposed)
        if isinstance(written, int):
            self.dismiss(written)
        else:
            self.say(written)
