"""A list within the rows of a list: its worst row counts, and the one declaration of completeness covers it."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.scoring.model import Interval
from tests.scoring.conftest import Run, said, yes_no


def nested(presence: Any = None) -> list[dict[str, Any]]:
    bad = yes_no("bad", "severe")
    if presence is not None:
        bad["risk"]["presence"] = presence
    inner = {"id": "inner", "kind": "group", "text": "Parts?", "fields": [bad]}
    fields = [{"id": "held", "kind": "yes_no", "text": "Held?"}, inner]
    return [{"id": "outer", "kind": "group", "text": "All?", "complete": "All of them.", "fields": fields}]


def found(run: Run, rows: list[Any], declared: str | None = "A", presence: Any = None, grade: str = "A") -> Interval:
    answers = {f"outer/{number}": said({"held": True, "inner": row}, grade) for number, row in enumerate(rows)}
    if declared is not None:
        answers["outer/complete"] = said(True, declared)
    (indicator,) = run(nested(presence), answers, tier=2).indicators
    return indicator.presence


GOOD, BAD = [{"bad": False}], [{"bad": False}, {"bad": True}]


@pytest.mark.parametrize("presence", [None, "1 if bad else 0", "1 if bad and held else 0"])
def test_the_worst_row_counts_and_the_declaration_covers_all(run: Run, presence: Any) -> None:
    assert found(run, [GOOD, []], presence=presence) == Interval(0.0, 0.0)
    assert found(run, [GOOD, BAD], presence=presence) == Interval(1.0, 1.0)
    assert found(run, [GOOD], None, presence) == Interval(0.0, 1.0)
    assert found(run, [BAD], None, presence) == Interval(1.0, 1.0)
    assert found(run, [GOOD, [{}]], presence=presence) == Interval(0.0, 1.0)


@pytest.mark.parametrize("presence", [None, "1 if bad else 0"])
def test_the_bases_of_the_row_and_of_the_declaration_carry_on(run: Run, presence: Any) -> None:
    assert found(run, [GOOD], "D", presence) == Interval(0.0, pytest.approx(0.1))
    assert found(run, [GOOD], "A", presence, "C") == Interval(0.0, pytest.approx(0.03))


def test_an_expression_over_a_list_within_a_row_needs_the_declaration_too(run: Run) -> None:
    (outer,) = nested()
    outer["fields"][0]["risk"] = {
        "indicator": "any-bad",
        "title": "Any part is bad",
        "strength": "severe",
        "origin": "conduct",
        "presence": "1 if any(p.bad for p in inner) else 0",
    }
    outer["fields"].reverse()
    rows = {"outer/1": said({"held": True, "inner": GOOD})}
    for declared, most in ((None, 1.0), ("A", 0.0), ("D", 0.1)):
        answers = rows if declared is None else {**rows, "outer/complete": said(True, declared)}
        indicators = {one.id: one.presence for one in run([outer], answers, tier=2).indicators}
        assert indicators["any-bad"] == Interval(0.0, pytest.approx(most))
