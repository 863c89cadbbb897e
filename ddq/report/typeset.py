"""Text into HTML: escaped, and each run of a foreign script isolated and given its language.

A run of right-to-left script stands in a `<bdi>` of its own, so that a name cannot reorder what surrounds it. A run
of Han characters is given a language, because the same code point has other shapes in Chinese, Japanese and Korean.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_INDIC = "\u0900-\u097f"
_EAST = _HAN + _KANA + _HANGUL + "\u3000-\u3003\u3008-\u303f\uff00-\uff65"

_RUN = re.compile(
    f"(?P<rtl>[{_RTL}]+(?:[^{_RTL}A-Za-z\n]{{1,20}}[{_RTL}]+)*)"
    f"|(?P<east>[{_EAST}]+(?: [{_EAST}]+)*)"
    f"|(?P<hi>[{_INDIC}]+(?:[\\s\u200c\u200d]+[{_INDIC}]+)*)"
)
_HAS_RUN = re.compile(f"[{_RTL}{_EAST}{_INDIC}]")
_HAS_KANA, _HAS_HANGUL = re.compile(f"[{_KANA}]"), re.compile(f"[{_HANGUL}]")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")


LONG_WORD = 400
"""Characters without a space beyond which a word is given places to break: finding them costs the square of its length,
5 seconds at 20,000."""
_LONG = re.compile(f"\\S{{{LONG_WORD},}}")


def typeset(text: str) -> Markup:
    """The text as HTML. Attributes in the markup have no quotes, so it cannot break out of a quoted attribute."""
    if len(text) > LONG_WORD and _LONG.search(text) is not None:
        return Markup("<wbr>").join(typeset(part) for part in _split(text))
    if text.isascii() or _HAS_RUN.search(text) is None:
        return escape(text)
    east = "ja" if _HAS_KANA.search(text) else "ko" if _HAS_HANGUL.search(text) else "zh"
    parts: list[Markup] = []
    end = 0
    for match in _RUN.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(Markup("<bdi lang={}>{}</bdi>").format(_language(match, east), match.group()))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def _split(text: str) -> list[str]:
    """The text in parts of which none has a long word."""
    cuts = [
        cut
        for match in _LONG.finditer(text)
        for cut in range(match.start() + LONG_WORD // 2, match.end(), LONG_WORD // 2)
    ]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _language(match: re.Match[str], east: str) -> str:
    """The language tag of a run: of Han, by the other scripts in the same text."""
    if match.lastgroup == "rtl":
        return "he" if _HEBREW.match(match.group()) else "ar"
    return "hi" if match.lastgroup == "hi" else east


def plain(text: str) -> Markup:
    """The text escaped and without markup of ours, for the value of an attribute."""
    return escape(text.replace("\n", " "))
