"""A questionnaire as it counts, modules and base taken in, as one file; and where each of its items came from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from ddq.questionnaire.assembly.merging import merged
from ddq.questionnaire.assembly.parts import Part, Parts
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import kept_parts
from ddq.questionnaire.model import Questionnaire
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.writing import to_yaml

_LISTS = {"sections": "section", "rules": "rule", "bars": "bar"}
_MAPS = {"choices": "list", "country_sets": "country_set", "outputs": "output"}
_INSIDE = {"questions": "question", "fields": "field", "choices": "choice"}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an item of a resolved questionnaire came from."""

    path: Path
    """Of the item in the resolved questionnaire."""
    kind: str
    item: str
    file: str
    """Relative to the folder of the questionnaire's own file."""
    line: int
    col: int
    changed: tuple[str, ...]
    """`file:line` of each override of it."""

    @property
    def words(self) -> str:
        """In one line."""
        return ", changed by ".join((f"{self.file}:{self.line}", *self.changed))


@dataclass(frozen=True, slots=True)
class Resolved:
    """The resolved questionnaire, and the provenance of its items in order."""

    questionnaire: Questionnaire
    provenance: tuple[Provenance, ...]

    def data(self) -> dict[str, Any]:
        """As plain data that a file may hold."""
        return self.questionnaire.model_dump(mode="json", exclude_defaults=True)

    def text(self, *, without_places: bool = False) -> str:
        """As a file that loads, each item with a comment that says where it came from."""
        if without_places:
            return to_yaml(self.data())
        comments = {entry.path: entry.words for entry in self.provenance}
        return to_yaml(self.data(), comments.get)


def resolved(loaded: LoadedQuestionnaire) -> Resolved:
    """The resolved form of a questionnaire that was loaded from files."""
    parts = kept_parts(loaded.sources)
    return Resolved(merged(parts), tuple(_Tracing(parts).all()))


class _Tracing:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.folder = os.path.dirname(parts.own.source.name)  # noqa: PTH120 -- a name, not a file

    def all(self) -> Iterator[Provenance]:
        for key, kind in _MAPS.items():
            holders = {name: part for part in self.parts.parts for name in getattr(part.content, key, ())}
            for name, part in holders.items():
                yield self._item(kind, name, (key, name), part.document, (key, name))
                if key == "choices":
                    there: Path = (key, name)
                    yield from self._inside(part.document, there, there, part.document.data[key][name])
        for key, kind in _LISTS.items():
            number = 0
            for part in self.parts.parts:
                for index, item in enumerate(_items(part, key)):
                    identifier = item["indicator"] if kind == "rule" else item["id"]
                    yield self._item(kind, identifier, (key, number), part.document, (key, index))
                    if key == "sections":
                        yield from self._inside(part.document, (key, number), (key, index), item)
                    number += 1

    def _inside(self, document: Document, here: Path, there: Path, item: dict[str, Any]) -> Iterator[Provenance]:
        for key, kind in _INSIDE.items():
            items = item.get(key)
            for index, inner in enumerate(cast(list[dict[str, Any]], items) if isinstance(items, list) else ()):
                new, old = (*here, key, index), (*there, key, index)
                yield self._item(kind, inner["code" if kind == "choice" else "id"], new, document, old)
                yield from self._inside(document, new, old, inner)

    def _item(self, kind: str, item: str, here: Path, document: Document, there: Path) -> Provenance:
        line, col = document.key_position(there)
        changed = {
            self._short(document.where(path)): None
            for path in _keys(document, there)
            if document.file_of(path) != document.file_of(there)
        }
        return Provenance(here, kind, item, self._short(document.file_of(there)), line, col, tuple(changed))

    def _short(self, place: str) -> str:
        try:
            return os.path.relpath(place, self.folder or ".")
        except ValueError:  # on another drive
            return place


def _items(part: Part, key: str) -> list[dict[str, Any]]:
    return part.document.data.get(key, [])


def _keys(document: Document, path: Path) -> Iterator[Path]:
    """The keys of an item, those of the maps in it too, but not the items in it."""
    value = document.data
    for step in path:
        value = value[step]
    if isinstance(value, dict):
        for key, inner in cast(dict[str, Any], value).items():
            if isinstance(inner, dict):
                yield from _keys(document, (*path, key))
            else:
                yield (*path, key)
