"""Pastes stay pastes: an escape character inside one is text, and what follows it presses no key.

Textual's parser leaves a bracketed paste at the first escape sequence in it and reads the rest as keys (8.2.8), so that
pasted text could quit the app.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_SHOWN = "⟨ESC⟩"
_KEY = re.compile(r"\x1b\[(?!27;)(\d+)[\d;:]*~|\x1b\[[?>=]?[\d;:]+[cnxz]")
"""A key by its number, or a reply of the terminal that nobody asked for."""


class PasteShield:
    """Spells out the escape characters of pastes, in whatever pieces they arrive."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        """Outside a paste: the last characters, where a marker may have begun."""
        self._held = ""
        """Inside: the last characters, which may be the beginning of the end."""

    def shield(self, data: str) -> str:
        """What the parser is to read of `data`."""
        done: list[str] = []
        while data:
            data = self._within(data, done) if self._inside else self._outside(data, done)
        return "".join(done)

    def _outside(self, data: str, done: list[str]) -> str:
        known = len(self._before)
        text = self._before + data
        at = text.find(_BEGIN)
        if at < 0:
            self._before = text[-(len(_BEGIN) - 1) :]
            done.append(data)
            return ""
        end = at + len(_BEGIN)
        done.append(text[known:end])
        self._inside, self._before = True, ""
        return text[end:]

    def _within(self, data: str, done: list[str]) -> str:
        text = self._held + data
        self._held = ""
        at = text.find(_END)
        if at >= 0:
            done += [text[:at].replace("\x1b", _SHOWN), _END]
            self._inside = False
            return text[at + len(_END) :]
        kept = next((size for size in range(len(_END) - 1, 0, -1) if text.endswith(_END[:size])), 0)
        cut = len(text) - kept
        self._held = text[cut:]
        done.append(text[:cut].replace("\x1b", _SHOWN))
        return ""


def without_unknown_keys(data: str) -> str:
    """Without the keys that Textual has no name for: it reads them as the character of that number, or one by one.

    So F20 typed a quotation mark, and a digit in such a sequence could choose an option (8.2.8).
    """
    return _KEY.sub(lambda found: found[0] if _is_known(found) else "", data)


def _is_known(found: re.Match[str]) -> bool:
    sequence = found[0]
    return sequence in (_BEGIN, _END) or sequence in ANSI_SEQUENCES_KEYS or f"{found[1]}~" in FUNCTIONAL_KEYS


class _Shielded:
    """Stands before the parser's own way of taking data in."""

    feed = XTermParser.feed


def shield_pastes() -> None:
    """Let every parser that is made from now on read pastes so. Textual has no public way to (8.2.8)."""

    def feed(parser: XTermParser, data: str) -> Iterable[Any]:
        shield: PasteShield | None = getattr(parser, "_paste_shield", None)
        if shield is None:
            shield = PasteShield()
            parser._paste_shield = shield  # pyright: ignore
        shielded = without_unknown_keys(shield.shield(data))
        return () if data and not shielded else _Shielded.feed(parser, shielded)

    XTermParser.feed = feed  # pyright: ignore
