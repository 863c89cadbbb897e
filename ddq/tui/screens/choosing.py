"""A dialog that asks for one of a few options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Static


class Choose(Dialog):
    """Dismissed with the code of the option; with None on Esc."""

    EXPLAINED = (
        (
            "A choice",
            "Press the digit of an option, or go to it and press Enter. Esc leaves everything as it is.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="choose.cancel", tooltip="Leave it as it is", group=GROUP),
    ]

    def __init__(self, title: str, told: str, options: Sequence[tuple[str, str, str]]) -> None:
        """Take the options as code, label and hint."""
        super().__init__()
        self.asked, self.told, self.options = title, told, options

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.asked, classes="title")
            yield Static(self.told, classes="quiet")
            yield Options(id="options")
            yield KeyLine()

    def on_mount(self) -> None:
        listed = self.query_one(Options)
        listed.load([Option(*option) for option in self.options], None)
        listed.focus()

    @on(Options.Committed)
    def _committed(self) -> None:
        chosen = self.query_one(Options).chosen
        if chosen:
            self.dismiss(next(iter(chosen)))
