"""One answer serves all questions of a concept, says whose it is, and is nowhere copied."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ddq.assessment import record
from ddq.assessment.fold import apply, fold
from ddq.assessment.interview import Interview
from ddq.assessment.items import Standing
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    QuestionnaireReference,
    Vendor,
    Verdict,
)
from ddq.assessment.next_event import Stamp
from ddq.assessment.readings import readings
from ddq.assessment.reviewing import review
from ddq.assessment.serving import served, serving
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade

TEXT = """\
ddq: questionnaire/1
id: q
version: 1.0.0
title: Q
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: one, kind: integer, text: Staff?, concept: staff}
      - {id: other, kind: integer, text: Other?}
      - {id: two, kind: integer, text: Staff again?, concept: staff, max: 100, required: true}
      - {id: three, kind: integer, text: Staff once more?, concept: staff}
"""
STAMP = Stamp(datetime(2026, 1, 1, tzinfo=UTC), "ann")
DAY = date(2026, 1, 2)


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedQuestionnaire:
    (tmp_path / "q.yaml").write_text(TEXT)
    return load_questionnaire(tmp_path / "q.yaml")


@pytest.fixture
def begun() -> Assessment:
    reference = QuestionnaireReference(id="q", version="1.0.0", digest="")
    beginning = Beginning(
        title="T", vendor=Vendor(name="V"), engagement=Engagement(profile="p"), questionnaire=reference
    )
    return fold([record.begin("a-1", beginning, STAMP)])


def answered(assessment: Assessment, loaded: LoadedQuestionnaire, subject: str, value: int) -> Assessment:
    given = Answer(value=value, basis=Basis(grade=Grade.B))
    return apply(assessment, record.answer(assessment, loaded, subject, given, STAMP))


def test_an_answer_serves_the_others_with_its_basis_and_says_whose_it_is(
    begun: Assessment, loaded: LoadedQuestionnaire
) -> None:
    seen = served(answered(begun, loaded, "two", 40), loaded)
    assert {name: answer.served_by for name, answer in seen.answers.items()} == {
        "two": None,
        "one": "two",
        "three": "two",
    }
    assert seen.answers["one"].basis.grade is Grade.B
    assert readings(seen, loaded, DAY)["three"] == 40
    assert Interview(loaded, seen, DAY).items["one"].standing is Standing.needs_evidence
    assert seen.answered_by["one"] == "ann"


def test_a_questions_own_answer_comes_first_and_the_first_answered_serves(
    begun: Assessment, loaded: LoadedQuestionnaire
) -> None:
    both = answered(answered(begun, loaded, "three", 7), loaded, "one", 5)
    assert serving(both, loaded) == {"two": "one"}
    assert readings(served(both, loaded), loaded, DAY)["three"] == 7


def test_an_answer_that_a_question_does_not_accept_does_not_serve_it(
    begun: Assessment, loaded: LoadedQuestionnaire
) -> None:
    assert serving(answered(begun, loaded, "one", 500), loaded) == {"three": "one"}


def test_what_nobody_knows_is_known_for_all(begun: Assessment, loaded: LoadedQuestionnaire) -> None:
    given = Answer(state=AnswerState.refused, reason="by letter")
    refused = apply(begun, record.answer(begun, loaded, "one", given, STAMP))
    assert served(refused, loaded).answers["two"].state is AnswerState.refused


def test_a_verdict_holds_where_the_answer_serves(begun: Assessment, loaded: LoadedQuestionnaire) -> None:
    one = answered(begun, loaded, "one", 4)
    seen = served(apply(one, review(one, loaded, "one", Verdict(verdict="reviewed"), STAMP)), loaded)
    assert seen.verdicts["two"].verdict == "reviewed"


def test_a_served_answer_that_is_given_again_is_the_questions_own(
    begun: Assessment, loaded: LoadedQuestionnaire
) -> None:
    one = answered(begun, loaded, "one", 4)
    event = record.answer(one, loaded, "two", served(one, loaded).answers["two"], STAMP)
    assert served(apply(one, event), loaded).answers["two"].served_by is None


def test_without_concepts_nothing_is_done(begun: Assessment, loaded: LoadedQuestionnaire) -> None:
    other = answered(begun, loaded, "other", 4)
    assert served(other, loaded) is other
