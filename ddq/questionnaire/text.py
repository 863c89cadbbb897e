"""Text that comes from outside: cleaned once when it enters, and made visible wherever it is shown raw."""

from __future__ import annotations

import re
import unicodedata

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Characters that reorder what surrounds them, as a regular-expression class."""

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17)
)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff" + BIDI_CONTROLS + _NONCHARACTERS + "]"
)

_NAMES = {0: "NUL", 7: "BEL", 8: "BS", 13: "CR", 27: "ESC", 127: "DEL", 0x9B: "CSI", 0x9D: "OSC"}


_MARKS = re.compile("[\u061c\u200e\u200f\ufeff]")
"""Marks without a picture that ordinary texts carry: directions of a script, which every output isolates by itself."""


def is_clean(text: str) -> bool:
    """Whether `clean_text` would leave the text as it is."""
    return _UNSAFE.search(text) is None and unicodedata.is_normalized("NFC", text)


def clean_text(text: str) -> str:
    """The text with every control character but newline and tab, bidi control, surrogate and noncharacter spelled out.

    Nothing that was written is lost, and what was meant to steer a terminal is there to be seen; a text of nothing else
    is empty. Line ends, U+2028 and U+2029 become `\\n`; marks of a script's direction are left out; the rest is in NFC.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    says_something = bool(_UNSAFE.sub("", lines).strip())
    return unicodedata.normalize(
        "NFC", visible_text(_MARKS.sub("", lines)) if says_something else _UNSAFE.sub("", lines)
    )


def visible_text(text: str) -> str:
    """The text with every unsafe character spelled out: `⟨ESC⟩`, `⟨NUL⟩`, `⟨U+202E⟩`."""
    return _UNSAFE.sub(lambda match: character_name(match.group()), text)


def character_name(character: str) -> str:
    """One character spelled out for display, such as `⟨ESC⟩` or `⟨U+202E⟩`."""
    code = ord(character)
    return f"⟨{_NAMES.get(code, f'U+{code:04X}')}⟩"


def first_unsafe(text: str) -> int | None:
    """The index of the first character that `clean_text` would drop; None where there is none."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return None  # no unsafe character is printable, and this is ten times as fast as the search
    match = _UNSAFE.search(text)
    return None if match is None else match.start()


def folded(text: str) -> str:
    """Lower case without accents, so that `cote` finds Côte d'Ivoire."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
