"""The method's own archetypes, end to end: figures that a reader of its page can compare with."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.assessment.model import Answer
from ddq.questionnaire.model import GroupFeed
from ddq.registers.model import Profile
from ddq.scoring.model import Band, OutcomeKind, Score
from tests.scoring.conftest import Run, known_group, said, yes_no

P, C, D, N = (
    OutcomeKind.proceed,
    OutcomeKind.proceed_with_conditions,
    OutcomeKind.defer,
    OutcomeKind.do_not_proceed,
)
STRENGTHS = ["moderate"] * 60 + ["major"] * 15 + ["severe"] * 5
"""Eighty indicators: 60 moderate, 15 major, 5 severe."""
REMEDY = {"id": "r", "title": "Mend it", "who": "vendor", "effort": 2, "done": 0, "grade": "B"}


def questions(curable: int = 0) -> list[dict[str, Any]]:
    """Eighty questions, the first of which can be remedied."""
    return [
        yes_no(f"q{number}", strength, remedies=[{**REMEDY, "id": f"r{number}"}] if number < curable else [])
        for number, strength in enumerate(STRENGTHS)
    ]


def favourable(grade: str, present: int = 0, unanswered: int = 0) -> dict[str, Answer]:
    """Eighty answers on one grade: the first ones a concern, every so manieth open."""
    answers = {f"q{number}": said(number < present, grade) for number in range(len(STRENGTHS))}
    every = len(STRENGTHS) // unanswered if unanswered else 0
    gone = {f"q{number * every + 5}" for number in range(unanswered)}
    return {name: answer for name, answer in answers.items() if name not in gone}


def outcomes(run: Run, asked: list[dict[str, Any]], answers: dict[str, Answer], **more: Any) -> list[OutcomeKind]:
    return [run(asked, answers, tier=tier, **more).outcome for tier in (1, 2, 3, 4)]


@pytest.mark.parametrize(("grade", "least"), [("A", 100), ("B", 91), ("C", 75), ("D", 38)])
def test_eighty_favourable_answers_by_grade(run: Run, grade: str, least: int) -> None:
    score = run(questions(), favourable(grade), tier=1)
    assert round(score.trust.lo) == least
    assert score.trust.hi == 100


def test_what_is_known_beats_what_is_open(run: Run) -> None:
    """Each further share of open questions lowers what is sure, and nothing of what is possible."""
    found = [run(questions(), favourable("B", unanswered=count), tier=1).trust for count in (0, 2, 4, 8, 16)]
    assert [trust.lo for trust in found] == sorted((trust.lo for trust in found), reverse=True)
    assert {trust.hi for trust in found} == {100.0}
    assert found[-1].lo < found[0].lo / 2


def test_a_spotless_vendor(run: Run) -> None:
    assert outcomes(run, questions(), favourable("B")) == [P, P, P, P]
    assert outcomes(run, questions(), favourable("C")) == [P, P, P, D]


def test_a_service_under_the_law_of_a_state_with_guarantees(run: Run, authority: Profile) -> None:
    """All answered, three moderate concerns, a seat in a state of middling compulsion that is not trusted."""
    asked = [*questions(curable=3), known_group(GroupFeed.seats)]
    answers = {
        **favourable("B", present=3),
        "seats/1": said({"name": "the vendor", "role": "contracting_entity", "country": "US"}, "B"),
        "seats/complete": said(True, "B"),
    }
    stranger = authority.model_copy(update={"trusted": ()})
    score = run(asked, answers, tier=3, profile=stranger)
    assert 46 < score.trust.lo < score.trust.hi < 64
    assert outcomes(run, asked, answers, profile=stranger)[:2] == [P, P]
    assert run(asked, answers, tier=3).trust.lo > score.trust.lo, "half of the law's weight goes where the buyer trusts"
    several_open = {name: answer for name, answer in answers.items() if name not in {f"q{n}" for n in range(10, 74, 8)}}
    assert outcomes(run, asked, several_open, profile=stranger) == [P, D, D, N]


def test_good_conduct_under_a_state_that_controls_and_compels(run: Run) -> None:
    """The law stands where it stands, whatever the vendor does; its conduct is shown apart and is good."""
    asked = [
        *questions(),
        known_group(GroupFeed.holders),
        {**yes_no("veto", "severe", origin="control"), "text": "Has a state a veto?"},
    ]
    answers = {
        **favourable("B"),
        "veto": said(False, "B"),
        "holders/1": said(
            {"name": "a fund", "holder_kind": "state", "country": "CN", "votes": "60", "control": "majority"}, "B"
        ),
        "holders/complete": said(True, "B"),
    }
    score = run(asked, answers, tier=2)
    assert 25 < score.trust.lo < 45
    assert outcomes(run, asked, answers)[0] is P
    assert outcomes(run, asked, answers)[2:] == [N, N]
    conduct = next(domain for domain in score.domains if domain.domain == "Domain")
    assert conduct.trust.lo > 88
    words = " ".join(run(asked, answers, tier=3).outcome_because)
    assert "No contract term changes what law can compel; here that is the law of China (mainland)." in words


def test_a_disaster_of_conduct_where_the_law_is_benign(run: Run) -> None:
    asked = questions()
    answers = {**favourable("B"), **{f"q{number}": said(True) for number in (*range(20), 61, 62, 63, 76)}}
    score = run(asked, answers, tier=1)
    assert score.trust.hi < 10
    assert score.band == (Band.untenable, Band.untenable)
    assert score.outcome is N
    assert "would still remain: 100 % from what the vendor does or did" in " ".join(score.outcome_because)


def test_the_worked_example(run: Run) -> None:
    """The oracle's outcome: at tier 2 curing the veto alone is enough, one condition."""
    score = _worked(run)
    assert score.trust.lo == pytest.approx(20.08, abs=0.01)
    assert score.trust.hi == pytest.approx(21.36, abs=0.01)
    assert score.outcome is C
    assert score.plan is not None
    assert [remedy.id for remedy in score.plan.remedies] == ["buy-back"]
    assert (round(score.plan.trust.lo, 1), round(score.plan.trust.hi, 1)) == (50.2, 53.4)
    slices = {share.origin.value if share.origin else "open": share.concern / 1e9 for share in score.attribution}
    expected = {"control": 0.9163, "law": 0.5656, "conduct": 0.0619, "state_action": 0.0, "open": 0.0619}
    assert slices == {name: pytest.approx(value, abs=1e-4) for name, value in expected.items()}


def _worked(run: Run) -> Score:
    buy_back = {"id": "buy-back", "title": "Buy the share back", "who": "owners", "effort": 4, "done": 0, "grade": "A"}
    opaque = yes_no("opaque", "major", origin="control")
    opaque["risk"]["presence"] = {"yes": 0.3, "no": 0}
    law = yes_no("law", "severe", origin="law")
    law["risk"]["presence"] = {"yes": 0.72, "no": 0}
    asked = [
        opaque,
        yes_no("veto", "severe", origin="control", remedies=[buy_back]),
        yes_no("late", "moderate"),
        law,
        yes_no("listed", "major", origin="state_action"),
    ]
    answers = {"veto": said(True), "late": said(True), "law": said(True), "listed": said(False)}
    return run(asked, answers, tier=2)
