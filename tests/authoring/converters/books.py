"""Small workbooks of the shapes that are read, and hostile ones, built here: none is anybody's own."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

Cells = Sequence[Sequence[object]]


def book(path: Path, **sheets: Cells) -> Path:
    """A workbook with these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
PARTS = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Q" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def raw_book(path: Path, sheet: str, **parts: str) -> Path:
    """A workbook whose one sheet holds this XML, and further parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**PARTS, "xl/worksheets/sheet1.xml": SHEET.format(sheet), **parts}.items():
            archive.writestr(name, content)
    return path


def row(number: int, *texts: str, more: str = "") -> str:
    """A row of texts that stand in their cells."""
    cells = "".join(
        f'<c r="{"ABCDEFGH"[index]}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for index, text in enumerate(texts)
    )
    return f'<row r="{number}"{more}>{cells}</row>'
