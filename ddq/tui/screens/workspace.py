"""The assessments of a workspace: found by typing, in an order that one chooses, and rated as far as they are seen."""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.worker import Worker

from ddq.questionnaire.problems import SourceError
from ddq.store.presence import Presence
from ddq.store.protocol import StoreError, Summary
from ddq.tui.listed import ORDERS, Order, Rated, listed, rate, searched
from ddq.tui.screens.base import DdqScreen
from ddq.tui.widgets.assessments import Lines, heading, layout, told
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Input, Static
from ddq.tui.words import counted, open_elsewhere
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace

if TYPE_CHECKING:
    from ddq.tui.screens.new import Made

_AROUND = 5
"""How many cells the list does not have: what is left free on both sides, and the scrollbar."""
_TOGETHER = 25
"""After how many further ratings the list is put in order again."""


class WorkspaceScreen(DdqScreen):
    """One line an assessment; Enter opens it."""

    EXPLAINED = (
        (
            "Your assessments",
            "Each line is one assessment: the vendor, how it stands, what the score says, and what is overdue or "
            "stale. Enter opens it; N begins a new one.",
        ),
        (
            "Find one",
            "Slash (/) lets you type a vendor, a status or a name to list fewer; Esc lists all again. S changes "
            "the order.",
        ),
        (
            "Nothing is lost",
            "Every answer is on disk as soon as it is given. Leave at any time with Ctrl+Q. Ctrl+P lists "
            "everything that can be done here.",
        ),
    )

    CSS_PATH = "workspace.tcss"
    AUTO_FOCUS = "#assessments"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Assessments")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New assessment", id="workspace.new", tooltip="Begin an assessment", group=GROUP),
        Binding("f1", "explain", "Help", id="workspace.help", tooltip="What you see, and the keys", group=GROUP),
        Binding("enter", "open", "Open", id="workspace.open", tooltip="Open this assessment", group=GROUP),
        Binding("slash", "filter", "Filter", id="workspace.filter", tooltip="Type to list fewer", group=GROUP),
        Binding("s", "sort", "Sort", id="workspace.sort", tooltip="In the next order", group=GROUP),
        Binding("r", "refresh", "Refresh", id="workspace.refresh", tooltip="Look at the folder again", group=GROUP),
        Binding("escape", "unfilter", "All", id="workspace.all", tooltip="List all again", group=GROUP),
        Binding("up", "move(-1)", "Up", show=False, id="workspace.up", tooltip="The line above", group=GROUP),
        Binding("down", "move(1)", "Down", show=False, id="workspace.down", tooltip="The line below", group=GROUP),
    ]

    def __init__(self, workspace: Workspace, opens: str | None = None) -> None:
        """Take the workspace, and the assessment that is opened at once: the list is looked at on coming back."""
        super().__init__()
        self.workspace = workspace
        self._opens = opens
        self.listed: tuple[Summary, ...] = ()
        """What is shown, in order."""
        self.order: Order = ORDERS[0]
        self._all: list[tuple[Summary, str]] = []
        """Each with what typing is compared with."""
        self._standings: dict[str, Rated] = {}
        self._rating: Worker[None] | None = None
        self._beside: Workspace | None = None
        """For rating in another thread: this screen's own keeps its files to itself."""
        self._in_use = Lock()
        self._present: Presence | None = None
        """Of the assessment that was opened last."""

    def compose(self) -> ComposeResult:
        yield Headline("Assessments")
        with Vertical(id="body"):
            yield Static(id="told")
            yield Input(placeholder="a vendor, a status, a name, an identifier", id="filter")
            yield Static(id="columns")
            yield LineList(id="assessments")
            yield Static(id="none")
        yield Static(id="detail")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#filter").display = False
        self.watch(self.query_one(LineList), "scroll_y", self._scrolled, init=False)

    def on_screen_resume(self) -> None:
        opens, self._opens = self._opens, None
        if opens is not None and self.open(opens):
            return
        self._look()
        self.query_one(LineList).focus()

    def on_screen_suspend(self) -> None:
        self._stop()

    def on_resize(self) -> None:
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc is a key of this screen only while one filters, and `/` only where it is not typed."""
        field = self.query_one("#filter")
        return field.display if action == "unfilter" else action != "filter" or not field.has_focus

    def action_refresh(self) -> None:
        """Look at the folder again, and at what may have made decisions stale."""
        self._standings.clear()
        self._look()

    def action_sort(self) -> None:
        """The next order."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._arrange(first=True)

    def action_filter(self) -> None:
        """Type to list fewer."""
        self.query_one("#filter").display = True
        self.query_one("#filter").focus()
        self.refresh_bindings()

    def action_unfilter(self) -> None:
        """List all again."""
        field = self.query_one("#filter", Input)
        field.display = False
        field.value = ""
        self.refresh_bindings()
        self._arrange()
        self.query_one(LineList).focus()

    def action_move(self, step: int) -> None:
        """Another line, while one types."""
        self.query_one(LineList).action_cursor(step)

    @on(Input.Changed, "#filter")
    def _typed(self) -> None:
        self._arrange(first=True)

    @on(Input.Submitted, "#filter")
    def _submitted(self) -> None:
        self.action_open()

    def _look(self) -> None:
        """Look at the folder."""
        try:
            summaries = self.workspace.list()
        except StoreError as error:
            summaries = ()
            self.tell(str(error), "error")
        self._all = [(summary, searched(summary)) for summary in summaries]
        self._arrange()

    def _arrange(self, *, first: bool = False) -> None:
        """Filter and sort; the cursor stays at its assessment, or goes to the first."""
        lines = self.query_one(LineList)
        before = None if first else self._under_cursor()
        typed = self.query_one("#filter", Input).value
        self.listed = listed(self._all, typed, self.order, self._standings)
        ids = [summary.id for summary in self.listed]
        at = ids.index(before.id) if before is not None and before.id in ids else min(lines.cursor or 0, len(ids) - 1)
        self._draw(0 if first else at)

    def _draw(self, at: int | None = None) -> None:
        lines = self.query_one(LineList)
        at = lines.cursor if at is None else at
        laid = layout(max(40, self.size.width - _AROUND))
        today = self.workspace.surroundings.today()
        lines.set_rows(Lines(self.listed, self._standings, laid, today), at if self.listed else None)
        self.query_one("#columns", Static).update(Content.styled(heading(laid), "$quiet"))
        number = counted(len(self._all), "assessment")
        fewer = len(self.listed) != len(self._all)
        self.query_one(Headline).standing = f"{len(self.listed)} of {number}" if fewer else number
        for name in ("#columns", "#told", "#detail"):
            self.query_one(name).display = bool(self._all)
        nothing = self.query_one("#none", Static)
        nothing.display, lines.display = not self.listed, bool(self.listed)
        begin = f"No assessment yet. Press N to begin one.\n\nThey are kept in {self.workspace.folder}"
        nothing.update("None has these words. Esc lists all again." if self._all else begin)
        self._tell()
        self.call_after_refresh(self._start)

    def _tell(self) -> None:
        """The order, and the whole of the line under the cursor."""
        said = f"By {self.order.name}, {self.order.said}"
        if self.order.rated:
            unrated = sum(one.problem is None and one.head not in self._standings for one in self.listed)
            said += f"; {counted(unrated, 'assessment')} still to rate" if unrated else ""
        self.query_one("#told", Static).update(Content.styled(said, "$quiet"))
        summary = self._under_cursor()
        today = self.workspace.surroundings.today()
        detail = Content("") if summary is None else told(summary, self._standings.get(summary.head), today)
        self.query_one("#detail", Static).update(detail, layout=False)

    def _under_cursor(self) -> Summary | None:
        at = self.query_one(LineList).cursor
        return self.listed[at] if at is not None and at < len(self.listed) else None

    @on(LineList.Moved)
    def _moved(self) -> None:
        self._tell()

    def _scrolled(self) -> None:
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        """Rate what is seen and not rated yet, one after the other, beside the screen."""
        if self.is_current and self._rating is None and self._unrated() is not None:
            self._rating = self.run_worker(self._rate(), group="rate")

    def _stop(self) -> None:
        if self._rating is not None:
            self._rating.cancel()
            self._rating = None

    def _unrated(self) -> Summary | None:
        """The next to rate: what is seen, and in an order that needs all, the others."""
        lines = self.query_one(LineList)
        top = lines.scroll_offset.y
        for summary in self.listed[top : top + lines.size.height]:
            if summary.problem is None and summary.head not in self._standings:
                return summary
        if not self.order.rated:
            return None
        return next((one for one in self.listed if one.problem is None and one.head not in self._standings), None)

    async def _rate(self) -> None:
        rated = 0
        while (summary := self._unrated()) is not None:
            self._standings[summary.head] = await asyncio.to_thread(self._rate_one, summary.id)
            rated += 1
            if self.order.rated and (rated % _TOGETHER == 0 or self._unrated() is None):
                self._arrange()
            self.query_one(LineList).refresh()
            self._tell()
        self._rating = None

    def _rate_one(self, identifier: str) -> Rated:
        with self._in_use:
            if self._beside is None:
                self._beside = Workspace(self.workspace.folder, self.workspace.surroundings)
            return rate(self._beside, identifier)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the assessment under the cursor."""
        summary = self._under_cursor()
        if summary is not None:
            self.open(summary.id)

    def open(self, identifier: str) -> bool:
        """Open an assessment, asking first where somebody has it open already; False, and why, where it cannot be."""
        try:
            opened = self.workspace.open(identifier)
        except (StoreError, SourceError) as error:
            self.tell(str(error), "error")
            return False
        presence = self.workspace.store.presence(identifier)
        holder = presence.take(self.workspace.surroundings.user())
        if holder is None:
            self._show(opened, presence)
            return True
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        def answered(yes: bool | None) -> None:
            if yes:
                self._show(opened, presence)

        self.desk.push_screen(Confirm(open_elsewhere(holder), yes="Open it too", no="Leave it"), answered)
        return True

    def _show(self, opened: OpenAssessment, presence: Presence) -> None:
        from ddq.tui.screens.hub import HubScreen  # loaded when it is first shown

        self._present = presence
        self.desk.push_screen(HubScreen(opened), lambda _: presence.release())

    def on_unmount(self) -> None:
        """The app ends, perhaps with an assessment open."""
        with self._in_use:
            if self._beside is not None:
                self._beside.close()
        if self._present is not None:
            self._present.release()

    def action_new(self) -> None:
        """Begin an assessment."""
        from ddq.tui.screens.new import NewAssessmentScreen  # loaded when it is first shown

        def made(new: Made | None) -> None:
            if new is not None and self.open(new.id) and new.told:
                self.tell(new.told)

        self.desk.push_screen(NewAssessmentScreen(self.workspace), made)
