"""A module under a prefix: every id that it declares becomes `PREFIX-ID`, and so does every mention of one.

The fields of groups keep their ids, since the engines know them by name; choice codes stand behind their question and
keep theirs as well. What the module only mentions, and something else declares, stays as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ddq.questionnaire.assembly.woven import Insertions, Woven, woven
from ddq.questionnaire.kinds import ExpressionError
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.syntax import Syntax, name_of

_PIPE = re.compile(r"\{([^{}]*)\}")
_PIPED = ("text", "help", "why", "good", "bad", "not_applicable_when")
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that some modules declare, by what they are of."""

    questions: set[str] = field(default_factory=set[str])
    sections: set[str] = field(default_factory=set[str])
    lists: set[str] = field(default_factory=set[str])
    sets: set[str] = field(default_factory=set[str])
    indicators: set[str] = field(default_factory=set[str])
    remedies: set[str] = field(default_factory=set[str])
    concepts: set[str] = field(default_factory=set[str])
    """Only where a module's concepts are its own."""


def names_of(documents: Iterable[Document], *, concepts: bool) -> Names:
    """What the documents, which fit their models, declare; `concepts`: whether these are to be renamed too."""
    names = Names()
    for document in documents:
        data = document.data
        names.lists.update(data.get("choices", ()))
        names.sets.update(data.get("country_sets", ()))
        for section in data.get("sections", ()):
            names.sections.add(section["id"])
            for question in section["questions"]:
                names.questions.add(question["id"])
                _declared(question, names)
                if concepts and question.get("concept") is not None:
                    names.concepts.add(question["concept"])
        for rule in data.get("rules", ()):
            _indicator(rule, names)
    return names


def _declared(question: Data, names: Names) -> None:
    for key in ("risk", "unlisted"):
        if question.get(key) is not None:
            _indicator(question[key], names)
    names.indicators.update(mitigation["id"] for mitigation in question.get("mitigations", ()))
    for inner in question.get("fields", ()):
        _declared(inner, names)


def _indicator(data: Data, names: Names) -> None:
    names.indicators.add(data["indicator"])
    names.remedies.update(remedy["id"] for remedy in data.get("remedies", ()))


def prefixed(document: Document, prefix: str, names: Names) -> Woven:
    """The document with `prefix` before every id in `names`."""
    return _Renaming(document, prefix, names).whole()


class _Renaming:
    """One pass over the data of a document."""

    def __init__(self, document: Document, prefix: str, names: Names) -> None:
        self.document = document
        self.prefix = f"{prefix}-"
        self.names = names
        self.origins: dict[Path, tuple[Document, Path]] = {}
        self.insertions: dict[Path, Insertions] = {}

    def whole(self) -> Woven:
        data = dict(self.document.data)
        data["choices"] = self._keys(data, "choices", self.names.lists)
        data["country_sets"] = self._keys(data, "country_sets", self.names.sets)
        data["choices"] = {
            name: {**shared, "choices": self._options(shared["choices"], ("choices", name, "choices"), frozenset())}
            for name, shared in data["choices"].items()
        }
        data["sections"] = [
            self._section(section, ("sections", index)) for index, section in enumerate(data.get("sections", ()))
        ]
        data["rules"] = [self._scoring(rule, ("rules", index)) for index, rule in enumerate(data.get("rules", ()))]
        data["bars"] = [
            {**bar, "id": self.prefix + bar["id"], "when": self._expression(bar["when"], ("bars", index, "when"))}
            for index, bar in enumerate(data.get("bars", ()))
        ]
        return woven(self.document, data, self.origins, self.insertions)

    def _keys(self, data: Data, key: str, known: set[str], path: Path = ()) -> Data:
        """A map whose keys are ids."""
        renamed: Data = {}
        for name, value in data.get(key, {}).items():
            new = self._id(name, known)
            if new != name:
                self.origins[(*path, key, new)] = (self.document, (*path, key, name))
            renamed[new] = value
        return renamed

    def _id(self, name: str, known: set[str]) -> str:
        return self.prefix + name if name in known else name

    def _section(self, section: Data, path: Path) -> Data:
        changed = {**section, "id": self._id(section["id"], self.names.sections)}
        if section.get("visible_if") is not None:
            changed["visible_if"] = self._expression(section["visible_if"], (*path, "visible_if"))
        changed["questions"] = [
            self._question(question, (*path, "questions", index), None)
            for index, question in enumerate(section["questions"])
        ]
        return changed

    def _question(self, question: Data, path: Path, fields: frozenset[str] | None) -> Data:
        """A question, or, where `fields` names those around it, a field of a group."""
        changed, around = dict(question), fields or frozenset()
        if fields is None:
            changed["id"] = self._id(question["id"], self.names.questions)
        if question.get("concept") is not None:
            changed["concept"] = self._id(question["concept"], self.names.concepts)
        for key in _PIPED:
            if isinstance(question.get(key), str):
                changed[key] = self._text(question[key], (*path, key), around)
        for key in ("visible_if", "required_if", "calc"):
            if question.get(key) is not None:
                changed[key] = self._expression(question[key], (*path, key), around)
        if "check" in question:
            changed["check"] = [
                {**check, "must": self._expression(check["must"], (*path, "check", index, "must"), around)}
                for index, check in enumerate(question["check"])
            ]
        if isinstance(question.get("choices"), list):
            changed["choices"] = self._options(question["choices"], (*path, "choices"), around)
        elif "choices" in question:
            name, at, version = question["choices"].partition("@")
            changed["choices"] = self._id(name, self.names.lists) + at + version
        if "fields" in question:
            inner = around | {item["id"] for item in question["fields"]}
            changed["fields"] = [
                self._question(item, (*path, "fields", index), inner) for index, item in enumerate(question["fields"])
            ]
        return changed | self._scores(question, path, around)

    def _scores(self, question: Data, path: Path, around: frozenset[str]) -> Data:
        changed: Data = {
            key: self._scoring(question[key], (*path, key), around) for key in ("risk", "unlisted") if question.get(key)
        }
        if "feeds" in question:
            changed["feeds"] = [
                self._scoring(feed, (*path, "feeds", index), around) for index, feed in enumerate(question["feeds"])
            ]
        if "mitigations" in question:
            changed["mitigations"] = [
                self._mitigation(mitigation, (*path, "mitigations", index), around)
                for index, mitigation in enumerate(question["mitigations"])
            ]
        return changed

    def _mitigation(self, mitigation: Data, path: Path, around: frozenset[str]) -> Data:
        reduces = self._keys(mitigation, "reduces", self.names.indicators, path)
        own = {**mitigation, "id": self._id(mitigation["id"], self.names.indicators), "reduces": reduces}
        return own | self._presence(mitigation, path, around)

    def _scoring(self, entry: Data, path: Path, around: frozenset[str] = frozenset()) -> Data:
        changed = {**entry, "indicator": self._id(entry["indicator"], self.names.indicators)}
        if "remedies" in entry:
            changed["remedies"] = [self._remedy(remedy) for remedy in entry["remedies"]]
        return changed | self._presence(entry, path, around)

    def _remedy(self, remedy: Data) -> Data:
        changed = {**remedy, "id": self._id(remedy["id"], self.names.remedies)}
        if "excludes" in remedy:
            changed["excludes"] = [self._id(name, self.names.remedies) for name in remedy["excludes"]]
        return changed

    def _presence(self, entry: Data, path: Path, around: frozenset[str]) -> Data:
        presence = entry.get("presence")
        if not isinstance(presence, str):
            return {}
        return {"presence": self._expression(presence, (*path, "presence"), around)}

    def _options(self, choices: list[Data], path: Path, around: frozenset[str]) -> list[Data]:
        return [
            {**choice, "visible_if": self._expression(choice["visible_if"], (*path, index, "visible_if"), around)}
            if choice.get("visible_if") is not None
            else choice
            for index, choice in enumerate(choices)
        ]

    def _expression(self, text: str, path: Path, around: frozenset[str] = frozenset()) -> str:
        known = (self.names.questions | self.names.sets) - around
        return self._put_in(text, path, mentions(text, known))

    def _text(self, text: str, path: Path, around: frozenset[str]) -> str:
        known = self.names.questions - around
        return self._put_in(text, path, [match.start(1) for match in _PIPE.finditer(text) if match.group(1) in known])

    def _put_in(self, text: str, path: Path, places: Iterable[int]) -> str:
        pieces: list[str] = []
        insertions: list[tuple[int, int]] = []
        last = 0
        for place in sorted(places):
            pieces += text[last:place], self.prefix
            insertions.append((place + len(self.prefix) * len(insertions), len(self.prefix)))
            last = place
        if insertions:
            self.insertions[path] = tuple(insertions)
        return "".join((*pieces, text[last:]))


def mentions(text: str, names: Iterable[str]) -> list[int]:
    """Where an expression names one of `names`: not a field after a dot, not a row's own name, not a function."""
    known = frozenset(names)
    try:
        syntax = Syntax(text)
    except ExpressionError:
        return []  # told, at its place, when the whole is checked
    called = {id(node.func) for node in ast.walk(syntax.body) if isinstance(node, ast.Call)}
    rows = {name_of(node) for node in _rows(syntax.body)}
    return [
        syntax.column(node)
        for node in ast.walk(syntax.body)
        if isinstance(node, ast.Name) and id(node) not in called and name_of(node) in known - rows
    ]


def _rows(body: ast.expr) -> Iterator[ast.Name]:
    """The names that stand for a row: `r` in `count(r.votes for r in holders)`."""
    for node in ast.walk(body):
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name):
            yield node.target
