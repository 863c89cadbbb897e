"""A matrix: a bar and a figure in each field, on as many sheets as its rows need."""

from __future__ import annotations

from xml.etree import ElementTree

from ddq.drawing.chart import Shape, Tint
from ddq.drawing.matrix import MOST_COLUMNS, Field, Matrix, Row, matrix_sheets
from ddq.drawing.sheet import ROOM, Page
from ddq.drawing.svg import svg_document


def matrix(rows: int, columns: int = 3, name: str = "State") -> Matrix:
    heads = tuple(f"Channel {number}" for number in range(columns))
    fields = {heads[0]: Field(0.4, 0.9, "0.4 to 0.9")}
    return Matrix("Reach", heads, tuple(Row(f"{name} {at}", "XX", fields) for at in range(rows)), "sure", "possible")


def test_what_is_sure_is_dark_and_what_is_possible_is_hatched() -> None:
    """So that it is told without colour."""
    (sheet,) = matrix_sheets(matrix(1))
    sure = next(one for one in sheet.outlines if one.tint is Tint.ink)
    possible = next(one for one in sheet.outlines if one.shape is Shape.hatched)
    track = next(one for one in sheet.outlines if one.shape is Shape.cell and one.rect.width > sure.rect.width)
    assert abs(sure.rect.width / track.rect.width - 0.4) < 0.01
    assert abs(possible.rect.width / track.rect.width - 0.5) < 0.01
    assert "State 0: Channel 0 0.4 to 0.9." in sheet.words
    assert {"0.4 to 0.9"} <= {line for label in sheet.labels for line in label.lines}


def test_many_states_go_on_pages_of_their_own() -> None:
    assert matrix_sheets(matrix(10))[0].page is Page.inline
    sheets = matrix_sheets(matrix(70))
    assert [sheet.page for sheet in sheets] == [Page.upright] * 3
    assert all(sheet.height <= ROOM[Page.upright][1] for sheet in sheets)
    told = " ".join(sheet.words for sheet in sheets)
    assert all(f"State {number}: " in told for number in range(70))


def test_nothing_leaves_its_sheet() -> None:
    (sheet,) = matrix_sheets(matrix(3, MOST_COLUMNS + 5, "<&\u202e" + "x" * 5000))
    for label in sheet.labels:
        assert label.x >= 0
        assert label.x + label.width <= sheet.width + 0.1
    ElementTree.fromstring(svg_document([sheet]).encode())


def test_without_rows_there_is_nothing_to_draw() -> None:
    assert matrix_sheets(matrix(0)) == ()
