"""The report as a Word document, for those who must edit."""

# python-docx gives its types loosely.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from ddq.report.exports.archive import timeless
from ddq.report.exports.outline import Heading, Paragraph, Table, outline
from ddq.report.language import tell
from ddq.report.view import ReportView

WIDTH = 17.0
"""Centimetres of a line."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_document(report: ReportView) -> bytes:
    """The whole report with headings, paragraphs and tables in Word's own styles."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(9)  # pyright: ignore[reportAttributeAccessIssue]
    about = document.core_properties
    about.author, about.title = "ddq", _plain(report.cover.running)
    about.created = about.modified = datetime(report.dated.year, report.dated.month, report.dated.day)  # noqa: DTZ001
    for block in outline(report):
        _write(document, block)
    buffer = BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())


def _write(document: Any, block: Heading | Paragraph | Table) -> None:
    if isinstance(block, Heading):
        document.add_heading(_plain(block.text), 0 if block.level == 1 else block.level - 1)
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph()
        if block.label:
            paragraph.add_run(f"{_plain(block.label)}: ").bold = True
        paragraph.add_run(_plain(block.text))
    elif block.rows:
        _table(document, block)
    else:
        document.add_paragraph(tell("None."))


def _table(document: Any, block: Table) -> None:
    named = any(block.columns)
    rows = [block.columns, *block.rows] if named else list(block.rows)
    table = document.add_table(len(rows), len(block.columns), style="Table Grid")
    widths = [Cm(WIDTH * part / sum(block.parts)) for part in block.parts]
    # Through the rows, not by cell(): that looks the whole table through for each.
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, width, text in zip(row.cells, widths, cells, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(_plain(text))
            run.font.size, run.bold = Pt(8), named and number == 0


def _plain(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
