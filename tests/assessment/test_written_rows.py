"""The list within an entry, written as lines: what is read from them is what they say, and nothing else is touched."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from ddq.assessment.written_rows import headings, read_rows, written_rows
from ddq.questionnaire.answers import ValueProblem
from ddq.questionnaire.model import GroupQuestion

KINDS = [{"code": "hw", "label": "Hardware"}, {"code": "sw", "label": "Software"}]
FIELDS: list[dict[str, Any]] = [
    {"id": "name", "kind": "text", "text": "Part"},
    {"id": "country", "kind": "country", "text": "Country"},
    {"id": "share", "kind": "percent", "text": "Share"},
    {"id": "kind", "kind": "choice", "text": "Kind", "choices": KINDS},
    {"id": "maker", "kind": "entity", "text": "Maker"},
]
PARTS = TypeAdapter(GroupQuestion).validate_python(
    {"id": "parts", "kind": "group", "text": "Parts", "fields": FIELDS}, strict=False
)
MAKER = {"name": "Ada", "kind": "person", "country": "NO", "identifiers": [{"scheme": "LEI", "value": "X1"}]}
ROWS: list[dict[str, Any]] = [
    {"name": "A | B", "country": "NO", "share": "12.5", "kind": "hw", "maker": MAKER},
    {"name": "Chip"},
]


def test_lines_are_written_as_one_writes_them_and_read_back_the_same() -> None:
    lines = written_rows(PARTS, ROWS)
    assert headings(PARTS) == "Part | Country | Share | Kind | Maker"
    assert lines == "A \\| B | NO | 12.5 | Hardware | Ada (NO)\nChip"
    assert read_rows(PARTS, lines, ROWS) == ROWS, "a line that was left as it is keeps what it cannot show"


def test_a_changed_line_is_read_anew_and_an_empty_one_is_none() -> None:
    read = read_rows(PARTS, "A \\| B|Norway|51,5 %|hardware\n\nBolt\tFR\t-\n", ROWS)
    assert read == [
        {"name": "A | B", "country": "NO", "share": "51.5", "kind": "hw"},
        {"name": "Bolt", "country": "FR"},
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Chip\nBolt | Atlantis", "Line 2, Country: “Atlantis” is no country that is known"),
        ("Chip | NO | 120", "Line 1, Share: 120 is too large"),
        ("1 | NO | 2 | hw | Ada | 6", "Line 1 has 6 cells; an entry has 5: Part | Country"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, told: str) -> None:
    with pytest.raises(ValueProblem, match=told.replace("|", r"\|")):
        read_rows(PARTS, text)


def test_a_steering_character_is_spelled_out() -> None:
    assert read_rows(PARTS, "\x1b[31mChip") == [{"name": "⟨ESC⟩[31mChip"}]
