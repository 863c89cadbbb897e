"""Shipped cases: sourced, dated, nothing later than their day, and answered through the interview's own checks."""

from functools import cache
from pathlib import Path

import pytest

from ddq.assessment.case import Case, WrittenAnswer, WrittenEntry
from ddq.assessment.entering import enter_case, load_case
from ddq.assessment.fold import fold
from ddq.assessment.model import AnswerState
from ddq.questionnaire.load import LoadedQuestionnaire, load_questionnaire
from ddq.questionnaire.model import Grade, GroupQuestion, Question
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.profiles import check_profile
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
CASES = sorted((FOLDER / "cases").glob("*.yaml"))


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def case(path: Path) -> Case:
    return load_case(path).content


@pytest.fixture
def loaded(case: Case) -> LoadedQuestionnaire:
    return _questionnaire(case.questionnaire)


@cache
def _questionnaire(name: str) -> LoadedQuestionnaire:
    """Loaded once for all the cases."""
    return load_questionnaire(FOLDER / f"{name}.yaml")


def _given(case: Case) -> dict[str, WrittenAnswer]:
    """What is answered, by subject, rows and declarations apart from their group."""
    given: dict[str, WrittenAnswer] = {}
    for name, written in case.answers.items():
        assert isinstance(written, WrittenEntry), f"{name} gives a bare value, without a basis"
        parts = {f"{name}/{row}": answer for row, answer in (written.rows or {}).items()}
        if written.complete is not None:
            parts[f"{name}/complete"] = written.complete
        given |= parts or {name: written}
    return given


def _answered(case: Case) -> set[str]:
    """The questions that have an answer, a group by any of its rows."""
    given = _given(case).items()
    return {subject.partition("/")[0] for subject, answer in given if answer.state is AnswerState.answered}


def _scored(question: Question) -> bool:
    if isinstance(question, GroupQuestion) and question.feeds_engine is not None:
        return True
    return bool(
        getattr(question, "risk", None) or getattr(question, "feeds", ()) or getattr(question, "mitigations", ())
    )


def test_the_case_is_entered_by_the_rules_of_the_interview(path: Path, case: Case, loaded: LoadedQuestionnaire) -> None:
    events = enter_case(load_case(path), loaded, "a-case")
    assessment = fold(events)
    assert set(_given(case)) == set(assessment.answers)
    assert {event.by for event in events} == {case.by}


def test_only_what_has_a_value_has_a_grade(path: Path, loaded: LoadedQuestionnaire) -> None:
    """That something is not known is nobody's word, whatever sources say that it is not."""
    answers = fold(enter_case(load_case(path), loaded, "case")).answers
    without = [answer for answer in answers.values() if answer.state is not AnswerState.answered]
    assert without
    assert {answer.basis.grade for answer in without} == {Grade.E}


def test_nothing_is_later_than_the_day_of_the_case(case: Case) -> None:
    """A fact that nobody could know then would make the example look wiser than any buyer was."""
    assert all(source.dated is not None and source.dated <= case.as_of for source in case.sources.values())
    assert case.at.date() == case.as_of


def test_every_answer_has_grade_dated_source_and_confidence(case: Case) -> None:
    for subject, answer in _given(case).items():
        if answer.state is AnswerState.answered:
            assert answer.grade is not None, subject
            assert answer.confidence is not None, subject
            assert answer.sources, subject
        else:
            assert answer.reason, subject


def test_enough_of_the_scored_questions_are_answered(case: Case, loaded: LoadedQuestionnaire) -> None:
    """More than half; what no source of the day tells stays unknown."""
    scored = {name for name, question in loaded.questions.items() if _scored(question)}
    assert len(scored & _answered(case)) >= 24


def test_an_allegation_never_stands_without_the_word_of_the_vendor(case: Case) -> None:
    for subject, answer in _given(case).items():
        if answer.allegation:
            assert answer.vendor_position is not None, subject


def test_every_source_is_used(case: Case) -> None:
    used = {key for answer in _given(case).values() for key in answer.sources}
    used |= {answer.vendor_position.source for answer in _given(case).values() if answer.vendor_position}
    assert used == set(case.sources)


def test_the_profile_of_the_case_is_right(case: Case) -> None:
    registers = load_registers(shipped_registers())
    assert check_profile(FOLDER / "profiles" / f"{case.profile}.yaml", registers) == ()
