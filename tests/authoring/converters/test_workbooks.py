"""Workbooks from anybody: what is read of them, what is told, and what is refused without a hang."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ddq.authoring.converters.losses import LossReport
from ddq.foreign import workbook as reading
from ddq.foreign.workbook import Sheet, column_name, column_number, read_workbook
from ddq.questionnaire.problems import SourceError
from tests.authoring.converters.books import book, raw_book, row


@pytest.fixture
def report() -> LossReport:
    return LossReport("b.xlsx", "xlsx")


def told(report: LossReport) -> str:
    return "\n".join(map(str, report.losses))


def test_cells_are_read_as_they_are_shown(tmp_path: Path, report: LossReport) -> None:
    sheet = read_workbook(book(tmp_path / "b.xlsx", One=[["a", 1, 2.5, True], [], [None, "b"]]), report)[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, {0: "a", 1: "1", 2: "2.5", 3: "TRUE"}),
        (3, {1: "b"}),
    ]
    assert (column_name(27), column_number("AB"), sheet.place(3, 1)) == ("AB", 27, "One!B3")


def test_what_a_reader_of_the_sheet_would_not_see_is_told(tmp_path: Path, report: LossReport) -> None:
    sheet = (
        "<sheetData>"
        + row(1, "seen")
        + row(2, "unseen", more=' hidden="1"')
        + '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><f>[1]Other!A1</f><v>9</v></c>'
        + '<c r="C3"><f>X()</f></c></row>'
        + '</sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
        + '<dataValidations><dataValidation type="list" sqref="B2:B9"><formula1>"Yes,No"</formula1></dataValidation>'
        + "</dataValidations>"
    )
    path = raw_book(
        tmp_path / "b.xlsx", sheet, **{"xl/vbaProject.bin": "macros", "xl/externalLinks/externalLink1.xml": "<x/>"}
    )
    found = read_workbook(path, report)[0]
    assert [each.cells for each in found.rows] == [{0: "seen"}, {0: "unseen"}, {0: "2", 1: "9"}]
    assert found.bound_to(5, 1) == '"Yes,No"'
    for line in (
        "macros: lost: the workbook's macros are not read and never run",
        "links: lost: links to other files are not followed",
        "Q!A1:C1: changed: 1 merged cells",
        "Q!A2: changed: 1 hidden rows",
        "Q!A3: changed: 1 formulas: the value last saved is read",
        "Q!B3: changed: 1 formulas that read another file",
        "Q!C3: changed: 1 formulas without a saved value",
    ):
        assert line.replace("Q!A2", "Q!2") in told(report)


def test_a_million_empty_rows_are_walked_over(tmp_path: Path, report: LossReport) -> None:
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(2, 1_048_576))
    many = raw_book(tmp_path / "b.xlsx", f"<sheetData>{row(1, 'a')}{rows}{row(1_048_576, 'z')}</sheetData>")
    sheet = read_workbook(many, report)[0]
    assert [each.number for each in sheet.rows] == [1, 1_048_576]


def refused(path: Path, report: LossReport) -> str:
    with pytest.raises(SourceError) as caught:
        read_workbook(path, report)
    return str(caught.value)


def test_entities_are_refused(tmp_path: Path, report: LossReport) -> None:
    """A billion laughs, or a file of this machine, would come in by them."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
        assert "document type or entities" in refused(raw_book(tmp_path / "b.xlsx", "", **{part: bomb}), report)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, report: LossReport) -> None:
    path = raw_book(tmp_path / "b.xlsx", "<sheetData/>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(reading.MAX_UNPACKED // 10_000_000 + 1):
            part.write(b" " * 10_000_000)
    assert path.stat().st_size < 1_000_000
    assert "unpacked, the workbook is larger than" in refused(path, report)


def test_what_swells_when_it_is_read_is_refused(
    tmp_path: Path, report: LossReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is small where it lies, and would take hours, or the memory of the machine."""
    path = tmp_path / "b.xlsx"
    long = "x" * 5_000_000
    for sheet in (f'<sheetData><row r="{long}"/></sheetData>', f"<sheetData/><!-- {long} -->"):
        assert "a tag or comment of more than" in refused(raw_book(path, sheet), report)
    assert "nests more than 100 elements" in refused(raw_book(path, "<a>" * 200_000), report)
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 5_000)
    cells = f"<sheetData><row>{'<c/>' * 6_000}</row></sheetData>"
    assert "more than 5,000 rows and cells, empty ones among them" in refused(raw_book(path, cells), report)


def test_one_sheet_under_many_names_is_read_no_more_often_than_the_whole_may_be_large(
    tmp_path: Path, report: LossReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(times: int) -> Path:
        sheets = '<sheet name="Q" r:id="rId1"/>' * times
        workbook = f'<workbook xmlns:r="x"><sheets>{sheets}</sheets></workbook>'
        return raw_book(tmp_path / "b.xlsx", f"<sheetData/><!-- {'x' * 200_000} -->", **{"xl/workbook.xml": workbook})

    assert "more than 500 sheets" in refused(named(501), report)
    monkeypatch.setattr(reading, "MAX_UNPACKED", 5_000_000)
    assert "more than 5 MB are to be read" in refused(named(100), report)


def test_one_shared_text_in_every_cell_is_counted_every_time(
    tmp_path: Path, report: LossReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT", 100_000)
    shared = f"<sst><si><t>{'x' * 40_000}</t></si></sst>"
    cells = '<row><c t="s"><v>0</v></c></row>' * 4
    path = raw_book(tmp_path / "b.xlsx", f"<sheetData>{cells}</sheetData>", **{"xl/sharedStrings.xml": shared})
    assert "cells hold more than 100,000 characters" in refused(path, report)


def test_a_text_longer_than_a_cell_can_hold_is_cut(tmp_path: Path, report: LossReport) -> None:
    runs = "<t>ab</t>" * 100_000
    sheet = f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row></sheetData>'
    (found,) = read_workbook(raw_book(tmp_path / "b.xlsx", sheet), report)
    assert len(found.rows[0].cells[0]) == reading.MAX_CELL


def test_damaged_compression_and_strange_digits_are_no_crash(tmp_path: Path, report: LossReport) -> None:
    path = raw_book(tmp_path / "b.xlsx", f"<sheetData>{row(1, *map(str, range(8)))}</sheetData>")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    content[start : start + 20] = b"\xff" * 20
    path.write_bytes(content)
    assert "cannot be unpacked" in refused(path, report)
    odd = '<sheetData><row r="²"><c r="A1" t="s"><v>²</v></c><c r="B1"><v>b</v></c></row></sheetData>'
    (sheet,) = read_workbook(raw_book(tmp_path / "b.xlsx", odd), report)
    assert [(each.number, each.cells) for each in sheet.rows] == [(1, {1: "b"})]


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path, report: LossReport) -> None:
    path = tmp_path / "b.xlsx"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    assert "larger than 50 MB" in refused(path, report)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old .xls files"),
        (b"PK\x03\x04 cut short", "no .xlsx workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(
    content: bytes, message: str, tmp_path: Path, report: LossReport
) -> None:
    (tmp_path / "b.xlsx").write_bytes(content)
    assert message in refused(tmp_path / "b.xlsx", report)


def test_too_many_rows_and_broken_xml_are_refused(
    tmp_path: Path, report: LossReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    rows = "".join(row(number, "x") for number in range(1, 6))
    assert "more than 3 rows" in refused(raw_book(tmp_path / "b.xlsx", f"<sheetData>{rows}</sheetData>"), report)
    assert "not well-formed" in refused(raw_book(tmp_path / "b.xlsx", "<sheetData><row>"), report)


def test_a_workbook_is_never_changed(tmp_path: Path, report: LossReport) -> None:
    path = book(tmp_path / "b.xlsx", One=[["a"]])
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_workbook(path, report)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_place_in_a_sheet_without_a_column() -> None:
    assert Sheet("S").place(4) == "S!4"
