"""The shipped questionnaire keeps what it promises: ten domains, each question complete."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import (
    ChoiceQuestion,
    ChoicesQuestion,
    GroupFeed,
    GroupQuestion,
    Indicator,
    Question,
    Strength,
)
from ddq.questionnaire.values import U
from ddq.registers.load import load_registers, shipped_registers
from ddq.shipped import shipped

README = Path(__file__).parents[2] / "README.md"
DOMAINS = {
    "Ownership & Control",
    "Governance & State Influence",
    "Jurisdiction & Legal Exposure",
    "Data Flows & Residency",
    "Data Access & Personnel",
    "Supply Chain, Subprocessors & Components",
    "Security Assurance & Development",
    "Conduct & Track Record",
    "Government Actions & Listings",
    "Mitigations & Remedies",
}
EXPLANATION = Path(__file__).parents[2] / "docs/explanation/from-content-to-questions.md"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return load_questionnaire(shipped("questionnaires") / "vendor-due-diligence.yaml")


def scored(loaded: LoadedQuestionnaire) -> list[Question]:
    """The questions, groups apart, whose answers feed an indicator."""
    return [
        question
        for question in loaded.questionnaire.questions()
        if (question.risk or question.feeds) and not isinstance(question, GroupQuestion)
    ]


def groups(loaded: LoadedQuestionnaire) -> list[GroupQuestion]:
    return [question for question in loaded.questionnaire.questions() if isinstance(question, GroupQuestion)]


def indicators(loaded: LoadedQuestionnaire) -> list[Indicator]:
    questions = loaded.questionnaire.questions()
    risks = [question.risk for question in questions if question.risk]
    unlisted = [group.unlisted for group in groups(loaded) if group.unlisted]
    return [*risks, *unlisted, *loaded.questionnaire.rules]


def test_the_whole_set_is_asked(loaded: LoadedQuestionnaire) -> None:
    """More would not be answered; fewer would leave published criteria without a question."""
    assert 110 <= len(loaded.questionnaire.questions()) <= 140
    assert 80 <= len(scored(loaded)) <= 100


def test_the_readme_tells_how_many_questions_are_asked(loaded: LoadedQuestionnaire) -> None:
    """What is computed from answers is asked of nobody."""
    asked = sum(question.kind != "computed" for question in loaded.questionnaire.questions())
    assert f"{asked} questions over ten domains" in README.read_text(encoding="utf-8")


def test_every_domain_is_scored_by_at_least_three_questions(loaded: LoadedQuestionnaire) -> None:
    """A domain with one question would stand or fall by it."""
    per_domain = Counter(
        section.domain
        for section in loaded.questionnaire.sections
        for question in section.questions
        if question.risk or question.feeds
    )
    assert set(per_domain) == DOMAINS
    assert min(per_domain.values()) >= 3


def test_every_scored_question_tells_why_how_and_on_what_evidence(loaded: LoadedQuestionnaire) -> None:
    incomplete = {
        question.id: missing
        for question in scored(loaded)
        if (
            missing := [
                name
                for name in (
                    "why",
                    "help",
                    "good",
                    "bad",
                    "not_applicable_when",
                    "evidence",
                    "valid_for",
                    "references",
                )
                if not getattr(question, name)
            ]
        )
    }
    assert incomplete == {}


def test_every_question_tells_why_it_is_asked(loaded: LoadedQuestionnaire) -> None:
    asked = [question for question in loaded.questionnaire.questions() if question.kind != "computed"]
    assert [question.id for question in asked if not question.why] == []


def test_every_indicator_is_declared_once(loaded: LoadedQuestionnaire) -> None:
    counted = Counter(indicator.indicator for indicator in indicators(loaded))
    assert [name for name, count in counted.items() if count > 1] == []


def test_every_indicator_has_a_citation_and_a_remedy(loaded: LoadedQuestionnaire) -> None:
    assert [found.indicator for found in indicators(loaded) if not (found.references and found.remedies)] == []


def test_every_strength_has_a_written_reason(loaded: LoadedQuestionnaire) -> None:
    """Why it weighs what it weighs, and not a step more or less."""
    assert [found.indicator for found in indicators(loaded) if not found.reason] == []


def test_what_is_history_stays_at_least_half_present(loaded: LoadedQuestionnaire) -> None:
    """A conviction or a misstatement cannot be undone by any act."""
    history = [found for found in indicators(loaded) if found.history]
    assert history
    for found in history:
        for remedy in found.remedies:
            least = remedy.done if isinstance(remedy.done, float | int) else min(remedy.done)
            assert least >= 0.5, found.indicator


def test_remedies_have_ids_of_their_own(loaded: LoadedQuestionnaire) -> None:
    counted = Counter(remedy.id for found in indicators(loaded) for remedy in found.remedies)
    assert [name for name, count in counted.items() if count > 1] == []


def test_presence_maps_cover_every_option_and_start_at_nought(loaded: LoadedQuestionnaire) -> None:
    for question in loaded.questionnaire.questions():
        maps = [block.presence for block in (question.risk, *question.feeds, *question.mitigations) if block]
        for presence in maps:
            if not isinstance(presence, dict):
                continue
            codes = {"yes", "no"}
            if isinstance(question, ChoiceQuestion | ChoicesQuestion):
                assert not isinstance(question.choices, str)
                codes = {choice.code for choice in question.choices}
            assert set(presence) == codes, question.id
            assert min(presence.values()) == 0, question.id


def test_feeds_and_mitigations_name_indicators_that_exist(loaded: LoadedQuestionnaire) -> None:
    known = {found.indicator for found in indicators(loaded)} | {"law:*"}
    for question in loaded.questionnaire.questions():
        named = {feed.indicator for feed in question.feeds}
        named |= {name for mitigation in question.mitigations for name in mitigation.reduces}
        assert named <= known, question.id


def test_every_reference_and_every_bar_names_a_regime_in_the_registers(loaded: LoadedQuestionnaire) -> None:
    regimes = {regime.id for regime in load_registers(shipped_registers()).regimes}
    cited = {bar.regime for bar in loaded.questionnaire.bars}
    for question in loaded.questionnaire.questions():
        cited.update(question.references)
        cited.update(name for mitigation in question.mitigations for name in mitigation.references)
    for found in indicators(loaded):
        cited.update(found.references)
    assert cited - regimes == set()


def test_the_explanation_names_every_question_and_every_strength_set_by_hand(loaded: LoadedQuestionnaire) -> None:
    """A strength that nobody explained is an opinion."""
    text = EXPLANATION.read_text("utf-8")
    by_hand = {found.indicator for found in indicators(loaded) if found.strength.share > Strength.moderate.share}
    assert {name for name in by_hand if f"`{name}`" not in text} == set()
    asked = {question.id for question in loaded.questionnaire.questions()}
    assert {name for name in asked if name not in text} == set()


def test_there_is_one_group_for_each_engine_and_it_has_the_fields(loaded: LoadedQuestionnaire) -> None:
    by_engine = {group.feeds_engine: group for group in groups(loaded) if group.feeds_engine}
    assert set(by_engine) == set(GroupFeed)
    for engine, known in KNOWN_FIELDS.items():
        fields = {inner.id: inner for inner in by_engine[engine].fields}
        for name, known_field in known.items():
            assert fields[name].kind in known_field.kinds
            inner = fields[name]
            if isinstance(inner, ChoiceQuestion | ChoicesQuestion):
                assert not isinstance(inner.choices, str)
                assert {choice.code for choice in inner.choices} == set(known_field.codes)


def test_every_group_asks_for_a_declaration_that_the_list_is_complete(loaded: LoadedQuestionnaire) -> None:
    assert [group.id for group in groups(loaded) if not (group.complete and group.unlisted)] == []


HARMLESS = {
    "TR-01": "public",
    "TR-02": "none",
    "DF-12": False,
    "TR-05": "nothing_much",
    "TR-06": "none",
    "SC-11": "weeks",
}


@pytest.mark.parametrize(
    ("changed", "tier"),
    [
        pytest.param({}, 1, id="nothing is at stake"),
        pytest.param({"TR-01": "internal"}, 2, id="internal information"),
        pytest.param({"TR-02": "ordinary", "TR-03": "under_1000"}, 2, id="names of a few people"),
        pytest.param({"TR-06": "own_tenant"}, 2, id="user rights in the buyer's systems"),
        pytest.param({"SC-11": "none"}, 2, id="no alternative, though nothing depends on it"),
        pytest.param({"TR-01": "confidential"}, 3, id="confidential information"),
        pytest.param({"TR-02": "sensitive", "TR-03": "under_1000"}, 3, id="sensitive data, however few"),
        pytest.param({"TR-02": "ordinary", "TR-03": "over_100000"}, 3, id="ordinary data of very many"),
        pytest.param({"DF-12": True}, 3, id="government-related data alone"),
        pytest.param({"TR-06": "administrator"}, 3, id="privileged access alone"),
        pytest.param({"TR-05": "essential"}, 3, id="an essential function alone"),
        pytest.param({"TR-01": "highly_sensitive"}, 4, id="secrets"),
        pytest.param({"DF-12": True, "TR-06": "administrator"}, 4, id="government data and privileged access"),
        pytest.param({"DF-12": True, "TR-01": "confidential"}, 4, id="confidential government data"),
        pytest.param({"TR-05": "essential", "SC-11": "none"}, 4, id="essential and without an alternative"),
        pytest.param({"TR-05": "essential", "TR-06": "administrator"}, 4, id="essential and privileged"),
    ],
)
def test_the_triage_gives_the_exposure_tier(
    loaded: LoadedQuestionnaire, changed: dict[str, str | bool], tier: int
) -> None:
    assert evaluate(loaded, HARMLESS | changed, TODAY).outputs["exposure_tier"] == tier


def test_an_open_triage_gives_no_tier(loaded: LoadedQuestionnaire) -> None:
    """A missing answer must not read as harmless."""
    without = {name: value for name, value in HARMLESS.items() if name != "TR-06"}
    assert evaluate(loaded, without, TODAY).outputs["exposure_tier"] is U


def test_how_many_people_is_asked_only_of_personal_data(loaded: LoadedQuestionnaire) -> None:
    assert evaluate(loaded, {"TR-02": "none"}, TODAY).visible["TR-03"] is False
    assert evaluate(loaded, {"TR-02": "ordinary"}, TODAY).required["TR-03"] is True


def test_production_sites_are_asked_only_of_hardware(loaded: LoadedQuestionnaire) -> None:
    """Nothing is counted as possible in a factory that is not there."""
    assert [evaluate(loaded, {"SC-15": value}, TODAY).visible["SC-05"] for value in (True, False)] == [True, False]


def test_a_day_of_the_last_update_is_asked_only_where_one_was_promised(loaded: LoadedQuestionnaire) -> None:
    assert evaluate(loaded, {"SD-13": "shorter"}, TODAY).visible["SD-13A"] is True
    assert evaluate(loaded, {"SD-13": "no_promise"}, TODAY).visible["SD-13A"] is False
