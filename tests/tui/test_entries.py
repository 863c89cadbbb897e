"""The list of a group: a table of its entries, whatever its width and however many there are."""

from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, Basis
from ddq.questionnaire.model import Grade, GroupQuestion
from ddq.tui.widgets.beside import Beside
from ddq.tui.widgets.plain import Input
from ddq.tui.widgets.row_table import table
from ddq.tui.widgets.rows import RowList
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import ask, saved, screen_text, words_of
from tests.tui.test_lists import create, questions
from tests.tui.test_pictures import Compare, at
from tests.tui.test_review import sees

D = Basis(grade=Grade.D)
NAME = {"id": "name", "kind": "text", "text": "Name", "required": True}
COUNTRY = {"id": "country", "kind": "country", "text": "Country"}


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


def test_a_share_that_is_a_range_stands_in_the_column_of_the_share(workspace: Workspace) -> None:
    """Its ends have no columns of their own; an exact share goes before them."""
    fields = [{"id": name, "kind": "percent", "text": name} for name in ("votes", "votes_from", "votes_to")]
    name = {"id": "name", "kind": "text", "text": "Name"}
    owners = {"id": "O", "kind": "group", "text": "Owners", "complete": "All.", "fields": [name, *fields]}
    opened = create(workspace, "ranged", [owners, *questions(1)])
    given = ({"votes": "51"}, {"votes_from": "25", "votes_to": "50"}, {"votes_from": "25"}, {"votes_to": "5"}, {})
    opened.enter([Entry(f"O/{n}", Answer(value={"name": f"N{n}", **one}, basis=D)) for n, one in enumerate(given)])
    item = opened.interview.items["O"]
    assert isinstance(item.question, GroupQuestion)
    head, lines = table(item.question, item.rows, 80)
    assert head is not None
    assert head.plain.split() == ["Name", "Votes"]
    assert [line.plain.split("N", 1)[1][1:].strip() for line in lines] == [
        "51 %", "25 % to 50 %", "25 % or more", "up to 5 %", "",
    ]  # fmt: skip


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
    opened.enter([owner(number, country="NO") for number in range(1, 31)])
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-7")
        await pilot.press("end", "pageup", "pageup")
        for _ in range(8):
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


CELLS = "Owner\tCountry\tShare\tColour\nAda\tNorway\t40 %\tred\nBo\tAtlantis\t60\tblue\n"


async def paste(pilot: Pilot[Any], text: str) -> None:
    """As a terminal sends it."""
    pilot.app.post_message(Paste(text))
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("first", [(), ("p",)])
async def test_pasted_cells_are_shown_before_anything_is_written_and_taken_back_at_once(
    workspace: Workspace, opened: OpenAssessment, first: tuple[str, ...]
) -> None:
    """Whether P is pressed before, or the cells are pasted straight into the list."""
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ask(pilot, "B-7")
        await pilot.press(*first)
        await paste(pilot, CELLS)
        await sees(pilot, "2 entries would be added")
        text = words_of(app)
        assert "1 + Ada NO 40 %" in text
        assert "“Colour” is no field of this list" in text
        assert "Line 3, Country: “Atlantis” is no country that is known" in text
        assert not saved(workspace, opened).interview.items["B-7"].rows, "shown only"
        await pilot.press("f3")
        await sees(pilot, "Written: 2 entries")
        rows = saved(workspace, opened).interview.items["B-7"].rows
        assert [row.answer.value for row in rows] == [
            {"name": "Ada", "country": "NO", "share": "40"},
            {"name": "Bo", "share": "60"},
        ]
        await pilot.press("f8")
        await sees(pilot, "Undone: 2 entries of B-7")
    assert not saved(workspace, opened).interview.items["B-7"].rows


async def test_esc_writes_nothing_and_another_paste_takes_the_place_of_the_first(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-7")
        await paste(pilot, "Ada\nBo\nCy")
        await sees(pilot, "3 entries would be added")
        await paste(pilot, "\n".join("\t".join("x" * 10) for _ in range(10_000)))
        await sees(pilot, "The text has 100,000 cells; at most 20,000 are read at a time.")
        await paste(pilot, "Ada\x1b[31m\x07\tNO")
        await sees(pilot, "1 cell has control characters")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("p", "f3")
        await sees(pilot, "There is nothing to write.")
        await pilot.press("escape")
    assert not saved(workspace, opened).interview.items["B-7"].rows


async def test_f1_at_a_list_tells_its_keys(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=(100, 45)) as pilot:
        await ask(pilot, "B-7")
        await pilot.press("f1")
        await sees(pilot, "From a spreadsheet")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_what_a_paste_would_add(
    snap_compare: Compare, workspace: Workspace, opened: OpenAssessment, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at("B-7")(pilot)
        await paste(pilot, CELLS)
        await sees(pilot, "2 entries would be added")

    assert snap_compare(app_on(workspace, opened), terminal_size=size, run_before=steps)


def create_lists(workspace: Workspace) -> OpenAssessment:
    """Holders and subprocessors, as engines read them."""
    kinds = ["person", "company", "fund", "state", "employees", "public"]
    rights = ["none", "majority", "veto", "golden_share", "contract", "board_appointment", "joint"]
    holders = {
        "id": "H",
        "kind": "group",
        "text": "List the holders.",
        "row_label": "{name}",
        "complete": "All are listed.",
        "feeds_engine": "holders",
        "fields": [
            {"id": "name", "kind": "text", "text": "Holder", "required": True},
            choice("holder_kind", kinds),
            {"id": "country", "kind": "country", "text": "Country", "required": True},
            {"id": "votes", "kind": "percent", "text": "Votes", "required": True},
            {"id": "capital", "kind": "percent", "text": "Capital"},
            choice("control", rights),
            {"id": "held_through", "kind": "text", "text": "Through"},
        ],
    }
    subprocessors = {
        "id": "S",
        "kind": "group",
        "text": "List the subprocessors.",
        "row_label": "{name}",
        "complete": "All are listed.",
        "feeds_engine": "subprocessors",
        "fields": [
            {"id": "name", "kind": "text", "text": "Name", "required": True},
            {"id": "country", "kind": "country", "text": "Country", "required": True},
            choice("access", ["clear", "storage", "update", "none"]),
        ],
    }
    opened = create(workspace, "lists", [*questions(2), holders, subprocessors])
    opened.enter(
        [
            Entry(
                "H/1", Answer(value={"name": "Ada", "country": "NO", "votes": "60", "held_through": "Top AS"}, basis=D)
            ),
            Entry("S/1", Answer(value={"name": "Cloud", "country": "US", "access": "clear"}, basis=D)),
        ]
    )
    return opened


def choice(name: str, codes: list[str]) -> dict[str, Any]:
    choices = [{"code": code, "label": code.replace("_", " ")} for code in codes]
    return {"id": name, "kind": "choice", "text": name, "required": True, "choices": choices}


async def test_the_owners_are_read_beside_their_list_and_follow_each_change(workspace: Workspace) -> None:
    opened = create_lists(workspace)
    app = app_on(workspace, opened)
    async with app.run_test(size=(140, 45)) as pilot:
        await ask(pilot, "H")
        await sees(pilot, "└─ Top AS")
        await sees(pilot, "└─ Ada (NO): 60 % votes")
        await sees(pilot, "Undisclosed: 40 % of the votes")
        await sees(pilot, "Ada (NO) controls it")
        await sees(pilot, "Norway (NO): nexus")
        await pilot.press("enter", "f3", "f3", "f3", "ctrl+u", *"20", "f3")
        await sees(pilot, "Ada (NO): 20 % votes")
        await sees(pilot, "Undisclosed: 80 % of the votes")


async def test_what_is_computed_follows_what_is_being_written_before_it_is_saved(workspace: Workspace) -> None:
    opened = create_lists(workspace)
    app = app_on(workspace, opened)
    async with app.run_test(size=(140, 45)) as pilot:
        await ask(pilot, "H")
        await sees(pilot, "Ada (NO): 60 % votes")
        await pilot.press("enter", *["f3"] * 3)
        await sees(pilot, "entry 1 of 1 › 4 of 7")
        await pilot.press("backspace", "backspace", *"30")
        await sees(pilot, "With what you are writing, not saved yet")
        await sees(pilot, "Ada (NO): 30 % votes")
        await sees(pilot, "Nobody who is listed is known to control it.")
        assert saved(workspace, opened).assessment.answers["H/1"].value == {
            "name": "Ada",
            "country": "NO",
            "votes": "60",
            "held_through": "Top AS",
        }


async def test_in_a_narrow_terminal_it_is_behind_a_key(workspace: Workspace) -> None:
    app = app_on(workspace, create_lists(workspace))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ask(pilot, "S")
        while screen._last_score is None:  # pyright: ignore[reportPrivateUsage]
            await pilot.pause()
        assert not screen.query_one(Beside).display
        await pilot.press("v")
        await sees(pilot, "Whose law reaches this")
        await sees(pilot, "United States (US): nexus")
        await sees(pilot, "“Cloud”")


async def test_of_any_other_list_nothing_is_computed_and_that_is_said(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=(140, 45), notifications=True) as pilot:
        screen = await ask(pilot, "B-7")
        assert not screen.query_one(Beside).display
        await pilot.press("v")
        await sees(pilot, "Nothing is computed from this list by itself.")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_what_is_computed_from_the_owners(snap_compare: Compare, workspace: Workspace, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[Any]) -> None:
        await at("H")(pilot)
        if size[0] == 80:
            await pilot.press("v")
        await sees(pilot, "Undisclosed: 40 % of the votes")
        await pilot.pause()

    assert snap_compare(app_on(workspace, create_lists(workspace)), terminal_size=size, run_before=steps)


async def pick(pilot: Pilot[Any], file: Path) -> None:
    """From a list to the file that is to be imported."""
    await pilot.press("i")
    await sees(pilot, "Import a file into the list")
    pilot.app.screen.query_one(Input).value = str(file)
    await pilot.press("enter")


OWNS = "owner,owned,percent,owner kind,owner country\nAda,Acme GmbH,60,person,NO\nFund,Acme GmbH,about half,fund,US\n"


async def test_an_ownership_file_is_merged_into_the_list_of_holders_after_its_differences_were_shown(
    workspace: Workspace, tmp_path: Path
) -> None:
    opened = create_lists(workspace)
    file = tmp_path / "owners.csv"
    file.write_text(OWNS, encoding="utf-8")
    app = app_on(workspace, opened)
    async with app.run_test(size=(140, 45), notifications=True) as pilot:
        await ask(pilot, "H")
        await pick(pilot, file)
        await sees(pilot, "Owners of Acme GmbH, as of")
        text = words_of(app)
        assert "H/1 “Ada”: changed" in text
        assert "holder_kind: person" in text
        assert "H/fund “Fund”: a new entry" in text
        assert "“about half” is no percentage that can be read" in text
        assert len(saved(workspace, opened).interview.items["H"].rows) == 1
        await pilot.press("f3")
        await sees(pilot, "Written: 2 entries")
        answers = saved(workspace, opened).assessment.answers
        assert answers["H/1"].value["held_through"] == "Top AS", "what the file does not know stays"  # type: ignore[index,call-overload]
        assert answers["H/fund"].basis.sources[0].title.endswith("owners.csv")
        await pilot.press("f8")
        await sees(pilot, "Undone: 2 entries of H")
    assert len(saved(workspace, opened).interview.items["H"].rows) == 1


async def test_where_the_vendor_is_not_in_the_file_one_says_whose_owners_are_meant(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "owners.csv"
    file.write_text("owner,owned,percent\nAda,Top AS,60\nBo,Acme GmbH (group),40\n", encoding="utf-8")
    app = app_on(workspace, create_lists(workspace))
    async with app.run_test(size=(140, 45)) as pilot:
        await ask(pilot, "H")
        await pick(pilot, file)
        await sees(pilot, "1 ( ) Acme GmbH (group)")
        await pilot.press("2", "enter")
        await sees(pilot, "Owners of Top AS, as of")
        await pilot.press("escape")


@pytest.mark.parametrize(
    ("group", "text", "told"),
    [
        ("S", "Supplier;Country;Access\nCloud Two;Norway;storage\n", "1 entry would be added"),
        ("H", "name,votes,country\nBo,12,FR\n", "1 entry would be added"),
        ("S", "[1, 2]", "is no table: from a file this list takes CSV and .xlsx."),
        ("H", "[1, 2]", "this is no ownership file that is known"),
        ("S", "\n \n", "There is nothing in file.csv."),
        ("S", "x,y\n" * 20_000, "The file has 40,000 cells; at most 20,000 are read at a time."),
    ],
)
async def test_a_table_of_entries_can_be_imported_and_what_cannot_is_said(
    workspace: Workspace, tmp_path: Path, group: str, text: str, told: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_text(text, encoding="utf-8")
    app = app_on(workspace, create_lists(workspace))
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, group)
        await pick(pilot, file)
        await sees(pilot, told)


async def test_a_long_preview_keeps_every_word_and_its_keys_in_sight(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-7")
        words = " ".join(f"word{number}" for number in range(30))
        await paste(pilot, "name\tcountry\n" + f"\t{words}\n" * 30)
        await sees(pilot, "Nothing would be added.")
        assert "F3 Write" in words_of(app)
        lines = screen_text(app).splitlines()
        assert not [line for line in lines if "…" in line and "Line" not in line and "“" not in line]


async def test_a_list_of_any_length_wraps_its_declaration_without_losing_a_letter(workspace: Workspace) -> None:
    """Whether there is a scrollbar or none, and however often it is laid out."""
    opened = create_lists(workspace)
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "H")
        rows = app.screen.query_one(RowList)
        for _ in range(3):
            assert rows._width == rows.scrollable_content_region.width  # pyright: ignore[reportPrivateUsage]
            await pilot.press("d", "escape")
            await pilot.pause()


async def test_a_share_may_be_written_with_a_comma_or_as_a_range(workspace: Workspace) -> None:
    """A range fills the fields of its ends, where the list has them; else it is refused."""
    share = {"id": "votes", "kind": "percent", "text": "Votes"}
    ends = [{"id": f"votes_{end}", "kind": "percent", "text": f"Votes {end}"} for end in ("from", "to")]
    fields = [NAME, share, *ends, {"id": "capital", "kind": "percent", "text": "Capital"}]
    opened = create(workspace, "shares", [{"id": "B-1", "kind": "group", "text": "Who?", "fields": fields}])
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-1")
        await pilot.press("a", *"Ada", "enter", *"51,5", "enter")
        await pilot.press("shift+f3", *["backspace"] * 4, *"25-50 %", "enter", "enter", "enter")
        await pilot.press(*"> 25", "enter")
        await sees(pilot, "“>25” is a range")
        await pilot.press(*["backspace"] * 4, *"0,5", "enter")
        await sees(pilot, "1 ✓ Ada")
    value = workspace.open(opened.id).assessment.answers["B-1/1"].value
    assert {k: v for k, v in dict(value or {}).items() if v} == {
        "name": "Ada",
        "votes_from": "25",
        "votes_to": "50",
        "capital": "0.5",
    }


async def test_a_closed_list_says_why_nothing_can_be_written(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.enter([owner(1)])
    opened.submit()
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ask(pilot, "B-7")
        await sees(pilot, "Enter open, V view")
        assert "A add" not in words_of(app)
        await paste(pilot, CELLS)
        await sees(pilot, "The assessment is in review;")
        assert "would be added" not in words_of(app)


async def test_what_a_table_leaves_out_is_said_before_its_lines(workspace: Workspace, opened: OpenAssessment) -> None:
    """Below 500 lines nobody would see it."""
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-7")
        await paste(pilot, "Nickname\tCountry\n" + "Ada\tNO\n" * 600)
        await sees(pilot, "more do not fit")
        await sees(pilot, "No column is called Name")


def test_a_column_that_is_empty_gives_way_to_one_that_says_something(workspace: Workspace) -> None:
    opened = create_lists(workspace)
    opened.enter([Entry("H/1", Answer(value={"name": "Ada", "country": "NO", "capital": "60"}, basis=D))])
    item = opened.interview.items["H"]
    assert isinstance(item.question, GroupQuestion)
    head, _ = table(item.question, item.rows, 44)
    assert head is not None
    assert "Capital" in head.plain
    assert "Votes" not in head.plain


async def test_a_list_within_an_entry_is_written_in_lines_and_told_what_is_wrong(workspace: Workspace) -> None:
    inner = {"id": "parts", "kind": "group", "text": "Its parts", "fields": [NAME, COUNTRY]}
    opened = create(
        workspace, "nested", [{"id": "B-1", "kind": "group", "text": "Products?", "fields": [NAME, inner, COUNTRY]}]
    )
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "B-1")
        await pilot.press("a", *"Box", "enter")
        await sees(pilot, "Name | Country")
        await paste(pilot, "Chip | Atlantis")
        await pilot.press("f3")
        await sees(pilot, "Line 1, Country: “Atlantis” is no country that is known")
        await pilot.press(*["backspace"] * 8, *"NO", "enter", *"Bolt", "f3")
        await sees(pilot, "none chosen yet")
        await pilot.press("shift+f3")
        await sees(pilot, "Chip | NO Bolt")
        await pilot.press("escape")
        await sees(pilot, "Box 2 entries")
    parts = [{"name": "Chip", "country": "NO"}, {"name": "Bolt"}]
    assert workspace.open(opened.id).assessment.answers["B-1/1"].value == {"name": "Box", "parts": parts}
