"""Go to a question by its id or by words of its text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.assessment.interview import Interview, Item
from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Input, Static, on_one_line
from ddq.tui.words import STANDINGS


class Jump(Dialog):
    """Dismissed with the id of a question."""

    EXPLAINED = (
        (
            "Go to a question",
            "Type its id, words of its text, or how it stands, such as flagged or open. Enter goes to the marked "
            "one. What you were writing is saved first.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="jump.back", tooltip="Stay where you are", group=GROUP),
        Binding("up", "move(-1)", "Up", show=False, id="jump.up", tooltip="The one above", group=GROUP),
        Binding("down", "move(1)", "Down", show=False, id="jump.down", tooltip="The one below", group=GROUP),
        Binding("enter", "go", "Go", id="jump.go", priority=True, tooltip="Go to this question", group=GROUP),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.all = [interview.items[name] for name in interview.order]
        self.found: list[Item] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Static("Go to a question", classes="title")
            yield Input(placeholder="its id, words of its text, or a standing such as flagged")
            yield Static("No question has these words in its id, its text or its standing.", id="nothing")
            yield LineList()
        yield KeyLine()

    def on_mount(self) -> None:
        self._filter("")
        self.query_one(Input).focus()

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        self.found = [item for item in self.all if all(word in _searched(item) for word in words)]
        self.query_one("#nothing").display = not self.found
        self.query_one(LineList).set_rows([_drawn(item) for item in self.found], 0 if self.found else None)

    def action_move(self, step: int) -> None:
        """Another question."""
        self.query_one(LineList).action_cursor(step)

    def action_go(self) -> None:
        """Go to the question under the cursor."""
        at = self.query_one(LineList).cursor
        if at is not None:
            self.dismiss(self.found[at].id)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_go()


def _searched(item: Item) -> str:
    return f"{item.id} {item.question.text} {STANDINGS[item.standing].word}".casefold()


def _drawn(item: Item) -> Content:
    mark = STANDINGS[item.standing]
    text = on_one_line(item.question.text)
    return Content.assemble((f" {mark.glyph} ", mark.style), (f"{item.id:<7} ", "$quiet"), text)
