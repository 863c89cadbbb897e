"""An interview that takes over what is unchanged is the interview that is made from nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.assessment import record
from ddq.assessment.fold import apply
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, AnswerState, Assessment, Basis
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade
from tests.assessment.conftest import ANA

DAY = date(2026, 3, 1)
QUESTIONNAIRE = """\
ddq: questionnaire/1
id: each-on-others
version: 1.0.0
title: Each rests on others
sections:
  - id: only
    title: Only
    domain: Conduct
    questions:
      - {id: kind, kind: choice, text: Which?, choices: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C}]}
      - {id: limit, kind: integer, text: At most?}
      - {id: asked, kind: text, text: Asked of A alone., visible_if: kind == 'a'}
      - {id: needed, kind: text, text: Needed of B alone., required_if: kind == 'b'}
      - id: number
        kind: integer
        text: How many?
        visible_if: kind != 'c'
        check: [{must: number <= limit, message: More than the limit.}]
      - {id: twice, kind: computed, text: Twice, calc: number * 2}
      - id: holders
        kind: group
        text: Who?
        row_label: "{name}"
        complete: That is all.
        visible_if: kind != 'b'
        fields: [{id: name, kind: text, text: Name}]
"""
VALUES: dict[str, list[object]] = {
    "kind": ["a", "b", "c"],
    "limit": [1, 5],
    "asked": ["x"],
    "needed": ["y"],
    "number": [0, 3, 9],
    "holders/1": [{"name": "N"}, {"name": "M"}],
    "holders/complete": [True],
}


WORD = Basis(grade=Grade.D)
"""An answer without a basis reads as unknown, and nothing would hang on it."""


@pytest.fixture(scope="module")
def dependent(tmp_path_factory: pytest.TempPathFactory) -> LoadedQuestionnaire:
    """Questions that show, require, hide and contradict each other."""
    path: Path = tmp_path_factory.mktemp("questionnaire") / "each-on-others.yaml"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return load_questionnaire(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_taken_over_is_what_would_be_made_anew(
    dependent: LoadedQuestionnaire, blank: Assessment, data: st.DataObject
) -> None:
    """Over random answers, states, rows, flags and what is taken back: those that decide on others most often."""
    state, before = blank, Interview(dependent, blank, DAY)
    assert before.items
    subjects = st.sampled_from(["kind", "limit", *VALUES])
    deeds = st.sampled_from(["answer", "answer", "answer", "state", "back", "flag"])
    for _ in range(data.draw(st.integers(1, 12))):
        subject, deed = data.draw(subjects), data.draw(deeds)
        try:
            if deed == "answer":
                told = Answer(value=data.draw(st.sampled_from(VALUES[subject])), basis=WORD)
                event = record.answer(state, dependent, subject, told, ANA)
            elif deed == "state":
                told = Answer(state=AnswerState.unknown, reason="not told")
                event = record.answer(state, dependent, subject, told, ANA)
            elif deed == "back":
                event = record.take_back(state, subject, ANA)
            else:
                event = record.flag(state, dependent, subject, data.draw(st.sampled_from(["why", None])), ANA)
        except NotAccepted:
            continue
        state = apply(state, event)
        after = Interview(dependent, state, DAY, before=before)
        assert after.items == Interview(dependent, state, DAY).items
        before = after


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param({"kind": "a"}, ("kind", "b"), id="one is no longer asked, another is required now"),
        pytest.param({"kind": "c"}, ("kind", "b"), id="what is hidden is hidden by another answer"),
        pytest.param({"kind": "a", "limit": 5, "number": 3}, ("limit", 1), id="an answer fits no longer"),
        pytest.param({"kind": "a", "limit": 1, "number": 3}, ("limit", 5), id="an answer fits again"),
    ],
)
def test_what_hangs_on_the_answer_that_changed_is_made_anew(
    dependent: LoadedQuestionnaire, blank: Assessment, first: dict[str, object], then: tuple[str, object]
) -> None:
    """Each way in which a question changes though nothing was said to it."""
    state = blank
    for subject, value in first.items():
        state = apply(state, record.answer(state, dependent, subject, Answer(value=value, basis=WORD), ANA))
    before = Interview(dependent, state, DAY)
    items = before.items
    state = apply(state, record.answer(state, dependent, then[0], Answer(value=then[1], basis=WORD), ANA))
    after = Interview(dependent, state, DAY, before=before).items
    assert after == Interview(dependent, state, DAY).items
    assert any(after[name] != items[name] for name in items if name != then[0])
