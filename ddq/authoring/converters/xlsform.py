"""XLSForm in: the sheets `survey`, `choices` and `settings`, as ODK and its kin use them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ddq.authoring.converters.conditions import (
    Arithmetic,
    Branch,
    Called,
    Compared,
    Constant,
    Filled,
    Holds,
    Joined,
    Name,
    Node,
    Not,
    Untranslatable,
)
from ddq.authoring.converters.draft import Clause, Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.words import from_html, one_line, pipes, split_question
from ddq.authoring.converters.xpath import SELF, read_xpath
from ddq.foreign.plain_json import refuse
from ddq.foreign.workbook import Sheet, read_workbook

_KINDS = {
    **dict.fromkeys(("text", "string", "barcode", "time", "datetime", "geopoint"), "text"),
    **dict.fromkeys(("integer", "int"), "integer"),
    **dict.fromkeys(("decimal", "range"), "decimal"),
    **dict.fromkeys(("image", "file", "audio", "video"), "evidence"),
    **dict.fromkeys(("acknowledge", "trigger"), "yes_no"),
    "date": "date",
    "calculate": "computed",
}
"""By XLSForm's type: our kind."""
_SELECT = re.compile(
    r"(select_one|select one|select_multiple|select multiple|rank)(_from_file)?\s+(\S+)(\s+or_other)?\Z"
)
_SILENT = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "hidden",
        "subscriberid",
        "simserial",
    }
)
_REQUIRED = frozenset({"yes", "true", "true()", "1"})
_LEFT = {
    "read_only": "read-only questions", "trigger": "triggers", "calculation": "computed defaults",
    "repeat_count": "a computed number of entries", "media::image": "pictures", "choice_filter": "choice filters",
    "default": "defaults", "autoplay": "sounds",
}  # fmt: skip


def read_xlsform(path: Path) -> Converted:
    """The questionnaire of an XLSForm, with its loss report.

    Raises:
        SourceError: it cannot be read, or has no sheet `survey`.
    """
    report = LossReport(path.name, "xlsform")
    sheets = {sheet.name.strip().casefold(): sheet for sheet in read_workbook(path, report)}
    if "survey" not in sheets:
        refuse(str(path), "K001", "there is no sheet `survey`, so this is no XLSForm")
    return _Reader(path, sheets, report).converted()


@dataclass(slots=True)
class _Line:
    """One row under its headings."""

    sheet: Sheet
    number: int
    cells: dict[str, str]
    columns: dict[str, int]

    def text(self, key: str) -> str:
        return one_line(self.cells.get(key, ""))

    def place(self, key: str) -> str:
        return self.sheet.place(self.number, self.columns.get(key))


@dataclass
class _Open:
    """A group or a repeat that has begun."""

    kind: str
    clauses: list[Clause] = field(default_factory=list[Clause])
    titled: bool = False
    fields: DraftQuestion | None = None
    names: Names = field(default_factory=Names)


class _Reader:
    """One walk over the rows of `survey`."""

    def __init__(self, path: Path, sheets: Mapping[str, Sheet], report: LossReport) -> None:
        self.path, self.sheets, self.report = path, sheets, report
        self.settings = next(iter(_lines(sheets["settings"])), None) if "settings" in sheets else None
        self.language = self.settings.text("default_language") if self.settings else ""
        self.ids, self.section_ids = Names(), Names()
        self.sections = [DraftSection(self.section_ids.code("form"), self._setting("form_title") or path.stem)]
        self.open: list[_Open] = []
        self.lists: dict[str, list[_Line]] = {}
        for line in _lines(sheets["choices"]) if "choices" in sheets else []:
            self.lists.setdefault(line.text("list_name") or line.text("list name"), []).append(line)
        self.languages: set[str] = set()
        self.by_name: dict[str, str] = {}
        self.texts: list[tuple[str, dict[str, Any], str]] = []

    def _setting(self, key: str) -> str:
        return self.settings.text(key) if self.settings else ""

    def converted(self) -> Converted:
        for line in _lines(self.sheets["survey"]):
            self._line(line)
        for place, data, key in self.texts:
            data[key], unknown = pipes(data[key], self.by_name)
            if unknown:
                self.report.changed(place, f"{quoted(unknown[0])} in a text is no question of the form")
        if self.languages:
            known = ", ".join(sorted(self.languages))
            self.report.lost(
                "survey", f"texts in other languages ({known}) are not carried", "write them as side files"
            )
        title = self._setting("form_title") or self.path.stem
        identifier = Names().code(self._setting("form_id") or self.path.stem, "form")
        return settle(Draft(identifier, title, self.sections), self.report)

    def _words(self, line: _Line, key: str) -> str:
        """A text, which may stand in a column for each language."""
        several = {name: text for name, text in line.cells.items() if name == key or name.startswith(f"{key}::")}
        wanted = (key, f"{key}::{self.language.casefold()}", *several)
        chosen = next((name for name in wanted if several.get(name)), None)
        self.languages |= {name.partition("::")[2] for name in several if name not in (chosen, key)}
        return from_html(several[chosen]) if chosen else ""

    def _line(self, line: _Line) -> None:
        kind = " ".join(line.text("type").split())
        word = kind.replace(" ", "_").casefold()
        if word in ("begin_group", "begin_repeat"):
            self._begin(line, word.removeprefix("begin_"))
        elif word in ("end_group", "end_repeat"):
            self._end()
        elif word == "note":
            self._note(line)
        elif word in _SILENT:
            self.report.lost(line.place("type"), f"{word} is taken from the device, not asked")
        elif kind:
            self._question(line, kind)

    def _begin(self, line: _Line, kind: str) -> None:
        clauses = self._clauses(line, "relevant")
        label = one_line(self._words(line, "label"))
        within = next((each.fields for each in reversed(self.open) if each.fields is not None), None)
        if kind == "repeat" and within is None:
            name = line.text("name") or "rows"
            text, rest = split_question(label or name)
            data: dict[str, Any] = {"id": self.ids.question(name), "kind": "group", "text": text}
            if rest:
                data["help"] = rest
            group = DraftQuestion(line.place("name"), name, data)
            group.visible = [*self._around(), *clauses]
            self._left(line)
            self.sections[-1].questions.append(group)
            self.open.append(_Open(kind, fields=group))
            return
        if kind == "repeat":
            self.report.lost(line.place("type"), "a repeat inside a repeat: its questions are fields of the outer one")
        titled = bool(label) and within is None and not any(each.titled for each in self.open)
        if titled:
            section = DraftSection(self.section_ids.code(line.text("name") or "group"), label)
            section.visible = [*self._around(), *clauses]
            self.sections.append(section)
        self.open.append(_Open(kind, [] if titled else clauses, titled))

    def _around(self) -> list[Clause]:
        return [clause for each in self.open for clause in each.clauses]

    def _end(self) -> None:
        if not self.open:
            return
        ended = self.open.pop()
        if ended.fields is not None and not ended.fields.fields:
            self.sections[-1].questions.remove(ended.fields)
        if ended.titled:
            first = self.sections[0]
            self.sections.append(DraftSection(self.section_ids.code(first.id), first.title))

    def _note(self, line: _Line) -> None:
        text, section = self._words(line, "label"), self.sections[-1]
        if text and not section.questions and not line.text("relevant") and not any(each.fields for each in self.open):
            section.intro = "\n\n".join(filter(None, (section.intro, pipes(text, {})[0])))
        elif text:
            self.report.lost(line.place("label"), f"a text between questions: {quoted(text)}")

    def _question(self, line: _Line, kind: str) -> None:
        group = next((each for each in reversed(self.open) if each.fields is not None), None)
        name = line.text("name") or f"q{line.number}"
        select = _SELECT.match(kind)
        ours = ("choice" if "one" in select.group(1) else "choices") if select else _KINDS.get(kind.casefold(), "")
        if not ours or (select and (select.group(2) or select.group(1) == "rank")):
            self.report.lost(line.place("type"), f"{quoted(name)}: there is no kind like {quoted(kind)} here")
            return
        identifier = (group.names.field if group else self.ids.question)(name)
        if identifier != name:
            self.report.changed(line.place("name"), f"the name {quoted(name)} became the id {identifier}")
        text, rest = split_question(self._words(line, "label") or name)
        data: dict[str, Any] = {"id": identifier, "kind": ours, "text": text}
        if help_text := "\n\n".join(
            filter(None, (rest, self._words(line, "hint"), self._words(line, "guidance_hint")))
        ):
            data["help"] = help_text
        question = DraftQuestion(line.place("name"), name, data)
        self.by_name[name] = identifier
        self.texts += [(line.place("label"), data, key) for key in ("text", "help") if "{" in data.get(key, "")]
        if select:
            self._choices(line, question, select.group(3), bool(select.group(4)))
        if ours == "computed":
            question.calc = next(iter(self._clauses(line, "calculation")), None)
            data["kind"] = ours if question.calc else "text"
        if line.text("required").casefold() in _REQUIRED and ours != "computed":
            data["required"] = True
        elif line.text("required") and line.text("required").casefold() not in ("no", "false", "false()"):
            question.required = self._clauses(line, "required")
        own = self._clauses(line, "relevant")
        if group is not None and group.fields is not None:
            inner = [clause for each in self.open[self.open.index(group) + 1 :] for clause in each.clauses]
            question.visible = [*inner, *own]
            group.fields.fields.append(question)
        else:
            question.visible = [*self._around(), *own]
            self.sections[-1].questions.append(question)
        self._constraint(line, question)
        self._left(line)

    def _left(self, line: _Line) -> None:
        for key, what in _LEFT.items():
            if line.text(key) and not (key == "calculation" and line.text("type") == "calculate"):
                self.report.lost(line.place(key), f"{what} are not carried: {quoted(line.text(key))}")

    def _choices(self, line: _Line, question: DraftQuestion, name: str, other: bool) -> None:
        names, choices = Names(), list[dict[str, Any]]()
        for each in self.lists.get(name, []):
            value = each.text("name") or each.text("value")
            if value and value not in question.codes:
                question.codes[value] = names.code(value)
                label = one_line(pipes(self._words(each, "label"), {})[0])
                choices.append({"code": question.codes[value], "label": label or value})
        if other:
            question.codes["other"] = names.code("other")
            choices.append({"code": question.codes["other"], "label": "Other"})
        if len(choices) >= 2:
            question.data["choices"] = choices
        elif choices:
            question.data["kind"] = "yes_no"
            question.codes = dict.fromkeys(question.codes, "yes")
            self.report.changed(line.place("type"), "it has one choice only, and became a question for yes or no")
        else:
            question.data["kind"] = "text"
            self.report.lost(line.place("type"), f"there is no list of choices {quoted(name)}")

    def _clauses(self, line: _Line, key: str) -> list[Clause]:
        text = line.text(key)
        if not text:
            return []
        try:
            return [Clause(line.place(key), text, read_xpath(text))]
        except Untranslatable as reason:
            self.report.lost(line.place(key), f"the condition {quoted(text)}: {reason}", "write it by hand")
            return []

    def _constraint(self, line: _Line, question: DraftQuestion) -> None:
        """Bounds where a constraint is nothing else, else a check."""
        for clause in self._clauses(line, "constraint"):
            bounds = _bounds(clause.node)
            whole = question.data["kind"] == "integer"
            fits = not whole or all(value == int(value) for value in (bounds or {}).values())
            if question.data["kind"] in ("integer", "decimal") and bounds is not None and fits:
                for key, value in bounds.items():
                    question.data[key] = int(value) if value == int(value) else float(value)
                continue
            message = one_line(self._words(line, "constraint_message")) or "This answer does not fit."
            question.checks.append((Clause(clause.place, clause.text, _named(clause.node, question.name)), message))


def _bounds(node: Node) -> dict[str, Decimal] | None:
    """`. >= 0 and . <= 10` as bounds; None of anything else."""
    found: dict[str, Decimal] = {}
    for part in node.parts if isinstance(node, Joined) and node.word == "and" else (node,):
        match part:
            case Compared(">=", Name("."), Constant(Decimal() as value)):
                found["min"] = value
            case Compared("<=", Name("."), Constant(Decimal() as value)):
                found["max"] = value
            case _:
                return None
    return found


def _named(node: Node, name: str) -> Node:
    """The tree with the answer's own name in place of the dot."""
    match node:
        case Name(path):
            return Name(name) if path == SELF else node
        case Not(part):
            return Not(_named(part, name))
        case Joined(word, parts):
            return Joined(word, tuple(_named(part, name) for part in parts))
        case Compared(sign, left, right):
            return Compared(sign, _named(left, name), _named(right, name))
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, _named(left, name), _named(right, name))
        case Holds(question, members, every):
            return Holds(_named(question, name), members, every)
        case Filled(question):
            return Filled(_named(question, name))
        case Called(function, arguments):
            return Called(function, tuple(_named(each, name) for each in arguments))
        case Branch(test, then, otherwise):
            return Branch(_named(test, name), _named(then, name), _named(otherwise, name))
        case _:
            return node


def _lines(sheet: Sheet) -> list[_Line]:
    """The rows below the first, by heading; headings are the same in small and capital letters."""
    if not sheet.rows:
        return []
    head, *rows = sheet.rows
    columns: dict[str, int] = {}
    for column, text in head.cells.items():
        columns.setdefault(re.sub(r"\s*::?\s*", "::", one_line(text).casefold()), column)
    return [
        _Line(sheet, row.number, {name: row.text(column) for name, column in columns.items()}, columns) for row in rows
    ]
