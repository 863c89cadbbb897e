"""A questionnaire as the YAML that a person would write: keys in order, long texts folded, short maps on a line.

What is written reads back as the same questionnaire: every scalar is quoted that our loader would take for something
else.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from ddq.questionnaire.model import Module, Questionnaire
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.yaml_reader import load_yaml

WIDTH = 110
_KEYS = """
ddq id code version kind title text label domain description language method changes include choices sections intro
visible_if questions fields calc unit min max max_length currencies none_of_these required required_if check must
message level why help good bad not_applicable_when evidence valid_for references
"""
_ORDER = {key: number for number, key in enumerate(_KEYS.split())}
_PLAIN = re.compile(r"[A-Za-z0-9À-ɏͰ-ϿЀ-ӿ(“][^\n\t\\]*\Z")
_NEVER_PLAIN = re.compile(r": |:\Z| #|\A[-?] ")
_NOT_IN_A_MAP = re.compile(r"[,\[\]{}]")
_FOLDABLE = re.compile(r"\S+(?: \S+)*\Z")


def write_yaml(questionnaire: Questionnaire, heading: Sequence[str] = ()) -> str:
    """The questionnaire as a file of ours; `heading` becomes comments at its top."""
    data = questionnaire.model_dump(mode="python", exclude_defaults=True)
    comments = [f"# {line}".rstrip() for line in heading]
    return "\n".join([*comments, *_map(data, 0)]) + "\n"


def write_module(module: Module) -> str:
    """A module as a file of ours."""
    return "\n".join(_map(module.model_dump(mode="python", exclude_defaults=True), 0)) + "\n"


def _map(data: Mapping[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key in sorted(data, key=lambda key: _ORDER.get(key, len(_ORDER))):
        value = data[key]
        if value is None:
            continue
        name = f"{pad}{_scalar(key, inside=True)}:"
        if isinstance(value, Mapping):
            entries = cast(Mapping[str, Any], value)
            short = _on_a_line(entries)
            if short is not None and len(name) + len(short) < WIDTH:
                yield f"{name} {short}"
            else:
                yield name
                yield from _map(entries, indent + 2)
        elif isinstance(value, list | tuple):
            yield from _list(name, cast(Sequence[Any], value), indent)
        else:
            yield from _entry(name, value, indent)


def _list(name: str, items: Sequence[Any], indent: int) -> Iterator[str]:
    short = _on_a_line(items)
    if short is not None and (not items or not isinstance(items[0], Mapping)) and len(name) + len(short) < WIDTH:
        yield f"{name} {short}"
        return
    yield name
    pad = " " * (indent + 2)
    for item in items:
        short = _on_a_line(item)
        if short is not None and len(pad) + len(short) < WIDTH:
            yield f"{pad}- {short}"
        elif isinstance(item, Mapping):
            first, *rest = _map(cast(Mapping[str, Any], item), indent + 4)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield from _entry(f"{pad}-", item, indent + 2)


def _entry(name: str, value: Any, indent: int) -> Iterator[str]:
    """A scalar after its key: on the line, folded, or as a block of lines."""
    if isinstance(value, str):
        pad = " " * (indent + 2)
        if "\n" in value and _is_block(value):
            yield f"{name} |-"
            yield from (f"{pad}{line}" if line else "" for line in value.split("\n"))
            return
        if "\n" not in value and len(name) + len(value) > WIDTH and _FOLDABLE.match(value):
            yield f"{name} >-"
            yield from (
                f"{pad}{line}"
                for line in textwrap.wrap(
                    value, max(40, WIDTH - len(pad)), break_long_words=False, break_on_hyphens=False
                )
            )
            return
    yield f"{name} {_scalar(value)}"


def _is_block(text: str) -> bool:
    lines = text.split("\n")
    return all(line == line.rstrip() for line in lines) and not lines[0][:1].isspace() and bool(lines[0] and lines[-1])


def _on_a_line(value: Any) -> str | None:
    """The value in YAML's short form; None where it is too deep or too long for one."""
    if isinstance(value, Mapping):
        entries = cast(Mapping[str, Any], value)
        if len(entries) > 6 or any(isinstance(each, Mapping | list | tuple) for each in entries.values()):
            return None
        keys = sorted(entries, key=lambda key: _ORDER.get(key, len(_ORDER)))
        written = [
            f"{_scalar(key, inside=True)}: {_scalar(entries[key], inside=True)}"
            for key in keys
            if entries[key] is not None
        ]
        found = f"{{{', '.join(written)}}}"
    elif isinstance(value, list | tuple):
        items = cast(Sequence[Any], value)
        if any(isinstance(each, Mapping | list | tuple) for each in items):
            return None
        found = f"[{', '.join(_scalar(each, inside=True) for each in items)}]"
    else:
        return None
    return found if len(found) < WIDTH and "\n" not in found else None


def _scalar(value: Any, *, inside: bool = False) -> str:
    """A scalar on one line; `inside` a short map or list, where more signs need quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if _is_plain(text) and not (inside and _NOT_IN_A_MAP.search(text)):
        return text
    if text.isprintable() and "'" in text and not ('"' in text or "\\" in text):
        return f'"{text}"'
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    if not _PLAIN.match(text) or _NEVER_PLAIN.search(text) or text != text.strip() or not text.isprintable():
        return False
    if not text[0].isdigit() and text not in (
        "true",
        "false",
        "null",
        "True",
        "False",
        "Null",
        "TRUE",
        "FALSE",
        "NULL",
    ):
        return True
    try:
        return load_yaml(f"x: {text}\n", "x").data == {"x": text}
    except SourceError:
        return False
