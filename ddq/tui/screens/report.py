"""Writes the report in a process of its own, shows how far it is, and names the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.worker import Worker

from ddq.scoring.presence import UnmappedAnswer
from ddq.tui.reporting import report_path, stage_words, write_report
from ddq.tui.screens.base import Dialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Input, Static
from ddq.tui.words import counted
from ddq.workspace.opened import OpenAssessment

if TYPE_CHECKING:
    from ddq.report.job import Progress


class ReportScreen(Dialog):
    """Asks for the place, then writes; Esc while it writes ends the process and leaves nothing behind."""

    EXPLAINED = (
        (
            "The report",
            "A PDF with the outcome, what speaks for and against it, the plan, every answer with its basis, and "
            "the history. It can be written at any time: what is open is printed as open, and the outcome as "
            "provisional.",
        ),
        (
            "Where it goes",
            "To the path above; a file of that name is replaced once the new one is whole. Esc while it is "
            "written ends that and leaves nothing behind.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Report")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,f3", "write", "Write", id="report.write", tooltip="Write the report", group=GROUP, priority=True
        ),
        Binding("escape", "cancel", "Back", id="report.back", tooltip="Back; ends the writing", group=GROUP),
    ]

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__()
        self.opened = opened
        self.writing: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("Report", classes="title")
            in_browser = self.desk.is_web
            yield Static("The PDF comes to your browser as" if in_browser else "The PDF is written to", classes="quiet")
            yield Input(id="path")
            yield Static(id="told", classes="label")
            yield KeyLine()

    def on_mount(self) -> None:
        field = self.query_one(Input)
        path = report_path(self.opened)
        field.value = path.name if self.desk.is_web else str(path)
        field.focus()
        self._say("Answers that are still open are printed as open, and the outcome as provisional.")

    def _say(self, text: str, style: str = "$quiet") -> None:
        self.query_one("#told", Static).update(Content.styled(text, style))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a report is being written there is only the way back."""
        return action != "write" or self.writing is None or self.writing.is_finished

    def action_write(self) -> None:
        """Write the report, or once it is written, go back."""
        if self.writing is not None and self.writing.is_finished:
            self.dismiss(None)
        elif self.writing is None:
            path = Path(self.query_one(Input).value).expanduser()
            self.query_one(Input).disabled = True
            self.writing = self.run_worker(self._write(path), exit_on_error=False)

    async def _write(self, path: Path) -> None:
        from ddq.report.render import ReportError  # loaded when a report is first written

        self._say("Reading the answers …")
        self.refresh_bindings()
        try:
            if self.desk.is_web:
                pages = await self._deliver(path.name or "report.pdf")
                told = f"{counted(pages, 'page')}: {path.name} is among your browser's downloads"
            else:
                result = await write_report(self.opened, path, self._show_stage)
                told = f"{counted(result.pages, 'page')}: {result.path}"
        except (ReportError, UnmappedAnswer) as error:
            self._say(f"× Not written: {error}", "$error")
            self.query_one(Input).disabled = False
            self.writing = None
            self.query_one(Input).focus()
            return
        self._say(f"✓ Written, {told}", "$success")
        self.call_later(self.refresh_bindings)

    async def _deliver(self, name: str) -> int:
        """Write the report where nothing of it stays, and give it to the browser; the number of pages."""
        with TemporaryDirectory() as folder:
            result = await write_report(self.opened, Path(folder) / name, self._show_stage)
            content = BytesIO(result.path.read_bytes())
        self.desk.deliver_binary(content, save_filename=name, mime_type="application/pdf")
        return result.pages

    def _show_stage(self, progress: Progress) -> None:
        self._say(stage_words(progress))

    def action_cancel(self) -> None:
        """End a report that is being written, and go back."""
        if self.writing is not None and not self.writing.is_finished:
            self.writing.cancel()
        self.dismiss(None)
