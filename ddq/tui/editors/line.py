"""The editor of everything that is one line of text: texts, numbers, amounts, percentages, days, files and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.widget import Widget

from ddq.questionnaire.model import (
    AnyQuestion,
    Choice,
    DecimalQuestion,
    EvidenceQuestion,
    IntegerQuestion,
    MoneyQuestion,
    TextQuestion,
)
from ddq.tui.editors.base import Editor
from ddq.tui.widgets.plain import Input, Static

_FORMS = {
    "integer": "a whole number",
    "decimal": "a number such as 12.5",
    "percent": "0 to 100",
    "date": "year-month-day, such as 2026-01-31",
    "money": "currency and amount, such as EUR 1000",
    "evidence": "path of a file, or a link; several with a semicolon between",
}


class LineEditor(Editor):
    """One line."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="entry-line"):
            yield Input(id="line")
            yield Static(id="unit")

    def entry(self) -> Widget:
        return self.query_one(Input)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        self.question = question
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = written(raw)
            field.cursor_position = len(field.value)
        field.placeholder = _FORMS.get(question.kind, "")
        unit = "%" if question.kind == "percent" else _unit(question)
        self.query_one("#unit", Static).update(unit)

    def raw(self) -> object:
        text = self.query_one(Input).value
        if not text.strip():
            return None
        if isinstance(self.question, EvidenceQuestion):
            return [part.strip() for part in text.split(";") if part.strip()]
        return text

    def note(self) -> str | None:
        if isinstance(self.question, TextQuestion):
            return counted(len(self.query_one(Input).value), self.question.max_length)
        return None

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Committed(self))

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        field = self.query_one(Input)
        field.cursor_position = len(field.value)


def _unit(question: AnyQuestion) -> str:
    if isinstance(question, IntegerQuestion | DecimalQuestion):
        return question.unit or ""
    if isinstance(question, MoneyQuestion):
        return " or ".join(question.currencies)
    return ""


def written(raw: object) -> str:
    """A stored raw answer as one would type it."""
    if isinstance(raw, Mapping):
        amount = cast(Mapping[str, object], raw)
        return f"{amount.get('currency', '')} {amount.get('amount', '')}".strip()
    if isinstance(raw, list | tuple):
        return "; ".join(str(part) for part in cast(list[object], raw))
    return "" if raw is None else str(raw)


def counted(length: int, most: int) -> str | None:
    """How long a text is, once that begins to matter, and what to do once it is too long; None before."""
    if length <= most * 0.8:
        return None
    told = f"{length:,} of at most {most:,} characters"
    return told if length <= most else f"! {told}: shorten it, or attach it as a file"
