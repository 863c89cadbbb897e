"""What every editor does: it shows one raw answer, gives one back, and says when it changed or is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from ddq.questionnaire.model import AnyQuestion, Choice


class Editor(Vertical):
    """The place where an answer of some kinds is written. It is mounted once and loaded anew for each question."""

    DEFAULT_CSS = "Editor { height: auto; max-height: 100%; }"

    hint: str = "Enter saves and goes on"
    """The keys that this editor takes, in a few words."""

    @dataclass
    class Changed(Message):
        """The answer was edited."""

        editor: Editor

        @property
        def control(self) -> Editor:
            return self.editor

    @dataclass
    class Committed(Message):
        """The answer as it stands is meant; go on."""

        editor: Editor

        @property
        def control(self) -> Editor:
            return self.editor

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        """Show the raw answer to `question`, None where there is none; `offered` are the choices it has here."""
        raise NotImplementedError

    def raw(self) -> object:
        """The raw answer as `ddq.questionnaire.answers.parse_value` reads it; None where nothing was written."""
        raise NotImplementedError

    def note(self) -> str | None:
        """What to say about the answer while it is written, such as how long it may get."""
        return None

    def entry(self) -> Widget:
        """The widget that takes the keys."""
        raise NotImplementedError
