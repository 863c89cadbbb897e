"""Help and why we ask, and the keys of the screen underneath."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Static, shown


class Explain(Dialog):
    """Headings with text; Esc closes."""

    EXPLAINED = (
        (
            "Help",
            "Read with the arrow keys; Esc, Enter or F1 goes back.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "cancel", "Back", id="explain.back", tooltip="Back to the question", group=GROUP),
    ]

    def __init__(self, title: str, parts: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.asked, self.parts = title, tuple(parts)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box"):
            yield Static(self.asked, classes="title")
            for heading, text in self.parts:
                yield Static(Content.assemble((f"{heading}\n", "$primary"), shown(text)), classes="part")
        yield KeyLine()

    def action_explain(self) -> None:
        """F1 closes what F1 opened."""
        self.dismiss(None)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
