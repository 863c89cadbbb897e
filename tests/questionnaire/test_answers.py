"""Raw answers into values and back, for every kind of question."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ddq.questionnaire.answers import ValueProblem, json_value, parse_row, parse_value
from ddq.questionnaire.formatting import format_value, row_label
from ddq.questionnaire.model import AnyQuestion
from ddq.questionnaire.values import NA, Entity, Money, Rows, U

QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
CHOICES = [{"code": "a", "label": "First"}, {"code": "b", "label": "Second"}]
FIELDS = [
    {"id": "name", "kind": "text", "text": "N"},
    {"id": "country", "kind": "country", "text": "C"},
    {"id": "votes", "kind": "percent", "text": "V"},
]


def question(kind: str, **more: Any) -> Any:
    import json

    return QUESTION.validate_json(json.dumps({"id": "Q", "kind": kind, "text": "?", **more}))


GROUP = question("group", fields=FIELDS, row_label="{name} ({country})")


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        (question("text"), "  Acme\nLtd ", "Acme Ltd"),
        (question("text"), "a\x1b]52;c\x07b\u202e\x00", "a⟨ESC⟩]52;c⟨BEL⟩b⟨U+202E⟩⟨NUL⟩"),
        (question("text"), "[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        (question("long_text"), "a\r\nb", "a\nb"),
        (question("integer"), "12", 12),
        (question("integer"), 12.0, 12),
        (question("decimal"), 1.1, Decimal("1.1")),
        (question("percent"), "12.5 %", Decimal("12.5")),
        (question("money"), "EUR 1000", Money(Decimal(1000), "EUR")),
        (question("money"), {"amount": 5, "currency": "usd"}, Money(Decimal(5), "USD")),
        (question("money", currencies=["EUR"]), "7", Money(Decimal(7), "EUR")),
        (question("date"), "2021-04-10", date(2021, 4, 10)),
        (question("yes_no"), "No", False),
        (question("choice", choices=CHOICES), "b", "b"),
        (question("choices", choices=CHOICES), ["b", "a", "b"], ("a", "b")),
        (question("country"), "no", "NO"),
        (question("countries"), ["NO", "DE"], ("DE", "NO")),
        (question("entity"), "Acme", Entity("Acme")),
        (question("entity"), {"name": "Acme", "country": "de"}, Entity("Acme", country="DE")),
        (question("evidence"), "https://example.org/a.pdf", ("https://example.org/a.pdf",)),
        (GROUP, [{"name": "x", "country": None}], Rows(({"name": "x"},))),
    ],
)
def test_a_fitting_answer_becomes_a_value_and_survives_the_way_back(asked: Any, raw: object, value: object) -> None:
    parsed = parse_value(asked, raw)
    assert parsed == value
    assert parse_value(asked, json_value(parsed)) == parsed


@pytest.mark.parametrize(
    ("asked", "raw", "word"),
    [
        (question("text"), "\x00\u202e ", "empty"),
        (question("text", max_length=3), "abcd", "at most 3"),
        (question("text"), 5, "text"),
        (question("integer"), True, "not a number"),
        (question("integer"), "1.5", "whole"),
        (question("integer", min=2), 1, "least is 2"),
        (question("decimal"), float("nan"), "too large"),
        (question("decimal"), "1e5", "not a number"),
        (question("percent"), 101, "most is 100"),
        (question("money"), "1000", "currency"),
        (question("money"), "XXQ 1", "currency"),
        (question("money", currencies=["EUR"]), "USD 1", "USD is not possible"),
        (question("date"), "10.4.2021", "year-month-day"),
        (question("yes_no"), "maybe", "neither yes nor no"),
        (question("choice", choices=CHOICES), "c", "one of"),
        (question("choices", choices=CHOICES, none_of_these=False), [], "at least one"),
        (question("country"), "UK", "alpha-2"),
        (question("entity"), {"name": ""}, "name"),
        (question("entity"), {"name": "x", "identifiers": [{"scheme": "LEI"}]}, "a scheme and a value"),
        (question("entity"), {"name": "x", "identifiers": [{"scheme": "LEI", "value": "9" * 200}]}, "1 to 100"),
        (question("decimal"), "1." + "1" * 100, "not a number"),
        (question("evidence"), [], "1 to"),
        (question("computed", calc="1"), 1, "computed"),
        (GROUP, [{"nam": "x"}], "did you mean"),
        (GROUP, [{"votes": 200}], "votes: 200 is too large"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_in_one_sentence(asked: Any, raw: object, word: str) -> None:
    with pytest.raises(ValueProblem, match=word) as told:
        parse_value(asked, raw)
    assert "\n" not in str(told.value)
    assert not set(str(told.value)) & set("\x00\x1b\u202e")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(string.printable + "\x00\u202e漢", max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "country", "votes", "amount", "currency", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
EVERY = [
    question("text"), question("long_text"), question("integer"), question("decimal"), question("money"),
    question("percent"), question("date"), question("yes_no"), question("choice", choices=CHOICES),
    question("choices", choices=CHOICES), question("country"), question("countries"), question("entity"),
    question("evidence"), GROUP,
]  # fmt: skip


@given(asked=st.sampled_from(EVERY), raw=JSON)
def test_whatever_is_given_is_a_value_or_a_problem(asked: Any, raw: object) -> None:
    """Nothing that a file or a vendor sends can crash the parser, and what it accepts it accepts again."""
    try:
        value = parse_value(asked, raw)
    except ValueProblem:
        return
    assert parse_value(asked, json_value(value)) == value
    assert isinstance(format_value(asked, value), str)


def test_a_row_leaves_absent_fields_unknown() -> None:
    assert parse_row(GROUP, {"name": "x", "votes": None}) == {"name": "x"}


@pytest.mark.parametrize(
    ("asked", "value", "words"),
    [
        (question("yes_no"), True, "yes"),
        (question("choice", choices=CHOICES), "b", "Second"),
        (question("choices", choices=CHOICES), (), "none of these"),
        (question("country"), "NO", "Norway (NO)"),
        (question("percent"), Decimal("12.5"), "12.5 %"),
        (question("money"), Money(Decimal("1234.50"), "EUR"), "EUR 1,234.50"),
        (question("integer", unit="people"), 1200, "1,200 people"),
        (question("text"), U, "unknown"),
        (question("text"), NA, "not applicable"),
        (GROUP, Rows(({},), True), "1 entry, declared complete"),
    ],
)
def test_a_value_is_shown_in_words(asked: Any, value: Any, words: str) -> None:
    assert format_value(asked, value) == words


def test_a_row_label_names_fields_and_leaves_unknown_ones_open() -> None:
    assert row_label(GROUP, {"name": "Acme", "country": "NO"}, 1) == "Acme (NO)"
    assert row_label(GROUP, {"name": "Acme"}, 1) == "Acme (…)"
