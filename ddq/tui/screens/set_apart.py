"""What was answered and does not apply any more: kept for the day on which it does again, and not counted."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.assessment.interview import Interview, Item
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line
from ddq.tui.words import counted


class SetApart(Dialog):
    """Dismissed with the id of a question to look at."""

    EXPLAINED = (
        (
            "Set apart",
            "These questions were answered, and other answers since have made them not apply. Nothing is deleted: "
            "when a question applies again, its answer counts again. Until then it counts neither in the score "
            "nor as open.",
        ),
        (
            "Enter",
            "Looks at the question, and at what hides it.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", "Look", id="apart.look", priority=True, tooltip="Look at this one", group=GROUP),
        Binding("escape", "cancel", "Back", id="apart.back", tooltip="Back to the assessment", group=GROUP),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.items = [interview.items[name] for name in interview.set_apart()]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Static("Set apart", classes="title")
            told = "Answered, and does not apply any more. Nothing is deleted; it counts again once it applies."
            yield Static(told if self.items else "Nothing is set apart.", classes="quiet part")
            yield LineList(wraps=True, indent=3)
        yield KeyLine()

    def on_mount(self) -> None:
        listed = self.query_one(LineList)
        listed.set_rows([_drawn(item) for item in self.items], 0 if self.items else None)
        listed.focus()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_look()

    def action_look(self) -> None:
        """Look at the question under the cursor."""
        at = self.query_one(LineList).cursor
        if at is not None:
            self.dismiss(self.items[at].id)


def _drawn(item: Item) -> Content:
    return Content.assemble(
        (" – ", "$quiet"),
        (f"{item.id} ", "$quiet"),
        on_one_line(item.question.text[:300]),
        (f"  {on_one_line(_said(item))}", "bold"),
        (f"  {on_one_line(item.hidden_because or '')}", "$quiet"),
    )


def _said(item: Item) -> str:
    if item.answer is None:
        return counted(len(item.rows), "entry", "entries")
    try:
        said = format_value(item.question, parse_value(item.question, item.answer.value))
    except ValueProblem:
        said = str(item.answer.value)
    return said if len(said) <= 120 else f"{said[:119]}…"
