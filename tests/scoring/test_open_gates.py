"""Where it is open what applies: the outer interval, the exact one, and brute force over what the gates could say."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from ddq.assessment.model import Answer, AnswerState
from ddq.scoring.model import Interval, OutcomeKind
from tests.scoring.conftest import Run, said, yes_no

EXCLUSIVE = [
    {"id": "gate", "kind": "yes_no", "text": "Which way?"},
    yes_no("left", "severe", visible_if="gate"),
    yes_no("right", "severe", visible_if="not gate"),
]


def test_questions_that_exclude_each_other_are_not_both_counted(run: Run) -> None:
    outer, exact = run(EXCLUSIVE, {}, refine=False), run(EXCLUSIVE, {})
    assert not outer.exact
    assert exact.exact
    assert outer.trust.lo == pytest.approx(16)
    assert exact.trust.lo == pytest.approx(40)


def test_the_attribution_comes_from_the_combination_with_the_least_concern(run: Run) -> None:
    answers = {"left": said(True), "right": said(False)}
    score = run(EXCLUSIVE, answers)
    # Answers behind an open gate do not count as known: the least is that neither applies with a concern.
    assert sum(share.concern for share in score.attribution) == score.concern.hi
    assert score.concern.lo == 0
    assert score.trust.lo == pytest.approx(40)


def gates(count: int) -> list[dict[str, Any]]:
    """Three-way gates, each before a question."""
    made: list[dict[str, Any]] = []
    for number in range(count):
        choices = [{"code": code, "label": code} for code in "abc"]
        made.append({"id": f"g{number}", "kind": "choice", "text": "Which?", "choices": choices})
        made.append(yes_no(f"q{number}", "major", visible_if=f"g{number} == 'a'"))
    return made


def test_81_combinations_are_enumerated_and_more_are_not(run: Run) -> None:
    assert run(gates(4), {}).exact
    assert not run(gates(5), {}).exact
    assert run(gates(5), {"g0": said("a")}).exact


def number(kind: str = "percent") -> dict[str, Any]:
    return {"id": "n", "kind": kind, "text": "How much?"}


def test_a_number_is_split_where_conditions_split_it(run: Run) -> None:
    for kind in ("integer", "decimal", "percent"):
        asked = [number(kind), yes_no("a", "severe", visible_if="n > 50"), yes_no("b", "severe", visible_if="n <= 50")]
        found = run(asked, {"a": said(True), "b": said(True)})
        assert found.exact
        assert found.trust == Interval(pytest.approx(40), pytest.approx(40))


def test_a_number_that_is_computed_with_is_not_split(run: Run) -> None:
    """Its sides would not tell what the expression makes of each number."""
    risk = {"indicator": "n", "title": "N", "strength": "major", "origin": "conduct", "presence": "n / 100"}
    asked = [{**number(), "risk": risk}, yes_no("q", visible_if="n > 50")]
    assert not run(asked, {}).exact
    assert run(asked, {"n": said("30")}).exact


def test_several_choices_are_tried_in_every_set(run: Run) -> None:
    choices = [{"code": code, "label": code} for code in "abc"]
    asked = [
        {"id": "g", "kind": "choices", "text": "Which?", "choices": choices},
        yes_no("both", "severe", visible_if="'a' in g and 'b' in g"),
        yes_no("neither", "severe", visible_if="not ('a' in g or 'b' in g)"),
    ]
    found = run(asked, {})
    assert found.exact
    assert found.trust.lo == pytest.approx(40)


def test_one_gate_that_cannot_be_tried_out_leaves_the_others_to_be(run: Run) -> None:
    asked = [
        *EXCLUSIVE,
        {"id": "c", "kind": "country", "text": "Where?"},
        yes_no("here", "major", visible_if="c in EU"),
        yes_no("there", "major", visible_if="not (c in EU)"),
    ]
    found = run(asked, {})
    assert not found.exact
    assert found.trust.lo == pytest.approx(40 * 0.8 * 0.8)


def test_the_sums_of_domains_and_origins_are_hulls_too(run: Run) -> None:
    score = run(EXCLUSIVE, {"left": said(True), "right": said(True)})
    assert [domain.trust for domain in score.domains] == [score.trust]
    assert [origin.trust for origin in score.origins if origin.indicators] == [score.trust]
    behind = run([yes_no("a"), yes_no("b", visible_if="a")], {"b": said(False)})
    (found,) = [one for one in behind.indicators if one.id == "i-b"]
    assert found.presence == Interval(0.0, 0.0)
    assert found.because[0].text.endswith("presence 0.")


def test_the_exact_interval_is_what_brute_force_finds(run: Run) -> None:
    """Gates within gates: every way of answering everything stays within, and the ends are reached."""
    asked = [
        yes_no("a", "moderate"),
        yes_no("b", "major", visible_if="a"),
        yes_no("c", "severe", visible_if="not a or b"),
        yes_no("d", "major", visible_if="a and not b"),
    ]
    found = run(asked, {})
    assert found.exact
    trusts = [
        run(asked, dict(zip("abcd", map(said, values), strict=True))).trust
        for values in product((True, False), repeat=4)
    ]
    assert found.trust.hi == max(trust.hi for trust in trusts)
    assert found.trust.lo <= min(trust.lo for trust in trusts)
    worst_on_the_vendors_word = [
        run(asked, {name: said(value, "D") for name, value in zip("abcd", values, strict=True)}).trust.lo
        for values in product((True, False), repeat=4)
    ]
    assert found.trust.lo <= min(worst_on_the_vendors_word) == pytest.approx(found.trust.lo, rel=0.2)


def test_an_answer_behind_an_open_gate_is_not_assumed_away(run: Run) -> None:
    asked = [
        yes_no("q0", "moderate"),
        yes_no("q1", "severe", visible_if="q0"),
        yes_no("q2", "severe", visible_if="q1"),
    ]
    found = run(asked, {"q1": said(False)}, tier=2)
    assert found.exact
    completed = [run(asked, {"q0": said(value, "D"), "q1": said(False)}, tier=2).trust for value in (True, False)]
    assert found.trust == Interval(min(one.lo for one in completed), max(one.hi for one in completed))


def test_a_tier_behind_an_open_gate_is_not_assumed_away_either(run: Run) -> None:
    choices = [{"code": code, "label": code} for code in "1234"]
    asked = [
        {"id": "gate", "kind": "yes_no", "text": "Does it matter?"},
        {"id": "stake", "kind": "choice", "text": "How much?", "choices": choices, "visible_if": "gate"},
        yes_no("q"),
    ]
    outputs = {"exposure_tier": "2 if stake == '2' else 3 if stake == '3' else 4 if stake == '4' else 1"}
    assert run(asked, {"stake": said("2")}, outputs=outputs).tier == 2


def test_a_score_is_rated_where_every_combination_of_the_gates_is(run: Run) -> None:
    answers = {"left": said(True), "right": said(True)}
    score = run(EXCLUSIVE, answers, tier=4)
    assert score.trust == Interval(pytest.approx(40), pytest.approx(40))
    assert score.outcome is OutcomeKind.do_not_proceed
    assert run(EXCLUSIVE, {"left": said(True)}, tier=4).outcome is OutcomeKind.not_rated


def test_a_refused_gate_is_taken_to_have_an_answer_of_the_worse_half_and_never_helps(run: Run) -> None:
    asked = [
        yes_no("gate", "minor"),
        yes_no("harmless", "minor", visible_if="gate"),
        yes_no("q", "severe", visible_if="not gate"),
    ]
    refused = Answer(state=AnswerState.refused, reason="We do not say")
    found, open_ = run(asked, {"gate": refused}).trust, run(asked, {}).trust
    # At best it is the other answer, which the refusal hides, and nothing that it brings up.
    assert found.hi == pytest.approx(98)
    assert open_.hi == pytest.approx(100)
    # The harmless answer brings up the severe question: refusing makes that neither impossible nor worse than it is.
    assert open_.lo == pytest.approx(40 * (1 - 0.02 * 0.1))
    assert found.lo == open_.lo


def test_where_every_answer_to_a_refused_gate_is_the_better_half_of_something_all_of_them_count(run: Run) -> None:
    """No answer can be what the refusal asks for, and the interval stays an interval."""
    other = yes_no("other", "minor", visible_if="gate")
    gate = {"id": "gate", "kind": "yes_no", "text": "Which way?"}
    feeds = [
        {"indicator": "i-one", "presence": {"yes": 1, "no": 0}},
        {"indicator": "i-two", "presence": {"yes": 0, "no": 1}},
    ]
    asked = [yes_no("one", "severe"), yes_no("two", "severe"), {**gate, "feeds": feeds}, other]
    answers = {"one": said(False), "two": said(False), "other": said(False)}
    refused = Answer(state=AnswerState.refused, reason="We do not say")
    found, open_ = run(asked, {**answers, "gate": refused}).trust, run(asked, answers).trust
    assert found.lo == open_.lo
    assert found.lo <= found.hi <= open_.hi
