"""JSON as VSAQ's own files write it: with `//` and `/* */` comments, joined strings, `\\x` escapes, trailing commas."""

from __future__ import annotations

import re
from typing import Any

from ddq.foreign.plain_json import MAX_DEPTH, MAX_VALUES, refuse

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n\ufeff]+|//[^\n]*|/\*.*?\*/)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_$][\w$]*)
    | (?P<sign>[{}\[\]:,+])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(\r?\n)|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "\n", "0": "", "v": "\n"}
_WORDS = {"true": True, "false": False, "null": None}


class Lines(dict[str, Any]):
    """An object that knows in which line it begins."""

    line: int = 0


def parse_dialect(text: str, file: str) -> Any:
    """The data of a file; objects are `Lines`.

    Raises:
        SourceError: with the line of what is wrong.
    """
    return _Parser(text, file).whole()


class _Parser:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.position = 0
        self.values = 0
        self.kind, self.word = "", ""
        self._next()

    def _fail(self, message: str) -> Any:
        before = self.text[: self.position]
        place = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        refuse(self.file, "K001", message, None, place)

    @property
    def _line(self) -> int:
        return self.text.count("\n", 0, self.position) + 1

    def _next(self) -> None:
        """Go on to the next token; `position` is where the present one begins."""
        at = self.position + len(self.word)
        while True:
            if at >= len(self.text):
                self.position, self.kind, self.word = len(self.text), "end", ""
                return
            match = _TOKEN.match(self.text, at)
            if match is None:
                self.position, self.word = at, ""
                self._fail(f"this sign is not understood: {self.text[at]!r}")
                return
            at = match.end()
            if match.lastgroup != "blank":
                self.position, self.kind, self.word = match.start(), match.lastgroup or "", match.group()
                return

    def whole(self) -> Any:
        value = self._value(0)
        if self.kind != "end":
            self._fail("something follows after the end of the data")
        return value

    def _value(self, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            self._fail("it is nested too deeply or too large")
        if self.word == "{":
            return self._object(depth)
        if self.word == "[":
            return self._list(depth)
        return self._scalar()

    def _scalar(self) -> Any:
        kind, word = self.kind, self.word
        if kind == "text":
            return self._joined()
        if kind == "number":
            self._next()
            return float(word) if re.search(r"[.eE]", word) else int(word[:18])
        if kind == "word" and word in _WORDS:
            self._next()
            return _WORDS[word]
        return self._fail(f"a value is expected here, not {word[:40]!r}" if word else "the file ends too early")

    def _joined(self) -> str:
        """A string, or several joined by `+`."""
        parts = [_unescaped(self.word)]
        self._next()
        while self.word == "+":
            self._next()
            if self.kind != "text":
                self._fail("a string is expected after +")
            parts.append(_unescaped(self.word))
            self._next()
        return "".join(parts)

    def _object(self, depth: int) -> Lines:
        found = Lines()
        found.line = self._line
        self._next()
        while self.word != "}":
            if self.kind not in ("text", "word"):
                self._fail("a key is expected here" if self.word else "the file ends too early")
            key = self._joined() if self.kind == "text" else self._bare()
            if self.word != ":":
                self._fail("a : is missing after a key")
            self._next()
            found[key] = self._value(depth + 1)
            self._comma("}")
        self._next()
        return found

    def _bare(self) -> str:
        word = self.word
        self._next()
        return word

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self._next()
        while self.word != "]":
            found.append(self._value(depth + 1))
            self._comma("]")
        self._next()
        return found

    def _comma(self, end: str) -> None:
        if self.word == ",":
            self._next()
        elif self.word != end:
            self._fail(f"a comma or {end} is missing" if self.word else "the file ends too early")


def _unescaped(token: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        hexadecimal, unicode, line, other = match.groups()
        if line is not None:
            return ""
        if hexadecimal or unicode:
            return chr(int(hexadecimal or unicode, 16))
        return _NAMED.get(other, other)

    return _ESCAPE.sub(replaced, token[1:-1])
