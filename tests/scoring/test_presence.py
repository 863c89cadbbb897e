"""What an indicator can be at most: by its map, and by the expression that gives its presence."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.scoring.model import Interval
from tests.scoring.conftest import Run, said, yes_no

CHOICES = [{"code": code, "label": code} for code in "abc"]
OTHERS: list[dict[str, Any]] = [
    {"id": "c", "kind": "choice", "text": "Which?", "choices": CHOICES},
    {"id": "n", "kind": "integer", "text": "How many?"},
    {"id": "d", "kind": "date", "text": "When?"},
]
LARGEST: list[tuple[str, float]] = [
    ("0.3 if q else 0", 0.3),
    ("0.3 if q else 0.2 if c == 'a' else 0", 0.3),
    ("0.4 if d < today else 0", 0.4),
    ("q and c == 'a'", 1.0),
    ("q", 1.0),
    ("(0.2 if q else 0) + (0.5 if c == 'a' else 0)", 0.7),
    ("n * 0.1", 1.0),
    ("5 if q else 0", 1.0),
]


@pytest.mark.parametrize(("presence", "most"), LARGEST)
def test_an_expression_can_be_no_more_than_its_largest_outcome(run: Run, presence: str, most: float) -> None:
    asked = yes_no("q", "severe")
    asked["risk"]["presence"] = presence
    (found,) = run([asked, *OTHERS], {}, tier=2).indicators
    assert found.presence == Interval(0.0, pytest.approx(most))


def test_a_basis_hides_a_share_of_what_the_expression_can_give(run: Run) -> None:
    asked = yes_no("q", "severe")
    asked["risk"]["presence"] = "0.3 if q else 0"
    (found,) = run([asked], {"q": said(False, "D")}, tier=2).indicators
    assert found.presence == Interval(0.0, pytest.approx(0.03))
