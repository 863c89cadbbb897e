"""A question with two answers; the focus stands on the safe one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.plain import Button, Static


class Confirm(Dialog):
    """Dismissed with True for `yes`; with False or None for anything else."""

    EXPLAINED = (
        (
            "What is asked",
            "Something would change that you may not expect; the text says what. Left and Right choose, Enter "
            "takes. Esc changes nothing.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="confirm.cancel", tooltip="Change nothing", group=GROUP),
        Binding("left,right", "other", "Other", show=False, id="confirm.other", tooltip="The other one", group=GROUP),
    ]

    def __init__(self, question: str, *, yes: str, no: str = "Cancel") -> None:
        super().__init__()
        self.asked, self.yes, self.no = question, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.asked)
            with Horizontal(classes="buttons"):
                yield Button(self.no, id="no")
                yield Button(self.yes, id="yes")

    def on_mount(self) -> None:
        self.query_one("#no").focus()

    def action_other(self) -> None:
        """To the other button."""
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
