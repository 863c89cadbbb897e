"""The editor of a person or an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from ddq.questionnaire.model import AnyQuestion, Choice
from ddq.tui.editors.base import Editor
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static


class EntityEditor(Editor):
    """Name, what it is, and the country of an organisation's seat."""

    hint = "Enter goes to the next field, and on from the last one"

    def compose(self) -> ComposeResult:
        with Horizontal(classes="entry-line"):
            yield Static("Name", classes="entry-name")
            yield Input(id="name")
        with Horizontal(classes="entry-line"):
            yield Static("Is", classes="entry-name")
            yield Options((Option("organisation", "an organisation"), Option("person", "a person")), id="is")
        with Horizontal(classes="entry-line"):
            yield Static("Seat", classes="entry-name")
            yield Input(placeholder="country code of the seat, such as NO; may stay empty", id="seat")

    def entry(self) -> Widget:
        return self.query_one("#name", Input)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        entity: Mapping[str, object] = cast(Mapping[str, object], raw) if isinstance(raw, Mapping) else {"name": raw}
        self._identifiers: object = entity.get("identifiers")
        for field, key in (("#name", "name"), ("#seat", "country")):
            line = self.query_one(field, Input)
            with line.prevent(Input.Changed):
                line.value = str(entity.get(key) or "")
        options = self.query_one(Options)
        options.load(options.options, {str(entity.get("kind") or "organisation")})

    def raw(self) -> object:
        name = self.query_one("#name", Input).value
        if not name.strip():
            return None
        chosen = self.query_one(Options).chosen or frozenset({"organisation"})
        seat = self.query_one("#seat", Input).value.strip()
        return {
            "name": name,
            "kind": next(iter(chosen)),
            "country": seat or None,
            "identifiers": self._identifiers or (),
        }

    @on(Input.Changed)
    @on(Options.Changed)
    def _changed(self, event: Input.Changed | Options.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Options.Committed)
    def _next_field(self, event: Options.Committed) -> None:
        event.stop()
        self.query_one("#seat", Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "name":
            self.query_one(Options).focus()
        else:
            self.post_message(self.Committed(self))
