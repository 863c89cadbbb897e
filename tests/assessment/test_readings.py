"""How far an answer can be relied on, on a day: evidence ages, and what came later than the day does not count."""

from __future__ import annotations

from datetime import date

import pytest

from ddq.assessment.model import Answer, Basis, Source
from ddq.assessment.readings import effective_grade, valid_until
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade

DATED = date(2025, 1, 31)
LAST = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("dated", "duration", "last"),
    [
        (DATED, "30 days", date(2025, 3, 2)),
        (DATED, "1 month", date(2025, 2, 28)),
        (DATED, "12 months", LAST),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        pytest.param(date(9999, 6, 1), "12 months", date.max, id="months beyond the calendar"),
        pytest.param(date(9999, 12, 31), "1 day", date.max, id="days beyond the calendar"),
        pytest.param(DATED, "9999 years", date.max, id="years beyond the calendar"),
    ],
)
def test_the_last_day_on_which_evidence_counts_in_full(dated: date, duration: str, last: date) -> None:
    assert valid_until(dated, duration) == last


def answer(grade: Grade, *dates: date | None) -> Answer:
    return Answer(value="tested", basis=Basis(grade=grade, sources=tuple(Source(title="S", dated=d) for d in dates)))


@pytest.mark.parametrize(
    ("given", "day", "grade"),
    [
        pytest.param(answer(Grade.A, DATED), LAST, Grade.A, id="counts in full to the last day"),
        pytest.param(answer(Grade.A, DATED), date(2026, 2, 1), Grade.B, id="one grade lower from the next"),
        pytest.param(answer(Grade.D, DATED), date(2026, 2, 1), Grade.E, id="a word that is too old is no basis"),
        pytest.param(answer(Grade.A, None), date.max, Grade.A, id="without a date it does not age"),
        pytest.param(answer(Grade.A), date.max, Grade.A, id="without a source it does not age"),
        pytest.param(answer(Grade.A, date(2020, 1, 1), DATED), LAST, Grade.A, id="the newest source decides"),
        pytest.param(answer(Grade.A, DATED), DATED, Grade.A, id="a source of the day itself counts"),
        pytest.param(answer(Grade.A, date.max), LAST, Grade.E, id="a source of a later day is none yet"),
        pytest.param(answer(Grade.A, date(2020, 1, 1), date.max), LAST, Grade.B, id="a later source makes none newer"),
    ],
)
def test_the_grade_on_a_day(loaded: LoadedQuestionnaire, given: Answer, day: date, grade: Grade) -> None:
    """`breach` is valid for twelve months."""
    assert effective_grade(loaded.questions["breach"], given, day) is grade


def test_without_a_duration_evidence_does_not_age(loaded: LoadedQuestionnaire) -> None:
    assert effective_grade(loaded.questions["officer"], answer(Grade.A, date(1990, 1, 1)), LAST) is Grade.A
