"""The editor of yes or no, of one choice and of several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ddq.questionnaire.model import AnyQuestion, Choice, ChoicesQuestion, YesNoQuestion
from ddq.tui.editors.base import Editor
from ddq.tui.widgets.options import Option, Options

_YES_NO = (Option("yes", "Yes"), Option("no", "No"))


class ChoiceEditor(Editor):
    """Options with numbers."""

    def compose(self) -> ComposeResult:
        yield Options(id="options")

    def entry(self) -> Widget:
        return self.query_one(Options)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        self.question = question
        several = isinstance(question, ChoicesQuestion)
        options = (
            _YES_NO
            if isinstance(question, YesNoQuestion)
            else tuple(Option(choice.code, choice.label, choice.help or "") for choice in offered)
        )
        nothing = "None of these" if isinstance(question, ChoicesQuestion) and question.none_of_these else None
        self.hint = (
            "A digit or Space ticks; Enter saves and goes on" if several else "A digit chooses; Enter saves and goes on"
        )
        self.query_one(Options).load(options, chosen_codes(raw), several=several, nothing=nothing)

    def raw(self) -> object:
        chosen = self.query_one(Options).chosen
        if chosen is None:
            return None
        if isinstance(self.question, ChoicesQuestion):
            return [option.code for option in self.query_one(Options).options if option.code in chosen]
        code = next(iter(chosen), None)
        return code == "yes" if isinstance(self.question, YesNoQuestion) and code is not None else code

    @on(Options.Changed)
    def _changed(self, event: Options.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Options.Committed)
    def _committed(self, event: Options.Committed) -> None:
        event.stop()
        self.post_message(self.Committed(self))


def chosen_codes(raw: object) -> frozenset[str] | None:
    """The codes in a raw answer; None where there is none."""
    if raw is None:
        return None
    if isinstance(raw, bool):
        return frozenset({"yes" if raw else "no"})
    if isinstance(raw, list | tuple):
        return frozenset(str(code) for code in cast(list[object], raw))
    return frozenset({str(raw)})
