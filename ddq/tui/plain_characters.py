"""ASCII for terminals and fonts that have nothing else: glyphs, borders, scrollbars; words stay as they are.

Each character is drawn by one of the same width, so nothing on a line moves.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

_TABLE = str.maketrans(
    {
        "✓": "+",
        "×": "x",
        "·": ".",
        "…": ":",
        "§": "$",
        "–": "-",
        "—": "-",
        "⚑": "F",
        "◐": "%",
        "→": ">",
        "›": ">",
        "↑": "^",
        "↓": "v",
        "⏎": "|",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "⟨": "<",
        "⟩": ">",
        "▸": "+",
        "▾": "-",
        "•": "*",
        "●": "*",
        **dict.fromkeys("─━═╌╴╶▁▂▔🭶", "-"),
        **dict.fromkeys("│┃║▏▎▍▌▋▊▉▐▕", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝", "+"),
        **dict.fromkeys("▃▄▅▆▇▀", "="),
        "█": "#",
        "░": ".",
        "▒": ":",
        "▓": "#",
        "\N{NO-BREAK SPACE}": " ",
    }
)


class PlainCharacters(LineFilter):
    """Draws in ASCII what ddq draws itself; `whole` does so with everything, vendors' texts included."""

    def __init__(self, whole: bool) -> None:
        super().__init__()
        self.whole = whole

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(self._plain(text), style, control) for text, style, control in segments]

    def _plain(self, text: str) -> str:
        text = text.translate(_TABLE)
        return text if not self.whole or text.isascii() else "".join(map(_nearest, text))


def _nearest(character: str) -> str:
    """`ü` as `u`; what has no likeness as question marks."""
    if character.isascii():
        return character
    width = cell_len(character)
    base = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    return base if len(base) == width else "?" * width


def draws_only_ascii() -> bool:
    """Whether the terminal has another encoding than UTF-8, as far as the locale tells."""
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    return "utf" not in encoding.casefold()


def wants_ascii(asked: bool, remembered: bool) -> bool:
    """Whether to draw in ASCII: asked for, in `$DDQ_ASCII` too, remembered, or all that the terminal has."""
    named = os.environ.get("DDQ_ASCII", "")
    return asked or named not in ("", "0") or remembered or draws_only_ascii()


def draw_plain(app: App[Any], plain: bool) -> None:
    """Begin to draw in ASCII, or end it. Textual has no public list of filters (8.2.8)."""
    filters = app._filters  # pyright: ignore[reportPrivateUsage]
    filters[:] = [one for one in filters if not isinstance(one, PlainCharacters)]
    if plain:
        filters.append(PlainCharacters(draws_only_ascii()))
