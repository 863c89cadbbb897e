"""Ownership files of any format that ddq knows: which one it is shows in what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ddq.foreign.delimited import parse_delimited
from ddq.foreign.plain_json import items, mapping, parse_json, parse_json_lines, read_text, refuse
from ddq.foreign.workbook import Sheet, read_workbook
from ddq.ownership.model import Structure
from ddq.ownership.readers.bods import read_bods
from ddq.ownership.readers.draft import Draft, Place
from ddq.ownership.readers.ftm import read_ftm
from ddq.ownership.readers.gleif import is_gleif, read_gleif, records_of_table, records_of_xml
from ddq.ownership.readers.table import read_table
from ddq.questionnaire.problems import Problem

MAX_BYTES = 300_000_000
MAX_VALUES = 20_000_000
_KNOWN = "ddq reads BODS 0.4 and FollowTheMoney (JSON), GLEIF (CSV, XML), and tables (CSV, .xlsx)"


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What the files say, and what is to be told about them."""

    structure: Structure
    problems: tuple[Problem, ...]
    formats: tuple[str, ...]
    """Of each file, what it was taken for."""


def read_files(paths: Sequence[Path], day: date) -> ReadFiles:
    """The structure that the files hold together, as of `day`.

    Raises:
        SourceError: one of them cannot be read at all.
    """
    draft = Draft(day)
    formats = tuple(_read(path, draft) for path in paths)
    structure, problems = draft.finished()
    return ReadFiles(structure, problems, formats)


def _read(path: Path, draft: Draft) -> str:
    start = _first_bytes(path)
    if start.startswith(b"PK\x03\x04"):
        return _workbook(path, draft)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        read_gleif(records_of_xml(path), draft)
        return "GLEIF (XML)"
    text = read_text(path, MAX_BYTES)
    begins = text.lstrip()[:1]
    if begins in ("{", "["):
        return _json(text, str(path), draft)
    return _table(text, path, draft)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except FileNotFoundError:
        refuse(str(path), "L001", "there is no such file", "check the path")
    except OSError as error:
        refuse(str(path), "L001", f"the file cannot be read ({error.strerror})")
    if not start.strip():
        refuse(str(path), "O001", "the file is empty", _KNOWN)
    return start


def _json(text: str, file: str, draft: Draft) -> str:
    if text.lstrip().startswith("["):
        whole = items(parse_json(text, file, exact=True, most_values=MAX_VALUES))
        entries = [(Place(file, part=f"entry {number}"), one) for number, one in enumerate(whole, 1)]
    else:
        entries = list(_by_line(text, file))
    first: Mapping[str, Any] = next((mapping(one) for _, one in entries if mapping(one)), dict[str, Any]())
    if not entries:
        refuse(file, "O001", "there is nothing in it", _KNOWN)
    if "schema" in first and "recordType" not in first:
        read_ftm(entries, draft)
        return "FollowTheMoney"
    if not {"recordType", "statementType", "recordId", "statementId", "statementID"} & set(first):
        names = ", ".join(f"“{name[:40]}”" for name in list(first)[:8]) or "no object"
        refuse(file, "O001", f"this is no ownership file that is known: its first entry has {names}", _KNOWN)
    read_bods(entries, draft)
    return "BODS 0.4"


def _by_line(text: str, file: str) -> Iterator[tuple[Place, Any]]:
    """One object a line; a file with one object over several lines is one entry."""
    if text.count("\n") and not text.lstrip().split("\n", 1)[0].rstrip().endswith("}"):
        yield Place(file, part="entry 1"), parse_json(text, file, exact=True, most_values=MAX_VALUES)
        return
    for line, data in parse_json_lines(text, file):
        yield Place(file, line), data


def _table(text: str, path: Path, draft: Draft) -> str:
    sheet = parse_delimited(text, str(path), path.name)
    if sheet.rows and is_gleif(sheet.rows[0].cells.values()):
        read_gleif(records_of_table(sheet, str(path)), draft)
        return "GLEIF (CSV)"
    read_table(sheet, str(path), draft)
    return "table (CSV)"


def _workbook(path: Path, draft: Draft) -> str:
    report = _Told(str(path), draft)
    sheets = [sheet for sheet in read_workbook(path, report) if sheet.rows]
    if not sheets:
        refuse(str(path), "O001", "the workbook is empty", "its first row names the columns: owner, owned, percent")
    first = sheets[0]
    for other in sheets[1:]:
        report.lost(other.name, "this sheet is not read: relations are taken from the first one")
    return _sheet(first, path, draft)


def _sheet(sheet: Sheet, path: Path, draft: Draft) -> str:
    read_table(sheet, str(path), draft, is_workbook=True)
    return "table (.xlsx)"


@dataclass(frozen=True, slots=True)
class _Told:
    """Takes what the reading of a workbook has to tell."""

    file: str
    draft: Draft

    def lost(self, place: str, message: str, hint: str | None = None) -> None:
        self.draft.problem(Place(self.file, part=place), "O009", message, hint)

    def changed(self, place: str, message: str, hint: str | None = None) -> None:
        self.draft.problem(Place(self.file, part=place), "O009", message, hint, "info")
