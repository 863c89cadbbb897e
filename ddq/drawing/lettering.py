"""How wide words are, and words in lines of a width. Widths are those of Noto Sans, or somewhat more.

Whatever a text holds, its lines fit: a long word is cut, what is left over ends in `…`. Signs that could steer a reader
or a terminal are spelled out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from ddq.questionnaire.text import character_name, visible_text

_NARROW = (
    26, 27, 41, 65, 57, 83, 73, 22, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 27, 27, 57,
    57, 57, 43, 90, 64, 65, 63, 73, 56, 52, 73, 74, 34, 27, 62, 52, 91, 76, 78, 60, 78, 62, 55, 56, 73, 60, 93, 59, 57,
    57, 33, 37, 33, 57, 44, 28, 56, 62, 48, 62, 56, 34, 62, 62, 26, 26, 53, 26, 94, 62, 60, 62, 62, 41, 48, 36, 62, 51,
    79, 53, 51, 47, 38, 55, 38, 57,
)  # fmt: skip
"""Of the printable ASCII characters, in hundredths of the size of the letters."""
_NARROW_BOLD = (
    26, 28, 48, 65, 57, 90, 75, 27, 34, 34, 54, 57, 28, 32, 28, 42, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 28, 28, 57,
    57, 57, 48, 90, 69, 66, 64, 73, 56, 55, 72, 76, 39, 33, 66, 56, 94, 81, 79, 62, 79, 66, 55, 58, 76, 65, 97, 67, 63,
    58, 33, 42, 33, 57, 41, 36, 60, 63, 52, 63, 60, 39, 63, 65, 30, 30, 62, 30, 98, 65, 62, 63, 63, 45, 50, 43, 65, 57,
    86, 58, 57, 49, 39, 55, 39, 57,
)  # fmt: skip
_BOLDER = 1.07
"""Other bold letters are wider by about this."""
_BLOCKS = (
    (0x0300, 0x036F, 0), (0x0530, 0x058F, 75), (0x0590, 0x05FF, 62), (0x0600, 0x08FF, 75), (0x0900, 0x097F, 70),
    (0x0980, 0x0AFF, 80), (0x0B80, 0x0BFF, 110), (0x0C00, 0x0DFF, 90), (0x0E00, 0x0EFF, 66), (0x2010, 0x2012, 35),
    (0x2013, 0x2013, 50), (0x2014, 0x2014, 100), (0x2018, 0x201E, 42),
)  # fmt: skip
_ELSE = 80
_WIDE = 100
_PICTURE = 130
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters that mean whatever a font says; ours have none of them."""
MOST = 4_000
"""Characters of a text that are looked at; no line holds more."""


def plain_line(text: str) -> str:
    """The text as one line: blanks and line ends as single blanks, unsafe characters spelled out."""
    shown = _PRIVATE.sub(lambda match: character_name(match.group()), visible_text(text[:MOST].replace("\r", "\n")))
    return " ".join(shown.split())


def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width of one line in letters of a size, in the unit of the size."""
    return sum(_advance(character, bold) for character in text) / 100 * size


def fit(text: str, width: float, size: float, most_lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines, none wider than `width`."""
    lines: list[str] = []
    left = plain_line(text)
    while left:
        if len(lines) == most_lines - 1:
            lines.append(_cut(left, width, size, bold))
            break
        line, left = _line(left, width, size, bold)
        lines.append(line)
    return tuple(lines)


def _line(text: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    """The first line of a text and what is left of it."""
    holds = _holds(text, width, size, bold)
    if holds >= len(text):
        return text, ""
    blank = text.rfind(" ", 1, holds + 1)
    if blank > 0:
        return text[:blank], text[blank + 1 :]
    hyphen = text.rfind("-", 1, holds)
    at = hyphen + 1 if hyphen > 0 else max(1, holds)
    return text[:at], text[at:].lstrip()


def _cut(text: str, width: float, size: float, bold: bool) -> str:
    if _holds(text, width, size, bold) >= len(text):
        return text
    holds = _holds(text, width - width_of("…", size, bold), size, bold)
    return text[:holds].rstrip() + "…"


def _holds(text: str, width: float, size: float, bold: bool) -> int:
    """How many characters of a text a width holds; a mark is never parted from its letter."""
    room = width / size * 100 + 0.001
    end = next(
        (at for at, width in enumerate(accumulate(_advance(one, bold) for one in text)) if width > room), len(text)
    )
    while 0 < end < len(text) and _joins(text[end]):
        end -= 1
    return end


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in ("Mc", "Me", "Mn", "Cf")


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    code = ord(character)
    if 32 <= code < 127:
        return (_NARROW_BOLD if bold else _NARROW)[code - 32]
    if _joins(character):
        return 50 if unicodedata.category(character) == "Mc" else 0
    found = next((width for first, last, width in _BLOCKS if first <= code <= last), None)
    if found is None:
        if code >= 0x1F000 and unicodedata.category(character) == "So":
            found = _PICTURE
        elif unicodedata.east_asian_width(character) in ("W", "F"):
            found = _WIDE
        else:
            found = _ELSE if code >= 0x0370 else 66
    return found * _BOLDER if bold else found
