"""The value of a question: what its answer could close, and how a question stands that is still open."""

from __future__ import annotations

from typing import Any

from ddq.assessment.model import Answer, AnswerState
from ddq.questionnaire.model import GroupFeed, Strength
from ddq.scoring.arithmetic import concern
from tests.scoring.conftest import Run, known_group, said, yes_no

FLOW = {"name": "Content", "data": ["content"], "country": "CN", "access": "clear", "keys": "vendor"}


def test_the_most_valuable_question_comes_first(run: Run) -> None:
    score = run(
        [yes_no("small", "minor"), yes_no("large", "severe"), yes_no("known", "severe")], {"known": said(True)}, tier=1
    )
    assert [(entry.question, entry.value) for entry in score.open_questions] == [
        ("large", concern(Strength.severe, 1)),
        ("small", concern(Strength.minor, 1)),
    ]


def test_a_gate_is_worth_what_it_could_make_disappear(run: Run) -> None:
    gate = {"id": "gate", "kind": "yes_no", "text": "Is there a product at the customer's?"}
    score = run(
        [gate, yes_no("one", "major", visible_if="gate"), yes_no("two", "major", visible_if="gate")], {}, tier=1
    )
    assert score.open_questions[0].question == "gate"
    assert score.open_questions[0].value == 2 * concern(Strength.major, 1)
    assert score.open_questions[0].indicators == ("i-one", "i-two")


def test_a_mitigation_is_worth_what_it_could_take_away(run: Run) -> None:
    """Not the width of the indicator, the rest of which other answers must close."""

    def mitigating(identifier: str, share: float) -> dict[str, Any]:
        entry = {"id": f"m-{identifier}", "title": "M", "reduces": {"i-a": share}, "presence": {"yes": 1, "no": 0}}
        return {"id": identifier, "kind": "yes_no", "text": "M?", "mitigations": [entry]}

    asked = [yes_no("a", "severe"), mitigating("m", 0.25), mitigating("n", 0.5)]
    values = {entry.question: entry.value for entry in run(asked, {"n": said(True)}, tier=1).open_questions}
    assert values["a"] == concern(Strength.severe, 0.5)
    assert values["m"] == concern(Strength.severe, 0.5) - concern(Strength.severe, 0.5 * 0.75)
    known = run(asked, {"a": said(True)}, tier=1)
    closed = run(asked, {"a": said(True), "m": said(True)}, tier=1)
    (found,) = [entry for entry in known.open_questions if entry.question == "m"]
    assert found.value == known.concern.hi - closed.concern.hi


def test_a_question_on_which_only_the_tier_rests_is_open_too(run: Run) -> None:
    (found,) = run([yes_no("q")], {"q": said(False)}).open_questions
    assert (found.question, found.value, found.state) == ("tier", 0, "unanswered")


def test_how_an_open_question_stands(run: Run) -> None:
    asked = [yes_no(name) for name in ("a", "b", "c", "d")]
    answers = {
        "b": said(True, "E"),
        "c": Answer(state=AnswerState.pending, reason="Asked on Monday"),
        "d": Answer(state=AnswerState.legally_barred, reason="A duty of secrecy", law="XX-1"),
    }
    score = run(asked, answers, tier=1)
    states = {entry.question: entry.state for entry in score.open_questions}
    assert states == {"a": "unanswered", "b": "no_basis", "c": "pending", "d": "legally_barred"}
    assert score.legally_barred == ("d",)
    assert [one.id for one in score.indicators if one.legally_barred] == ["i-d"]


def test_how_an_open_list_stands(run: Run) -> None:
    group = known_group(GroupFeed.flows)
    row = said(FLOW)
    gap = said({name: value for name, value in FLOW.items() if name != "access"})

    def state(**answers: Answer) -> list[str]:
        named = {name.replace("_", "/"): answer for name, answer in answers.items()}
        return [entry.state for entry in run([group], named, tier=1).open_questions]

    assert state() == ["unanswered"]
    assert state(flows_1=row) == ["not_complete"]
    assert state(flows_1=row, flows_complete=said(True)) == []
    assert state(flows_1=gap, flows_complete=said(True)) == ["with_gaps"]
