"""The list of a group: a table of its entries, whatever its width and however many there are."""

from typing import Any

import pytest

from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, Basis
from ddq.questionnaire.model import Grade, GroupQuestion
from ddq.tui.widgets.row_table import table
from ddq.tui.widgets.rows import RowList
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import ask, screen_text

D = Basis(grade=Grade.D)


def owner(number: int, **fields: Any) -> Entry:
    return Entry(f"B-7/{number}", Answer(value={"name": f"Owner {number}", **fields}, basis=D))


def drawn(opened: OpenAssessment, width: int) -> list[str]:
    item = opened.interview.items["B-7"]
    assert isinstance(item.question, GroupQuestion)
    head, lines = table(item.question, item.rows, width)
    return [*([head.plain] if head else []), *(line.plain for line in lines)]


def test_a_table_shows_the_fields_that_there_is_room_for(opened: OpenAssessment) -> None:
    """The first field always, then those that name an entry; a field that is empty everywhere takes no room."""
    opened.enter([owner(1, country="NO"), owner(2, country="FR", share="12.5")])
    assert drawn(opened, 80)[0].split() == ["Name", "Country", "Share"]
    assert drawn(opened, 80)[2].split() == ["2", "✓", "Owner", "2", "FR", "12.5", "%"]
    assert drawn(opened, 20)[0].split() == ["1", "✓", "Owner", "1", "(NO)"], "its label, without any column"


@pytest.mark.parametrize("width", [20, 34, 40, 61, 80, 200])
def test_no_line_is_wider_than_the_table_and_wide_letters_count_as_two(opened: OpenAssessment, width: int) -> None:
    opened.enter(
        [owner(1, share="3"), Entry("B-7/2", Answer(value={"name": "株式会社" * 30, "country": "JP"}, basis=D))]
    )
    item = opened.interview.items["B-7"]
    assert isinstance(item.question, GroupQuestion)
    head, lines = table(item.question, item.rows, width)
    assert len(lines) == 2
    if head is not None:
        assert max(line.cell_length for line in (head, *lines)) <= width
        assert len({line.cell_length for line in (head, *lines)}) == 1, "every column ends at the same cell"


async def test_headings_stay_in_sight_and_never_hide_the_line_under_the_cursor(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    opened.enter([owner(number, country="NO") for number in range(1, 61)])
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-7")
        await pilot.press("end", "pageup", "pageup")
        for _ in range(30):
            rows = app.screen.query_one(RowList)
            assert rows.cursor is not None
            text = screen_text(app)
            assert "Country" in text
            assert f"Owner {rows.cursor + 1} " in text
            await pilot.press("up")


async def test_what_was_given_in_one_go_is_taken_back_in_one_go(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.answer("A-3", Answer(value="Ada", basis=D))
    opened.enter([owner(1), owner(2), owner(3)])
    opened.answer("B-7/2", Answer(value={"name": "Changed"}, basis=D))
    assert [event.subject for event in opened.undo_together()] == ["B-7/2"], "a later change by itself"
    assert [event.subject for event in opened.undo_together()] == ["B-7/3", "B-7/2", "B-7/1"]
    assert not opened.interview.items["B-7"].rows
    assert [event.subject for event in opened.undo_together()] == ["A-3"]
    assert opened.undo_together() == ()
