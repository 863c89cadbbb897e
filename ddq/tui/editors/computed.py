"""The display of what is computed from other answers."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.widget import Widget

from ddq.questionnaire.model import AnyQuestion, Choice
from ddq.tui.editors.base import Editor
from ddq.tui.widgets.plain import Static


class ComputedDisplay(Editor, can_focus=True):
    """A figure that nobody enters."""

    hint = "Computed from other answers; F3 goes on"

    def compose(self) -> ComposeResult:
        yield Static(id="computed")

    def entry(self) -> Widget:
        return self

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        """`raw` is the computed value in words."""
        self.query_one(Static).update(f"= {raw}" if raw is not None else "= not known yet")

    def raw(self) -> object:
        return None
