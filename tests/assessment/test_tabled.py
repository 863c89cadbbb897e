"""Cells from a spreadsheet become entries of a list: as people write them, each that cannot be read told."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from ddq.assessment.cells import NothingSaid, read_cell
from ddq.assessment.fold import apply
from ddq.assessment.model import Answer, Assessment
from ddq.assessment.record import answer
from ddq.assessment.tabled import MAX_CELLS, NoTable, Tabled, entries_of, lines_of, read_table
from ddq.questionnaire.answers import ValueProblem
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from tests.assessment.conftest import ANA

QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
KINDS = (
    {"code": "person", "label": "Natural person"},
    {"code": "company", "label": "Company"},
    {"code": "state", "label": "State or public body"},
    {"code": "unknown", "label": "Not known"},
)


def field(kind: str, **more: Any) -> AnyQuestion:
    return QUESTION.validate_python({"id": "field", "kind": kind, "text": "A field", **more})


@pytest.fixture
def group(loaded: LoadedQuestionnaire) -> GroupQuestion:
    """Name, country, votes, veto; at most three entries."""
    found = loaded.questions["holders"]
    assert isinstance(found, GroupQuestion)
    return found


def read(group: GroupQuestion, assessment: Assessment, text: str) -> Tabled:
    return read_table(group, lines_of(group, text), assessment)


def values(found: Tabled) -> list[dict[str, Any]]:
    return [dict(row.values) for row in found.rows]


@pytest.mark.parametrize(
    ("kind", "more", "text", "raw"),
    [
        ("percent", {}, "51 %", "51"),
        ("percent", {}, "0,51", "0.51"),
        ("percent", {}, "12,345%", "12.345"),
        ("decimal", {}, "12,5", "12.5"),
        ("integer", {}, "1 250", 1250),
        ("integer", {}, "1\N{NO-BREAK SPACE}250", 1250),
        ("country", {}, "Norway", "NO"),
        ("country", {}, "no", "NO"),
        ("country", {}, "Norway (NO)", "NO"),
        ("countries", {}, "FR; Norway", ["FR", "NO"]),
        ("date", {}, "31.1.2026", "2026-01-31"),
        ("yes_no", {}, "TRUE", True),
        ("yes_no", {}, "n", False),
        ("choice", {"choices": KINDS}, "natural person", "person"),
        ("choice", {"choices": KINDS}, "State", "state"),
        ("choice", {"choices": KINDS}, "unknown", "unknown"),
        ("choices", {"choices": KINDS}, "Company; person", ["person", "company"]),
        ("money", {}, "EUR 1000", {"amount": "1000", "currency": "EUR"}),
        ("entity", {}, "Ada AS (NO)", {"name": "Ada AS", "kind": "organisation", "country": "NO", "identifiers": []}),
        ("evidence", {}, "https://example.org/a", ["https://example.org/a"]),
        ("text", {}, "Ada, Inc.", "Ada, Inc."),
    ],
)
def test_a_cell_is_read_as_people_write_it(kind: str, more: dict[str, Any], text: str, raw: object) -> None:
    assert read_cell(field(kind, **more), text) == raw


@pytest.mark.parametrize(
    ("kind", "more", "text", "told"),
    [
        ("percent", {}, "120", "too large"),
        ("percent", {}, "about half", "not a number"),
        ("percent", {}, "> 25", "is a range"),
        ("percent", {}, "-3", "too small"),
        ("percent", {}, "100.01 %", "too large"),
        ("integer", {}, "1,000", "not a number"),
        ("country", {}, "Atlantis", "no country that is known"),
        ("date", {}, "01/02/2026", "not a date"),
        ("yes_no", {}, "maybe", "neither yes nor no"),
        ("choice", {"choices": KINDS}, "robot", "Natural person; Company"),
        ("text", {}, '=HYPERLINK("http://evil.example")', "formula"),
        ("text", {}, "@SUM(A1:A9)", "formula"),
        ("text", {}, "+cmd|' /C calc'!A0", "formula"),
        ("percent", {}, "#REF!", "formula"),
        ("evidence", {}, "C:/report.pdf", "attached by hand"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(kind: str, more: dict[str, Any], text: str, told: str) -> None:
    with pytest.raises(ValueProblem, match=told):
        read_cell(field(kind, **more), text)


@pytest.mark.parametrize("text", ["n/a", "-", "Unknown", "#N/A", " ? "])
def test_a_cell_that_says_nothing_is_known_stays_empty(text: str) -> None:
    with pytest.raises(NothingSaid):
        read_cell(field("percent"), text)


def test_headings_in_any_order_and_any_words(group: GroupQuestion, blank: Assessment) -> None:
    found = read(group, blank, "Votes (%)\tOwner\tShoe size\tCOUNTRY\r\n51 %\tAda\t42\tNorway\r\n")
    assert values(found) == [{"votes": "51", "name": "Ada", "country": "NO"}]
    assert found.has_headings
    assert found.remarks == ("The column “Shoe size” is no field of this list, and is not read.",)


def test_without_headings_the_fields_come_in_their_order(group: GroupQuestion, blank: Assessment) -> None:
    found = read(group, blank, "Ada\tNO\t51\tyes\tmore\rBo\tFR\t\tno")
    assert values(found) == [
        {"name": "Ada", "country": "NO", "votes": "51", "veto": True},
        {"name": "Bo", "country": "FR", "veto": False},
    ]
    assert found.remarks == ("A line has up to 5 cells, and an entry 4 fields; what is more is not read.",)


RANGED = {
    "id": "owners",
    "kind": "group",
    "text": "Owners",
    "complete": "All.",
    "fields": (
        {"id": "name", "kind": "text", "text": "Name"},
        {"id": "votes", "kind": "percent", "text": "Votes"},
        {"id": "votes_from", "kind": "percent", "text": "At least"},
        {"id": "votes_to", "kind": "percent", "text": "At most"},
        {"id": "capital", "kind": "percent", "text": "Capital"},
        {"id": "control", "kind": "text", "text": "Control"},
    ),
}


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        ("> 25", {"votes_from": "25"}),
        (">=25", {"votes_from": "25"}),
        ("25-50 %", {"votes_from": "25", "votes_to": "50"}),
        ("up to 0,51", {"votes_to": "0.51"}),
        ("12.345678 - 20", {"votes_from": "12.3456", "votes_to": "20"}),
        ("> 50 %", {"votes_from": "50", "control": "majority"}),
    ],
)
def test_a_range_fills_the_fields_for_its_ends(blank: Assessment, cell: str, ends: dict[str, str]) -> None:
    """Rounded outwards; of more than half of the votes also what it is."""
    ranged = QUESTION.validate_python(RANGED)
    assert isinstance(ranged, GroupQuestion)
    found = read(ranged, blank, f"Name\tVotes\nAda\t{cell}\n")
    assert values(found) == [{"name": "Ada", **ends}]
    assert found.remarks == ()


def test_what_the_line_says_itself_goes_before_what_a_range_says(blank: Assessment) -> None:
    ranged = QUESTION.validate_python(RANGED)
    assert isinstance(ranged, GroupQuestion)
    found = read(ranged, blank, "Name\tVotes\tControl\tAt least\nAda\t> 50\tveto\t51\n")
    assert values(found) == [{"name": "Ada", "votes_from": "51", "control": "veto"}]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Votes\tAda\t-3", "too small"),
        ("Votes\tAda\t130 %", "too large"),
        ("Votes\tAda\t50-25", "not a number"),
        ("Votes\tAda\t> 130", "not a number"),
        ("Capital\tAda\t> 25", "is a range, and here one percentage is needed"),
    ],
)
def test_a_share_that_cannot_be_is_told_with_its_line_and_the_rest_stays(
    blank: Assessment, cell: str, told: str
) -> None:
    ranged = QUESTION.validate_python(RANGED)
    assert isinstance(ranged, GroupQuestion)
    column, name, text = cell.split("\t")
    found = read(ranged, blank, f"Name\t{column}\n{name}\t{text}\n")
    assert values(found) == [{"name": "Ada"}]
    assert found.remarks[0].startswith(f"Line 2, {column}: ")
    assert told in found.remarks[0]


def test_names_with_commas_are_one_cell_and_headings_with_commas_are_several(
    group: GroupQuestion, blank: Assessment
) -> None:
    assert values(read(group, blank, "Ada, Inc.\nBo, Ltd.")) == [{"name": "Ada, Inc."}, {"name": "Bo, Ltd."}]
    assert values(read(group, blank, 'name,country\n"Ada, Inc.",NO')) == [{"name": "Ada, Inc.", "country": "NO"}]


def test_a_cell_with_line_ends_is_one_and_a_mark_that_does_not_match_is_a_character(
    group: GroupQuestion, blank: Assessment
) -> None:
    assert values(read(group, blank, '"Ada\nHolding"\tNO\nBo\tFR')) == [
        {"name": "Ada Holding", "country": "NO"},
        {"name": "Bo", "country": "FR"},
    ]
    assert values(read(group, blank, '"Ada\tNO\nBo\tFR'))[1] == {"name": "Bo", "country": "FR"}


def test_a_cell_that_cannot_be_read_is_told_with_line_and_column_and_the_rest_is_kept(
    group: GroupQuestion, blank: Assessment
) -> None:
    found = read(group, blank, "name\tcountry\tvotes\nAda\tAtlantis\t51\n\t\tmost\nBo\tNO\t40")
    assert values(found) == [{"name": "Ada", "votes": "51"}, {"name": "Bo", "country": "NO", "votes": "40"}]
    assert found.remarks[0].startswith("Line 2, Country: “Atlantis” is no country")
    assert found.remarks[0].endswith("It stays empty.")
    assert found.remarks[1].startswith("Line 3, Votes:")
    assert found.remarks[2] == "Line 3: nothing in it could be read."


def test_what_is_there_already_is_left_out_and_what_differs_is_told(
    loaded: LoadedQuestionnaire, group: GroupQuestion, blank: Assessment
) -> None:
    there = Answer(value={"name": "Ada", "country": "NO"})
    filled = apply(blank, answer(blank, loaded, "holders/1", there, ANA))
    found = read(group, filled, "Ada\tNO\nAda\tFR")
    assert values(found) == [{"name": "Ada", "country": "FR"}]
    assert "“Ada” is in the list already with something else" in found.remarks[0]
    assert found.remarks[1] == "1 line is in the list already, and left out."
    assert [entry.subject for entry in entries_of(group, found, filled)] == ["holders/2"]


def test_no_more_than_fit_and_the_others_are_counted(group: GroupQuestion, blank: Assessment) -> None:
    found = read(group, blank, "\n".join(f"Owner {number}" for number in range(1, 11)))
    assert len(found.rows) == 3
    assert found.remarks == ("The list holds at most 3 entries; from line 4 on, 7 are not read.",)


def test_control_characters_are_spelled_out_and_counted(group: GroupQuestion, blank: Assessment) -> None:
    found = read(group, blank, "A\x07da\tNO\nB\u202eo\tFR")
    assert [row.name for row in found.rows] == ["A⟨BEL⟩da", "B⟨U+202E⟩o"]
    assert found.remarks == ("2 cells have control characters; they are spelled out, such as ⟨ESC⟩.",)


def test_far_too_much_is_refused_in_a_sentence(group: GroupQuestion, blank: Assessment) -> None:
    with pytest.raises(NoTable, match="100,000 cells"):
        lines_of(group, "\n".join("\t".join("x" * 10) for _ in range(10_000)))
    with pytest.raises(NoTable, match="3,000,000 characters"):
        lines_of(group, "x" * 3_000_000)
    with pytest.raises(NoTable, match="nothing"):
        lines_of(group, "\t \n\n")
    found = read(group, blank, "\t".join(["x"] * MAX_CELLS))
    assert found.remarks[0].startswith("A line has up to 20,000 cells")


def test_of_very_many_remarks_the_first_are_told(group: GroupQuestion, blank: Assessment) -> None:
    found = read(group, blank, "name\tvotes\n" + "\n".join("\tmost" for _ in range(500)))
    assert not found.rows
    assert len(found.remarks) == 41
    assert found.remarks[-1] == "960 more remarks of this kind are not listed."
