"""The tests of a module that stands under a prefix: they name its items as the whole names them."""

from __future__ import annotations

import re
from typing import Any

from ddq.questionnaire.assembly.prefix import Names
from ddq.questionnaire.assembly.woven import woven
from ddq.questionnaire.positions import Document, Path

_HEAD = re.compile(r"[^/.]+")
_LISTED = ("visible", "hidden", "may_apply", "required", "optional", "failing", "passing")
Data = dict[str, Any]


def renamed(document: Document, prefixes: tuple[tuple[str, Names], ...]) -> Document:
    """The document, which fits its model, with every id under its prefixes, the innermost first."""
    for prefix, names in prefixes:
        document = _Renaming(document, prefix, names).whole()
    return document


class _Renaming:
    """One pass over the data of a document."""

    def __init__(self, document: Document, prefix: str, names: Names) -> None:
        self.document, self.prefix, self.names = document, prefix, names
        self.origins: dict[Path, tuple[Document, Path]] = {}

    def whole(self) -> Document:
        data: Data = dict(self.document.data)
        data["tests"] = [
            {
                **test,
                "steps": [self._step(step, ("tests", n, "steps", number)) for number, step in enumerate(test["steps"])],
            }
            for n, test in enumerate(data.get("tests", ()))
        ]
        return woven(self.document, data, self.origins)

    def _step(self, step: Data, path: Path) -> Data:
        changed = self._keys(step, "answers", self.names.questions, path)
        if "accepted" in step:
            changed = {**changed, "accepted": [self._name(name) for name in step["accepted"]]}
        if "expect" not in step:
            return changed
        expect: Data = step["expect"]
        here = (*path, "expect")
        for key, known in (
            ("values", self.names.questions),
            ("presence", self.names.indicators),
            ("mitigations", self.names.indicators),
            ("bars", None),
        ):
            expect = self._keys(expect, key, known, here)
        lists = {key: [self._name(name) for name in expect[key]] for key in _LISTED if key in expect}
        return {**changed, "expect": {**expect, **lists}}

    def _keys(self, data: Data, key: str, known: set[str] | None, path: Path) -> Data:
        """The data with the keys of the map under `key` renamed; those in `known`, or all where that is None."""
        if key not in data:
            return data
        changed: Data = {}
        for name, value in data[key].items():
            head = name.partition("/")[0]
            new = self.prefix + "-" + name if known is None or head in known else name
            if new != name:
                self.origins[(*path, key, new)] = (self.document, (*path, key, name))
            changed[new] = value
        return {**data, key: changed}

    def _name(self, name: str) -> str:
        head = _HEAD.match(name)
        declared = head is not None and head.group() in self.names.questions
        return f"{self.prefix}-{name}" if declared or name in self.names.sections else name
