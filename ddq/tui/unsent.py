"""What was being written in a dialog when the app was ended from outside: kept for the next time the dialog opens.

It is no part of any assessment: a comment, a reason or a decision counts once somebody has sent it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from textual.screen import Screen

from ddq.tui.typed import app_of, settings_of
from ddq.tui.widgets.plain import Input, TextArea

BACK = "What you were writing when ddq was ended stands here again. It is not saved yet."


def keep_unsent(screen: Screen[Any], name: str, texts: Sequence[str]) -> None:
    """Keep the texts under a name; where that cannot be written they are lost, as there is nobody to tell."""
    file = _file(screen)
    if file is None:
        return
    with suppress(OSError):
        _write(file, {**_read(file), name: list(texts)})


def take_unsent(screen: Screen[Any], name: str) -> tuple[str, ...]:
    """The texts under a name, which are gone from there then; none where there are none."""
    file = _file(screen)
    kept = {} if file is None else _read(file)
    texts = kept.pop(name, [])
    if file is None or not texts:
        return ()
    with suppress(OSError):
        _write(file, kept)
    app_of(screen).notify(BACK, timeout=10)
    return tuple(texts)


def fill_fields(screen: Screen[Any], texts: Sequence[str]) -> None:
    """Write the texts into the fields of a dialog, in the order of `ddq.tui.screens.written.written_in`."""
    fields: list[Input | TextArea] = [*screen.query(Input), *screen.query(TextArea)]
    for field, text in zip(fields, texts, strict=False):
        if isinstance(field, Input):
            field.value = text
        else:
            field.load_text(text)
            field.move_cursor(field.document.end)


def _file(screen: Screen[Any]) -> Path | None:
    return settings_of(screen).beside("unsent.json")


def _read(file: Path) -> dict[str, list[str]]:
    try:
        found = cast(object, json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    kept: dict[str, list[str]] = {}
    for name, texts in cast(dict[str, object], found).items():
        if isinstance(texts, list):
            kept[name] = [str(text) for text in cast(list[object], texts)]
    return kept


def _write(file: Path, kept: Mapping[str, Sequence[str]]) -> None:
    """For the eyes of the user alone, and not at all where nothing is left."""
    if not kept:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".tmp")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(kept, out, ensure_ascii=False)
    beside.replace(file)
