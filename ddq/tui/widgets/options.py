"""Options to choose from, with glyphs that differ without colour: `(*)` and `( )`, `[x]` and `[ ]`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ddq.tui.typed import app_of
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import on_one_line


class Option(NamedTuple):
    """One thing to choose."""

    code: str
    label: str
    hint: str = ""
    """Said after the label, quietly."""


class Options(LineList):
    """One or several of a list. A digit takes the option with that number; the list asks for no other key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "take", "Choose", show=False, id="options.take", tooltip="Choose this option", group=LineList.GROUP
        ),
    ]

    @dataclass
    class Changed(Message):
        """Something else is chosen now."""

        options: Options

        @property
        def control(self) -> Options:
            return self.options

    @dataclass
    class Committed(Message):
        """Enter: what is chosen is meant."""

        options: Options

        @property
        def control(self) -> Options:
            return self.options

    def __init__(
        self,
        options: Iterable[Option] = (),
        *,
        several: bool = False,
        nothing: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(wraps=True, indent=7, id=id, classes=classes)
        self.load(tuple(options), several=several, nothing=nothing)

    def load(
        self,
        options: Sequence[Option],
        chosen: Iterable[str] | None = None,
        *,
        several: bool = False,
        nothing: str | None = None,
        numbered: bool = True,
    ) -> None:
        """Show other options.

        Args:
            options: in the order in which they are numbered.
            chosen: the codes that are chosen; None where nobody has chosen yet, which differs from an empty choice.
            several: whether any number may be chosen.
            nothing: the label of the line that says "none of these"; None where there is no such line.
            numbered: whether digits choose.
        """
        self.options = tuple(options)
        self.several, self.nothing, self.numbered = several, nothing, numbered
        self.chosen: frozenset[str] | None = None if chosen is None else frozenset(chosen)
        first = next((index for index, option in enumerate(self.options) if option.code in (self.chosen or ())), None)
        if first is None and self.chosen is not None and several and nothing is not None:
            first = len(self.options)
        self.set_rows(self._drawn(), first)

    def _drawn(self) -> list[Content]:
        rows = [self._row(index, option) for index, option in enumerate(self.options)]
        if self.nothing is not None:
            rows.append(self._choice(len(self.options), self.chosen == frozenset(), self.nothing, ""))
        return rows

    def _row(self, index: int, option: Option) -> Content:
        return self._choice(index, option.code in (self.chosen or ()), option.label, option.hint)

    def _choice(self, index: int, chosen: bool, label: str, hint: str) -> Content:
        glyph = ("[x]" if chosen else "[ ]") if self.several else ("(*)" if chosen else "( )")
        number = f" {index + 1} " if self.numbered and index < 9 else "   "
        quiet = f"  {on_one_line(hint)}" if hint else ""
        return Content.assemble(
            (number, "$quiet"),
            (f"{glyph} ", "bold $primary" if chosen else "$quiet"),
            (on_one_line(label), "bold" if chosen else ""),
            (quiet, "$quiet"),
        )

    def action_take(self) -> None:
        """Choose the line under the cursor, or take it back where several may be chosen."""
        if self.cursor is not None:
            self._take(self.cursor)

    def _take(self, index: int) -> None:
        before = self.chosen
        if index >= len(self.options):
            self.chosen = frozenset()
        elif self.several:
            self.chosen = (self.chosen or frozenset()) ^ {self.options[index].code}
        else:
            self.chosen = frozenset({self.options[index].code})
        if self.chosen != before:
            self.redraw()
            self.post_message(self.Changed(self))

    def redraw(self) -> None:
        """Draw the glyphs anew, the cursor where it is."""
        self.set_rows(self._drawn(), self.cursor)

    def action_choose(self) -> None:
        """Enter: with one to choose, the line under the cursor is chosen; then what is chosen is meant."""
        if not self.several and self.cursor is not None:
            self._take(self.cursor)
        self.post_message(self.Committed(self))

    def on_key(self, event: events.Key) -> None:
        if not self.numbered or not event.key.isdecimal():
            return
        event.stop()
        most = min(9, self.row_count)
        if 1 <= int(event.key) <= most:
            self.cursor = int(event.key) - 1
            self._take(self.cursor)
        else:
            app_of(self).notify(f"The numbers here go from 1 to {most}.", severity="warning", timeout=4)

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event.y)
        event.stop()
        event.prevent_default()
        if index is not None:
            self.cursor = index
            self._take(index)
