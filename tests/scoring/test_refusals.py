"""A refusal reads as the worse half of what is possible: of an answer, of a list, and through an expression."""

from __future__ import annotations

from typing import Any

from ddq.assessment.model import Answer, AnswerState
from ddq.questionnaire.model import GroupFeed
from ddq.scoring.model import Interval, Score
from tests.scoring.conftest import Run, known_group, said, yes_no

REFUSED = Answer(state=AnswerState.refused, reason="We do not say")
PENDING = Answer(state=AnswerState.pending, reason="Asked on Monday")
UNLISTED = {"indicator": "unlisted", "title": "Holders not listed", "strength": "severe", "origin": "control"}
HOLDER = {"name": "A", "country": "FR", "holder_kind": "company", "votes": "10", "control": "none"}
WORSE_HALF, EVERYTHING = Interval(0.5, 1.0), Interval(0.0, 1.0)


def rule(presence: str) -> list[dict[str, Any]]:
    return [{"indicator": "rule", "title": "A rule", "strength": "severe", "origin": "control", "presence": presence}]


def presence(score: Score, identifier: str) -> Interval:
    return next(one.presence for one in score.indicators if one.id == identifier)


def test_a_list_is_refused_as_a_whole(run: Run) -> None:
    asked = [known_group(GroupFeed.holders, unlisted=UNLISTED)]
    rules = rule("1 if any(r.holder_kind == 'state' for r in holders) else 0")
    score = run(asked, {"holders": REFUSED}, tier=2, rules=rules)
    assert presence(score, "unlisted") == presence(score, "rule") == WORSE_HALF
    assert [entry.state for entry in score.open_questions] == ["refused"]
    for answers in ({}, {"holders": PENDING}):
        score = run(asked, answers, tier=2, rules=rules)
        assert presence(score, "unlisted") == presence(score, "rule") == EVERYTHING


def test_the_rest_of_a_list_is_refused(run: Run) -> None:
    """The rows that are given stand; what they leave open is the worse half."""
    group = known_group(GroupFeed.holders, unlisted=UNLISTED)
    group["fields"].append(yes_no("bad", "severe"))
    given = {"holders/1": said({**HOLDER, "bad": False})}
    for refusal in ({"holders": REFUSED}, {"holders/complete": REFUSED}):
        score = run([group], {**given, **refusal}, tier=2)
        assert presence(score, "unlisted") == presence(score, "i-bad") == WORSE_HALF
    score = run([group], {**given, "holders": REFUSED, "holders/complete": said(True)}, tier=2)
    assert presence(score, "unlisted") == presence(score, "i-bad") == Interval(0.0, 0.0)


def test_a_rule_is_refused_where_all_that_is_open_of_it_was(run: Run) -> None:
    asked = [{"id": name, "kind": "yes_no", "text": f"{name}?"} for name in "ab"]

    def found(**answers: Answer) -> Interval:
        return presence(run(asked, answers, tier=2, rules=rule("1 if a and b else 0")), "rule")

    assert found(a=REFUSED, b=said(True)) == found(a=REFUSED, b=REFUSED) == WORSE_HALF
    assert found(a=REFUSED) == found(a=REFUSED, b=PENDING) == EVERYTHING
    assert found(a=REFUSED, b=said(False)) == Interval(0.0, 0.0)


def test_a_rule_over_a_computed_question_looks_through_it(run: Run) -> None:
    asked = [
        {"id": "n", "kind": "integer", "text": "How many?"},
        {"id": "double", "kind": "computed", "text": "Twice", "calc": "n * 2"},
    ]
    score = run(asked, {"n": REFUSED}, tier=2, rules=rule("1 if double > 4 else 0"))
    assert presence(score, "rule") == WORSE_HALF
