"""The tour: what the screens are for, in five short pages, shown once to a user and whenever it is asked for."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Static

PAGES = (
    (
        "Can we buy this from them?",
        "An assessment asks who owns a vendor, where the data goes and whose laws reach it, and ends in a report that "
        "a board, an auditor or a court can follow back to every answer. The list underneath holds your assessments: N "
        "begins one, Enter opens one.",
    ),
    (
        "The hub of an assessment",
        "It says how the assessment stands, where you left off, and what is in the way of a report. C goes on with the "
        "questions; each line leads somewhere, so no key needs to be known.",
    ),
    (
        "One question at a time",
        "Digits choose options, Enter saves and goes on, Esc goes back. F1 says why we ask and what a good answer is. "
        "What nobody knows is an answer too: Ctrl+O says so, with a reason. Every answer is on disk when the line at "
        "the foot says Saved; you may leave at any moment.",
    ),
    (
        "What an answer rests on",
        "F5 names the source and how much it is worth, from an official document to the vendor's word. What is not "
        "known widens the result and never improves it; the open questions that matter most stand first in their list.",
    ),
    (
        "Review, decide, report",
        "Others look at the answers and decide under Review and sign-off; the outcome is the method's, the decision is "
        "yours. F10 writes the report. F1 helps on every screen, and Ctrl+P lists all that can be done, this tour "
        "included.",
    ),
)


class Tour(Dialog):
    """Page after page; Esc ends it at any of them."""

    EXPLAINED = (("The tour", "Enter turns the page, Esc ends the tour. Ctrl+P starts it again at any time."),)
    GROUP: ClassVar[Binding.Group] = Binding.Group("Tour")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space", "turn(1)", "Next", id="tour.next", tooltip="The next page", group=GROUP),
        Binding("left,backspace", "turn(-1)", "Back", id="tour.back", tooltip="The page before", group=GROUP),
        Binding("escape", "cancel", "Skip", id="tour.skip", tooltip="End the tour", group=GROUP),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.page = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(id="page-title", classes="title")
            yield Static(id="page-text", classes="part")
            yield Static(id="page-number", classes="quiet")
            yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        title, text = PAGES[self.page]
        self.query_one("#page-title", Static).update(title)
        self.query_one("#page-text", Static).update(text)
        self.query_one("#page-number", Static).update(f"Page {self.page + 1} of {len(PAGES)}")

    def action_turn(self, step: int) -> None:
        """Another page; after the last one the tour is over."""
        if self.page + step >= len(PAGES):
            self.dismiss(None)
            return
        self.page = max(0, self.page + step)
        self._show()
