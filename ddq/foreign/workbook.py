"""Workbooks (.xlsx) from people nobody vouches for: read as a stream, bounded, never changed, nothing in them run.

Only what ddq needs is read: sheets, the cells that hold something, lists that a cell's entries are bound
to. Formulas are read as the value that was last saved. DTDs and entities are refused; what a reader of the sheet would
not see (hidden rows and sheets), merged cells, macros, formulas and links to other files are told.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol
from xml.parsers import expat

from ddq.foreign.number_formats import Styles, as_shown
from ddq.foreign.plain_json import refuse

MAX_FILE = 50_000_000
MAX_UNPACKED = 400_000_000
MAX_PARTS = 2_000
MAX_ROWS = 100_000
"""Rows that hold something, over all sheets."""
MAX_CELLS = 1_000_000
MAX_SHARED = 500_000
MAX_CELL = 32_767
MAX_COLUMNS = 1_000
_CHUNK = 1 << 16

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\Z")
_LINK = re.compile(r"\[[^\]]+\]")


class Report(Protocol):
    """Takes what of a workbook is not read, or is read with another meaning."""

    def lost(self, place: str, message: str, hint: str | None = None) -> None:
        """Note what is not read."""
        ...

    def changed(self, place: str, message: str, hint: str | None = None) -> None:
        """Note what is read in another way."""
        ...


@dataclass(slots=True)
class Row:
    """One row that holds something."""

    number: int
    cells: dict[int, str] = field(default_factory=dict[int, str])
    """By column, from 0: the text, of a number as it would be written."""
    hidden: bool = False

    def text(self, column: int | None) -> str:
        """A cell's text; empty where there is none."""
        return "" if column is None else self.cells.get(column, "")


@dataclass(slots=True)
class Sheet:
    """One sheet with the rows that hold something."""

    name: str
    rows: list[Row] = field(default_factory=list[Row])
    hidden: bool = False
    lists: list[tuple[tuple[int, int, int, int], str]] = field(
        default_factory=list[tuple[tuple[int, int, int, int], str]]
    )
    """Cells (first row and column, last row and column, from 0) whose entries are bound to a list, and that list."""

    def place(self, row: int, column: int | None = None) -> str:
        """Such as `Questions!B7`."""
        return f"{self.name}!{'' if column is None else column_name(column)}{row}"

    def bound_to(self, row: int, column: int) -> str | None:
        """The list that a cell's entries are bound to, as the workbook writes it."""
        for (top, left, bottom, right), found in self.lists:
            if top <= row - 1 <= bottom and left <= column <= right:
                return found
        return None


def column_name(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """0 for `A`, 26 for `AA`."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_workbook(path: Path, report: Report) -> list[Sheet]:
    """The sheets of a workbook in their order, hidden ones among them.

    Raises:
        SourceError: it is no workbook, or larger than can be read safely.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            refuse(str(path), "K002", f"the file is larger than {MAX_FILE // 1_000_000} MB", "convert a smaller one")
        with zipfile.ZipFile(path) as archive:
            return _Workbook(archive, str(path), report).sheets()
    except FileNotFoundError:
        refuse(str(path), "L001", "there is no such file", "check the path")
    except zipfile.BadZipFile:
        hint = "save it as .xlsx; old .xls files and workbooks with a password cannot be read"
        refuse(str(path), "K001", "this is no .xlsx workbook", hint)
    except (OSError, NotImplementedError, RuntimeError, EOFError) as error:
        refuse(str(path), "K001", f"the workbook cannot be read ({getattr(error, 'strerror', None) or error})")


class _Workbook:
    """One walk over the parts of a workbook."""

    def __init__(self, archive: zipfile.ZipFile, file: str, report: Report) -> None:
        self.archive, self.file, self.report = archive, file, report
        self.names = set(archive.namelist())
        self.shared: list[str] = []
        self.formats: tuple[str, ...] = ()
        """By style, whether a number is shown as a percentage or as a date."""
        self.from_1904 = False
        self.rows = self.cells = 0

    def sheets(self) -> list[Sheet]:
        self._bounds()
        if "xl/workbook.xml" not in self.names:
            refuse(self.file, "K001", "this is no .xlsx workbook", "save it as .xlsx")
        self._told_parts()
        self._shared_texts()
        self.formats = self._formats()
        targets = self._targets()
        found: list[Sheet] = []
        for name, state, relation in self._declared():
            part = targets.get(relation, "")
            if part not in self.names:
                continue
            sheet = Sheet(name, hidden=state in ("hidden", "veryHidden"))
            self._sheet(part, sheet)
            found.append(sheet)
        return found

    def _bounds(self) -> None:
        """What a file says of its unpacked size bounds what is ever unpacked: `zipfile` reads no further."""
        parts = self.archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            size = f"{MAX_UNPACKED // 1_000_000} MB or {MAX_PARTS:,} parts"
            refuse(self.file, "K002", f"unpacked, the workbook is larger than {size}", "convert a smaller one")

    def _told_parts(self) -> None:
        if any(name.endswith("vbaProject.bin") for name in self.names):
            self.report.lost("macros", "the workbook's macros are not read and never run")
        if any(name.startswith("xl/externalLinks/") for name in self.names):
            self.report.lost("links", "links to other files are not followed; the values last saved are read")
        for prefix, what in (("xl/drawings/", "drawings and pictures"), ("xl/comments", "cell comments")):
            if any(name.startswith(prefix) and name.endswith(".xml") for name in self.names):
                self.report.lost(what, f"{what} are not read")

    def _parse(self, part: str, start: Callable[[str, dict[str, str]], None], **more: Any) -> None:
        """Walk one part; elements come without the prefix of their namespace, attributes as they are."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse_doctype(*_: object) -> None:
            refuse(self.file, "K001", f"{part} declares a document type or entities", "save the workbook again")

        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.EntityDeclHandler = refuse_doctype
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        if "end" in more:
            parser.EndElementHandler = lambda name: more["end"](name.rpartition(":")[2])
        if "text" in more:
            parser.CharacterDataHandler = more["text"]
        try:
            with self.archive.open(part) as stream:
                for chunk in _chunks(stream):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            refuse(self.file, "K001", f"{part} is not well-formed ({error})", "save the workbook again")
        except (zipfile.BadZipFile, EOFError, ValueError) as error:
            refuse(self.file, "K001", f"{part} cannot be unpacked ({error})")

    def _targets(self) -> dict[str, str]:
        """By relation, the part that holds a sheet."""
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[attributes.get("Id", "")] = part

        if "xl/_rels/workbook.xml.rels" in self.names:
            self._parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _declared(self) -> list[tuple[str, str, str]]:
        """Name, state and relation of each sheet."""
        found: list[tuple[str, str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            if name == "sheet":
                relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                found.append((attributes.get("name", "?"), attributes.get("state", ""), relation))

        self._parse("xl/workbook.xml", start)
        return found

    def _formats(self) -> tuple[str, ...]:
        if "xl/styles.xml" not in self.names:
            return ()
        styles = Styles()
        self._parse("xl/styles.xml", styles.start, end=styles.end)
        return styles.shown_as()

    def _shared_texts(self) -> None:
        if "xl/sharedStrings.xml" not in self.names:
            return
        reading: list[str] = []
        state = {"t": False, "phonetic": False}

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                reading.clear()
            elif name == "rPh":
                state["phonetic"] = True
            state["t"] = name == "t" and not state["phonetic"]

        def text(data: str) -> None:
            if state["t"]:
                reading.append(data)

        def end(name: str) -> None:
            if name == "t":
                state["t"] = False
            elif name == "rPh":
                state["phonetic"] = False
            elif name == "si":
                if len(self.shared) >= MAX_SHARED:
                    refuse(self.file, "K002", f"the workbook holds more than {MAX_SHARED:,} texts")
                self.shared.append("".join(reading)[:MAX_CELL])

        self._parse("xl/sharedStrings.xml", start, text=text, end=end)

    def _sheet(self, part: str, sheet: Sheet) -> None:
        reader = _SheetReader(self, sheet)
        self._parse(part, reader.start, text=reader.text, end=reader.end)
        reader.tell()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


class _SheetReader:
    """Takes the events of one sheet's part."""

    def __init__(self, book: _Workbook, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.row = Row(0)
        self.column = 0
        self.kind = ""
        self.style = 0
        self.reading: list[str] | None = None
        self.value = ""
        self.formula = ""
        self.is_list: str | None = None
        self.merged: list[str] = []
        self.formulas: list[str] = []
        self.unsaved: list[str] = []
        self.linked: list[str] = []
        self.hidden: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self._begin_row(attributes)
            case "c":
                reference = _REFERENCE.match(attributes.get("r", ""))
                self.column = column_number(reference.group(1)) if reference else self.column + 1
                self.kind, self.value, self.formula = attributes.get("t", "n"), "", ""
                style = attributes.get("s", "")
                self.style = int(style) if style.isdigit() and len(style) < 6 else 0
            case "v" | "t" | "f" | "formula1":
                self.reading = []
            case "mergeCell":
                self.merged.append(attributes.get("ref", ""))
            case "dataValidation":
                self.is_list = attributes.get("sqref", "") if attributes.get("type") == "list" else None
            case _:
                pass

    def text(self, data: str) -> None:
        if self.reading is not None:
            self.reading.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t", "f", "formula1") and self.reading is not None:
            text, self.reading = "".join(self.reading), None
            if name in ("v", "t"):
                self.value += text
            elif name == "f":
                self.formula = text or "="
            elif self.is_list:
                self._bind(self.is_list, text)
        elif name == "c":
            self._cell()
        elif name == "row" and self.row.cells:
            self.book.rows += 1
            if self.book.rows > MAX_ROWS:
                refuse(self.book.file, "K002", f"the workbook has more than {MAX_ROWS:,} rows that hold something")
            self.sheet.rows.append(self.row)
            if self.row.hidden:
                self.hidden.append(self.row.number)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = Row(
            int(number) if number.isdigit() and len(number) < 9 else self.row.number + 1,
            hidden=attributes.get("hidden") in ("1", "true"),
        )
        self.column = -1

    def _cell(self) -> None:
        place = f"{column_name(self.column)}{self.row.number}"
        if self.formula:
            self.formulas.append(place)
            if _LINK.search(self.formula):
                self.linked.append(place)
            if not self.value:
                self.unsaved.append(place)
        text = self._decoded()
        if not text.strip() or self.column >= MAX_COLUMNS:
            return
        self.book.cells += 1
        if self.book.cells > MAX_CELLS:
            refuse(self.book.file, "K002", f"the workbook has more than {MAX_CELLS:,} cells that hold something")
        self.row.cells[self.column] = text[:MAX_CELL]

    def _decoded(self) -> str:
        value = self.value
        if self.kind == "s":
            index = int(value) if value.isdigit() and len(value) < 9 else -1
            return self.book.shared[index] if 0 <= index < len(self.book.shared) else ""
        if self.kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self.kind == "e":
            return ""
        if self.kind == "n":
            shown = self.book.formats[self.style] if self.style < len(self.book.formats) else ""
            return as_shown(value, shown, self.book.from_1904)
        return value

    def _bind(self, cells: str, written: str) -> None:
        for each in cells.split()[:1000]:
            match = _RANGE.match(each)
            if match and len(self.sheet.lists) < MAX_ROWS:
                left, top, right, bottom = match.groups()
                first = (int(top) - 1, column_number(left))
                last = (int(bottom) - 1, column_number(right)) if right else first
                self.sheet.lists.append(((*first, *last), written))

    def tell(self) -> None:
        """What of the sheet a reader must know."""
        report, name = self.book.report, self.sheet.name
        if self.sheet.hidden and self.sheet.rows:
            report.changed(name, "the sheet is hidden in the workbook")
        for cells, what in (
            (self.merged, "merged cells: only the first of them holds the text"),
            (self.linked, "formulas that read another file: the value last saved is read"),
            (self.unsaved, "formulas without a saved value read as empty"),
        ):
            if cells:
                report.changed(f"{name}!{cells[0]}", f"{len(cells)} {what}")
        plain = len(self.formulas) - len(self.linked) - len(self.unsaved)
        if plain > 0:
            report.changed(f"{name}!{self.formulas[0]}", f"{plain} formulas: the value last saved is read")
        if self.hidden:
            message = f"{len(self.hidden)} hidden rows hold something; they are read as well"
            report.changed(f"{name}!{self.hidden[0]}", message)
