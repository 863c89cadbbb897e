"""A report on a questionnaire that counts points: the percentage, what lost points, and what a mean cannot promise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Answer, AnswerState, Assessment, Engagement, QuestionnaireReference, Vendor, Verdict
from ddq.questionnaire.load import load_questionnaire
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.profiles import load_profile
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.template import fill
from ddq.shipped import shipped
from ddq.workspace.snapshot import Snapshot

CAMPUS = Path(__file__).parents[1] / "questionnaires" / "campus-service.yaml"
FULL = shipped("report_templates") / "full"
ANSWERS: dict[str, Any] = {
    "COMP-02": False,
    "COMP-03": True,
    "COMP-04": ["iso"],
    "DATA-01": "part",
    "DATA-02": True,
    "ACC-01": True,
}


def inputs(answers: dict[str, Any] = ANSWERS, **more: Any) -> ReportInputs:
    """What a report on the campus checklist is made from; answers rest on the vendor's word."""
    day, loaded = date(2026, 6, 30), load_questionnaire(CAMPUS)
    given = {
        name: one
        if isinstance(one, Answer)
        else Answer.model_validate({"value": one, "basis": {"grade": "D"}}, strict=False)
        for name, one in answers.items()
    }
    assessment = Assessment(
        id="a",
        title="A",
        vendor=Vendor(name="Lumen <b>Campus</b>"),
        engagement=Engagement(profile="de-authority"),
        questionnaire=QuestionnaireReference(id=loaded.questionnaire.id, version="1.0.0", digest=loaded.digest),
        answers=given,
        **more,
    )
    reading = load_registers(shipped_registers()).read(day)
    profile = load_profile(shipped("questionnaires") / "profiles" / "de-authority.yaml")
    return report_inputs(Snapshot(assessment, loaded, reading, profile, day))


def words(found: ReportInputs) -> str:
    """The document as text."""
    return " ".join(re.sub(r"<[^>]+>", " ", fill(FULL, build_view(found)).html).split())


def test_the_report_tells_the_percentage_its_points_and_what_they_rest_on() -> None:
    view = build_view(inputs())
    points = view.points
    assert points is not None
    assert (points.figure, points.points, points.required) == (
        "62.9 to 73.6 % of the points",
        "95 to 125 of 170 points",
        "70 % required",
    )
    assert [one.id for one in points.lost] == ["DATA-02", "DATA-01", "COMP-04"]
    assert [(one.title, one.scale and one.scale.shown) for one in points.categories] == [
        ("Company", "92.9"),
        ("Data", "16.6 to 46.7"),
        ("Accessibility", "90.0 to 100.0"),
    ]
    assert [(one.name, one.value) for one in points.grades] == [("Grade D", "95")]
    assert [band.name for band in view.outcome.bands] == ["high risk", "medium risk", "low risk"]
    assert view.open_questions[0].if_shown == "“Yes”"


def test_the_method_section_says_what_holds_and_what_a_mean_cannot_promise() -> None:
    told = words(inputs())
    assert "What always holds" in told
    assert "A single fatal finding can be averaged away" in told
    assert "this questionnaire gives 76.5 %" in told
    assert "Read the questions that lost their points one by one" in told
    for of_trust in ("100 points of trust", "Trust required", "noisy", "Reach: whose laws", "remedy is needed"):
        assert of_trust not in told


def test_a_report_without_a_required_percentage_has_no_mark() -> None:
    found = inputs()
    free = found.questionnaire.questionnaire.model_copy(update={"percentage": None})
    score = replace(found.score, demanded=False, required=0.0, band=("", ""))
    view = build_view(replace(found, questionnaire=replace(found.questionnaire, questionnaire=free), score=score))
    assert view.outcome.required is None
    told = fill(FULL, view).html
    assert "no percentage is required" in told
    assert "▼" not in told


@pytest.mark.parametrize("answers", [{}, {name: ANSWERS[name] for name in ("COMP-02", "DATA-02")}])
def test_a_report_is_whole_whatever_is_known(answers: dict[str, Any]) -> None:
    assert "Points by question" in words(inputs(answers))


def test_a_category_of_which_nothing_applies_says_so() -> None:
    none = Answer(state=AnswerState.not_applicable, reason="there is no such service")
    accepted = {"ACC-01": Verdict(verdict="not_applicable_accepted")}
    told = words(inputs({**ANSWERS, "ACC-01": none}, verdicts=accepted))
    assert "No question of it applies." in told


def test_a_hostile_name_of_a_band_cannot_become_markup() -> None:
    found = inputs()
    hostile = replace(found.score, band=("<script>x</script>", "<script>x</script>"))
    assert "<script>" not in fill(FULL, build_view(replace(found, score=hostile))).html
