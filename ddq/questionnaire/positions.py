"""YAML as we write it: plain data, and the position of every key and value.

A strict part of YAML 1.2 with its core scalars: `NO` is Norway and `yes` is text. Duplicate keys, anchors, aliases,
merge keys, tags, directives, a second document, control characters, excessive depth or size are errors with a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn, TypeAlias, cast

import yaml
from yaml import events

from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.text import character_name, first_unsafe

MAX_CHARACTERS: Final = 8_000_000
MAX_NODES: Final = 400_000
MAX_DEPTH: Final = 40

Path: TypeAlias = tuple[str | int, ...]
Position: TypeAlias = tuple[int, int]
"""Line and column, from 1, in characters."""

_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_NUMBER_START = frozenset("-+.0123456789")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|\n[ \t]*|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one YAML file and where each part of it stands."""

    name: str
    """The file, as it is named in messages."""
    text: str
    """The source, with `\\n` line ends."""
    data: Any
    """Plain dicts, lists, texts, numbers, booleans and None."""
    values: dict[Path, tuple[int, int, int, int]] = field(repr=False)
    """Path to line, column, start and end index of the value."""
    keys: dict[Path, Position] = field(repr=False)
    """Path to the position of the key that leads to it."""

    def position(self, path: Path) -> Position:
        """Where the value at `path` starts, or the nearest part above it that exists."""
        while path not in self.values:
            if not path:
                return (1, 1)
            path = path[:-1]
        return self.values[path][:2]

    def key_position(self, path: Path) -> Position:
        """Where the key of `path` stands; of a list's item, the item."""
        return self.keys.get(path) or self.position(path)

    def raw(self, path: Path) -> str:
        """The value as it is written, quotes included; empty where there is none."""
        if path not in self.values:
            return ""
        _, _, start, end = self.values[path]
        return self.text[start:end]

    def inside(self, path: Path, offset: int) -> Position:
        """Where the character `offset` (from 0) of the text at `path` stands in the file."""
        line, column, start, _ = self.values.get(path, (1, 1, 0, 0))
        value, raw = _at(self.data, path), self.raw(path)
        if not isinstance(value, str) or not raw:
            return (line, column)
        consumed = _raw_offset(value, raw, offset)
        before = self.text[:start] + raw[:consumed]
        return (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)

    def origin(self, path: Path) -> tuple[Document, Path]:
        """The document in which the part stands as it was written, and its path there: for a file, itself."""
        return self, path

    def file_of(self, path: Path) -> str:
        """The name of the file in which the part at `path` stands."""
        return self.name

    def where(self, path: Path) -> str:
        """`file:line` of the value at `path`."""
        return f"{self.name}:{self.position(path)[0]}"

    def problem(self, path: Path, code: str, message: str, hint: str | None = None, *, key: bool = False) -> Problem:
        """A problem at the value of `path`, or at its key."""
        line, column = self.key_position(path) if key else self.position(path)
        return Problem(self.name, line, column, code, message, hint)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _raw_offset(value: str, raw: str, offset: int) -> int:
    """The index in the raw scalar of the value's character `offset`: blanks apart, both hold the same characters."""
    quote = raw[0] if raw[0] in "'\"" else ""
    position = 1 if quote else 0
    if raw[0] in "|>":
        position = raw.find("\n") + 1
    wanted = sum(not character.isspace() for character in value[:offset])
    if offset < len(value) and value[offset].isspace():
        wanted, trailing = wanted - 1, 1
    else:
        trailing = 0
    seen = -1
    while position < len(raw):
        step = 1
        if quote == '"' and (escape := _ESCAPE.match(raw, position)):
            step = escape.end() - position
            visible = escape.group(1)[0] not in "tnrvfNLP_ \t\n"
        else:
            visible = not raw[position].isspace()
            step = 2 if quote == "'" and raw.startswith("''", position) else 1
        seen += visible
        if visible and seen == wanted:
            return position + trailing
        position += step
    return max(0, len(raw) - 1)


def decode(content: bytes, name: str) -> str:
    """The text of a file.

    Raises:
        SourceError: the file is too large or not UTF-8.
    """
    if len(content) > MAX_CHARACTERS:
        raise SourceError([_too_large(name)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise SourceError(
            [Problem(name, line, column, "Y002", "this byte is not UTF-8", "save the file as UTF-8")]
        ) from None


def load_yaml(text: str, name: str) -> Document:
    """The document in `text`; `name` is the file's name in messages.

    Raises:
        SourceError: the text is not YAML as we write it; with the first thing that is wrong, and its place.
    """
    if len(text) > MAX_CHARACTERS:
        raise SourceError([_too_large(name)])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    unsafe = first_unsafe(text)
    if unsafe is not None:
        line, column = _line_and_column(text, unsafe)
        message = f"the character {character_name(text[unsafe])} does not belong into a text file"
        raise SourceError([Problem(name, line, column, "Y003", message, "delete it")])
    if name.endswith(".json"):
        text = _PAIR.sub(_as_one_escape, text)
    return _Reader(text, name).read()


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


def _as_one_escape(pair: re.Match[str]) -> str:
    """JSON escapes an emoji as two surrogates, YAML as one character; the places behind it move by two columns."""
    high, low = int(pair.group(2), 16), int(pair.group(3), 16)
    return f"{pair.group(1)}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _too_large(name: str) -> Problem:
    return Problem(
        name, 0, 0, "Y004", f"the file is larger than {MAX_CHARACTERS // 1_000_000} MB", "split it in modules"
    )


def _line_and_column(text: str, index: int) -> Position:
    return (text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


class _Reader:
    """One pass over the events of a text."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        # The stubs leave the stream untyped.
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)  # pyright: ignore[reportUnknownMemberType]
        self.nodes = 0
        self.values: dict[Path, tuple[int, int, int, int]] = {}
        self.keys: dict[Path, Position] = {}

    def read(self) -> Document:
        try:
            data = self._document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            what = (error.problem or "cannot be read").strip()
            context = f" {error.context.strip()}" if error.context else ""
            hint = "check the indentation, and quote text that holds ': ' or ' #'"
            problem = Problem(self.name, line, column, "Y001", f"not YAML: {what}{context}", hint)
            raise SourceError([problem]) from None
        except yaml.YAMLError as error:
            raise SourceError([Problem(self.name, 1, 1, "Y001", f"not YAML: {error}")]) from None
        return Document(self.name, self.text, data, self.values, self.keys)

    def _document(self) -> Any:
        next(self.events)
        event = next(self.events)
        if type(event) is events.StreamEndEvent:
            self._fail("Y005", "the file is empty", event)
        if event.version or event.tags:
            self._fail("Y008", "YAML directives (%) are not allowed", event, "delete the line")
        data = self._node(next(self.events), (), 0)
        next(self.events)
        event = next(self.events)
        if type(event) is not events.StreamEndEvent:
            self._fail("Y009", "a second document begins here", event, "keep one document in a file")
        return data

    def _fail(self, code: str, message: str, event: Any, hint: str | None = None) -> NoReturn:
        mark = event.start_mark
        raise SourceError([Problem(self.name, mark.line + 1, mark.column + 1, code, message, hint)])

    def _node(self, event: Any, path: Path, depth: int) -> Any:
        """The value that begins with `event`; its position is kept."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._fail("Y004", f"more than {MAX_NODES:,} values", event, "split the file in modules")
        if depth > MAX_DEPTH:
            self._fail("Y010", f"nested more than {MAX_DEPTH} deep", event)
        kind = cast(type[object], type(event))
        if kind is events.AliasEvent or event.anchor or event.tag:
            self._refuse_references(event, kind)
        start = event.start_mark
        here = (start.line + 1, start.column + 1, start.index, event.end_mark.index)
        self.values[path] = here
        if kind is events.ScalarEvent:
            return self._scalar(event)
        value = self._sequence(path, depth) if kind is events.SequenceStartEvent else self._mapping(path, depth)
        self.values[path] = (*here[:3], self.end)
        return value

    def _refuse_references(self, event: Any, kind: type[object]) -> None:
        if kind is events.AliasEvent:
            self._fail("Y007", f"the alias *{event.anchor} is not allowed", event, "use a shared list or a module")
        if event.anchor:
            self._fail("Y007", f"the anchor &{event.anchor} is not allowed", event, "use a shared list or a module")
        if event.tag and event.tag != "!":
            self._fail("Y008", f"the tag {event.tag} is not allowed", event, "quote a text that begins with !")

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self.events)) is not events.SequenceEndEvent:
            items.append(self._node(event, (*path, len(items)), depth + 1))
        self.end: int = event.end_mark.index
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(event := next(self.events)) is not events.MappingEndEvent:
            key = self._key(event, entries, path)
            here = (*path, key)
            self.keys[here] = (event.start_mark.line + 1, event.start_mark.column + 1)
            entries[key] = self._node(next(self.events), here, depth + 1)
        self.end = event.end_mark.index
        return entries

    def _key(self, event: Any, entries: dict[str, Any], path: Path) -> str:
        if type(event) is events.AliasEvent:
            self._fail("Y007", f"the alias *{event.anchor} is not allowed", event, "use a shared list or a module")
        if type(event) is not events.ScalarEvent:
            self._fail("Y011", "a key must be plain text", event, "quote text that begins with { or [")
        if event.anchor or event.tag:
            self._refuse_references(event, events.ScalarEvent)
        key: str = event.value
        if not event.implicit[0]:
            self._refuse_unsafe(event)
        if key == "<<":
            self._fail("Y007", "the merge key << is not allowed", event, "use a shared list or a module")
        if key in entries:
            line, _ = self.keys[(*path, key)]
            self._fail("Y006", f"the key {key!r} was already given in line {line}", event, "keep one of the two")
        return key

    def _refuse_unsafe(self, event: Any) -> None:
        """An escape such as "\\0" can bring in what the source itself does not hold."""
        raw = self.text[event.start_mark.index : event.end_mark.index]
        unsafe = first_unsafe(event.value) if "\\" in raw else None
        if unsafe is not None:
            name = character_name(event.value[unsafe])
            self._fail("Y003", f"the character {name} does not belong into a text", event, "delete it")

    def _scalar(self, event: Any) -> str | int | float | bool | None:
        """A scalar by the core schema of YAML 1.2; quoted scalars are text."""
        value: str = event.value
        if not event.implicit[0]:
            self._refuse_unsafe(event)
            return value
        if value in _WORDS:
            return _WORDS[value]
        if value[0] not in _NUMBER_START:
            return value
        if _INTEGER.match(value):
            number = int(value, 0) if value[1:2] in ("o", "x") else int(value) if len(value) < 20 else 1 << 63
            if not -(1 << 63) <= number < 1 << 63:
                self._fail("Y012", f"the number {value[:30]} is too large", event, "quote it if it is a text")
            return number
        if _NOT_FINITE.match(value):
            self._fail("Y012", f"{value} is not a number that can be used", event, "quote it if it is a text")
        if not _FLOAT.match(value):
            return value
        number = float(value)
        if number in (float("inf"), float("-inf")):
            self._fail("Y012", f"the number {value[:30]} is too large", event, "quote it if it is a text")
        return number
