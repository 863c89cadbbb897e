"""YAML as we write it, read with the place of every key and value.

A strict part of YAML 1.2 with its core scalars: `NO` is Norway and `yes` is text. Duplicate keys, anchors, aliases,
merge keys, tags, directives, a second document, control characters, excessive depth or size are errors with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

import yaml
from yaml import events

from ddq.questionnaire.positions import Document, Place
from ddq.questionnaire.problems import Fix, Problem, SourceError
from ddq.questionnaire.text import character_name, first_unsafe

MAX_CHARACTERS: Final = 8_000_000
MAX_NODES: Final = 400_000
MAX_DEPTH: Final = 40

_INTEGER = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_NUMBER_START = frozenset("-+.0123456789")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_STARTS = (events.MappingStartEvent, events.SequenceStartEvent)
_ENDS = (events.MappingEndEvent, events.SequenceEndEvent)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


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
        line, column = text.count("\n", 0, unsafe) + 1, unsafe - text.rfind("\n", 0, unsafe)
        message = f"the character {character_name(text[unsafe])} does not belong into a text file"
        fix = Fix(text[unsafe], "")
        raise SourceError([Problem(name, line, column, "Y003", message, "delete it", fix=fix)])
    if name.endswith(".json"):
        text = _PAIR.sub(_as_one_escape, text)
    return _Reader(text, name).read()


def _as_one_escape(pair: re.Match[str]) -> str:
    """JSON escapes an emoji as two surrogates, YAML as one character; the places behind it move by two columns."""
    high, low = int(pair.group(2), 16), int(pair.group(3), 16)
    return f"{pair.group(1)}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _too_large(name: str) -> Problem:
    return Problem(
        name, 0, 0, "Y004", f"the file is larger than {MAX_CHARACTERS // 1_000_000} MB", "split it in modules"
    )


class _Reader:
    """One pass over the events of a text."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        # The stubs leave the events untyped.
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event

    def read(self) -> Document:
        try:
            data, places = self._document()
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
        return Document(self.name, self.text, data, places)

    def _document(self) -> tuple[Any, Place]:
        self.next()
        event = self.next()
        if type(event) is events.StreamEndEvent:
            self._fail("Y005", "the file is empty", event)
        if event.version or event.tags:
            self._fail("Y008", "YAML directives (%) are not allowed", event, "delete the line")
        found = self._values()
        event = self.next()
        if type(event) is not events.StreamEndEvent:
            self._fail("Y009", "a second document begins here", event, "keep one document in a file")
        return found

    def _fail(self, code: str, message: str, event: Any, hint: str | None = None) -> NoReturn:
        mark = event.start_mark
        raise SourceError([Problem(self.name, mark.line + 1, mark.column + 1, code, message, hint)])

    def _values(self) -> tuple[Any, Place]:
        """The one value of the document, and its place."""
        # One loop over all events, and a stack: a call for each of them would take as long as their parsing does.
        holder: Any = []  # the list or map that is being filled
        inner: Any = []  # the places of what is in it
        keyed, key, key_start = False, None, -1
        open_values: list[tuple[Any, Any, Any, int, int]] = []
        count = 0
        for event in iter(self.next, None):
            kind = event.__class__
            if kind is events.ScalarEvent:
                if event.anchor or event.tag:
                    self._refuse_references(event)
                if keyed and key is None:
                    key, key_start = event.value, event.start_mark.index
                    if key in holder or key == "<<" or not event.implicit[0]:
                        self._check_key(event, inner)
                    continue
                value: Any = event.value
                if not event.implicit[0]:
                    self._refuse_unsafe(event)
                elif value in _WORDS:
                    value = _WORDS[value]
                elif value[0] in _NUMBER_START:
                    value = self._number(event)
                place: Place = (key_start, event.start_mark.index, event.end_mark.index, None)
            elif kind in _STARTS:
                self._check_start(event, len(open_values), keyed and key is None)
                open_values.append((holder, inner, key, key_start, event.start_mark.index))
                keyed = kind is events.MappingStartEvent
                holder, inner = ({}, {}) if keyed else ([], [])
                key, key_start = None, -1
                continue
            elif kind in _ENDS:
                value, within = holder, inner
                holder, inner, key, key_start, start = open_values.pop()
                keyed = key is not None
                place = (key_start, start, event.end_mark.index, within)
            elif kind is events.AliasEvent:
                self._refuse_alias(event)
            else:
                break
            count += 1
            if count > MAX_NODES:
                self._fail("Y004", f"more than {MAX_NODES:,} values", event, "split the file in modules")
            if keyed:
                holder[key] = value
                inner[key] = place
                key, key_start = None, -1
            else:
                holder.append(value)
                inner.append(place)
        return holder[0], inner[0]

    def _check_start(self, event: Any, depth: int, as_key: bool) -> None:
        """Refuse a list or map that may not be here."""
        if as_key:
            self._fail("Y011", "a key must be plain text", event, "quote text that begins with { or [")
        if depth > MAX_DEPTH:
            self._fail("Y010", f"nested more than {MAX_DEPTH} deep", event)
        if event.anchor or event.tag:
            self._refuse_references(event)

    def _refuse_alias(self, event: Any) -> NoReturn:
        self._fail("Y007", f"the alias *{event.anchor} is not allowed", event, "use a shared list or a module")

    def _refuse_references(self, event: Any) -> None:
        if event.anchor:
            self._fail("Y007", f"the anchor &{event.anchor} is not allowed", event, "use a shared list or a module")
        if event.tag and event.tag != "!":
            self._fail("Y008", f"the tag {event.tag} is not allowed", event, "quote a text that begins with !")

    def _check_key(self, event: Any, inner: dict[str, Place]) -> None:
        """Refuse a key that is given twice, merges, or holds what no text may hold."""
        key: str = event.value
        if not event.implicit[0]:
            self._refuse_unsafe(event)
        if key == "<<":
            self._fail("Y007", "the merge key << is not allowed", event, "use a shared list or a module")
        if key in inner:
            line = self.text.count("\n", 0, inner[key][0]) + 1
            self._fail("Y006", f"the key {key!r} was already given in line {line}", event, "keep one of the two")

    def _refuse_unsafe(self, event: Any) -> None:
        """An escape such as "\\0" can bring in what the source itself does not hold."""
        raw = self.text[event.start_mark.index : event.end_mark.index]
        unsafe = first_unsafe(event.value) if "\\" in raw else None
        if unsafe is not None:
            name = character_name(event.value[unsafe])
            self._fail("Y003", f"the character {name} does not belong into a text", event, "delete it")

    def _number(self, event: Any) -> str | int | float:
        """What begins like a number, by the core schema of YAML 1.2."""
        value: str = event.value
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
