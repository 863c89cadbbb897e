"""Translations as side files: the texts of one file in another language, by the ids of what they belong to.

`translations/NAME.LANGUAGE.yaml` beside `NAME.yaml`. A text that is not translated stays as it was written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, cast

from pydantic import Field

from ddq.questionnaire.assembly.files import read_source
from ddq.questionnaire.assembly.woven import Woven, woven
from ddq.questionnaire.model import Code, Model, Module, QuestionId, Questionnaire, SetName
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Fix, Problem, did_you_mean, place, respelled
from ddq.questionnaire.shapes import validate

FOLDER = "translations"
Data = dict[str, Any]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47, such as `de`")]


class ChoiceTexts(Model):
    """Of a choice."""

    label: str
    help: str | None = None


class RemedyTexts(Model):
    """Of a remedy."""

    title: str
    test: str | None = None


class TitleTexts(Model):
    """Of what has only a title."""

    title: str


class IndicatorTexts(Model):
    """Of an indicator."""

    title: str
    reason: str | None = None
    remedies: dict[Code, RemedyTexts] = {}


class BarTexts(Model):
    """Of a bar."""

    title: str
    scope: str | None = None


class QuestionTexts(Model):
    """Of a question or a field; what the question does not have is not translated."""

    text: str
    why: str | None = None
    help: str | None = None
    good: str | None = None
    bad: str | None = None
    not_applicable_when: str | None = None
    handling: str | None = None
    row_label: str | None = None
    complete: str | None = None
    unit: str | None = None
    evidence: tuple[str, ...] | None = None
    check: tuple[str, ...] | None = None
    """The messages of its checks, in order."""
    choices: dict[Code, ChoiceTexts] = {}
    fields: dict[QuestionId, QuestionTexts] = {}
    risk: IndicatorTexts | None = None
    unlisted: IndicatorTexts | None = None
    mitigations: dict[Code, TitleTexts] = {}


class SectionTexts(Model):
    """Of a section."""

    title: str
    domain: str | None = None
    """What readers see in place of its domain; findings are summed under the domain as it was written."""
    intro: str | None = None


class Translation(Model):
    """The texts of one questionnaire's or module's file in another language."""

    ddq: Literal["translation/1"]
    language: Language
    title: str
    description: str | None = None
    choices: dict[Code, dict[Code, ChoiceTexts]] = {}
    country_sets: dict[SetName, TitleTexts] = {}
    sections: dict[Code, SectionTexts] = {}
    questions: dict[QuestionId, QuestionTexts] = {}
    rules: dict[Code, IndicatorTexts] = {}
    bars: dict[Code, BarTexts] = {}


def side_file(path: FilePath, language: str) -> FilePath:
    """Where the translation of a file is."""
    return path.parent / FOLDER / f"{path.stem}.{language}.yaml"


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the texts of a part are."""

    texts: tuple[str, ...]
    lists: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Key of a list to the key that names its items, and their shape."""
    maps: dict[str, str] = field(default_factory=dict[str, str])
    """Key of a map to its shape."""


_INDICATOR = _Shape(("title", "reason"), {"remedies": ("id", "remedy")})
_SHAPES = {
    "question": _Shape(
        (
            *("text", "why", "help", "good", "bad", "not_applicable_when", "handling", "row_label", "complete"),
            *("unit", "evidence", "check"),
        ),
        {"choices": ("code", "choice"), "fields": ("id", "question"), "mitigations": ("id", "titled")},
        {"risk": "indicator", "unlisted": "indicator"},
    ),
    "indicator": _INDICATOR,
    "remedy": _Shape(("title", "test")),
    "choice": _Shape(("label", "help")),
    "titled": _Shape(("title",)),
    "section": _Shape(("title", "intro")),
    "bar": _Shape(("title", "scope")),
    "file": _Shape(("title", "description")),
}


class Translating:
    """One file and its translation, side by side."""

    def __init__(self, source: Document, side: Document) -> None:
        """Both fit their models."""
        self.source, self.side = source, side
        self.origins: dict[Path, tuple[Document, Path]] = {}
        self.problems: list[Problem] = []

    def whole(self) -> Woven:
        """The file with its texts in the other language; texts without a translation as they were written."""
        said: Data = self.side.data
        data = {**self.source.data, **self._texts("file", self.source.data, said, (), ())}
        if "choices" in data:
            data["choices"] = {
                name: {**shared, "choices": self._lists(shared["choices"], said, ("choices", name), "choice", "code")}
                for name, shared in data["choices"].items()
            }
        if "country_sets" in data:
            sets = said.get("country_sets", {})
            data["country_sets"] = {
                name: self._part("titled", shared, sets.get(name), ("country_sets", name), ("country_sets", name))
                for name, shared in data["country_sets"].items()
            }
        data["sections"] = [
            self._section(section, ("sections", index)) for index, section in enumerate(data.get("sections", ()))
        ]
        for key, identity, shape in (("rules", "indicator", "indicator"), ("bars", "id", "bar")):
            if key in data:
                data[key] = self._named(data[key], said.get(key, {}), (key,), (key,), (identity, shape))
        self._unknown(said, data)
        return woven(self.source, data, self.origins)

    def _lists(self, choices: list[Data], said: Data, path: Path, shape: str, identity: str) -> list[Data]:
        texts = said.get("choices", {}).get(path[1], {})
        return self._named(choices, texts, (*path, "choices"), path, (identity, shape))

    def _section(self, section: Data, here: Path) -> Data:
        name = section["id"]
        there: Path = ("sections", name)
        said: Data | None = self.side.data.get("sections", {}).get(name)
        changed = self._part("section", section, said, here, there)
        if said is not None and said.get("domain") is None:
            hint = f"it stands at {self.source.where((*here, 'domain'))}"
            self._tell(there, "T001", f"domain of {name} is not translated", hint)
        elif said is not None:
            changed["domain_title"] = said["domain"]
            self.origins[(*here, "domain_title")] = (self.side, (*there, "domain"))
        texts = self.side.data.get("questions", {})
        questions = self._named(section["questions"], texts, (*here, "questions"), ("questions",), ("id", "question"))
        return {**changed, "questions": questions}

    def _named(self, items: list[Data], said: Data, here: Path, there: Path, what: tuple[str, str]) -> list[Data]:
        identity, shape = what
        return [
            self._part(shape, item, said.get(item[identity]), (*here, index), (*there, item[identity]))
            for index, item in enumerate(items)
        ]

    def _part(self, shape: str, item: Data, said: Data | None, here: Path, there: Path) -> Data:
        known = _SHAPES[shape]
        if said is None:
            message = f"{'.'.join(map(str, there[1:]))} is not translated"
            self._tell(there, "T001", message, f"add its texts; it stands at {self.source.where(here)}")
            return item
        changed = {**item, **self._texts(shape, item, said, here, there)}
        for key, (identity, inner) in known.lists.items():
            items = item.get(key)
            if isinstance(items, list):
                texts: Data = said.get(key, {})
                listed = cast(list[Data], items)
                changed[key] = self._named(listed, texts, (*here, key), (*there, key), (identity, inner))
                self._strangers(texts, [each[identity] for each in listed], (*there, key))
            elif key in said:
                self._strangers(said[key], [], (*there, key))
        for key, inner in known.maps.items():
            if item.get(key) is not None:
                changed[key] = self._part(inner, item[key], said.get(key), (*here, key), (*there, key))
            elif said.get(key) is not None:
                self._tell((*there, key), "T002", f"there is no {key} to translate", "take it out", key=True)
        return changed

    def _texts(self, shape: str, item: Data, said: Data, here: Path, there: Path) -> Data:
        changed: Data = {}
        for key in _SHAPES[shape].texts:
            written: Any = item.get(key)
            text: Any = said.get(key)
            if written is None and text is not None:
                self._tell((*there, key), "T002", f"there is no {key} to translate", "take it out", key=True)
            elif written is not None and text is None:
                owner = ".".join(map(str, there[1:])) or "the file"
                self._tell(
                    there,
                    "T001",
                    f"{key} of {owner} is not translated",
                    f"it stands at {self.source.where((*here, key))}",
                )
            elif text is None or written is None:
                continue
            elif key in ("evidence", "check") and len(text) != len(written):
                message = f"{key} has {len(text)} entries, and {len(written)} are to be translated"
                self._tell((*there, key), "T002", message, f"they stand at {self.source.where((*here, key))}")
            else:
                changed[key] = self._checks(written, text) if key == "check" else text
                if key != "check":
                    self.origins[(*here, key)] = (self.side, (*there, key))
        return changed

    @staticmethod
    def _checks(checks: list[Data], messages: list[str]) -> list[Data]:
        return [{**check, "message": message} for check, message in zip(checks, messages, strict=True)]

    def _unknown(self, said: Data, data: Data) -> None:
        """T002: ids that the file does not have."""
        sections: list[Data] = data["sections"]
        known = {
            "choices": list(data.get("choices", {})),
            "country_sets": list(data.get("country_sets", {})),
            "sections": [section["id"] for section in sections],
            "questions": [question["id"] for section in sections for question in section["questions"]],
            "rules": [rule["indicator"] for rule in data.get("rules", ())],
            "bars": [bar["id"] for bar in data.get("bars", ())],
        }
        for key, ids in known.items():
            self._strangers(said.get(key, {}), ids, (key,))
        for name, texts in said.get("choices", {}).items():
            if name in known["choices"]:
                codes = [choice["code"] for choice in data["choices"][name]["choices"]]
                self._strangers(texts, codes, ("choices", name))

    def _strangers(self, said: Data, known: list[str], path: Path) -> None:
        for name in said:
            if name not in known:
                message, fix = f"there is no {name!r} to translate", respelled(name, known)
                self._tell((*path, name), "T002", message, did_you_mean(name, known), key=True, fix=fix)

    def _tell(
        self, path: Path, code: str, message: str, hint: str | None, *, key: bool = False, fix: Fix | None = None
    ) -> None:
        problem = self.side.problem(path, code, message, hint, key=key, fix=fix)
        self.problems.append(replace(problem, level="warning") if code == "T001" else problem)


def check_translation(path: FilePath) -> tuple[Problem, ...]:
    """What a translation lacks or has too much, in the order of its lines: T001 to T003.

    Raises:
        SourceError: it, or the file that it translates, cannot be read.
    """
    side = read_source(path, str(path)).document
    texts = validate(side, Translation)
    stem, _, language = path.stem.rpartition(".")
    source_path = path.parent.parent / f"{stem}.yaml"
    if path.parent.name != FOLDER or not stem:
        message, hint = "a translation is found by its name", f"put it at {FOLDER}/NAME.{texts.language}.yaml"
        return (side.problem(("language",), "T003", message, hint),)
    if language != texts.language:
        message = f"the file's name says {language!r}"
        return (side.problem(("language",), "T003", message, "make both the same"),)
    source = read_source(source_path, os.path.normpath(source_path)).document
    data: Any = source.data
    validate(source, Module if isinstance(data, dict) and "version" not in data else Questionnaire)
    translating = Translating(source, side)
    translating.whole()
    translating.problems.extend(_whole_files(source, side, source_path, language))
    return tuple(sorted(translating.problems, key=place))


def _whole_files(source: Document, side: Document, path: FilePath, language: str) -> Iterator[Problem]:
    """T001: files that this one includes and of which nothing at all is in the language."""
    for include in cast(Data, source.data).get("include", ()):
        module = path.parent / include["file"]
        lacking = side_file(module, language)
        if module.is_file() and not lacking.is_file():
            message, hint = f"{include['file']} is included and not translated", f"add {os.path.normpath(lacking)}"
            yield replace(side.problem(("language",), "T001", message, hint), level="warning")
