"""The editor of one country or several: type to filter, then choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ddq.questionnaire.countries import country_names
from ddq.questionnaire.model import AnyQuestion, Choice, CountriesQuestion
from ddq.tui.editors.base import Editor
from ddq.tui.editors.choice import chosen_codes
from ddq.tui.matching import matching, meant
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static


class CountryEditor(Editor):
    """A filter over the countries of the world, by name or code."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Countries")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="country.up", tooltip="The country above", group=GROUP),
        Binding("down", "move(1)", "Down", show=False, id="country.down", tooltip="The country below", group=GROUP),
    ]

    def compose(self) -> ComposeResult:
        yield Input(placeholder="type a name or a code", id="filter")
        yield Static(id="chosen")
        yield Options(id="countries")

    def entry(self) -> Widget:
        return self.query_one(Input)

    def load(self, question: AnyQuestion, raw: object, offered: Iterable[Choice]) -> None:
        self._several = isinstance(question, CountriesQuestion)
        self._given: frozenset[str] | None = chosen_codes(raw)
        self.hint = (
            "Type, arrows, Enter ticks; Enter on an empty line saves and goes on"
            if self._several
            else "Type, arrows; Enter saves and goes on"
        )
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = ""
        self._refilter("")

    def raw(self) -> object:
        if self._given is None:
            return None
        return sorted(self._given) if self._several else next(iter(self._given), None)

    def _refilter(self, typed: str) -> None:
        given = self._given or frozenset()
        options = [Option(code, name, code) for code, name in matching(typed, given)]
        listed = self.query_one(Options)
        listed.load(options, self._given, several=self._several, numbered=False)
        sure = meant(typed)
        listed.cursor = next((index for index, option in enumerate(options) if option.code == sure), None)
        names = ", ".join(f"{country_names().get(code, code)} ({code})" for code in sorted(given))
        self.query_one("#chosen", Static).update(_told(typed, len(options), sure) or names or "none chosen yet")

    def action_move(self, step: int) -> None:
        listed = self.query_one(Options)
        listed.action_cursor(step)
        if listed.cursor is not None:
            self.query_one("#chosen", Static).update(_takes(listed.options[listed.cursor].code))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._refilter(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Enter takes the country under the cursor; without one, what is chosen is meant."""
        event.stop()
        listed = self.query_one(Options)
        taken = listed.cursor is not None
        if taken:
            with listed.prevent(Options.Changed):
                listed.action_take()
            self._take(listed)
            self.query_one(Input).clear()
        if (taken and not self._several) or not (taken or event.value.strip()):
            self.post_message(self.Committed(self))

    @on(Options.Changed)
    def _changed(self, event: Options.Changed) -> None:
        event.stop()
        self._take(event.options)
        self._refilter(self.query_one(Input).value)

    def _take(self, listed: Options) -> None:
        """What is chosen of the countries in the list, and of those that the filter leaves out, is chosen."""
        shown = {option.code for option in listed.options}
        kept = (self._given or frozenset()) - shown if self._several else frozenset[str]()
        self._given = kept | (listed.chosen or frozenset())
        self.post_message(self.Changed(self))

    @on(Options.Committed)
    def _committed(self, event: Options.Committed) -> None:
        event.stop()
        self.post_message(self.Committed(self))


def _told(typed: str, found: int, sure: str | None) -> str:
    """What Enter would do with what was typed; nothing where nothing was."""
    if not typed.strip():
        return ""
    if sure is not None:
        return _takes(sure)
    return f"{found} countries fit; the arrows choose one" if found else "No country has such a name or code."


def _takes(code: str) -> str:
    return f"Enter takes {country_names().get(code, code)} ({code})"
