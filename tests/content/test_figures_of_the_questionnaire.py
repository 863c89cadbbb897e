"""What the shipped questionnaire makes of plain vendors: all favourable on each evidence grade, and all unfavourable.

The figures are properties of the strengths together: a change of one strength that spoils them shows here.
"""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import JsonValue

from ddq.assessment.model import Answer, Assessment, Basis, Engagement, QuestionnaireReference, Source, Vendor
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade, GroupQuestion, Question, YesNoQuestion
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import Profile
from ddq.registers.profiles import load_profile
from ddq.registers.reading import Reading
from ddq.scoring.method import score
from ddq.scoring.model import OutcomeKind, Score
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
DAY = date(2026, 6, 30)
HOME = "DE"
"""The home of the profile, whose law scores nothing, so that the figures are those of the answers alone."""

BY_EXPRESSION: dict[str, tuple[JsonValue, JsonValue]] = {
    "OC-08": ("0", "60"),
    "OC-12": ("0", "60"),
    "GS-05": ("0", "60"),
    "GS-07": ("0", "60"),
    "CT-07": (["bribery", "sanctions", "export"], []),
    "DA-03": (["just_in_time", "four_eyes", "recording"], []),
}
"""The best and the worst answer to questions whose presence is an expression."""

ROLES = ("contracting_entity", "place_of_management", "ultimate_parent")
BEST_ROWS: dict[str, list[dict[str, JsonValue]]] = {
    "OC-02": [{"name": role, "role": role, "country": HOME} for role in ROLES]
}
ACT = {
    "name": "Act",
    "state": "XX",
    "authority": "Authority",
    "citation": "Act 1",
    "scope": "all",
    "start": "2024-01-01",
    "ground_kind": "security_or_data",
}
WORST_ROWS: dict[str, list[dict[str, JsonValue]]] = {
    "OC-02": [{"name": "Seat", "role": "contracting_entity", "country": HOME}],
    "OC-03": [
        {"name": "State", "holder_kind": "state", "country": HOME, "votes": "1", "control": "majority"},
        {"name": "Share", "holder_kind": "state", "country": HOME, "votes": "1", "control": "golden_share"},
        {"name": "Person", "holder_kind": "person", "country": HOME, "votes": "60", "control": "none"},
    ],
    "DF-01": [{"name": "Flow", "country": HOME, "access": "clear", "mechanism": "none"}],
    "GL-02": [
        {**ACT, "kind": "prohibition", "status": "in_force", "target": "vendor"},
        {**ACT, "kind": "prohibition", "status": "in_force", "target": "affiliate"},
        {**ACT, "kind": "warning", "status": "in_force", "target": "vendor"},
    ],
    "SC-06": [{"component": "Chipset", "maker": "Maker", "listed": "in_force", "replaceable": False}],
    "CT-04": [{"what": "Breach", "day": "2025-01-01", "cause": "still_there"}],
}
TRIAGE: dict[str, JsonValue] = {
    "TR-01": "confidential",
    "TR-02": "ordinary",
    "TR-03": "over_100000",
    "DF-12": True,
    "TR-05": "essential",
    "TR-06": "administrator",
    "SC-11": "none",
}
HARDWARE: dict[str, JsonValue] = {"SC-15": True}
"""With hardware every scored question applies."""


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return load_questionnaire(FOLDER / "vendor-due-diligence.yaml")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_registers(shipped_registers()).read(DAY)


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile(FOLDER / "profiles" / "de-authority.yaml")


def extreme(question: Question, *, worst: bool) -> JsonValue:
    """The answer to a scored question that gives the largest or the smallest presence."""
    if question.id in BY_EXPRESSION:
        return BY_EXPRESSION[question.id][worst]
    (block,) = (block for block in (question.risk, *question.feeds) if block)
    assert isinstance(block.presence, dict), f"{question.id}: give its best and its worst answer above"
    choose = max if worst else min
    code = choose(block.presence, key=block.presence.__getitem__)
    return code == "yes" if isinstance(question, YesNoQuestion) else code


def answered(loaded: LoadedQuestionnaire, grade: Grade, *, worst: bool) -> Assessment:
    """An assessment in which every scored question has its best answer, or its worst, on the same grade."""
    basis = Basis(grade=grade, sources=(Source(title="Evidence", dated=DAY),))
    rows = WORST_ROWS if worst else BEST_ROWS
    answers = {name: Answer(value=value, basis=basis) for name, value in (TRIAGE | HARDWARE).items()}
    for question in loaded.questionnaire.questions():
        if isinstance(question, GroupQuestion):
            for number, row in enumerate(rows.get(question.id, [])):
                answers[f"{question.id}/row-{number}"] = Answer(value=row, basis=basis)
            answers[f"{question.id}/complete"] = Answer(value=True, basis=basis)
        elif question.risk or question.feeds:
            answers[question.id] = Answer(value=extreme(question, worst=worst), basis=basis)
    questionnaire = loaded.questionnaire
    return Assessment(
        id="plain",
        title="A plain vendor",
        vendor=Vendor(name="Vendor"),
        engagement=Engagement(profile="de-authority"),
        questionnaire=QuestionnaireReference(id=questionnaire.id, version=questionnaire.version, digest=loaded.digest),
        answers=answers,
    )


def scored(loaded: LoadedQuestionnaire, reading: Reading, profile: Profile, grade: Grade, *, worst: bool) -> Score:
    return score(answered(loaded, grade, worst=worst), loaded, reading, profile, DAY)


@pytest.mark.parametrize(
    ("grade", "least", "most"),
    [
        pytest.param(Grade.A, 100, 100, id="checked documents carry everything"),
        pytest.param(Grade.B, 87, 95, id="independent reports carry a critical purchase"),
        pytest.param(Grade.C, 65, 80, id="the vendor's documents carry a significant purchase"),
        pytest.param(Grade.D, 25, 45, id="the vendor's word carries a minimal purchase only"),
    ],
)
def test_what_favourable_answers_are_worth_on_each_grade(
    loaded: LoadedQuestionnaire, reading: Reading, profile: Profile, grade: Grade, least: int, most: int
) -> None:
    trust = scored(loaded, reading, profile, grade, worst=False).trust
    assert least <= trust.lo <= most
    assert trust.hi == 100


def test_everything_present_leaves_next_to_nothing(
    loaded: LoadedQuestionnaire, reading: Reading, profile: Profile
) -> None:
    found = scored(loaded, reading, profile, Grade.A, worst=True)
    assert found.trust.hi < 1
    assert found.outcome is OutcomeKind.do_not_proceed


def test_every_indicator_can_be_fully_present(loaded: LoadedQuestionnaire, reading: Reading, profile: Profile) -> None:
    """A strength that no answer can reach would be a threat without teeth."""
    found = scored(loaded, reading, profile, Grade.A, worst=True)
    short = {
        indicator.id
        for indicator in found.indicators
        if indicator.origin != "law" and indicator.inherent.lo < 1 and not indicator.id.startswith("unlisted-")
    }
    assert short == set()
