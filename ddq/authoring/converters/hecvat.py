"""HECVAT 4 in, from the user's own workbook: its list of all questions, or else its sheets as they are filled in.

The workbook is proprietary: it is read where it lies, and nothing of it is part of ddq.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ddq.authoring.converters.draft import Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.words import one_line, pipes, plain, split_question
from ddq.foreign.plain_json import refuse
from ddq.foreign.workbook import Row, Sheet, read_workbook
from ddq.scoring.weighted.method import METHOD

_ID = re.compile(r"[A-Z]{2,6}-[0-9]{1,3}[A-Za-z]?\Z")
_LIST = "questions"
_HEADS = {
    "compliant": ("compliant response", "compliant"),
    "help": ("standard guidance", "guidance"),
    "no": ("guidance if no", "no guidance"),
    "yes": ("guidance if yes", "yes guidance"),
    "na": ("guidance if n/a", "na guidance", "n/a guidance"),
    "why": ("reason for question", "reason"),
    "follow": ("follow-up", "follow up", "followup"),
    "weight": ("default weight", "weight"),
    "importance": ("default importance", "importance"),
    "then": ("if/then", "if then"),
}
_PLACES = {
    "then": 13,
    "help": 14,
    "no": 15,
    "yes": 16,
    "na": 17,
    "why": 18,
    "follow": 19,
    "compliant": 20,
    "importance": 22,
    "weight": 23,
}
"""The columns of the list of questions in 4.1, for when its headings are not known."""
_MOST_POINTS = 1_000_000
_WHY_LEFT = {
    "the importance": "a mean knows no critical question; a reviewer, or a bar of the questionnaire, must",
    "the follow-up": "ask it as a question of its own",
}
_ASKS_FOR_TEXT = re.compile(r"^(describe|provide|please|list|state|name|explain|what|how|which|who|where|when)\b", re.I)


def read_hecvat(path: Path) -> Converted:
    """The questionnaire of a HECVAT workbook.

    Raises:
        SourceError: it cannot be read, or holds no question with an id like `ABCD-01`.
    """
    report = LossReport(path.name, "hecvat")
    sheets = read_workbook(path, report)
    return _Reader(path, sheets, report).converted()


class _Reader:
    def __init__(self, path: Path, sheets: list[Sheet], report: LossReport) -> None:
        self.path, self.report = path, report
        listed = [sheet for sheet in sheets if sheet.name.strip().casefold() == _LIST and _rows(sheet)]
        self.sheets = listed or [sheet for sheet in sheets if _rows(sheet)]
        self.has_list = bool(listed)
        self.ids, self.section_ids = Names(), Names()
        self.sections: dict[str, DraftSection] = {}
        self.seen: set[str] = set()
        self.left: dict[str, int] = {}
        self.weighed = 0
        """How many questions earn points."""

    def converted(self) -> Converted:
        if not self.sheets:
            hint = "questions stand beside ids such as ABCD-01; for another workbook use --from xlsx with a mapping"
            refuse(str(self.path), "K003", "there is no question in the form of HECVAT in it", hint)
        for sheet in self.sheets:
            self._sheet(sheet)
        for what, count in self.left.items():
            why = _WHY_LEFT.get(what, "give it points by hand")
            self.report.lost("whole workbook", f"{what} of {_questions(count)}", why)
        if self.weighed:
            self._mark_unweighed()
            message = f"the weight of {_questions(self.weighed)} became points: the compliant answer earns all of them"
            self.report.changed("whole workbook", f"{message}; what a reviewer decides in the workbook is not carried")
            self.report.lost("whole workbook", "a required percentage: none is read from it", "set `percentage`")
        if not self.has_list:
            message = "the list of all questions is not in it; the sheets as they are filled in were read"
            self.report.changed("whole workbook", message)
        draft = Draft("hecvat", f"HECVAT, from {self.path.name}", list(self.sections.values()))
        draft.method = METHOD if self.weighed else None
        return settle(draft, self.report)

    def _columns(self, sheet: Sheet) -> dict[str, int]:
        first = _rows(sheet)[0].number
        heads: dict[str, int] = {}
        for row in sheet.rows:
            if row.number < first:
                heads |= {one_line(text).casefold(): column for column, text in row.cells.items()}
        found = {key: heads[word] for key, words in _HEADS.items() for word in words if word in heads}
        return found or (dict(_PLACES) if self.has_list else {})

    def _sheet(self, sheet: Sheet) -> None:
        columns = self._columns(sheet)
        for row in _rows(sheet):
            name, text = _question(row)
            if name in self.seen:
                continue
            self.seen.add(name)
            prefix = name.partition("-")[0]
            if prefix not in self.sections:
                self.sections[prefix] = DraftSection(self.section_ids.code(prefix), prefix)
            self.sections[prefix].questions.append(self._read(sheet, row, columns, name, text))

    def _read(self, sheet: Sheet, row: Row, columns: dict[str, int], name: str, text: str) -> DraftQuestion:
        cell = {key: pipes(plain(row.text(column)), {})[0] for key, column in columns.items()}
        asked, rest = split_question(pipes(plain(text), {})[0])
        data: dict[str, Any] = {
            "id": self.ids.question(name),
            "text": asked,
            "kind": self._kind(sheet, row, cell, text),
        }
        helps = [rest, cell.get("help"), *(f"If {key}: {cell[key]}" for key in ("yes", "no") if cell.get(key))]
        if help_text := "\n\n".join(filter(None, helps)):
            data["help"] = help_text
        for ours, theirs in (("why", "why"), ("not_applicable_when", "na"), ("good", "compliant")):
            if cell.get(theirs):
                data[ours] = cell[theirs] if ours != "good" else f"The compliant answer is: {cell[theirs]}"
        for key, what in (("importance", "the importance"), ("follow", "the follow-up")):
            if cell.get(key):
                self._leave(what)
        if cell.get("weight"):
            self._weigh(sheet.place(row.number, columns["weight"]), data, cell)
        if cell.get("then"):
            place = sheet.place(row.number, columns["then"])
            self.report.lost(place, f"a rule between questions: {quoted(cell['then'])}", "write it as `visible_if`")
        return DraftQuestion(sheet.place(row.number, 0), data["id"], data, {"yes": "yes", "no": "no"})

    def _leave(self, what: str) -> None:
        self.left[what] = self.left.get(what, 0) + 1

    def _weigh(self, place: str, data: dict[str, Any], cell: dict[str, str]) -> None:
        """Points for the compliant answer, as far as the workbook says which that is."""
        good = cell.get("compliant", "").casefold()
        try:
            weight = float(Decimal(cell["weight"].strip()))
        except (InvalidOperation, ValueError, OverflowError):
            weight = -1.0
        if not 0 <= weight <= _MOST_POINTS:
            self.report.lost(place, f"the weight {quoted(cell['weight'])}", "it is no number of points")
        elif data["kind"] != "yes_no":
            self._leave("the weight (an answer in words, which somebody must judge)")
        elif good not in ("yes", "no"):
            self._leave("the weight (no compliant answer is named)")
        else:
            points = {code: weight if code == good else 0.0 for code in ("yes", "no")}
            data["points"] = {code: int(each) if each.is_integer() else each for code, each in points.items()}
            self.weighed += 1

    def _mark_unweighed(self) -> None:
        """What has no weight earns nothing whatever is answered, and is written so."""
        for section in self.sections.values():
            for question in section.questions:
                if question.data["kind"] == "yes_no":
                    question.data.setdefault("points", {"yes": 0, "no": 0})

    def _kind(self, sheet: Sheet, row: Row, cell: dict[str, str], text: str) -> str:
        """Yes or no where a compliant answer says so, or a cell beside it is bound to such a list; else a text."""
        compliant = cell.get("compliant", "").casefold()
        if compliant:
            return "yes_no" if compliant in ("yes", "no") else "long_text"
        for column in range(2, 6):
            bound = (sheet.bound_to(row.number, column) or "").casefold()
            if "yes" in bound:
                return "yes_no"
        if cell.get("yes") or cell.get("no"):
            return "yes_no"
        return "long_text" if _ASKS_FOR_TEXT.match(text.strip()) or not text.strip().endswith("?") else "yes_no"


def _questions(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"


def _rows(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows if _question(row)[0]]


def _question(row: Row) -> tuple[str, str]:
    """Id and text of a row that asks something."""
    name, text = one_line(row.text(0)), row.text(1)
    return (name, text) if _ID.match(name) and text.strip() else ("", "")
