"""The arithmetic against the worked example and the figures that the method names."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.model import Grade, Strength
from ddq.scoring.arithmetic import (
    HIDDEN,
    NANO,
    band,
    concern,
    concerns,
    hidden_up_to,
    most_concern,
    shown,
    total,
    trust,
    trust_of,
)
from ddq.scoring.model import Band, Interval

WORKED_EXAMPLE = [
    # The oracle: strength, presence, c_lo, c_hi.
    (Strength.major, (0.0, 0.3), 0.0, 0.0619),
    (Strength.severe, (1.0, 1.0), 0.9163, 0.9163),
    (Strength.moderate, (1.0, 1.0), 0.0619, 0.0619),
    (Strength.severe, (0.72, 0.72), 0.5656, 0.5656),
    (Strength.major, (0.0, 0.0), 0.0, 0.0),
]


@pytest.mark.parametrize(("strength", "presence", "lo", "hi"), WORKED_EXAMPLE)
def test_the_concerns_of_the_worked_example(
    strength: Strength, presence: tuple[float, float], lo: float, hi: float
) -> None:
    found = concerns(strength, Interval(*presence))
    assert found.lo / NANO == pytest.approx(lo, abs=1e-4)
    assert found.hi / NANO == pytest.approx(hi, abs=1e-4)


def test_the_trust_of_the_worked_example() -> None:
    summed = total(concerns(strength, Interval(*presence)) for strength, presence, _, _ in WORKED_EXAMPLE)
    assert summed.lo / NANO == pytest.approx(1.5438, abs=1e-4)
    assert summed.hi / NANO == pytest.approx(1.6057, abs=1e-4)
    found = trust(summed)
    assert found.lo == pytest.approx(100 * math.exp(-1.6057), abs=1e-2)
    assert (round(found.lo, 2), round(found.hi, 2)) == (20.08, 21.36)
    assert shown(found) == ("20.0", "21.4")
    assert {band(found.lo), band(found.hi)} == {Band.weak}


@pytest.mark.parametrize(("grade", "least"), [(Grade.A, 100), (Grade.B, 91), (Grade.C, 75), (Grade.D, 38)])
def test_eighty_favourable_indicators_by_grade(grade: Grade, least: int) -> None:
    """60 moderate, 15 major, 5 severe: what the vendor merely says does not carry a critical purchase."""
    presence = hidden_up_to(0.0, 1.0, HIDDEN[grade])
    counts = ((Strength.moderate, 60), (Strength.major, 15), (Strength.severe, 5))
    summed = total(concerns(strength, presence) for strength, count in counts for _ in range(count))
    assert round(trust(summed).lo) == least


@given(st.sampled_from(list(Strength)), st.floats(0, 1), st.floats(0, 1))
def test_more_presence_is_never_less_concern(strength: Strength, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert concern(strength, low) <= concern(strength, high)


@given(st.floats(min_value=0.0001, max_value=100))
def test_the_largest_concern_agrees_with_comparing_trust(required: float) -> None:
    most = most_concern(required)
    assert most is not None
    assert trust_of(most) >= required > trust_of(most + 1)


@given(st.floats(0, 100), st.floats(0, 100))
def test_what_is_shown_is_never_better_than_what_is_known(one: float, other: float) -> None:
    known = Interval(*sorted((one, other)))
    low, high = shown(known)
    assert float(low) <= known.lo
    assert float(high) >= known.hi


@pytest.mark.parametrize(
    ("strength", "left"), [(Strength.major, 80), (Strength.severe, 40), (Strength.decisive, 10), (Strength.minor, 98)]
)
def test_one_concern_leaves_just_what_its_strength_says(strength: Strength, left: float) -> None:
    """Not 39.99999999, which would miss a tier that requires 40 and be shown as 39.9."""
    found = trust(concerns(strength, Interval(1.0, 1.0)))
    assert found == (left, left)
    assert shown(found) == (f"{left}.0", f"{left}.0")
