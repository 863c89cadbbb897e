"""A plain workbook in: a row is a question, and a mapping file says which column holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any, NoReturn

from ddq.authoring.converters.conditions import Constant
from ddq.authoring.converters.draft import Clause, Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.mapping import Mapping, SheetMapping, load_mapping
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.words import one_line, pipes, plain, split_question
from ddq.foreign.plain_json import refuse
from ddq.foreign.workbook import Row, Sheet, column_number, read_workbook
from ddq.questionnaire.problems import did_you_mean

_LETTER = re.compile(r"[A-Z]{1,2}\Z")
_TRUE = frozenset({"yes", "y", "true", "x", "1", "mandatory", "required", "always", "✓"})
_OUR_KINDS = frozenset(
    (
        *("text", "long_text", "integer", "decimal", "percent", "date", "yes_no", "choice", "choices"),
        *("country", "countries", "entity", "evidence"),
    )
)
_CODED = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,40})\s*[:=]\s+(.+)\Z")


def read_plain_workbook(path: Path, mapping_file: Path) -> Converted:
    """The questionnaire of a workbook, read by a mapping file.

    Raises:
        SourceError: one of them cannot be read, or they do not fit each other.
    """
    mapping = load_mapping(mapping_file)
    report = LossReport(path.name, "xlsx")
    sheets = read_workbook(path, report)
    return _Reader(mapping, str(mapping_file), sheets, report).converted()


class _Reader:
    """One walk over the sheets that a mapping names."""

    def __init__(self, mapping: Mapping, file: str, sheets: list[Sheet], report: LossReport) -> None:
        self.mapping, self.file, self.sheets, self.report = mapping, file, sheets, report
        self.ids, self.section_ids = Names(), Names()
        self.sections: list[DraftSection] = []
        self.kinds = {word.casefold(): kind for word, kind in mapping.kinds.items()}

    def _refuse(self, message: str, hint: str | None) -> NoReturn:
        refuse(self.file, "K005", message, hint)

    def converted(self) -> Converted:
        named: set[str] = set()
        for each in self.mapping.sheets:
            sheet = self._find(each)
            named.add(sheet.name)
            self._sheet(sheet, each)
        for sheet in self.sheets:
            if sheet.rows and sheet.name not in named:
                self.report.lost(sheet.name, "the mapping does not name this sheet")
        return settle(Draft(self.mapping.id, self.mapping.title, self.sections), self.report)

    def _find(self, each: SheetMapping) -> Sheet:
        if each.sheet is None:
            visible = [sheet for sheet in self.sheets if not sheet.hidden]
            if visible:
                return visible[0]
        found = next((sheet for sheet in self.sheets if sheet.name == each.sheet), None)
        if found is None:
            names = [sheet.name for sheet in self.sheets]
            hint = did_you_mean(each.sheet or "", names) or f"there are {', '.join(names)[:200]}"
            self._refuse(f"the workbook has no sheet {each.sheet!r}", hint)
        return found

    def _columns(self, sheet: Sheet, each: SheetMapping) -> dict[str, int]:
        """By what it holds, the number of each column."""
        heads: dict[str, int] = {}
        for row in sheet.rows:
            if row.number == each.header_row:
                heads = {one_line(text).casefold(): column for column, text in row.cells.items()}
        found: dict[str, int] = {}
        for name, column in each.columns.model_dump(exclude_none=True).items():
            if column.casefold() in heads:
                found[name] = heads[column.casefold()]
            elif _LETTER.match(column):
                found[name] = column_number(column)
            else:
                hint = did_you_mean(column.casefold(), heads) or f"row {each.header_row} holds {', '.join(heads)[:200]}"
                self._refuse(f"the sheet {sheet.name!r} has no column {column!r}", hint)
        return found

    def _sheet(self, sheet: Sheet, each: SheetMapping) -> None:
        columns = self._columns(sheet, each)
        first = each.first_row or each.header_row + 1
        title = each.section or sheet.name
        section: DraftSection | None = None
        self._told_columns(sheet, columns, first)
        for row in sheet.rows:
            if row.number < first:
                continue
            named = one_line(row.text(columns.get("section")))
            if section is None or (named and named != section.title):
                section = DraftSection(self.section_ids.code(named or title, "section"), named or title)
                self.sections.append(section)
            text = row.text(columns["text"])
            if not text.strip():
                said = " ".join(one_line(cell) for cell in row.cells.values())
                if said != named:
                    self.report.lost(sheet.place(row.number), f"a row without a question: {quoted(said)}")
                continue
            section.questions.append(self._question(sheet, row, columns))

    def _told_columns(self, sheet: Sheet, columns: Map[str, int], first: int) -> None:
        """The columns that hold something and that the mapping does not name."""
        used = {column for row in sheet.rows if row.number >= first for column in row.cells}
        for column in sorted(used - set(columns.values())):
            head = next((row.text(column) for row in sheet.rows if row.number < first and row.text(column)), "")
            place = sheet.place(first, column)
            self.report.lost(place, f"the column {quoted(head)} is not in the mapping" if head else "a column")

    def _question(self, sheet: Sheet, row: Row, columns: Map[str, int]) -> DraftQuestion:
        place = sheet.place(row.number, columns["text"])
        text, rest = split_question(pipes(plain(row.text(columns["text"])), {})[0])
        name = one_line(row.text(columns.get("id"))) or f"Q-{row.number}"
        data: dict[str, Any] = {"id": self.ids.question(name), "text": text}
        if "id" in columns and data["id"] != name:
            self.report.changed(sheet.place(row.number, columns["id"]), f"{quoted(name)} became the id {data['id']}")
        question = DraftQuestion(place, data["id"], data)
        data["kind"] = self._kind(sheet, row, columns, data)
        for key in ("why", "good", "bad"):
            if said := pipes(plain(row.text(columns.get(key))), {})[0]:
                data[key] = said
        if help_text := "\n\n".join(filter(None, (rest, pipes(plain(row.text(columns.get("help"))), {})[0]))):
            data["help"] = help_text
        for key in ("evidence", "references"):
            if parts := self._parts(row.text(columns.get(key))):
                data[key] = parts
        if row.text(columns.get("required")).strip().casefold() in _TRUE:
            data["required"] = True
        condition = one_line(row.text(columns.get("visible_if")))
        if condition:
            where = sheet.place(row.number, columns["visible_if"])
            question.visible.append(Clause(where, condition, Constant(True), condition))
        return question

    def _parts(self, text: str) -> list[str]:
        separated = text.replace(self.mapping.choices_separator, "\n")
        return [line for part in separated.split("\n") if (line := one_line(part))]

    def _kind(self, sheet: Sheet, row: Row, columns: Map[str, int], data: dict[str, Any]) -> str:
        word = one_line(row.text(columns.get("kind"))).casefold()
        kind: str = self.kinds.get(word, word if word in _OUR_KINDS else "")
        if word and not kind:
            place = sheet.place(row.number, columns["kind"])
            message = f"the kind {quoted(word)} is not in the mapping; {self.mapping.default_kind} was taken"
            self.report.changed(place, message, "add it under `kinds`")
        parts = self._parts(row.text(columns.get("choices")))
        if not kind:
            kind = "choice" if len(parts) >= 2 else self.mapping.default_kind
        if kind == "choice" and {part.casefold() for part in parts} == {"yes", "no"}:
            return "yes_no"
        if kind not in ("choice", "choices"):
            if parts:
                self.report.lost(
                    sheet.place(row.number, columns["choices"]), f"the choices of a question of kind {kind}"
                )
            return kind
        if len(parts) < 2:
            self.report.changed(sheet.place(row.number), f"a {kind} without two choices became a text")
            return "long_text"
        names = Names()
        data["choices"] = [_choice(part, names) for part in parts]
        return kind


def _choice(part: str, names: Names) -> dict[str, Any]:
    coded = _CODED.match(part)
    code, label = coded.groups() if coded else (part[:40], part)
    return {"code": names.code(code), "label": label}
