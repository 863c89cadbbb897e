"""Every law of the method over generated worlds; and every law catches a scorer that is wrong in just that way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from ddq.scoring.comparison import Comparison, compare
from ddq.scoring.methods import results
from ddq.scoring.model import Score
from tests.property import laws, wrong_scorers
from tests.property.worlds import Scorer, World, make_world, right, worlds

Law = Callable[[Scorer, World], None]

LAWS: list[tuple[int, Law, Scorer]] = [
    (1, laws.unanswered_never_raises_the_lower_trust, wrong_scorers.unanswered_as_zero),
    (1, laws.refusing_a_gate_is_as_silence_at_the_lower_end, wrong_scorers.refusals_outweigh_the_worst_answer),
    (1, laws.unlisted_rows_never_raise_the_lower_trust, wrong_scorers.empty_list_is_clean),
    (2, laws.an_informational_question_changes_nothing, wrong_scorers.informational_counts),
    (3, laws.nothing_known_is_not_rated, wrong_scorers.silence_is_golden),
    (4, laws.contributions_add_up, wrong_scorers.rounded_slices),
    (5, laws.good_answers_do_not_dilute, wrong_scorers.averages),
    (6, laws.the_ends_of_the_scale_are_reached, wrong_scorers.soft_strengths),
    (6, laws.the_ends_of_the_scale_are_reached, wrong_scorers.lists_within_lists_never_close),
    (7, laws.choosing_more_does_not_change_the_strength, wrong_scorers.adds_up_choices),
    (8, laws.hidden_answers_never_score, wrong_scorers.hidden_counts),
    (9, laws.not_applicable_leaves_the_sum_once_accepted, wrong_scorers.accepts_every_excuse),
    (10, laws.better_answers_and_bases_never_lower_trust, wrong_scorers.grades_upside_down),
    (10, laws.what_is_learned_stays_within, wrong_scorers.unanswered_as_zero),
    (10, laws.an_exact_interval_is_what_the_gates_give, wrong_scorers.assumes_gates_away),
    (10, laws.a_refusal_is_the_worse_half, wrong_scorers.lists_cannot_be_refused),
    (11, laws.order_does_not_matter, wrong_scorers.float_order),
    (12, laws.an_unmapped_answer_is_an_error, wrong_scorers.default_presence),
    (13, laws.the_same_inputs_give_the_same_bytes, wrong_scorers.clock_in_the_score),
    (14, laws.a_result_names_its_method, wrong_scorers.forgets_its_version),
    (16, laws.trust_is_an_interval, wrong_scorers.ends_swapped),
    (17, laws.relabelling_countries_changes_no_figure, wrong_scorers.knows_a_villain),
    (18, laws.the_plan_is_cheapest_and_reaches, wrong_scorers.adds_single_gains),
    (18, laws.the_plan_is_cheapest_and_reaches, wrong_scorers.overlooks_exclusions),
    (19, laws.a_worse_presence_never_gives_a_better_outcome, wrong_scorers.rewards_certainty),
    (20, laws.more_reach_never_raises_trust, wrong_scorers.averages_paths),
]
NAMES = [f"{number}-{law.__name__}" for number, law, _ in LAWS]
MOST_WORLDS = 800
"""A wrong scorer that none of so many worlds gives away is taken for right."""


@pytest.mark.parametrize("law", [law for _, law, _ in LAWS], ids=NAMES)
@given(world=worlds())
def test_the_method_keeps_the_law(law: Law, world: World) -> None:
    try:
        law(right, world)
    except laws.Silent:
        event("the law has nothing to say")


@pytest.mark.parametrize(("law", "wrong"), [(law, wrong) for _, law, wrong in LAWS], ids=NAMES)
def test_the_law_catches_a_scorer_that_is_wrong_in_just_that_way(law: Law, wrong: Scorer) -> None:
    assert _gives_itself_away(law, wrong)


def _gives_itself_away(law: Law, wrong: Scorer) -> bool:
    for seed in range(MOST_WORLDS):
        try:
            law(wrong, make_world(seed, seed % 9 + 1))
        except laws.Silent:
            continue
        # `pytest.fail` is what an expected error that did not come raises.
        except (AssertionError, pytest.fail.Exception):
            return True
    return False


@given(world=worlds())
def test_methods_stand_side_by_side(world: World) -> None:
    laws.methods_stand_side_by_side(results, world)


@pytest.mark.parametrize("wrong", [wrong_scorers.keeps_the_latest_method, wrong_scorers.renames_what_was_found])
def test_the_law_of_methods_catches_a_registry_that_loses_one(wrong: Callable[..., Any]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        laws.methods_stand_side_by_side(wrong, make_world(1, 5))


Compare = Callable[[Score, Score], Comparison]


def comparison_is_whole(compared: Compare, one: World, other: World) -> None:
    """Law 15: a comparison lists what stands on one side only."""
    before, after = right(one), right(other)
    found = compared(before, after)
    old = {entry.id for entry in before.indicators if entry.applicable}
    new = {entry.id for entry in after.indicators if entry.applicable}
    assert {entry.id for entry in found.only_before} == old - new
    assert {entry.id for entry in found.only_after} == new - old
    assert {entry.id for entry in found.moved} | set(found.unchanged) == old & new
    difference = sum(entry.concern for entry in found.moved) + sum(entry.concern for entry in found.only_after)
    difference -= sum(entry.concern for entry in found.only_before)
    assert difference == _concern(after) - _concern(before)


def _concern(score: Score) -> int:
    return sum(entry.concern.hi for entry in score.indicators if entry.applicable)


@given(one=worlds(), other=worlds(), same=st.booleans())
def test_a_comparison_lists_what_stands_on_one_side_only(one: World, other: World, same: bool) -> None:
    comparison_is_whole(compare, one, one if same else other)


def test_the_law_of_comparisons_catches_one_that_drops_what_has_no_partner() -> None:
    with pytest.raises(AssertionError):
        comparison_is_whole(wrong_scorers.compares_what_both_have, make_world(1, 5), make_world(2, 5))
