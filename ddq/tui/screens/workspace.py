"""The assessments of a workspace, the last changed first."""

from __future__ import annotations

import asyncio
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.questionnaire.problems import SourceError
from ddq.scoring.model import OutcomeKind
from ddq.store.presence import Presence
from ddq.store.protocol import StoreError, Summary
from ddq.tui.scored import scored
from ddq.tui.screens.base import DdqScreen
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line
from ddq.tui.words import OUTCOMES, counted, day_words, open_elsewhere
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace

_RATED = 40
"""How many assessments are rated for the list."""


class WorkspaceScreen(DdqScreen):
    """One line an assessment; Enter opens it."""

    CSS_PATH = "workspace.tcss"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Assessments")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New assessment", id="workspace.new", tooltip="Begin an assessment", group=GROUP),
        Binding("enter", "open", "Open", id="workspace.open", tooltip="Open this assessment", group=GROUP),
        Binding("r", "refresh", "Refresh", id="workspace.refresh", tooltip="Look at the folder again", group=GROUP),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.summaries: tuple[Summary, ...] = ()
        self._standings: dict[str, Rated] = {}
        """By the head of the ledger, so that only what changed is rated again."""
        self._present: Presence | None = None
        """Of the assessment that was opened last."""

    def compose(self) -> ComposeResult:
        yield Headline("Assessments")
        with Vertical(id="body"):
            yield Static(id="columns")
            yield LineList(id="assessments")
            yield Static(id="none")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def on_resize(self) -> None:
        self._draw()

    def action_refresh(self) -> None:
        """Look at the folder again."""
        try:
            self.summaries = self.workspace.list()
        except StoreError as error:
            self.summaries = ()
            self.tell(str(error), "error")
        self._draw()
        self.run_worker(self._rate(), exclusive=True, group="rate")

    def _draw(self) -> None:
        listed = self.query_one(LineList)
        width = max(60, self.size.width - 4)
        self.query_one("#columns", Static).update(Content.styled(_columns(width), "$quiet"))
        at = min(listed.cursor or 0, len(self.summaries) - 1) if self.summaries else None
        listed.set_rows([_drawn(summary, self._standings.get(summary.head), width) for summary in self.summaries], at)
        self.query_one(Headline).standing = counted(len(self.summaries), "assessment")
        nothing = self.query_one("#none", Static)
        nothing.display = not self.summaries
        self.query_one("#columns").display = bool(self.summaries)
        nothing.update(f"No assessment yet. Press N to begin one.\n\nThey are kept in {self.workspace.folder}")
        listed.focus()

    async def _rate(self) -> None:
        """Find the outcome of each assessment beside the screen, one after the other; at most a screenful."""
        new = [one for one in self.summaries[:_RATED] if one.head not in self._standings and one.problem is None]
        if not new:
            return
        # A workspace of its own: this one's open files belong to the screen.
        with Workspace(self.workspace.folder, self.workspace.surroundings) as beside:
            for summary in new:
                self._standings[summary.head] = await asyncio.to_thread(_standing, beside, summary.id)
                self._draw()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the assessment under the cursor."""
        at = self.query_one(LineList).cursor
        if at is not None and at < len(self.summaries):
            self.open(self.summaries[at].id)

    def open(self, identifier: str) -> None:
        """Open an assessment, or say why that is not possible; ask first where somebody has it open already."""
        try:
            opened = self.workspace.open(identifier)
        except (StoreError, SourceError) as error:
            self.tell(str(error), "error")
            return
        presence = self.workspace.store.presence(identifier)
        holder = presence.take(self.workspace.surroundings.user())
        if holder is None:
            self._show(opened, presence)
            return
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        def answered(yes: bool | None) -> None:
            if yes:
                self._show(opened, presence)

        self.desk.push_screen(Confirm(open_elsewhere(holder), yes="Open it too", no="Leave it"), answered)

    def _show(self, opened: OpenAssessment, presence: Presence) -> None:
        from ddq.tui.screens.hub import HubScreen  # loaded when it is first shown

        self._present = presence
        self.desk.push_screen(HubScreen(opened), lambda _: presence.release())

    def on_unmount(self) -> None:
        """The app ends, perhaps with an assessment open."""
        if self._present is not None:
            self._present.release()

    def action_new(self) -> None:
        """Begin an assessment."""
        from ddq.tui.screens.new import NewAssessmentScreen  # loaded when it is first shown

        def made(identifier: str | None) -> None:
            if identifier is not None:
                self.open(identifier)

        self.desk.push_screen(NewAssessmentScreen(self.workspace), made)


class Rated(NamedTuple):
    """What the list says of one assessment besides its summary."""

    outcome: OutcomeKind | None
    """None where it cannot be computed."""
    progress: str


def _standing(workspace: Workspace, identifier: str) -> Rated:
    try:
        opened = workspace.open(identifier)
        progress = opened.interview.progress
        score = scored(opened.snapshot)
        outcome = None if isinstance(score, str) else score.outcome
        return Rated(outcome, f"{progress.done} of {progress.applicable}")
    except (StoreError, SourceError):
        return Rated(None, "")


def _columns(width: int) -> str:
    return f"{'Vendor':<{width - 56}}  {'Outcome':<25}  {'Done':<9}  Changed"


def _drawn(summary: Summary, rated: Rated | None, width: int) -> Content:
    if summary.problem is not None:
        return Content.assemble(("! ", "bold $error"), on_one_line(f"{summary.id}: {summary.problem}"))
    room = width - 56
    name = Content(on_one_line(summary.title)).truncate(room, ellipsis=True)
    mark = None if rated is None or rated.outcome is None else OUTCOMES[rated.outcome]
    outcome = "…" if rated is None else "no score" if mark is None else f"{mark.glyph} {mark.word}"
    answered = "…" if rated is None else rated.progress
    changed = "" if summary.changed_at is None else day_words(summary.changed_at)
    return Content.assemble(
        (name.plain + " " * (room - name.cell_length), "bold"),
        (f"  {outcome:<25}", mark.style if mark else "$quiet"),
        f"  {answered:<9}",
        (f"  {changed}", "$quiet"),
    )
