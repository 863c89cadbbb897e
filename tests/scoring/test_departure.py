"""How a decision stands to what the method says, for every outcome and every decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ddq.assessment.decision import Decision, Departure, Direction, RestsOn, Verb
from ddq.questionnaire.model import GroupFeed
from ddq.scoring.departure import (
    departure,
    departure_sentence,
    missing_remedies,
    plan_remedies,
    proposed_conditions,
    suggested,
)
from ddq.scoring.model import OutcomeKind, Score
from ddq.sentence import Said
from tests.scoring.conftest import Run, known_group, said, yes_no
from tests.scoring.test_bars import ROW

MORE, LESS = Direction.more_cautious, Direction.less_cautious
A, C, R = Verb.approve, Verb.approve_with_conditions, Verb.reject
TABLE: list[tuple[OutcomeKind, Verb, Direction | None]] = [
    (OutcomeKind.proceed, A, None),
    (OutcomeKind.proceed, C, MORE),
    (OutcomeKind.proceed, R, MORE),
    (OutcomeKind.proceed_with_conditions, A, LESS),
    (OutcomeKind.proceed_with_conditions, C, None),
    (OutcomeKind.proceed_with_conditions, R, MORE),
    (OutcomeKind.defer, A, LESS),
    (OutcomeKind.defer, C, LESS),
    (OutcomeKind.defer, R, MORE),
    (OutcomeKind.not_rated, A, LESS),
    (OutcomeKind.not_rated, C, LESS),
    (OutcomeKind.not_rated, R, MORE),
    (OutcomeKind.do_not_proceed, A, LESS),
    (OutcomeKind.do_not_proceed, C, LESS),
    (OutcomeKind.do_not_proceed, R, None),
]


@pytest.fixture
def plain(run: Run) -> Score:
    """No concern, no plan, no bar."""
    return run([yes_no("q")], {"q": said(False)}, tier=1)


def test_the_table_has_every_outcome_and_every_decision() -> None:
    assert {(outcome, verb) for outcome, verb, _ in TABLE} == {(one, verb) for one in OutcomeKind for verb in Verb}


@pytest.mark.parametrize(("outcome", "verb", "direction"), TABLE)
def test_a_decision_fits_or_departs_in_one_direction(
    plain: Score, outcome: OutcomeKind, verb: Verb, direction: Direction | None
) -> None:
    found = departure(replace(plain, outcome=outcome), verb)
    assert (found and found.direction) == direction
    if found is not None:
        assert found.sentence.startswith(f"the method says {outcome.value}; this is a")
        assert found.bars == ()


@pytest.mark.parametrize("verb", Verb)
def test_across_a_bar_that_binds_every_approval_goes_and_no_rejection(run: Run, verb: Verb) -> None:
    answers = {"listings/1": said(ROW), "listings/complete": said(True), "q": said(False)}
    score = run([known_group(GroupFeed.listings), yes_no("q")], answers, tier=1)
    found = departure(score, verb)
    if verb is Verb.reject:
        assert found is None
        return
    assert found is not None
    assert found.direction is Direction.across_a_bar
    assert found.bars == ("Prohibition of use (Federal Ministry)",)
    assert "Prohibition of use (Federal Ministry) binds this buyer" in found.sentence


def test_a_bar_that_may_bind_needs_no_authority_as_nobody_can_name_one(run: Run) -> None:
    unsure = {name: value for name, value in ROW.items() if name != "status"}
    answers = {"listings/1": said(unsure), "listings/complete": said(True), "q": said(False)}
    score = run([known_group(GroupFeed.listings), yes_no("q")], answers, tier=1)
    found = departure(score, Verb.approve)
    assert found is not None
    assert (found.direction, found.bars) == (Direction.less_cautious, ())


def test_conditions_fit_only_where_they_ask_for_the_whole_plan(run: Run) -> None:
    remedies = [
        {"id": "cure", "title": "Cure it", "who": "vendor", "effort": 1, "done": [0, 0], "test": "Seen"},
    ]
    score = run([yes_no("q", "severe", remedies=remedies)], {"q": said(True)}, tier=4)
    assert score.outcome is OutcomeKind.proceed_with_conditions
    assert suggested(score) is Verb.approve_with_conditions
    assert plan_remedies(score) == {"i-q/cure": "Cure it"}
    found = departure(score, Verb.approve_with_conditions)
    assert found is not None
    assert found.direction is Direction.less_cautious
    assert found.sentence.endswith("the conditions leave out i-q/cure")
    proposed = proposed_conditions(score, "dora", date(2026, 12, 1))
    assert [(one.text, one.owner, one.remedy) for one in proposed] == [("Cure it", "dora", "i-q/cure")]
    asked_for = [one.remedy for one in proposed if one.remedy]
    assert departure(score, Verb.approve_with_conditions, asked_for) is None
    assert missing_remedies(score, asked_for) == ()


RESTS_ON = RestsOn(
    seq=1,
    head="0",
    inputs="0",
    questionnaire="0",
    registers="0",
    profile="0",
    method="trust/1",
    score="0",
    as_of=date(2021, 4, 10),
    outcome="defer",
    trust=("38.1", "91.0"),
)


def recorded(found: Departure | None, verb: Verb) -> Decision:
    """A decision as it is read back from a record, where a sentence is a text and no more."""
    made = Decision(decision=verb, rests_on=RESTS_ON, departure=found)
    return Decision.model_validate_json(made.model_dump_json())


@pytest.mark.parametrize(("outcome", "verb", "direction"), TABLE)
def test_a_recorded_departure_is_told_as_it_was_said(
    plain: Score, outcome: OutcomeKind, verb: Verb, direction: Direction | None
) -> None:
    found = departure(replace(plain, outcome=outcome), verb)
    told = departure_sentence(recorded(found, verb))
    assert told == (found.sentence if found else "")
    assert isinstance(told, Said) == (direction is not None)


def test_a_departure_that_other_words_were_recorded_of_is_told_in_these() -> None:
    other = Departure(direction=LESS, sentence="an older version said this in its own way")
    assert departure_sentence(recorded(other, A)) == other.sentence
