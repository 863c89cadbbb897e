"""OSCAL catalogs in (JSON): every control becomes a question about its implementation, its statement the help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ddq.authoring.converters.draft import Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.words import one_line, plain, split_question
from ddq.foreign.plain_json import items, mapping, parse_json, read_text, refuse, word

MAX_NESTING = 20
STATES = (
    ("implemented", "Implemented"),
    ("partial", "Partly implemented"),
    ("planned", "Planned"),
    ("alternative", "Met in another way"),
    ("none", "Not implemented"),
)
"""The states of an implementation, as OSCAL's own vocabulary has them; `not-applicable` is a state of every answer."""
_INSERT = re.compile(r"\{\{\s*(?:insert:\s*)?param,?\s*([^{}\s]+)\s*\}\}")
_PARTS = {"statement": "help", "item": "help", "guidance": "why", "overview": "why"}
_UNCARRIED = re.compile(r"^(assessment|objective|examine|interview|test)")


def read_oscal(path: Path) -> Converted:
    """The questionnaire of an OSCAL catalog, with its loss report.

    Raises:
        SourceError: it cannot be read, or is no catalog.
    """
    data = mapping(parse_json(read_text(path), str(path)))
    if "catalog" not in data:
        known = ", ".join(key for key in ("profile", "system-security-plan", "component-definition") if key in data)
        hint = f"this is a {known}; resolve it into a catalog first" if known else "a catalog begins with `catalog`"
        refuse(str(path), "K001", "this is no OSCAL catalog", hint)
    return _Reader(path, mapping(data["catalog"])).converted()


class _Reader:
    def __init__(self, path: Path, catalog: Mapping[str, Any]) -> None:
        self.path, self.catalog = path, catalog
        self.report = LossReport(path.name, "oscal")
        self.ids, self.section_ids = Names(), Names()
        self.sections: list[DraftSection] = []
        self.left: dict[str, int] = {}

    def converted(self) -> Converted:
        meta = mapping(self.catalog.get("metadata"))
        title = one_line(word(meta.get("title"))) or self.path.stem
        top = DraftSection(self.section_ids.code("catalog"), title)
        self.sections.append(top)
        self._controls(self.catalog, "$.catalog", top, {}, 0)
        self._groups(self.catalog, "$.catalog", {}, 0)
        for what, count in self.left.items():
            self.report.lost("$.catalog", f"{what} of {count} controls are not carried")
        self.report.changed("$.catalog", "a catalog asks nothing: each control is asked for the state it is in")
        version = word(meta.get("version"))
        description = f"OSCAL catalog{f', version {version}' if version else ''}" if version else None
        return settle(Draft(Names().code(self.path.stem, "catalog"), title, self.sections, description), self.report)

    def _groups(self, holder: Mapping[str, Any], place: str, outer: Mapping[str, str], depth: int) -> None:
        for index, raw in enumerate(items(holder.get("groups"))):
            group, here = mapping(raw), f"{place}.groups[{index}]"
            if depth > MAX_NESTING:
                self.report.lost(here, "groups are nested too deeply")
                return
            name = word(group.get("id")) or f"group{index + 1}"
            section = DraftSection(self.section_ids.code(name), one_line(word(group.get("title"))) or name)
            self.sections.append(section)
            params = {**outer, **_params(group)}
            self._controls(group, here, section, params, 0)
            self._groups(group, here, params, depth + 1)

    def _controls(
        self, holder: Mapping[str, Any], place: str, section: DraftSection, outer: Mapping[str, str], depth: int
    ) -> None:
        for index, raw in enumerate(items(holder.get("controls"))):
            control, here = mapping(raw), f"{place}.controls[{index}]"
            if depth > MAX_NESTING:
                self.report.lost(here, "controls are nested too deeply")
                return
            if _is_withdrawn(control):
                self.report.lost(here, f"{word(control.get('id'))} is withdrawn and was left out")
                continue
            params = {**outer, **_params(control)}
            section.questions.append(self._control(control, here, params))
            self._controls(control, here, section, params, depth + 1)

    def _control(self, control: Mapping[str, Any], place: str, params: Mapping[str, str]) -> DraftQuestion:
        name = word(control.get("id")) or "control"
        text, rest = split_question(one_line(word(control.get("title"))) or name)
        data: dict[str, Any] = {"id": self.ids.question(name), "kind": "choice", "text": text}
        data["choices"] = [{"code": code, "label": label} for code, label in STATES]
        found: dict[str, list[str]] = {"help": [rest] if rest else [], "why": []}
        for part in items(control.get("parts")):
            self._part(mapping(part), params, found)
        for key, texts in found.items():
            if joined := "\n".join(texts):
                # Braces would show another question's answer.
                data[key] = joined.replace("{", "(").replace("}", ")")
        for key in ("links", "props"):
            if control.get(key):
                self.left[key] = self.left.get(key, 0) + 1
        return DraftQuestion(place, data["id"], data, {code: code for code, _ in STATES})

    def _part(self, part: Mapping[str, Any], params: Mapping[str, str], found: dict[str, list[str]]) -> None:
        for depth, key, each in _walk(part, "help", 0):
            name = word(each.get("name"))
            if _UNCARRIED.match(name):
                self.left["objectives of an assessment"] = self.left.get("objectives of an assessment", 0) + 1
                continue
            prose = _INSERT.sub(
                lambda match: f"[{params.get(match.group(1), match.group(1))}]", word(each.get("prose"))
            )
            label = next((word(mapping(p).get("value")) for p in items(each.get("props")) if _is_label(p)), "")
            line = " ".join(filter(None, (label, plain(prose))))
            if line:
                found[key].append(f"{'  ' * depth}{line}" if depth else line)


def _walk(part: Mapping[str, Any], key: str, depth: int) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """A part and those inside of it, with the key of ours that they belong to."""
    if depth > MAX_NESTING:
        return
    key = _PARTS.get(word(part.get("name")), key)
    yield depth, key, part
    if not _UNCARRIED.match(word(part.get("name"))):
        for inner in items(part.get("parts")):
            yield from _walk(mapping(inner), key, depth + 1)


def _params(holder: Mapping[str, Any]) -> dict[str, str]:
    """By id, what a parameter is called, or what may be chosen for it."""
    found: dict[str, str] = {}
    for raw in items(holder.get("params")):
        param = mapping(raw)
        select = mapping(param.get("select"))
        values = ", ".join(map(word, items(param.get("values"))))
        choices = " / ".join(map(word, items(select.get("choice"))))
        found[word(param.get("id"))] = values or word(param.get("label")) or choices or word(param.get("id"))
    return found


def _is_label(prop: Any) -> bool:
    return mapping(prop).get("name") == "label"


def _is_withdrawn(control: Mapping[str, Any]) -> bool:
    return any(
        mapping(prop).get("name") == "status" and str(mapping(prop).get("value")).casefold() == "withdrawn"
        for prop in items(control.get("props"))
    )
