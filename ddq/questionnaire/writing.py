"""Plain data as YAML that the loader reads back as the same data, with a comment behind the lines that have one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import orjson

from ddq.questionnaire.positions import Path
from ddq.questionnaire.text import visible_text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()-]*( [A-Za-z0-9_./()-]+)*\Z")
_WORDS: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
Comment = Callable[[Path], str | None]


def to_yaml(data: dict[str, Any], comment: Comment | None = None) -> str:
    """The text of a file that holds `data`; `comment` says what stands behind the line in which a value begins."""
    return "\n".join(_mapping(data, (), 0, comment or (lambda _: None))) + "\n"


def scalar(value: object) -> str:
    """One value as YAML; a text that could be read as anything else is quoted."""
    if isinstance(value, str) and _PLAIN.match(value) and value.casefold() not in _WORDS:
        return value
    return orjson.dumps(value).decode()


def _mapping(data: dict[str, Any], path: Path, depth: int, comment: Comment) -> Iterator[str]:
    for key, value in data.items():
        here = (*path, key)
        yield from _value(f"{' ' * depth}{scalar(key)}:", value, here, depth + 2, comment)


def _sequence(items: list[Any], path: Path, depth: int, comment: Comment) -> Iterator[str]:
    for index, item in enumerate(items):
        here = (*path, index)
        if isinstance(item, dict) and item:
            lines = _mapping(cast(dict[str, Any], item), here, depth + 2, comment)
            first = next(lines)
            yield f"{' ' * depth}- {first[depth + 2 :]}{_behind(here, comment)}"
            yield from lines
        else:
            yield from _value(f"{' ' * depth}-", item, here, depth + 2, comment)


def _value(head: str, value: Any, path: Path, depth: int, comment: Comment) -> Iterator[str]:
    behind = _behind(path, comment)
    if isinstance(value, dict) and value:
        yield head + behind
        yield from _mapping(cast(dict[str, Any], value), path, depth, comment)
    elif isinstance(value, list) and value:
        yield head + behind
        yield from _sequence(cast(list[Any], value), path, depth, comment)
    else:
        yield f"{head} {scalar(cast(object, value))}{behind}"


def _behind(path: Path, comment: Comment) -> str:
    said = comment(path)
    return "" if said is None else f"  # {visible_text(said)}"
