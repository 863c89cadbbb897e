"""A dialog that asks for a text: a note, or the reason of a flag."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Static, TextArea


class AskText(Dialog):
    """Dismissed with the text; with None on Esc."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Save", id="ask.keep", priority=True, tooltip="Keep the text", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="ask.cancel", tooltip="Leave it as it was", group=GROUP),
    ]

    def __init__(self, title: str, told: str, text: str = "") -> None:
        super().__init__()
        self.asked, self.told, self.text = title, told, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.asked, classes="title")
            yield Static(self.told, classes="quiet")
            yield TextArea(self.text)
            yield KeyLine()

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Done."""
        self.dismiss(self.query_one(TextArea).text)
