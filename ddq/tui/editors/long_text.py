"""The editor of texts of several lines."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ddq.questionnaire.model import AnyQuestion, Choice, LongTextQuestion
from ddq.tui.editors.base import Editor
from ddq.tui.editors.line import counted
from ddq.tui.widgets.plain import TextArea


class LongTextEditor(Editor):
    """Several lines; Enter is a new line, so F3 goes on."""

    hint = "F3 saves and goes on; Enter begins a new line"

    def compose(self) -> ComposeResult:
        yield TextArea(id="text")

    def entry(self) -> Widget:
        return self.query_one(TextArea)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        self._most = question.max_length if isinstance(question, LongTextQuestion) else 20_000
        area = self.query_one(TextArea)
        with area.prevent(TextArea.Changed):
            area.load_text(raw if isinstance(raw, str) else "")
            area.move_cursor(area.document.end)

    def raw(self) -> object:
        text = self.query_one(TextArea).text
        return text if text.strip() else None

    def note(self) -> str | None:
        return counted(len(self.query_one(TextArea).text), self._most)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))
