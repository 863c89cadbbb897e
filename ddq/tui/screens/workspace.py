"""The assessments of a workspace, the last changed first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.questionnaire.problems import SourceError
from ddq.store.protocol import StoreError, Summary
from ddq.tui.screens.base import DdqScreen
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line
from ddq.tui.words import counted, day_words
from ddq.workspace.workspace import Workspace


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

    def _draw(self) -> None:
        listed = self.query_one(LineList)
        width = max(60, self.size.width - 4)
        self.query_one("#columns", Static).update(
            Content.styled(_columns(("Vendor", "Answered", "Changed", "For"), width), "$quiet")
        )
        at = min(listed.cursor or 0, len(self.summaries) - 1) if self.summaries else None
        listed.set_rows([_drawn(summary, width) for summary in self.summaries], at)
        self.query_one(Headline).standing = counted(len(self.summaries), "assessment")
        nothing = self.query_one("#none", Static)
        nothing.display = not self.summaries
        self.query_one("#columns").display = bool(self.summaries)
        nothing.update(f"No assessment yet. Press N to begin one.\n\nThey are kept in {self.workspace.folder}")
        listed.focus()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the assessment under the cursor."""
        at = self.query_one(LineList).cursor
        if at is not None and at < len(self.summaries):
            self.open(self.summaries[at].id)

    def open(self, identifier: str) -> None:
        """Open an assessment, or say why that is not possible."""
        from ddq.tui.screens.hub import HubScreen  # loaded when it is first shown

        try:
            opened = self.workspace.open(identifier)
            self.desk.push_screen(HubScreen(opened))
        except (StoreError, SourceError) as error:
            self.tell(str(error), "error")

    def action_new(self) -> None:
        """Begin an assessment."""
        from ddq.tui.screens.new import NewAssessmentScreen  # loaded when it is first shown

        def made(identifier: str | None) -> None:
            if identifier is not None:
                self.open(identifier)

        self.desk.push_screen(NewAssessmentScreen(self.workspace), made)


def _columns(texts: tuple[str, str, str, str], width: int) -> str:
    vendor = max(20, width - 52)
    return f"{texts[0]:<{vendor}} {texts[1]:<10} {texts[2]:<17} {texts[3]}"


def _drawn(summary: Summary, width: int) -> Content:
    if summary.problem is not None:
        return Content.assemble(("! ", "bold $error"), on_one_line(f"{summary.id}: {summary.problem}"))
    vendor = max(20, width - 52)
    named = Content(on_one_line(summary.title)).truncate(vendor, ellipsis=True).extend_right(0)
    padded = named.pad_right(vendor - named.cell_length + 1)
    changed = "" if summary.changed_at is None else day_words(summary.changed_at)
    flagged = f" ⚑{summary.flagged}" if summary.flagged else ""
    answered = f"{summary.answered}{flagged}"
    return Content.assemble(
        padded.stylize("bold"),
        f"{answered:<11}",
        (f"{changed:<18}", "$quiet"),
        (on_one_line(summary.profile), "$quiet"),
    )
