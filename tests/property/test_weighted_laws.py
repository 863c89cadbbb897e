"""Every law that `weighted/1` keeps, over generated worlds; each catches a scorer that is wrong in just that way.

The laws of `trust/1` that a weighted mean cannot keep are shown here too, each by the example that breaks it.
"""

from __future__ import annotations

import pytest
from hypothesis import event, given

from tests.property import weighted_laws as laws
from tests.property import weighted_wrong_scorers as wrong
from tests.property.laws import Silent
from tests.property.test_laws import MOST_WORLDS
from tests.property.weighted_laws import Law, Scorer
from tests.property.weighted_worlds import right, weighted_world, weighted_worlds
from tests.property.worlds import World

LAWS: list[tuple[int, Law, Scorer]] = [
    (1, laws.open_questions_never_raise_the_lower_end, wrong.leaves_out_what_is_open),
    (2, laws.a_question_without_points_changes_nothing, wrong.informational_counts),
    (3, laws.nothing_known_is_not_rated, wrong.silence_is_golden),
    (4, laws.points_add_up, wrong.rounded_categories),
    (4, laws.points_add_up, wrong.averages_categories),
    (6, laws.the_best_answers_give_everything, wrong.weighs_every_option),
    (7, laws.choosing_more_does_not_change_the_weight, wrong.more_than_it_weighs),
    (8, laws.hidden_answers_never_score, wrong.hidden_counts),
    (9, laws.not_applicable_leaves_both_sums_once_accepted, wrong.accepts_every_excuse),
    (9, laws.not_applicable_leaves_both_sums_once_accepted, wrong.not_applicable_earns),
    (10, laws.better_answers_and_bases_never_lower_the_figure, wrong.grades_upside_down),
    (10, laws.what_is_learned_stays_within, wrong.counts_open_as_lost),
    (10, laws.what_is_learned_stays_within, wrong.open_questions_stay),
    (10, laws.an_exact_interval_is_reached, wrong.takes_the_outer_for_exact),
    (10, laws.a_refusal_earns_at_most_half, wrong.refusal_is_as_good_as_silence),
    (11, laws.order_does_not_matter, wrong.float_order),
    (12, laws.an_unmapped_answer_is_an_error, wrong.default_points),
    (13, laws.the_same_inputs_give_the_same_bytes, wrong.clock_in_the_score),
    (14, laws.a_result_names_its_method, wrong.forgets_its_version),
    (16, laws.a_percentage_is_an_interval, wrong.ends_swapped),
    (19, laws.a_worse_answer_never_gives_a_better_outcome, wrong.rewards_failing),
]
NAMES = [f"{number}-{law.__name__}-{scorer.__name__}" for number, law, scorer in LAWS]


@pytest.mark.parametrize("law", list(dict.fromkeys(law for _, law, _ in LAWS)), ids=lambda law: law.__name__)
@given(world=weighted_worlds())
def test_the_method_keeps_the_law(law: Law, world: World) -> None:
    try:
        law(right, world)
    except Silent:
        event("the law has nothing to say")


@pytest.mark.parametrize(("law", "scorer"), [(law, scorer) for _, law, scorer in LAWS], ids=NAMES)
def test_the_law_catches_a_scorer_that_is_wrong_in_just_that_way(law: Law, scorer: Scorer) -> None:
    assert _gives_itself_away(law, scorer)


def _gives_itself_away(law: Law, scorer: Scorer) -> bool:
    for seed in range(MOST_WORLDS):
        try:
            law(scorer, weighted_world(seed, seed % 8 + 1))
        except Silent:
            continue
        # `pytest.fail` is what an expected error that did not come raises.
        except (AssertionError, pytest.fail.Exception):
            return True
    return False
