"""A screen that is one list: what it is about above, the lines, and below them the whole of the line under the cursor.

Enter goes to the question that a line rests on, and Esc there comes back to the same line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.registers.citing import described
from ddq.tui.here import Place
from ddq.tui.screens.base import DdqScreen
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.outline import Entry, Outline
from ddq.tui.widgets.plain import Input, Static
from ddq.workspace.opened import OpenAssessment


class ListingScreen(DdqScreen):
    """What such screens share; one of them says what it lists, and explains itself."""

    CSS_PATH = "listing.tcss"
    GROUP: ClassVar[Binding.Group] = Binding.Group("List of an assessment")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "explain", "Help", id="listing.help", tooltip="What this list says, and its keys", group=GROUP),
        Binding("escape", "back", "Back", id="listing.back", tooltip="Back to where you came from", group=GROUP),
        # For the box above the list: a list that has the focus moves by itself.
        Binding("up", "move(-1)", "Up", show=False, id="listing.up", tooltip="The line above", group=GROUP),
        Binding("down", "move(1)", "Down", show=False, id="listing.down", tooltip="The line below", group=GROUP),
    ]
    NAME: ClassVar[str]
    """What the list is called."""
    EXPLAINED: ClassVar[tuple[tuple[str, str], ...]]
    """What the list says, in headings with sentences."""
    ASKS: ClassVar[str | None] = None
    """What may be typed above the list."""

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__()
        self.opened = opened

    def compose(self) -> ComposeResult:
        yield Headline(self.opened.assessment.vendor.name, self.NAME)
        with Vertical(id="body"):
            yield Static(id="told")
            if self.ASKS is not None:
                yield Input(placeholder=self.ASKS, id="typed")
            yield Outline(id="outline")
            yield Static(id="none")
        yield Static(id="detail")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self.look()
        self.query_one("#typed" if self.ASKS is not None else "#outline").focus()

    def look(self) -> None:
        """Look at the assessment again."""
        raise NotImplementedError

    @property
    def outline(self) -> Outline:
        """The list."""
        return self.query_one(Outline)

    def draw(self, told: Content, entries: Sequence[Entry], nothing: str) -> None:
        """Show the lines; `nothing` says so where there are none."""
        self.query_one("#told", Static).update(told)
        self.outline.show(entries)
        self.outline.display = bool(entries)
        if entries and self.focused is None:
            self.set_focus(self.outline, scroll_visible=False)  # a list that was not seen yet could not take the keys
        none = self.query_one("#none", Static)
        none.display = not entries
        none.update(nothing)
        self._show_detail()

    @on(LineList.Moved)
    def _moved(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        entry = self.outline.entry
        told = Content("") if entry is None else (entry.detail or entry.draw)()
        self.query_one("#detail", Static).update(told, layout=False)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_go()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.look()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_go()

    def action_move(self, step: int) -> None:
        """Another line."""
        self.outline.action_cursor(step)

    def action_go(self) -> None:
        """To the question or the law of the line; a line without either unfolds."""
        entry = self.outline.entry
        if entry is None:
            return
        if entry.place is not None:
            self.visit(entry.place)
        elif entry.law is not None:
            self._tell_of(entry.law)
        else:
            self.outline.toggle()

    def visit(self, place: Place) -> None:
        """To a question; Esc comes back."""
        from ddq.tui.screens.interview import InterviewScreen  # loaded when it is first shown

        if place.question not in self.opened.interview.items:
            self.tell(f"{place.question} is no question of this questionnaire any more.", "warning")
            return
        sitting = Sitting(self.opened, Place(place.question))
        if place.row is not None and any(row.id == place.row for row in sitting.item.rows):
            sitting.go(place.question, place.row, place.field)
        self.desk.push_screen(InterviewScreen(sitting))

    def _tell_of(self, identifier: str) -> None:
        from ddq.tui.screens.explain import Explain  # loaded when it is first shown

        title, parts = described(self.opened.reading, identifier)
        self.desk.push_screen(Explain(title, parts))

    def action_explain(self) -> None:
        """What the list says, and its keys."""
        from ddq.tui.screens.explain import Explain  # loaded when it is first shown

        self.desk.push_screen(Explain(self.NAME, self.explained))

    @property
    def explained(self) -> tuple[tuple[str, str], ...]:
        """What F1 says of this list."""
        return self.EXPLAINED

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()
