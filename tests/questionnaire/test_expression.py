"""The expression language: what it means, what it refuses and where, and that nothing can crash it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ddq.questionnaire.expression import compile_expression
from ddq.questionnaire.kinds import CONDITION, DATE, NUMBER, TEXT, Environment, ExpressionError, Kind, Scope, Sort
from ddq.questionnaire.values import NA, Entity, Money, Rows, U

FIELDS = {"votes": NUMBER, "country": Kind(Sort.country), "state": CONDITION}
ENVIRONMENT = Environment(
    {
        "OC-07": CONDITION,
        "flag": CONDITION,
        "DA-02": Kind(Sort.choice, frozenset({"all", "some", "none"})),
        "n": NUMBER,
        "share": NUMBER,
        "day": DATE,
        "name": TEXT,
        "kinds": Kind(Sort.choices, frozenset({"x", "y"})),
        "seat": Kind(Sort.country),
        "seats": Kind(Sort.countries),
        "price": Kind(Sort.money),
        "owner": Kind(Sort.entity),
        "holders": Kind(Sort.group, fields=FIELDS),
    },
    frozenset({"EU"}),
)
SETS = {"EU": frozenset({"DE", "FR"})}


def read(source: str, **values: Any) -> Any:
    named = {name.replace("_", "-") if name[0].isupper() else name: value for name, value in values.items()}
    return compile_expression(source, ENVIRONMENT).read(Scope(named, date(2021, 4, 10), {}, SETS))


LOW, HIGH = {"votes": Decimal(10)}, {"votes": Decimal(60)}


@pytest.mark.parametrize(
    ("source", "values", "result"),
    [
        # An unanswered question is never taken for "no".
        ("not (OC-07 == 'yes')", {}, U),
        ("OC-07 == 'yes'", {"OC_07": True}, True),
        ("OC-07 in ['no']", {"OC_07": False}, True),
        # Strong Kleene logic, with NA as false.
        ("flag and OC-07", {"flag": False}, False),
        ("flag and OC-07", {"flag": True}, U),
        ("flag or OC-07", {"flag": True}, True),
        ("flag or OC-07", {"flag": NA, "OC_07": False}, False),
        ("not flag", {"flag": NA}, True),
        # Comparisons with NA are decided.
        ("DA-02 == 'all'", {"DA_02": NA}, False),
        ("DA-02 != 'all'", {"DA_02": NA}, True),
        ("n > 1", {"n": NA}, False),
        ("DA-02 in ['all', 'some']", {"DA_02": NA}, False),
        ("DA-02 not in ['all', 'some']", {"DA_02": NA}, True),
        # In arithmetic NA wins over U; a division by zero is NA.
        ("n + share", {"n": NA}, NA),
        ("n + share", {"n": 1}, U),
        ("n / share", {"n": 1, "share": 0}, NA),
        ("n / 8", {"n": 1}, Decimal("0.125")),
        ("0.1 + 0.2 == 0.3", {}, True),
        ("n - 1", {"n": 3}, 2),
        ("-n", {"n": 3}, -3),
        # `if` on U is U unless both branches agree.
        ("1 if flag else 2", {}, U),
        ("1 if flag else n", {"n": 1}, 1),
        ("1 if flag else 2", {"flag": NA}, 2),
        # Aggregates: NA rows are skipped, U rows and unfinished lists leave it open unless it is decided.
        ("any(r.votes > 50 for r in holders)", {"holders": Rows((LOW, HIGH))}, True),
        ("any(r.votes > 50 for r in holders)", {"holders": Rows((LOW,))}, U),
        ("any(r.votes > 50 for r in holders)", {"holders": Rows((LOW,), True)}, False),
        ("any(r.votes > 50 for r in holders)", {"holders": Rows((LOW, {}), True)}, U),
        ("all(r.votes > 50 for r in holders)", {"holders": Rows((LOW,))}, False),
        ("all(r.state for r in holders)", {"holders": Rows(({"state": NA}, {"state": True}), True)}, True),
        ("count(r.votes > 50 for r in holders)", {"holders": Rows((LOW, HIGH), True)}, 1),
        ("count(r.votes > 50 for r in holders)", {"holders": Rows((LOW, HIGH))}, U),
        ("sum(r.votes for r in holders)", {"holders": Rows((LOW, HIGH, {"votes": NA}), True)}, 70),
        ("sum(r.votes for r in holders)", {"holders": NA}, 0),
        ("any(r.country in EU for r in holders)", {"holders": Rows(({"country": "DE"},))}, True),
        ("size(holders)", {"holders": Rows((LOW,), True)}, 1),
        ("size(holders)", {"holders": Rows((LOW,))}, U),
        # Functions.
        ("'x' in kinds", {"kinds": ("x",)}, True),
        ("includes(kinds, 'x', 'y')", {"kinds": ("y",)}, True),
        ("includes(seats, EU)", {"seats": ("US", "FR")}, True),
        ("includes(seats, EU)", {"seats": ("US",)}, False),
        ("seat in EU", {"seat": "DE"}, True),
        ("round(n / 3, 2)", {"n": 2}, Decimal("0.67")),
        ("round(2.5)", {}, 3),
        ("min(n, share)", {"n": NA, "share": 2}, 2),
        ("max(n, share)", {"n": NA, "share": NA}, NA),
        ("max(n, share)", {"n": 1}, U),
        ("abs(n)", {"n": -2}, 2),
        ("day > '2021-01-01'", {"day": date(2021, 2, 1)}, True),
        ("years_between(day, today)", {"day": date(2019, 4, 11)}, 1),
        ("months_between(day, today)", {"day": date(2021, 1, 10)}, 3),
        ("days_between(today, day)", {"day": date(2021, 4, 12)}, 2),
        ("amount(price) > 100 and currency(price) == 'EUR'", {"price": Money(Decimal(101), "EUR")}, True),
        ("coalesce(n, 7)", {}, 7),
        ("answered(n)", {}, False),
        ("state(n) == 'unanswered'", {}, True),
        ("state(n) == 'not_applicable'", {"n": NA}, True),
        # Several lines and comments, in the file's block form.
        ("(flag  # it's a comment\n or OC-07)", {"flag": True}, True),
    ],
)  # fmt: skip
def test_an_expression_means(source: str, values: dict[str, Any], result: object) -> None:
    found = read(source, **values)
    assert found is result if result in (U, NA) else found == result
    assert isinstance(found, bool) == isinstance(result, bool)


@pytest.mark.parametrize(
    ("source", "code", "column", "words"),
    [
        ("", "E001", 0, "empty"),
        ("flag and", "E001", 8, "no expression"),
        ("DA-02 = 'all'", "E001", 6, "write == to compare"),
        ("lambda: 1", "E002", 0, "not part of the language"),
        ("flag.__class__", "E002", 0, "a dot may only follow"),
        ("().__class__", "E002", 0, "a dot may only follow"),
        ("f'{n}'", "E002", 0, "not part of the language"),
        ("n ** 2", "E002", 0, "only + - * /"),
        ("1 < n < 3", "E002", 0, "one comparison at a time"),
        ("flag is True", "E002", 0, "write == or !="),
        ("[n for n in holders]", "E002", 0, "not part of the language"),
        ("OC-08", "E003", 0, "did you mean 'OC-07'"),
        ("n-1 > 0", "E003", 0, "write blanks around a minus"),
        ("OC-07 == yes", "E003", 9, "quote it"),
        ("DA-02 == 'sone'", "E004", 9, "did you mean"),
        ("flag and DA-02 in ['all', 'alle']", "E004", 26, "did you mean 'all'"),
        ("'z' in kinds", "E004", 0, "not one of the choices"),
        ("OC-07 == 'y'", "E004", 9, "'yes', 'no'"),
        ("state(n) == 'refussed'", "E004", 12, "did you mean 'refused'"),
        ("n and flag", "E005", 0, "a condition is needed here, and this is a number"),
        ("DA-02 and flag", "E005", 0, "compare it, as in DA-02 == 'all'"),
        ("n == 'x'", "E005", 0, "never compared"),
        ("name > 'x'", "E005", 0, "no order"),
        ("price > 3", "E005", 0, "amount(question)"),
        ("1 if flag else 'x'", "E005", 0, "of one kind"),
        ("any(n > 1 for r in kinds)", "E005", 19, "no group"),
        ("any(r for r in holders)", "E005", 4, "name a field of it"),
        ("EU", "E005", 0, "a set alone"),
        ("n > 99999999999999999999", "E006", 4, "too large"),
        ("any(any(s.state for s in holders) for r in holders)", "E006", 4, "an aggregate inside another"),
        ("any(r.vote > 1 for r in holders)", "E007", 4, "did you mean 'votes'"),
        ("answerd(n)", "E008", 0, "did you mean 'answered'"),
        ("round()", "E008", 0, "takes 1 to 2 arguments"),
        ("any(flag)", "E008", 0, "for r in group"),
        ("day > '1.2.2021'", "E009", 6, "write it like"),
        ("seat == 'no'", "E009", 8, "not a country code"),
        ("'\\x41'", "E001", 1, "backslash"),
        ("name == 'ä' and DA-03 == 'x'", "E003", 16, "did you mean 'DA-02'"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(source: str, code: str, column: int, words: str) -> None:
    with pytest.raises(ExpressionError) as told:
        compile_expression(source, ENVIRONMENT)
    assert (told.value.code, told.value.column) == (code, column)
    assert words in str(told.value)


@pytest.mark.parametrize(
    "source", ["n + " * 300 + "n", "not " * 60 + "flag", "(" * 150 + "n" + ")" * 150, "-" * 1990 + "1"]
)
def test_size_and_depth_are_bounded(source: str) -> None:
    try:
        compile_expression(source, ENVIRONMENT)
    except ExpressionError as error:
        assert error.code in ("E001", "E006")
    else:
        assert source.startswith("(")


def test_what_an_expression_reads_is_known() -> None:
    found = compile_expression("DA-02 == 'all' and any(r.votes > n for r in holders)", ENVIRONMENT)
    assert found.names == {"DA-02", "holders", "n"}
    assert found.fields == {("holders", "votes")}


def test_what_lint_looks_for_is_marked() -> None:
    found = compile_expression("answered(n) and seat == 'NO' and not flag", ENVIRONMENT)
    assert [place.text for place in found.nonmonotone] == ["answered()"]
    assert [(place.text, place.column) for place in found.countries] == [("NO", 24)]
    assert found.na_decides == {"flag"}


WORDS = [
    "OC-07", "flag", "DA-02", "n", "share", "day", "name", "kinds", "seat", "seats", "price", "owner", "holders", "EU",
    "today", "'all'", "'x'", "'yes'", "'NO'", "1", "0.5", "0", "True", "and", "or", "not", "in", "==", "!=", "<", "<=",
    "+", "-", "*", "/", "(", ")", "[", "]", ",", "if", "else", "for", "r", "r.votes", "r.state", "any(", "all(",
    "count(", "sum(", "min(", "size(", "round(", "coalesce(", "answered(", "state(", "includes(", "years_between(",
    "amount(", "for r in holders)", "lambda", ":", "=", "**", "é", "-1",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join) | st.text(max_size=60))
@example("0if 1else 2")
@example("\ud800")
@example("'" * 5)
@example("ℌ")
@settings(max_examples=400)
def test_no_text_crashes_the_compiler(source: str) -> None:
    try:
        found = compile_expression(source, ENVIRONMENT)
    except ExpressionError as error:
        assert 0 <= error.column <= len(source) + 1
        return
    found.read(Scope({}))


NUMBERS = st.sampled_from([0, 1, 2, Decimal("0.5"), Decimal(-3)])
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "votes": NUMBERS | st.just(NA),
        "country": st.sampled_from(["NO", "DE"]),
        "state": st.booleans() | st.just(NA),
    },
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "OC-07": st.booleans(),
    "flag": st.booleans(),
    "DA-02": st.sampled_from(["all", "some", "none"]),
    "n": NUMBERS,
    "share": NUMBERS,
    "day": st.sampled_from([date(2020, 2, 29), date(2021, 4, 10)]),
    "kinds": st.sampled_from([(), ("x",), ("x", "y")]),
    "seats": st.sampled_from([(), ("DE",), ("NO", "US")]),
    "seat": st.sampled_from(["NO", "DE"]),
    "price": st.just(Money(Decimal(5), "EUR")),
    "owner": st.just(Entity("x")),
    "name": st.just("x"),
}


def conditions() -> st.SearchStrategy[str]:
    """Well-formed conditions over every operator, built from the leaves up."""
    numbers = st.recursive(
        st.sampled_from(["n", "share", "0", "1", "0.5", "size(kinds)", "size(holders)", "months_between(day, today)",
                         "count(r.votes > 0 for r in holders)", "sum(r.votes for r in holders)", "amount(price)"]),
        lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner)
        | st.builds("max({}, {})".format, inner, inner)
        | st.builds("round({})".format, inner)
        | st.builds("({} if flag else {})".format, inner, inner),
        max_leaves=4,
    )  # fmt: skip
    leaves = st.sampled_from(
        ["flag", "(OC-07 == 'yes')", "(DA-02 == 'all')", "(DA-02 != 'all')", "(DA-02 not in ['all', 'some'])",
         "('x' in kinds)",
         "includes(kinds, 'x')", "includes(seats, EU)", "(seat in EU)", "any(r.state for r in holders)",
         "all(r.votes > 0 and r.state for r in holders)", "any(not r.state for r in holders)", "(day < today)"]
    ) | st.builds("({} {} {})".format, numbers, st.sampled_from(["<", "<=", "==", "!="]), numbers)  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "=="]), inner)
            | st.builds("(not {})".format, inner)
            | st.builds("({} if {} else {})".format, inner, inner, inner)
        ),
        max_leaves=8,
    )


@given(source=conditions(), data=st.data())
@settings(max_examples=300)
def test_more_knowledge_never_flips_a_decided_result(source: str, data: st.DataObject) -> None:
    """The law that intervals rest on: whatever the unknown turns out to be, what was decided stays."""
    found = compile_expression(source, ENVIRONMENT)
    assume(not found.nonmonotone)
    known: dict[str, Any] = {}
    full: dict[str, Any] = {}
    for name, strategy in VALUES.items():
        full[name] = data.draw(strategy | st.just(NA), name)
        if data.draw(st.booleans(), f"{name} known"):
            known[name] = full[name]
    rows = data.draw(st.lists(ROWS, max_size=3), "rows")
    extra = data.draw(st.lists(ROWS, max_size=2), "rows not listed yet")
    complete = {"votes": 1, "country": "NO", "state": True}
    full["holders"] = Rows(tuple({**complete, **row} for row in (*rows, *extra)), True)
    if data.draw(st.booleans(), "list begun"):
        known["holders"] = Rows(tuple(rows), complete=not extra and data.draw(st.booleans(), "declared"))
    before = found.read(Scope(known, date(2021, 4, 10), {}, SETS))
    after = found.read(Scope(full, date(2021, 4, 10), {}, SETS))
    assert after is not U
    assert before is U or before == after
