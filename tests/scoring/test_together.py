"""Which remedies can be done together, against all subsets."""

from __future__ import annotations

import random
from itertools import combinations

from ddq.scoring.knapsack import Action
from ddq.scoring.together import allowed, completed, exclusions, largest_sets


def actions(seed: int) -> list[Action]:
    rnd = random.Random(seed)
    names = [f"r{number}" for number in range(rnd.randint(1, 7))]
    return [
        Action(name, 1, (), frozenset(rnd.sample([*names, "elsewhere"], rnd.choice([0, 0, 1, 2, 2][: len(names) + 1]))))
        for name in names
    ]


def test_the_largest_sets_are_those_to_which_nothing_can_be_added() -> None:
    for seed in range(300):
        given = actions(seed)
        excluded = exclusions(given)
        names = sorted(excluded)
        every = [frozenset(one) for size in range(len(names) + 1) for one in combinations(names, size)]
        possible = [one for one in every if allowed(one, excluded)]
        largest = {one for one in possible if not any(one < other for other in possible)}
        found = largest_sets(excluded)
        assert found is not None
        assert set(found) == largest
        assert len(found) == len(largest)
        assert all(completed(one, excluded) >= one and completed(one, excluded) in largest for one in possible)


def test_too_many_sets_are_not_listed() -> None:
    pairs = [Action(f"{side}{number}", 1, (), frozenset({f"b{number}"})) for number in range(7) for side in "ab"]
    assert largest_sets(exclusions(pairs)) is None
    assert len(largest_sets(exclusions(pairs), 128) or ()) == 128
