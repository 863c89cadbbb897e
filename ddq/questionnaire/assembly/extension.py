"""What an extension changes in the files of its base: items overridden, put in and taken out, the files untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ddq.questionnaire.assembly.woven import Woven, woven
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Problem, did_you_mean

Data = dict[str, Any]
_NAMES = {
    "questions": "question",
    "fields": "field",
    "options": "choice",
    "sections": "section",
    "choices": "list of choices",
    "country_sets": "set of countries",
    "rules": "rule",
    "bars": "bar",
    "outputs": "output",
}
_ID = {"questions": "id", "fields": "id", "options": "code", "sections": "id", "rules": "indicator", "bars": "id"}


def changes_anything(extension: Document) -> bool:
    """Whether the extension does more to its base than add to its end."""
    return any(key in extension.data for key in ("override", "insert_after", "remove", "outputs"))


class Extension:
    """The edits of one extension, applied to each file of its base."""

    def __init__(self, own: Document) -> None:
        self.own = own
        self.override: Data = own.data.get("override", {})
        self.insert_after: Data = own.data.get("insert_after", {})
        self.remove: Data = own.data.get("remove", {})
        self.met: dict[str, set[str]] = {kind: set() for kind in _NAMES}
        """By kind, the items of the base, as far as they were looked at."""
        self.removed: dict[str, str] = {
            item: own.where(("remove", kind, index))
            for kind, items in self.remove.items()
            for index, item in enumerate(items)
        }
        """Removed item to the place that says so."""

    def applied(self, document: Document) -> Woven:
        """One file of the base with the edits."""
        return _Editing(self, document).whole()

    def problems(self) -> Iterator[Problem]:
        """Edits of what the base does not have, once all of its files were looked at."""
        for verb, edits in (("override", self.override), ("insert_after", self.insert_after), ("remove", self.remove)):
            for kind, items in edits.items():
                for index, item in enumerate(items):
                    path = (verb, kind, index if verb == "remove" else item)
                    yield from self._problem(verb, kind, item, path)

    def _problem(self, verb: str, kind: str, item: str, path: Path) -> Iterator[Problem]:
        if item not in self.met[kind]:
            message = f"the base has no {_NAMES[kind]} {item!r}"
            elsewhere = next((other for other in _NAMES if other != kind and item in self.met[other]), None)
            hint = f"put it under `{elsewhere}`" if elsewhere else did_you_mean(item, self.met[kind])
            yield self.own.problem(path, "L010", message, hint, key=verb != "remove")
        elif verb != "remove" and item in self.remove.get(kind, ()):
            message = f"the {_NAMES[kind]} {item!r} is also removed"
            yield self.own.problem(path, "L010", message, "do one of the two", key=True)
        identity = _ID.get(kind)
        if verb == "override" and identity is not None and identity in self.override[kind][item]:
            hint = "remove the item and insert another"
            yield self.own.problem((*path, identity), "L011", f"{identity} cannot be overridden", hint, key=True)


class _Editing:
    """One pass over the data of a file of the base."""

    def __init__(self, extension: Extension, document: Document) -> None:
        self.extension = extension
        self.document = document
        self.origins: dict[Path, tuple[Document, Path]] = {}

    def whole(self) -> Woven:
        data = dict(self.document.data)
        for kind in ("choices", "country_sets"):
            data[kind] = self._map(kind, data.get(kind, {}))
        for name, shared in data["choices"].items():
            path: Path = ("choices", name, "choices")
            data["choices"][name] = {**shared, "choices": self._list("options", shared["choices"], path, path, name)}
        sections = self._list("sections", data.get("sections", []), ("sections",), ("sections",))
        data["sections"] = sections
        for kind in ("rules", "bars"):
            data[kind] = self._list(kind, data.get(kind, []), (kind,), (kind,))
        if "outputs" in data:
            data["outputs"] = self._outputs(data["outputs"])
        return woven(self.document, data, self.origins)

    def _outputs(self, outputs: Data) -> Data:
        self.extension.met["outputs"].update(outputs)
        gone = {*self.extension.remove.get("outputs", ()), *self.extension.own.data.get("outputs", ())}
        return {name: text for name, text in outputs.items() if name not in gone}

    def _map(self, kind: str, items: Data) -> Data:
        self.extension.met[kind].update(items)
        gone = self.extension.remove.get(kind, ())
        return {
            name: self._overridden(kind, name, value, (kind, name)) for name, value in items.items() if name not in gone
        }

    def _list(self, kind: str, items: list[Data], new: Path, old: Path, owner: str | None = None) -> list[Data]:
        """A list of items, changed; `new` and `old` are its paths in the result and in the file."""
        changed: list[Data] = []
        for index, item in enumerate(items):
            identifier = cast(str, item[_ID[kind]])
            name = f"{owner}.{identifier}" if owner is not None else identifier
            self.extension.met[kind].add(name)
            if name in self.extension.remove.get(kind, ()):
                self._met_inside(kind, item, name)
                continue
            here, there = (*new, len(changed)), (*old, index)
            if here != there:
                self.origins[here] = (self.document, there)
            edited = self._inside(kind, name, self._overridden(kind, name, item, here), item, (here, there))
            if kind == "sections" and not edited["questions"]:
                self.origins.pop(here, None)
            else:
                changed.append(edited)
            for number, inserted in enumerate(self.extension.insert_after.get(kind, {}).get(name, ())):
                self.origins[(*new, len(changed))] = (self.extension.own, ("insert_after", kind, name, number))
                changed.append(inserted)
        return changed

    def _inside(self, kind: str, name: str, item: Data, before: Data, paths: tuple[Path, Path]) -> Data:
        """The lists inside of an item, unless an override replaced them whole."""
        here, there = paths
        for key, inner in _inner(kind):
            items = item.get(key)
            if isinstance(items, list) and items is before.get(key):
                owner = None if kind == "sections" else name
                edited = self._list(inner, cast(list[Data], items), (*here, key), (*there, key), owner)
                item = {**item, key: edited}
        return item

    def _met_inside(self, kind: str, item: Data, name: str) -> None:
        """What goes with a removed item is known too, and is known to be gone."""
        for key, inner in _inner(kind):
            items = item.get(key)
            for each in cast(list[Data], items) if isinstance(items, list) else ():
                within = each[_ID[inner]] if kind == "sections" else f"{name}.{each[_ID[inner]]}"
                self.extension.met[inner].add(within)
                self.extension.removed.setdefault(within, self.extension.removed[name])
                self._met_inside(inner, each, within)

    def _overridden(self, kind: str, name: str, item: Data, here: Path) -> Data:
        edits = self.extension.override.get(kind, {}).get(name)
        return item if edits is None else self._merged(item, edits, here, ("override", kind, name))

    def _merged(self, item: Data, edits: Mapping[str, Any], here: Path, there: Path) -> Data:
        merged = dict(item)
        for key, value in edits.items():
            within, standing = (*there, key), merged.get(key)
            if value is None:
                merged.pop(key, None)
            elif isinstance(value, dict) and isinstance(standing, dict):
                inner = cast(Mapping[str, Any], value)
                merged[key] = self._merged(cast(Data, standing), inner, (*here, key), within)
            else:
                merged[key] = value
                self.origins[(*here, key)] = (self.extension.own, within)
        return merged


def _inner(kind: str) -> Iterable[tuple[str, str]]:
    """The lists inside of an item: their key, and what they hold."""
    if kind == "sections":
        return (("questions", "questions"),)
    return (("fields", "fields"), ("choices", "options")) if kind in ("questions", "fields") else ()
