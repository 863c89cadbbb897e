"""A converted SurveyJS form shows what SurveyJS's own engine shows, whatever is answered."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ddq.authoring.converters.surveyjs import read_surveyjs
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.values import U
from tests.authoring.converters.random_answers import answers, elements, readings
from tests.authoring.converters.survey_core_engine import shown_by_survey_core

FORM = Path(__file__).parent / "impact_assessment.json"
TODAY = date(2026, 3, 1)
SETS = 300


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return json.loads(FORM.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return LoadedQuestionnaire(read_surveyjs(FORM).questionnaire, (), "")


def ids(form: dict[str, Any]) -> dict[str, str]:
    """By the form's name of each question, our id."""
    found: dict[str, str] = {}
    for element in elements(form):
        rows = [f"{element['name']}.{row['value']}" for row in element.get("rows", [])] or [element["name"]]
        found |= {name: name.replace(".", "-") for name in rows}
    return found


def test_the_form_is_large_and_nothing_of_it_is_lost(form: dict[str, Any]) -> None:
    """At least 100 conditions, each carried: else the comparison would be of little."""
    written = json.dumps(form)
    assert written.count('"visibleIf"') + written.count('"requiredIf"') >= 100
    report = read_surveyjs(FORM).report
    assert [str(loss) for loss in report.losses if loss.weight != "changed"] == []
    assert report.conditions >= 100


@pytest.mark.slow
def test_both_engines_show_the_same(form: dict[str, Any], loaded: LoadedQuestionnaire) -> None:
    """With every shown question answered, each condition is decided in both, and alike.

    With questions open, ours decides less, and never the contrary: what SurveyJS decides over an empty answer "may
    apply" here. Every third set leaves a third of the questions open for good, and every set is open on its way.
    """
    random, names = Random(20260301), ids(form)
    sets = [
        {name: value for name, value in answers(form, random).items() if number % 3 or random.random() < 0.7}
        for number in range(SETS)
    ]
    seen: Counter[tuple[str, bool]] = Counter()
    tally: Counter[str] = Counter()
    for number, states in enumerate(shown_by_survey_core(form, sets)):
        for state in states:
            ours = evaluate(loaded, readings(loaded, names, state["data"]), TODAY).visible
            complete = bool(number % 3) and state is states[-1]
            for name, identifier in names.items():
                theirs = state["visible"][name.partition(".")[0]]
                shows = ours[identifier]
                assert shows is theirs or (shows is U and not complete), (
                    f"{identifier}: {loaded.questions[identifier].visible_if}"
                )
                tally["open" if shows is U else "decided"] += 1
                if complete:
                    seen[identifier, theirs] += 1
    conditional = {element["name"] for element in elements(form) if "visibleIf" in element}
    both = {name for name in conditional if seen[name, True] and seen[name, False]}
    assert len(both) / len(conditional) > 0.9, f"never seen both ways: {sorted(conditional - both)}"
    assert tally["decided"] > tally["open"] > 0
