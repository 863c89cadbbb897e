"""The plan's search against brute force: never dearer, never short, ties as documented."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.scoring.knapsack import Action, Choice, cheapest, components, most_saved, saved_by

INDICATORS = [f"i{number}" for number in range(6)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Action], dict[str, int], int]:
    concern = {name: draw(st.integers(0, 400)) for name in INDICATORS}
    names = [f"r{number}" for number in range(draw(st.integers(0, 9)))]
    actions: list[Action] = []
    for name in names:
        touched = draw(st.lists(st.sampled_from(INDICATORS), min_size=1, max_size=2, unique=True))
        after = tuple((one, draw(st.integers(0, concern[one]))) for one in touched)
        others = [other for other in names if other != name]
        excluded = draw(st.frozensets(st.sampled_from(others), max_size=1)) if others else frozenset()
        actions.append(Action(name, draw(st.integers(1, 5)), after, excluded))
    return actions, concern, draw(st.integers(0, 1200))


def allowed(chosen: tuple[Action, ...]) -> bool:
    ids = {action.id for action in chosen}
    return not any(action.excludes & ids for action in chosen)


def brute_force(actions: list[Action], concern: dict[str, int], needed: int) -> Choice | None:
    found: list[tuple[int, int, str, tuple[str, ...]]] = []
    names = sorted(action.id for action in actions)
    for count in range(len(actions) + 1):
        for chosen in combinations(sorted(actions, key=lambda action: action.id), count):
            saved = saved_by(chosen, concern)
            if saved >= needed and allowed(chosen):
                ids = tuple(action.id for action in chosen)
                # "0" sorts first, so that the set with the first differing id wins.
                order = "".join("0" if name in ids else "1" for name in names)
                found.append((sum(action.effort for action in chosen), -saved, order, ids))
    if not found:
        return None
    effort, saved, _, ids = min(found)
    return Choice(ids, effort, -saved, True)


@given(problems())
@settings(max_examples=400, deadline=None)
def test_the_plan_is_the_one_that_brute_force_finds(problem: tuple[list[Action], dict[str, int], int]) -> None:
    actions, concern, needed = problem
    assert cheapest(actions, concern, needed) == brute_force(actions, concern, needed)


@given(problems())
@settings(max_examples=200, deadline=None)
def test_the_most_that_can_be_saved_is_what_the_best_allowed_set_saves(
    problem: tuple[list[Action], dict[str, int], int],
) -> None:
    actions, concern, _ = problem
    sets = (chosen for count in range(len(actions) + 1) for chosen in combinations(actions, count))
    assert most_saved(actions, concern) == max(saved_by(chosen, concern) for chosen in sets if allowed(chosen))


def test_adding_up_single_gains_would_miss_the_target() -> None:
    """Two remedies of one indicator do not save the sum of what each saves alone."""
    concern = {"a": 100, "b": 60}
    actions = [Action("r1", 1, (("a", 40),)), Action("r2", 1, (("a", 50),)), Action("r3", 3, (("b", 10),))]
    assert cheapest(actions, concern, 100) == Choice(("r1", "r3"), 4, 110, True)


def test_more_than_fifteen_remedies_on_one_indicator_are_not_proven_least() -> None:
    actions = [Action(f"r{number:02}", 1, (("a", 100 - number), ("b", 100 - number))) for number in range(17)]
    found = cheapest(actions, {"a": 100, "b": 100}, 30)
    assert found is not None
    assert found.saved >= 30
    assert not found.proven_least


def test_remedies_of_different_indicators_do_not_bear_on_each_other() -> None:
    actions = [Action("r1", 1, (("a", 0),)), Action("r2", 1, (("b", 0),)), Action("r3", 1, (("b", 0), ("c", 0)))]
    assert [[action.id for action in component] for component in components(actions)] == [["r1"], ["r2", "r3"]]
