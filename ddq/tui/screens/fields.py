"""A dialog of a few lines to fill in; nothing that was written is lost while something does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.tui.screens.written import WritingDialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Input, Static

Written = Mapping[str, str]
"""By the name of the field, what was written in it, without blanks around it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in."""

    name: str
    label: str
    told: str = ""
    """What belongs there, shown while it is empty."""
    text: str = ""


class AskFields(WritingDialog):
    """Dismissed with what was written; with None on Esc."""

    EXPLAINED = (
        (
            "Lines to fill in",
            "Enter goes to the next line and, at the last, keeps all; F3 keeps all at once. What does not fit is "
            "said below and stays to be mended. Days are written year-month-day, such as 2027-01-31.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Save", id="fields.keep", priority=True, tooltip="Keep what is written", group=GROUP),
        Binding("tab", "app.focus_next", "Next", id="fields.next", tooltip="To the next line", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="fields.cancel", tooltip="Leave it as it was", group=GROUP),
    ]

    def __init__(self, title: str, told: str, fields: Sequence[Field], keep: Callable[[Written], str | None]) -> None:
        """Take the fields, and `keep`, which keeps what is written or says what does not fit."""
        super().__init__()
        self.asked, self.told, self.fields, self.keep = title, told, fields, keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.asked, classes="title")
            yield Static(self.told, classes="quiet")
            for field in self.fields:
                yield Static(field.label, classes="label")
                yield Input(placeholder=field.told, id=field.name)
            yield Static(id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#problem").display = False
        for field in self.fields:
            self.query_one(f"#{field.name}", Input).value = field.text
        self.query_one(f"#{self.fields[0].name}").focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next line, and at the last one keeps all."""
        if event.input.id == self.fields[-1].name:
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Keep what is written; what does not fit stays to be mended."""
        written = {field.name: self.query_one(f"#{field.name}", Input).value.strip() for field in self.fields}
        problem = self.keep(written)
        if problem is None:
            self.dismiss(written)
            return
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}")
        static.display = True
