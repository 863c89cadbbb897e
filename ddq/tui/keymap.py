"""The user's keymap: which keys run which action. It is used whole, or, where anything in it is wrong, not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.text import visible_text

NAME = "keymap.toml"
_MODIFIERS = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
_NAMED = {
    *("enter", "escape", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"),
    *("up", "down", "left", "right", "space", "slash"),
    *(f"f{number}" for number in range(1, 25)),
}
_WRITING = {"enter", "tab", "shift+tab", "backspace", "delete", "up", "down", "left", "right", "home", "end"}
_RESERVED = {"ctrl+p": "opens the list of commands", "ctrl+c": "copies"}
_ALIASES = {"ctrl+m": "Enter", "ctrl+i": "Tab", "ctrl+h": "Backspace", "ctrl+[": "Esc"}


class Bound(NamedTuple):
    """One action that has keys."""

    id: str
    keys: tuple[str, ...]
    """Its usual keys."""
    owner: type
    """The screen, the widget or the app that has it."""
    screen: bool
    """Whether its owner is a screen or the app: it is then in the list of commands too."""
    everywhere: bool
    """Whether it is the app's."""
    priority: bool
    """Whether it is asked before a text field."""


class KeymapProblem(Exception):
    """What is wrong with a keymap, in one sentence with its place."""


def find_keymap(*folders: Path) -> Path | None:
    """The keymap in the first folder that has one."""
    return next((folder / NAME for folder in folders if (folder / NAME).is_file()), None)


def read_keymap(file: Path, bound: Iterable[Bound]) -> Mapping[str, str]:
    """The keys by id, as `App.set_keymap` takes them.

    Raises:
        KeymapProblem: it cannot be read, or anything in it is wrong.
    """
    try:
        text = file.read_text(encoding="utf-8")
        given = dict(_entries(tomllib.loads(text)))
    except OSError as error:
        raise KeymapProblem(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise KeymapProblem(f"{file}: is not written in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise KeymapProblem(f"{file}{f':{line[1]}' if line else ''}: is not TOML: {error}") from error
    keys: dict[str, tuple[str, ...]] = {}
    actions = {one.id: one for one in bound}
    for name, value in given.items():
        try:
            keys[name] = _checked(name, value, actions)
        except ValueError as error:
            raise _problem(file, text, name, str(error)) from error
    for name in keys:
        if clash := _clash(name, keys, actions):
            raise _problem(file, text, name, clash)
    return {name: ",".join(taken) for name, taken in keys.items()}


def _entries(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, object]]:
    """`question.next = "f3"` and `[question]` with `next = "f3"` say the same."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _entries(cast(dict[str, Any], value), f"{within}{key}.")
        else:
            yield f"{within}{key}", value


def _problem(file: Path, text: str, name: str, what: str) -> KeymapProblem:
    last = re.escape(name.rpartition(".")[2])
    whole = re.escape(name)
    places = re.finditer(rf'^[ \t]*(?:"?{whole}"?|[\w".]*?"?{last}"?)[ \t]*=', text, re.MULTILINE)
    found = [
        (match[0].strip(" \t=").replace('"', "") != name, text.count("\n", 0, match.start()) + 1) for match in places
    ]
    line = f":{min(found)[1]}" if found else ""
    return KeymapProblem(visible_text(f"{file}{line}: {name[:80]}: {what}").replace("\n", " "))


def _checked(name: str, value: object, actions: Mapping[str, Bound]) -> tuple[str, ...]:
    """The keys of one entry."""
    action = actions.get(name)
    if action is None:
        hint = did_you_mean(name, actions)
        raise ValueError(f"there is no such action; {hint or 'docs/reference/keys.md lists them'}")
    listed = cast(list[object], value) if isinstance(value, list) else [value]
    keys = tuple(dict.fromkeys(_key(one) for one in listed))
    if not keys and not action.screen:
        raise ValueError("without a key it cannot be reached, because it is not in the list of commands; give it one")
    for key in keys:
        if key not in action.keys:
            _check_key(key, action)
    return keys


def _key(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError('a key is written in quotation marks, such as "f3" or ["f3", "ctrl+n"]')
    *modifiers, key = given.casefold().replace(" ", "").split("+")
    strange = next((one for one in modifiers if one not in _MODIFIERS), None)
    if strange is None and (key in _NAMED or (len(key) == 1 and key.isprintable())):
        return "+".join([*sorted(modifiers), key])
    wrong = strange or key
    hint = did_you_mean(wrong, [*_NAMED, *_MODIFIERS]) or "such as f3, ctrl+n, shift+f3, pageup or n"
    raise ValueError(f"there is no key {given[:40]!r}; {hint}")


def _check_key(key: str, action: Bound) -> None:
    """Whether the action may have this key at all."""
    if key in _RESERVED:
        raise ValueError(f"{key} {_RESERVED[key]}, here as everywhere; choose another key")
    if key in _ALIASES:
        raise ValueError(f"terminals send {key} as {_ALIASES[key]}; choose another key")
    letters_fit = any(_types(usual) for usual in action.keys) or not action.screen
    if _types(key) and not letters_fit:
        raise ValueError(f"{key} types a character inside a text; choose a function key or one with ctrl")
    if action.priority and key in _WRITING:
        raise ValueError(f"{key} is needed to write and to move inside a text; choose another key")


def _types(key: str) -> bool:
    return key == "space" or len(key.removeprefix("shift+")) == 1


def _clash(name: str, given: Mapping[str, tuple[str, ...]], actions: Mapping[str, Bound]) -> str | None:
    """What is wrong where another action that can be active beside this one has one of its keys."""
    mine = actions[name]
    for other in actions.values():
        if other.id == name or not _together(mine, other):
            continue
        for key in given.get(other.id, other.keys):
            if key in given[name] and not (key in mine.keys and key in other.keys):
                return f"{key} is the key of {other.id} at the same time; give one of the two another key"
    return None


def _together(one: Bound, other: Bound) -> bool:
    """Whether both can be active at a time; of two screens only one is seen."""
    if one.everywhere or other.everywhere:
        return True
    related = issubclass(one.owner, other.owner) or issubclass(other.owner, one.owner)
    return related if one.screen == other.screen else True
