"""The editor of a list within an entry: a line for each of its own entries."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ddq.assessment.written_rows import headings, written_rows
from ddq.questionnaire.model import AnyQuestion, Choice, GroupQuestion
from ddq.tui.editors.base import Editor
from ddq.tui.widgets.plain import Static, TextArea, on_one_line


class RowsEditor(Editor):
    """Several lines, under the headings of their cells; Enter is a new line, so F3 goes on."""

    hint = "One line for each entry, bars (|) between its cells; F3 saves and goes on"

    def compose(self) -> ComposeResult:
        yield Static(id="headings")
        yield TextArea(id="lines")

    def entry(self) -> Widget:
        return self.query_one(TextArea)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        assert isinstance(question, GroupQuestion)
        self.query_one("#headings", Static).update(on_one_line(headings(question)))
        area = self.query_one(TextArea)
        with area.prevent(TextArea.Changed):
            area.load_text(written_rows(question, raw))
            area.move_cursor(area.document.end)

    def raw(self) -> object:
        """The lines as they are written: what they mean is read when they are kept."""
        text = self.query_one(TextArea).text
        return text if text.strip() else None

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))
