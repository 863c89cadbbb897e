"""The report as a workbook: a sheet a subject, every cell a text, no text a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ddq.authoring.converters.xlsx_out import put
from ddq.report.exports.archive import timeless
from ddq.report.exports.outline import Heading, Paragraph, Table, outline
from ddq.report.language import tell
from ddq.report.view import ReportView

WIDTH = 110
"""Characters over all columns of a sheet."""
_HEAD = PatternFill("solid", fgColor="FF1F3A5F")


def to_workbook(report: ReportView) -> bytes:
    """The report's parts as sheets, in the order of reading."""
    book = Workbook()
    book.remove(book.worksheets[0])
    # The same report gives the same properties, whenever it is written.
    book.properties.creator, book.properties.title = "ddq", report.cover.running
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - OOXML has no zone here
    sheet, row = book.create_sheet(tell("Report")), 0
    for block in outline(report):
        if isinstance(block, Heading) and block.level == 2:
            sheet, row = book.create_sheet(_name(block.text, book)), 0
        row = _write(sheet, row, block)
    buffer = BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


def _name(title: str, book: Workbook) -> str:
    """A name that a sheet may have: 31 characters, some of them not allowed, each name once."""
    plain = "".join("-" if sign in "[]:*?/\\" else sign for sign in title)[:28]
    return plain if plain not in book.sheetnames else f"{plain} {len(book.sheetnames)}"


def _write(sheet: Worksheet, row: int, block: Heading | Paragraph | Table) -> int:
    """Write a block below `row`; the last row that it took."""
    if isinstance(block, Heading):
        put(sheet, row + 1, 1, block.text).font = Font(bold=True, size=16 - 2 * block.level)
        return row + 1
    if isinstance(block, Paragraph):
        if block.label:
            put(sheet, row + 1, 1, block.label).font = Font(bold=True)
        put(sheet, row + 1, 2 if block.label else 1, block.text)
        return row + 1
    for column, part in enumerate(block.parts, 1):
        letter = get_column_letter(column)
        wide = WIDTH * part / sum(block.parts)
        sheet.column_dimensions[letter].width = max(12.0, wide, sheet.column_dimensions[letter].width)
    if any(block.columns):
        row += 1
        for column, name in enumerate(block.columns, 1):
            cell = put(sheet, row, column, name)
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
    for cells in block.rows:
        row += 1
        for column, text in enumerate(cells, 1):
            put(sheet, row, column, text)
    return row + 1
