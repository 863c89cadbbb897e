"""The plan end to end: what is offered, what it leaves, and that it holds while gates are open."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.scoring.model import OutcomeKind, Score
from tests.scoring.conftest import Run, said, yes_no


def remedy(identifier: str, effort: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": f"Do {identifier}",
        "who": "vendor",
        "effort": effort,
        "done": 0,
        "grade": "A",
        **more,
    }


def planned(score: Score) -> list[str]:
    assert score.plan is not None
    return [one.id for one in score.plan.remedies]


def test_the_cheapest_set_is_planned_and_told_as_conditions(run: Run) -> None:
    asked = [
        yes_no("a", "severe", remedies=[remedy("dear", 5), remedy("cheap", 2, done=0.1)]),
        yes_no("b", "major", remedies=[remedy("other", 1)]),
    ]
    score = run(asked, {"a": said(True), "b": said(True)}, tier=3)
    assert score.outcome is OutcomeKind.proceed_with_conditions
    assert planned(score) == ["cheap"]
    assert score.headline == (
        "Proceed with conditions: 1 condition would bring trust to at least 75.2; significant exposure (tier 3) "
        "requires 60."
    )
    assert score.outcome_because[1] == "Condition for vendor: Do cheap"


def test_one_remedy_of_several_indicators_is_one_condition(run: Run) -> None:
    both = remedy("both", 3)
    asked = [
        yes_no("a", "major", remedies=[both, remedy("only-a", 2)]),
        yes_no("b", "major", remedies=[both, remedy("only-b", 2)]),
    ]
    score = run(asked, {"a": said(True), "b": said(True)}, tier=4)
    assert planned(run(asked, {"a": said(True), "b": said(True)}, tier=4)) == ["only-a"]
    assert score.plan is not None
    severe = [{**one, "risk": {**one["risk"], "strength": "severe"}} for one in asked]
    together = run(severe, {"a": said(True), "b": said(True)}, tier=4)
    assert planned(together) == ["both"]
    assert together.plan is not None
    assert together.plan.effort == 3


def test_what_excludes_each_other_is_never_planned_together(run: Run) -> None:
    asked = [
        yes_no("a", "severe", remedies=[remedy("x", excludes=["y"])]),
        yes_no("b", "severe", remedies=[remedy("y")]),
    ]
    score = run(asked, {"a": said(True), "b": said(True)}, tier=2)
    assert planned(score) in (["x"], ["y"])
    assert score.all_remedies.hi == pytest.approx(40)
    assert run(asked, {"a": said(True), "b": said(True)}, tier=3).outcome is OutcomeKind.do_not_proceed


def test_what_nobody_can_do_is_shown_and_never_planned(run: Run) -> None:
    asked = [yes_no("a", "severe", remedies=[remedy("wish", who="nobody")])]
    score = run(asked, {"a": said(True)}, tier=3)
    assert score.outcome is OutcomeKind.do_not_proceed
    assert [one.id for one in score.indicators[0].remedies] == ["wish"]


def test_history_stays_by_half_and_a_test_of_a_lower_grade_leaves_more(run: Run) -> None:
    asked = [yes_no("past", "severe", remedies=[remedy("apology")])]
    asked[0]["risk"]["history"] = True
    (option,) = run(asked, {"past": said(True)}, tier=1).indicators[0].remedies
    assert option.done == (0.5, 0.5)
    (option,) = run([yes_no("a", remedies=[remedy("r", grade="D")])], {"a": said(True)}).indicators[0].remedies
    assert option.done == (0.0, pytest.approx(0.1))


def test_remedies_can_stand_in_for_answers_but_assume_none(run: Run) -> None:
    """A thing that nobody knows can still be bound by a condition; the upper end then needs no answer."""
    asked = [yes_no("a", "severe", remedies=[remedy("r")]), yes_no("b", "minor")]
    score = run(asked, {"b": said(False)}, tier=4)
    assert score.outcome is OutcomeKind.proceed_with_conditions
    assert score.all_remedies == (100.0, 100.0)


def test_a_plan_holds_whatever_the_open_gates_turn_out_to_say(run: Run) -> None:
    gate = {"id": "gate", "kind": "yes_no", "text": "Which way?"}
    asked = [
        gate,
        yes_no("known", "minor"),
        yes_no("left", "severe", visible_if="gate", remedies=[remedy("l", 1)]),
        yes_no("right", "severe", visible_if="not gate", remedies=[remedy("r", 3)]),
    ]
    score = run(asked, {"known": said(False)}, tier=3)
    assert score.exact
    assert planned(score) == ["l", "r"]
    assert score.plan is not None
    assert score.plan.reaches
    for value in (True, False):
        decided = run(asked, {"known": said(False), "gate": said(value)}, tier=3)
        assert set(planned(decided)) <= {"l", "r"}


def excluding(tier: int, run: Run, **more: Any) -> Score:
    """Two branches, of which either remedy cures one, and the remedies exclude each other."""
    asked = [
        {"id": "gate", "kind": "yes_no", "text": "Which way?"},
        yes_no("left", "severe", visible_if="gate", remedies=[remedy("l", excludes=["r"])]),
        yes_no("right", "severe", visible_if="not gate", remedies=[remedy("r", excludes=["l"])]),
        yes_no("minor", "minor"),
    ]
    answers = {"left": said(True), "right": said(True), "minor": said(True), **more}
    return run(asked, answers, tier=tier)


def test_remedies_that_exclude_each_other_are_never_both_planned_or_counted_on(run: Run) -> None:
    """Whichever is chosen, the other branch may turn out to be the one that applies."""
    score = excluding(4, run)
    assert score.plan is None
    assert score.all_remedies == (pytest.approx(39.2), pytest.approx(98))
    assert score.outcome is OutcomeKind.defer
    decided = excluding(4, run, gate=said(True))
    assert decided.outcome is OutcomeKind.proceed_with_conditions
    assert planned(decided) == ["l"]


def test_what_remains_with_every_remedy_leaves_out_what_excludes_another(run: Run) -> None:
    asked = [
        yes_no("a", "severe", origin="control", remedies=[remedy("ra", done=0.1, excludes=["rb"])]),
        yes_no("b", "severe", remedies=[remedy("rb", done=0, excludes=["ra"])]),
    ]
    score = run(asked, {"a": said(True), "b": said(True)}, tier=4)
    assert score.outcome is OutcomeKind.do_not_proceed
    assert "100 % from who owns or commands it" in score.outcome_because[0]


def test_what_single_branches_need_is_planned_together_and_nothing_more(run: Run) -> None:
    gate = {"id": "gate", "kind": "yes_no", "text": "Which way?"}
    asked = [
        gate,
        yes_no("left", "severe", visible_if="gate", remedies=[remedy("l", 1), remedy("other", 5)]),
        yes_no("right", "severe", visible_if="not gate", remedies=[remedy("r", 3)]),
        yes_no("known", "minor", remedies=[remedy("needless", 1)]),
    ]
    assert planned(run(asked, {"known": said(True)}, tier=3)) == ["l", "r"]


def test_open_questions_decide_where_neither_trust_nor_remedies_reach(run: Run) -> None:
    score = run([yes_no("a", "severe"), yes_no("b", "minor")], {"b": said(False)}, tier=3)
    assert score.outcome is OutcomeKind.defer
    assert score.headline == (
        "Defer: trust is 40.0 to 100.0, significant exposure (tier 3) requires 60, and 1 open question could decide."
    )
    assert score.outcome_because == ("Good answers alone could be enough.",)
