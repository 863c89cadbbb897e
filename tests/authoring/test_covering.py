"""The shipped questionnaire answers the published criteria, and says of the few that it does not ask why."""

from __future__ import annotations

import pytest

from ddq.authoring.covering import Cover, CoveredSet, covered
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Questionnaire
from ddq.registers.criteria import CriteriaSet, load_criteria
from ddq.registers.load import shipped_registers
from ddq.shipped import shipped


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_questionnaire(shipped("questionnaires") / "vendor-due-diligence.yaml").questionnaire


@pytest.fixture(scope="module")
def sets() -> tuple[CriteriaSet, ...]:
    return load_criteria(shipped_registers() / "criteria.yaml")


def of(found: tuple[CoveredSet, ...], cover: Cover) -> list[str]:
    return [one.criterion.id for each in found for one in each.criteria if one.cover is cover]


def test_no_criterion_is_left_without_a_question_or_a_reason(
    questionnaire: Questionnaire, sets: tuple[CriteriaSet, ...]
) -> None:
    found = covered(questionnaire, sets)
    assert of(found, Cover.open) == []
    assert sum(len(each.criteria) for each in found) > 100
    assert len(of(found, Cover.explained)) <= 2, "a reason is for what must not be asked of a vendor"


def test_every_question_that_a_criterion_names_is_asked(
    questionnaire: Questionnaire, sets: tuple[CriteriaSet, ...]
) -> None:
    """A question that was renamed or dropped would leave a criterion answered on paper only."""
    found = covered(questionnaire, sets)
    assert {one.criterion.id: one.lacking for each in found for one in each.criteria if one.lacking} == {}


def test_a_questionnaire_that_asks_less_leaves_criteria_open(
    questionnaire: Questionnaire, sets: tuple[CriteriaSet, ...]
) -> None:
    """What the profile answers, and what has a reason, is not held against it."""
    triage = questionnaire.model_copy(update={"sections": questionnaire.sections[:1]})
    found = covered(triage, sets)
    asked = of(found, Cover.asked)
    assert "EU5G-07" in asked, "SC-11 is in the triage"
    assert "EU5G-05" in of(found, Cover.open)
    assert "EU5G-04" in of(found, Cover.profile)
    assert "CSIS-05" in of(found, Cover.explained)
    (supply,) = (one for each in found for one in each.criteria if one.criterion.id == "EU5G-07")
    assert supply.asked == ("SC-11",)
    assert "SC-10" in supply.lacking


def test_the_counts_of_a_list_add_up(questionnaire: Questionnaire, sets: tuple[CriteriaSet, ...]) -> None:
    for each in covered(questionnaire, sets):
        assert sum(each.count(cover) for cover in Cover) == len(each.criteria)
