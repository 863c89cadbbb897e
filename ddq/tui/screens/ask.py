"""A dialog that asks for a text: a note, or the reason of a flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.assessment.checking import MAX_TEXT
from ddq.questionnaire.text import clean_text
from ddq.tui.editors.line import counted
from ddq.tui.screens.written import WritingDialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.plain import Static, TextArea


class AskText(WritingDialog):
    """Dismissed with the text; with None on Esc."""

    EXPLAINED = (
        (
            "A text",
            "Write as many lines as you like; F3 keeps them, Esc leaves everything as it was and asks before it drops "
            "a text. A pasted text is kept whole.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Save", id="ask.keep", priority=True, tooltip="Keep the text", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="ask.cancel", tooltip="Leave it as it was", group=GROUP),
    ]

    def __init__(
        self,
        title: str,
        told: str,
        text: str = "",
        *,
        most: int = MAX_TEXT,
        keep: Callable[[str], str | None] = lambda _: None,
        keeps_draft: bool = False,
        unsent: str | None = None,
    ) -> None:
        """Take what is asked, and `keep`, which keeps the text or says what does not fit.

        With `keeps_draft` the text is kept too where the app ends meanwhile: it does nothing but stand there. Else it
        is set aside then under the name `unsent`, until the dialog is opened again.
        """
        super().__init__()
        self.keeps_draft, self.unsent = keeps_draft, unsent
        self.asked, self.told, self.text, self.most, self.keep = title, told, text, most, keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.asked, classes="title")
            yield Static(self.told, classes="quiet")
            yield TextArea(self.text)
            yield Static(id="length")
            yield KeyLine()

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        self._tell_length()
        area.move_cursor(area.document.end)
        area.focus()

    @on(TextArea.Changed)
    def _tell_length(self) -> None:
        """How long the text is, once that matters."""
        length, static = len(clean_text(self.query_one(TextArea).text).strip()), self.query_one("#length", Static)
        said = counted(length, self.most)
        static.display = said is not None
        static.update(said or "")

    def keep_draft(self) -> str | None:
        text = clean_text(self.query_one(TextArea).text).strip()
        if not self.keeps_draft:
            return super().keep_draft()
        if not self.is_written or len(text) > self.most:
            return None
        return self.keep(text)

    def action_keep(self) -> None:
        """Done; a text that is too long stays to be shortened."""
        text = clean_text(self.query_one(TextArea).text).strip()
        if len(text) > self.most:
            self.desk.bell()
            return
        problem = self.keep(text)
        if problem is None:
            self.dismiss(text)
            return
        static = self.query_one("#length", Static)
        static.update(f"! {problem}")
        static.display = True
