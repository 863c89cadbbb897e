"""Every figure can be followed down to the answers, laws and listings that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import given, settings

from ddq.assessment.model import Answer, AnswerState
from ddq.questionnaire.model import GroupFeed
from ddq.scoring.model import Because
from tests.property.worlds import World, right, worlds
from tests.scoring.conftest import Run, known_group, said, yes_no


def leaves(because: Iterable[Because]) -> Iterator[Because]:
    for step in because:
        yield step
        yield from leaves(step.children)


@given(world=worlds())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_counts_is_explained_by_answers_that_exist(world: World) -> None:
    score = right(world)
    for one in score.indicators:
        if one.applicable:
            assert one.because, one.id
        for step in leaves(one.because):
            assert step.question is None or step.question in world.loaded.questions
            assert step.row is None or f"{step.question}/{step.row}" in world.answers
            assert step.text


def test_an_answer_is_told_with_its_words_and_its_grade(run: Run) -> None:
    (indicator,) = run([yes_no("veto", "severe")], {"veto": said(True, "C")}, tier=1).indicators
    (step,) = indicator.because
    assert step.text == "“Is it veto?” is answered “yes” (evidence grade C): presence 1."
    assert step.question == "veto"


def test_what_is_not_answered_says_why(run: Run) -> None:
    refused = Answer(state=AnswerState.refused, reason="No")
    (indicator,) = run([yes_no("veto", "severe")], {"veto": refused}, tier=1).indicators
    assert indicator.because[0].text == (
        "“Is it veto?” was asked, and the vendor declined to answer: presence anywhere from 0.5 to 1."
    )


def test_a_rule_names_the_answers_that_it_was_found_from(run: Run) -> None:
    rule = {
        "indicator": "both",
        "title": "Both",
        "strength": "major",
        "origin": "control",
        "presence": "1 if one and two else 0",
    }
    score = run([yes_no("one", "minor"), yes_no("two", "minor")], {"one": said(True), "two": said(True)}, rules=[rule])
    both = next(one for one in score.indicators if one.id == "both")
    assert both.because[0].text == "Found from 2 answers: presence 1."
    assert [child.question for child in both.because[0].children] == ["one", "two"]


def test_a_law_indicator_leads_to_the_features_and_the_laws_that_give_them(run: Run) -> None:
    row = {"name": "Content", "data": ["content"], "country": "CN", "access": "clear", "keys": "vendor"}
    score = run([known_group(GroupFeed.flows)], {"flows/1": said(row), "flows/complete": said(True)}, tier=1)
    law = next(one for one in score.indicators if one.id == "law:CN")
    steps = list(leaves(law.because))
    assert law.references
    assert set(law.references) <= {step.law for step in steps}
    assert any("Effective remedies: concern 1" in step.text for step in steps)
    assert any("Prior independent authorisation: no" in step.text for step in steps)
