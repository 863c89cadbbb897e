"""What the gallery, the shipped questionnaires beside the whole set, promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import ComputedQuestion, Strength
from ddq.registers.load import load_registers, shipped_registers
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
WHOLE = "vendor-due-diligence"
README = Path(__file__).parents[2] / "README.md"
GALLERY = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != WHOLE)


@pytest.fixture(scope="module", params=GALLERY)
def loaded(request: pytest.FixtureRequest) -> LoadedQuestionnaire:
    return load_questionnaire(FOLDER / f"{request.param}.yaml")


def test_every_reference_and_every_bar_names_a_regime_in_the_registers(loaded: LoadedQuestionnaire) -> None:
    regimes = {regime.id for regime in load_registers(shipped_registers()).regimes}
    cited = {bar.regime for bar in loaded.questionnaire.bars}
    for question in loaded.questionnaire.questions():
        cited.update(question.references)
        cited.update(question.risk.references if question.risk else ())
    assert cited
    assert cited - regimes == set()


def test_every_question_tells_why_it_is_asked(loaded: LoadedQuestionnaire) -> None:
    asked = [question for question in loaded.questionnaire.questions() if question.kind != "computed"]
    assert [question.id for question in asked if not question.why] == []


def test_every_scored_question_says_what_is_good_and_bad_and_what_would_prove_it(loaded: LoadedQuestionnaire) -> None:
    """Where rules score instead, what they rest on: the closed questions that must be answered."""
    scored = [question for question in loaded.questionnaire.questions() if question.risk]
    if not scored and loaded.questionnaire.rules:
        closed = [question for question in loaded.questionnaire.questions() if question.kind == "choice"]
        scored = [question for question in closed if question.required and question.references and question.valid_for]
    wanted = ("good", "bad", "not_applicable_when", "evidence", "valid_for", "references")
    assert scored
    assert {(each.id, name) for each in scored for name in wanted if not getattr(each, name)} == set()


def test_every_strength_above_moderate_has_a_written_reason(loaded: LoadedQuestionnaire) -> None:
    risks = [question.risk for question in loaded.questionnaire.questions() if question.risk]
    high = [risk for risk in risks if risk.strength.share > Strength.moderate.share]
    assert [risk.indicator for risk in high if not risk.reason] == []


def test_it_says_what_was_compared_with_the_public_text(loaded: LoadedQuestionnaire) -> None:
    """A reader must know what rests on a text that somebody looked at, and what does not."""
    description = loaded.questionnaire.description or ""
    assert "ompared on 2026-" in description
    assert "ot compared" in description


@pytest.mark.parametrize("name", GALLERY)
def test_the_readme_lists_it(name: str) -> None:
    assert f"`{name}`" in README.read_text(encoding="utf-8")


def test_the_same_answers_give_the_same_tier_as_in_the_whole_set(loaded: LoadedQuestionnaire) -> None:
    """The stake is the buyer's, whichever questionnaire asks for it."""
    whole = load_questionnaire(FOLDER / f"{WHOLE}.yaml").questionnaire.outputs["exposure_tier"]
    (tier,) = [question for question in loaded.questionnaire.questions() if question.id == "TR-07"]
    assert isinstance(tier, ComputedQuestion)
    assert tier.calc == whole
    assert loaded.questionnaire.outputs == {"exposure_tier": "TR-07"}
