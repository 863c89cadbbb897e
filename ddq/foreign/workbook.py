"""Workbooks (.xlsx) from people nobody vouches for: read as a stream, bounded, never changed, nothing in them run.

Only what ddq needs is read: sheets, the cells that hold something, lists that a cell's entries are bound
to. Formulas are read as the value that was last saved. DTDs and entities are refused; what a reader of the sheet would
not see (hidden rows and sheets), merged cells, macros, formulas and links to other files are told.
"""

from __future__ import annotations

import re
import zipfile
import zlib
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
MAX_SHEETS = 500
MAX_CELL = 32_767
MAX_TEXT = 50_000_000
"""Characters of all cells together: one shared text may stand in each of a million of them."""
MAX_TOKEN = 4_000_000
"""Bytes of one tag or comment: expat reads a long one from its start with every further piece."""
MAX_NESTING = 100
MAX_ELEMENTS = 10_000_000
"""Over all parts, empty cells among them: a quarter of a minute."""
MAX_LISTS = 1_000
"""Of one sheet, to which the entries of cells are bound."""
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
        self.rows = self.cells = self.characters = self.unpacked = self.elements = 0

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
        ending = more.get("end")
        depth = 0

        def refuse_doctype(*_: object) -> None:
            refuse(self.file, "K001", f"{part} declares a document type or entities", "save the workbook again")

        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.EntityDeclHandler = refuse_doctype

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements += 1
            if self.elements > MAX_ELEMENTS:
                message = f"the workbook holds more than {MAX_ELEMENTS:,} rows and cells, empty ones among them"
                refuse(self.file, "K002", message, "delete the empty rows and columns in it and save it again")
            if depth > MAX_NESTING:
                refuse(self.file, "K002", f"{part} nests more than {MAX_NESTING} elements", "save the workbook again")
            start(name.rpartition(":")[2] if ":" in name else name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            if ending is not None:
                ending(name.rpartition(":")[2] if ":" in name else name)

        parser.StartElementHandler, parser.EndElementHandler = begin, end
        if "text" in more:
            parser.CharacterDataHandler = more["text"]
        try:
            with self.archive.open(part) as stream:
                read = 0
                for chunk in _chunks(stream):
                    self._count(part, len(chunk))
                    parser.Parse(chunk, False)
                    read += len(chunk)
                    if read - max(0, parser.CurrentByteIndex) > MAX_TOKEN:
                        refuse(self.file, "K002", f"{part} holds a tag or comment of more than {MAX_TOKEN:,} bytes")
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            refuse(self.file, "K001", f"{part} is not well-formed ({error})", "save the workbook again")
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            refuse(self.file, "K001", f"{part} cannot be unpacked ({error})")

    def _count(self, part: str, size: int) -> None:
        """Several sheets may be one part, unpacked again for each."""
        self.unpacked += size
        if self.unpacked > MAX_UNPACKED:
            message = f"with {part}, more than {MAX_UNPACKED // 1_000_000} MB are to be read"
            refuse(self.file, "K002", message, "convert a smaller one")

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
                if len(found) >= MAX_SHEETS:
                    refuse(self.file, "K002", f"the workbook has more than {MAX_SHEETS} sheets")
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
        reading = _Text()
        state = {"t": False, "phonetic": False}

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                reading.clear()
            elif name == "rPh":
                state["phonetic"] = True
            state["t"] = name == "t" and not state["phonetic"]

        def text(data: str) -> None:
            if state["t"]:
                reading.add(data)

        def end(name: str) -> None:
            if name == "t":
                state["t"] = False
            elif name == "rPh":
                state["phonetic"] = False
            elif name == "si":
                if len(self.shared) >= MAX_SHARED:
                    refuse(self.file, "K002", f"the workbook holds more than {MAX_SHARED:,} texts")
                self.shared.append(reading.whole())

        self._parse("xl/sharedStrings.xml", start, text=text, end=end)

    def _sheet(self, part: str, sheet: Sheet) -> None:
        reader = _SheetReader(self, sheet)
        self._parse(part, reader.start, text=reader.text, end=reader.end)
        reader.tell()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


class _Text:
    """A text that comes in pieces, of which no more is kept than a cell can hold."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def clear(self) -> None:
        self.pieces.clear()
        self.length = 0

    def add(self, piece: str) -> None:
        if self.length < MAX_CELL:
            self.pieces.append(piece)
            self.length += len(piece)

    def whole(self) -> str:
        return "".join(self.pieces)[:MAX_CELL]


class _Tally:
    """How many places are of a sort, and the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.first = ""

    def add(self, place: str) -> None:
        self.first = self.first or place
        self.count += 1


class _SheetReader:
    """Takes the events of one sheet's part."""

    def __init__(self, book: _Workbook, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.row = Row(0)
        self.column = 0
        self.kind = ""
        self.style = 0
        self.reading: _Text | None = None
        self.value = _Text()
        self.formula = ""
        self.is_list: str | None = None
        self.merged, self.formulas, self.unsaved, self.linked, self.hidden = (_Tally() for _ in range(5))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self._begin_row(attributes)
            case "c":
                reference = _REFERENCE.match(attributes.get("r", ""))
                self.column = column_number(reference.group(1)) if reference else self.column + 1
                self.kind, self.formula = attributes.get("t", "n"), ""
                self.value.clear()
                style = attributes.get("s", "")
                self.style = int(style) if style.isdecimal() and len(style) < 6 else 0
            case "v" | "t" | "f" | "formula1":
                self.reading = _Text()
            case "mergeCell":
                self.merged.add(attributes.get("ref", ""))
            case "dataValidation":
                self.is_list = attributes.get("sqref", "") if attributes.get("type") == "list" else None
            case _:
                pass

    def text(self, data: str) -> None:
        if self.reading is not None:
            self.reading.add(data)

    def end(self, name: str) -> None:
        if name in ("v", "t", "f", "formula1") and self.reading is not None:
            text, self.reading = self.reading.whole(), None
            if name in ("v", "t"):
                self.value.add(text)
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
                self.hidden.add(str(self.row.number))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = Row(
            int(number) if number.isdecimal() and len(number) < 9 else self.row.number + 1,
            hidden=attributes.get("hidden") in ("1", "true"),
        )
        self.column = -1

    def _cell(self) -> None:
        if not self.value.length and not self.formula:
            return
        if self.formula:
            place = f"{column_name(self.column)}{self.row.number}"
            self.formulas.add(place)
            if _LINK.search(self.formula):
                self.linked.add(place)
            if not self.value.length:
                self.unsaved.add(place)
        text = self._decoded()
        if not text.strip() or self.column >= MAX_COLUMNS:
            return
        self.book.cells += 1
        if self.book.cells > MAX_CELLS:
            refuse(self.book.file, "K002", f"the workbook has more than {MAX_CELLS:,} cells that hold something")
        self.book.characters += len(text)
        if self.book.characters > MAX_TEXT:
            refuse(self.book.file, "K002", f"the workbook's cells hold more than {MAX_TEXT:,} characters")
        self.row.cells[self.column] = text

    def _decoded(self) -> str:
        value = self.value.whole()
        if self.kind == "s":
            index = int(value) if value.isdecimal() and len(value) < 9 else -1
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
            if match and len(self.sheet.lists) < MAX_LISTS:
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
            if cells.count:
                report.changed(f"{name}!{cells.first}", f"{cells.count} {what}")
        plain = self.formulas.count - self.linked.count - self.unsaved.count
        if plain > 0:
            report.changed(f"{name}!{self.formulas.first}", f"{plain} formulas: the value last saved is read")
        if self.hidden.count:
            message = f"{self.hidden.count} hidden rows hold something; they are read as well"
            report.changed(f"{name}!{self.hidden.first}", message)
