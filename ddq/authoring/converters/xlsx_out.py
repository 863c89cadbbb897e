"""A workbook out: one sheet to read and comment on, one about the questionnaire; every cell is a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.telling import answer_in_words, scoring_left_out
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.text import visible_text

COLUMNS = (
    ("Id", 18),
    ("Section", 24),
    ("Question", 60),
    ("Answer", 22),
    ("Choices", 44),
    ("Asked if", 32),
    ("Required", 12),
    ("Why", 36),
    ("Help", 44),
    ("A good answer", 30),
    ("A bad answer", 30),
    ("Evidence", 28),
    ("Valid for", 12),
    ("References", 24),
)
"""Heading and width in characters."""
MAX_CELL = 32_000
_HEAD = PatternFill("solid", fgColor="FF1F3A5F")
_BAND = PatternFill("solid", fgColor="FFE8EDF3")
_LINE = Border(bottom=Side(style="hair", color="FFB0B8C4"))
_TOP = Alignment(vertical="top", wrap_text=True)


def write_xlsx(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    """The questionnaire as a workbook."""
    scoring_left_out(loaded, report)
    book = Workbook()
    book.remove(book.worksheets[0])
    # The same questionnaire gives the same properties, whenever it is written.
    book.properties.creator, book.properties.title = "ddq", visible_text(loaded.questionnaire.title)
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - OOXML has no zone here
    _questions(book.create_sheet("Questions"), loaded, report)
    _about(book.create_sheet("About"), loaded)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text into a cell, from 1; never a formula, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = visible_text(text)[:MAX_CELL]
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        cell.data_type = "s"
        # Kept as a text when somebody edits the cell, and when the sheet becomes a CSV file that is opened again.
        cell.quotePrefix = True
    cell.alignment = _TOP
    return cell


def _questions(sheet: Worksheet, loaded: LoadedQuestionnaire, report: LossReport) -> None:
    for column, (heading, width) in enumerate(COLUMNS, start=1):
        cell = put(sheet, 1, column, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    row = 1
    for section in loaded.questionnaire.sections:
        row += 1
        _band(sheet, row, section.title, section.visible_if)
        for question in section.questions:
            for cells in _rows(loaded, question, section.title, ""):
                row += 1
                _fill(sheet, row, cells, report)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{row}"
    sheet.sheet_view.zoomScale = 90
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _band(sheet: Worksheet, row: int, title: str, condition: str | None) -> None:
    """The title of a section, over the columns that are read first."""
    for column in range(1, len(COLUMNS) + 1):
        put(sheet, row, column, "").fill = _BAND
    # In the second column, for a row with an id is a question.
    cell = put(sheet, row, 2, title)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
    put(sheet, row, 6, condition or "").fill = _BAND
    sheet.row_dimensions[row].height = 18


def _rows(loaded: LoadedQuestionnaire, question: AnyQuestion, section: str, before: str) -> Iterator[tuple[str, ...]]:
    """A question, and below a group its fields."""
    choices = "\n".join(
        f"{choice.code}: {choice.label}" + (f" (if {choice.visible_if})" if choice.visible_if else "")
        for choice in loaded.choices(question)
    )
    required = "always" if question.required else f"if {question.required_if}" if question.required_if else ""
    yield (
        before + question.id,
        section,
        question.text,
        answer_in_words(question),
        choices,
        question.visible_if or "",
        required,
        question.why or "",
        question.help or "",
        question.good or "",
        question.bad or "",
        "\n".join(question.evidence),
        question.valid_for or "",
        "\n".join(question.references),
    )
    if isinstance(question, GroupQuestion):
        for field in question.fields:
            yield from _rows(loaded, field, section, f"{before}{question.id} › ")


def _fill(sheet: Worksheet, row: int, cells: tuple[str, ...], report: LossReport) -> None:
    lines = 1
    for column, text in enumerate(cells, start=1):
        cell = put(sheet, row, column, text)
        cell.border = _LINE
        if len(text) > MAX_CELL:
            report.lost(f"Questions!{get_column_letter(column)}{row}", f"what follows after {MAX_CELL:,} characters")
        width = COLUMNS[column - 1][1]
        lines = max(lines, sum(1 + len(line) // width for line in text.split("\n")))
    put(sheet, row, 3, cells[2]).font = Font(bold=True)
    sheet.row_dimensions[row].height = min(400, 15 * lines + 3)


def _about(sheet: Worksheet, loaded: LoadedQuestionnaire) -> None:
    questionnaire = loaded.questionnaire
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
    facts = (
        ("Title", questionnaire.title),
        ("Id", questionnaire.id),
        ("Version", questionnaire.version),
        ("Language", questionnaire.language),
        ("Description", questionnaire.description or ""),
        ("Questions", str(len(loaded.questions))),
        ("SHA-256", loaded.digest),
    )
    for row, (name, text) in enumerate(facts, start=1):
        put(sheet, row, 1, name).font = Font(bold=True)
        put(sheet, row, 2, text)
