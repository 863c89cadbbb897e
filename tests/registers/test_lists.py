"""Lists of names: as the authority wrote them, as of a day, and refused with the place where they are wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ddq.questionnaire.problems import SourceError
from ddq.registers.lists import Listing, load_list, load_lists
from ddq.registers.load import shipped_registers
from ddq.registers.registers import Registers
from ddq.registers.rows import load_rows

HEADER = "list_id,id,extent,name,aliases,kind,jurisdiction,authority,regime,citation,scope,status,listed_from,"
HEADER += "halted_from,ended,next_date,next_step,source,place,confidence,basis,checked_on\n"
ROW = 'a,a-one,part,One Ltd.,One; The One,company,US,A body,US-889,s.1,"Agencies, and ""others""",in_force,2021-01-14,'
ROW += ",,,,A gazette,p. 1,high,checked,2026-06-30\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "a.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def shipped(registers: Registers) -> dict[str, tuple[Listing, ...]]:
    return load_lists(shipped_registers() / "lists", registers)


def test_a_row_keeps_its_words_and_what_is_empty_is_not_there(tmp_path: Path, registers: Registers) -> None:
    (row,) = load_list(write(tmp_path, "\ufeff" + (HEADER + ROW + "\n").replace("\n", "\r\n")), registers)
    assert (row.scope, row.aliases) == ('Agencies, and "others"', ("One", "The One"))
    assert (row.ground, row.ended, row.next_step) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("s.1,", ",", "2:1: S002 the key 'citation' is missing", id="no citation"),
        pytest.param("A gazette", "  ", "2:1: S002 the key 'source' is missing", id="no source"),
        pytest.param("2021-01-14", "2021-02-30", "2:101: S003 listed_from must be a date", id="a date that is none"),
        pytest.param(",US,", ",ZZ,", "2:44: R003 the jurisdiction ZZ is not in the register", id="no such state"),
        pytest.param("US-889", "US-898", "R008 the regime US-898", id="no such regime"),
        pytest.param("in_force", "vacated", "S007 a listing has the day ended where", id="vacated, but when"),
        pytest.param(
            "in_force", "stayed", "S007 a listing that is stayed has the day halted_from", id="stayed, but when"
        ),
        pytest.param("in_force", "barred", "S004 status 'barred' is not one of", id="no such status"),
        pytest.param("in_force", "not_yet", "S007 the status not_yet", id="a status that only a reading gives"),
        pytest.param(",,,,A", ",2020-01-01,,,A", "S007 a listing is listed first", id="halted before it began"),
        pytest.param(",,,,A", ",,2027-01-01,,A", "S007 next_date without next_step", id="due, but what"),
        pytest.param("a,a-one", "b,a-one", "2:1: R004 the list b is not the name of the file", id="of another list"),
        pytest.param("a-one", "one", "2:3: R007 the listing one does not begin with a-", id="an id of no list"),
        pytest.param(
            ",2026-06-30", ",", "R006 a-one says that it is checked, without checked_on", id="checked, but when"
        ),
        pytest.param('"Agencies', "Agencies", "2:1: R009 this line has", id="a comma without quotes"),
        pytest.param(
            "One Ltd.", "One\x1bLtd.", "2:17: Y003 the character ⟨ESC⟩", id="a character that steers a terminal"
        ),
        pytest.param("halted_from", "stopped", "S001 unknown key 'stopped'", id="a column that is none"),
        pytest.param(
            "halted_from", "ended", "1:1: R009 the header names the column 'ended' twice", id="a column twice"
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    tmp_path: Path, registers: Registers, old: str, new: str, says: str
) -> None:
    text = HEADER + ROW
    assert old in text
    if new == "stopped":  # a cell that is empty is not there, whatever its column is called
        text = text.replace("2021-01-14,", "2021-01-14,2021-02-01", 1)
    path = write(tmp_path, text.replace(old, new, 1))
    with pytest.raises(SourceError) as refused:
        load_list(path, registers)
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"{path}:")


def test_an_id_twice_and_a_list_that_is_whole_and_in_part_are_refused(tmp_path: Path, registers: Registers) -> None:
    with pytest.raises(SourceError, match="3:3: R001 the id a-one was already given in line 2"):
        load_list(write(tmp_path, HEADER + ROW + ROW), registers)
    other = ROW.replace("a-one,part", "a-two,whole")
    with pytest.raises(SourceError, match="some rows say that the list is whole"):
        load_list(write(tmp_path, HEADER + ROW + other), registers)


def test_every_wrong_file_is_told_and_an_empty_one_has_no_header(tmp_path: Path, registers: Registers) -> None:
    write(tmp_path, HEADER + ROW.replace("2021-01-14", "soon"))
    (tmp_path / "b.csv").write_text("\n")
    with pytest.raises(SourceError) as refused:
        load_lists(tmp_path, registers)
    assert [Path(problem.file).name for problem in refused.value.problems] == ["a.csv", "b.csv"]
    assert "R009 the file has no header" in str(refused.value)


def test_a_cell_has_its_place_in_the_file() -> None:
    """Behind a quoted cell with a comma too, and quotes are no part of the value."""
    document = load_rows('a,b\n\n"x, ""y""",é\n', "file", "rows")
    assert document.data == {"rows": [{"a": 'x, "y"', "b": "é"}]}
    assert (document.position(("rows", 0, "a")), document.position(("rows", 0, "b"))) == ((3, 2), (3, 12))


def test_a_listing_stands_as_it_stood_on_the_day(shipped: dict[str, tuple[Listing, ...]]) -> None:
    """What was decided later is not read back."""
    (row,) = shipped["us-1237"]
    days = ["2021-01-13", "2021-01-14", "2021-03-11", "2021-03-12", "2021-05-24", "2021-05-25"]
    stood = [row.standing(date.fromisoformat(day)) for day in days]
    assert stood == ["not_yet", "in_force", "in_force", "stayed", "stayed", "vacated"]


def test_the_shipped_lists_say_what_they_are(shipped: dict[str, tuple[Listing, ...]]) -> None:
    """Each is whole or in part, of one jurisdiction, and no row is from general knowledge alone."""
    assert {name: len(rows) for name, rows in shipped.items()}["us-889"] == 5
    for name, rows in shipped.items():
        assert len({(row.extent, row.jurisdiction) for row in rows}) == 1, name
        assert all(row.checked_on is not None and row.place for row in rows), name
        assert name.startswith(rows[0].jurisdiction.lower())
    assert [name for name, rows in shipped.items() if rows[0].extent == "whole"] == ["us-889"]


def test_the_orders_of_india_are_told_apart_by_their_day(shipped: dict[str, tuple[Listing, ...]]) -> None:
    """June and November whole, July and September as far as they were read; no name twice in one order."""
    rows = shipped["in-69a"]
    assert Counter(row.listed_from.isoformat() for row in rows if row.listed_from) == {
        "2020-06-29": 59,
        "2020-07-24": 8,
        "2020-09-02": 39,
        "2020-11-24": 43,
    }
    assert len({(row.name, row.listed_from) for row in rows}) == len(rows)
