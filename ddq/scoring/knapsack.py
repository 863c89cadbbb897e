"""The cheapest set of remedies that saves enough concern: exact, over whole numbers.

Remedies that touch a common indicator, or exclude each other, form a component. Within a component all allowed subsets
are enumerated, because what two remedies save together is not the sum of what each saves alone; across components,
where it is, a grouped knapsack over whole effort takes one subset from each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_IN_COMPONENT = 15
"""Beyond this many remedies in one component not all subsets are enumerated, and the result is not proven least."""


@dataclass(frozen=True, slots=True)
class Action:
    """A remedy as the search sees it."""

    id: str
    effort: int
    after: tuple[tuple[str, int], ...]
    """Indicator and the concern that it has left once this is done, in nano-nats."""
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of remedies that saves enough."""

    actions: tuple[str, ...]
    effort: int
    saved: int
    proven_least: bool


def cheapest(actions: Sequence[Action], concern: Mapping[str, int], needed: int) -> Choice | None:
    """The allowed set of least effort that saves at least `needed` nano-nats; None where no set does.

    Ties go to the set that saves more, then to the one with the first id in which two sets differ.
    """
    if needed <= 0:
        return Choice((), 0, 0, True)
    if _saved(actions, concern) < needed:
        return None
    useful = sorted((action for action in actions if _alone(action, concern) > 0), key=lambda action: action.id)
    bit = {action.id: 1 << (len(useful) - 1 - index) for index, action in enumerate(useful)}
    width = len(useful)
    best = [0]
    proven = True
    dearest = _affordable(useful, concern, needed)
    for component in components(useful):
        options = _options(component, concern, bit, width)
        proven = proven and len(component) <= MOST_IN_COMPONENT
        best = _join(best, options)[: dearest + 1]
    for effort, value in enumerate(best):
        if value >> width >= needed:
            chosen = tuple(action.id for action in useful if value & bit[action.id])
            return Choice(chosen, effort, value >> width, proven)
    return None


def most_saved(actions: Sequence[Action], concern: Mapping[str, int]) -> int:
    """The most concern that any allowed set saves, in nano-nats."""
    chosen = frozenset(most_saving(actions, concern))
    return saved_by((action for action in actions if action.id in chosen), concern)


def most_saving(actions: Sequence[Action], concern: Mapping[str, int]) -> tuple[str, ...]:
    """The allowed set that saves most, in order of id; what adds nothing is left out."""
    useful = [action for action in actions if _alone(action, concern) > 0]
    chosen: list[str] = []
    for component in components(useful):
        if any(action.excludes for action in component):
            width = len(component)
            bit = {action.id: 1 << (width - 1 - index) for index, action in enumerate(component)}
            best = max(value for _, value in _options(component, concern, bit, width))
            chosen += [action.id for action in component if best & bit[action.id]]
        else:
            chosen += [action.id for action in component]
    return tuple(sorted(chosen))


def saved_by(actions: Iterable[Action], concern: Mapping[str, int]) -> int:
    """What some remedies save together, in nano-nats."""
    return _saved(list(actions), concern)


def components(actions: Sequence[Action]) -> list[list[Action]]:
    """The remedies in groups that do not bear on each other, each in order of id."""
    leader = {action.id: action.id for action in actions}

    def find(identifier: str) -> str:
        while leader[identifier] != identifier:
            leader[identifier] = leader[leader[identifier]]
            identifier = leader[identifier]
        return identifier

    first: dict[str, str] = {}
    for action in actions:
        for indicator, _ in action.after:
            leader[find(action.id)] = find(first.setdefault(indicator, action.id))
        for other in action.excludes:
            if other in leader:
                leader[find(action.id)] = find(other)
    found: dict[str, list[Action]] = defaultdict(list)
    for action in sorted(actions, key=lambda action: action.id):
        found[find(action.id)].append(action)
    return list(found.values())


def _alone(action: Action, concern: Mapping[str, int]) -> int:
    return sum(max(0, concern[indicator] - after) for indicator, after in action.after)


def _saved(actions: Sequence[Action], concern: Mapping[str, int]) -> int:
    left: dict[str, int] = {}
    for action in actions:
        for indicator, after in action.after:
            left[indicator] = min(left.get(indicator, concern[indicator]), after)
    return sum(concern[indicator] - after for indicator, after in left.items())


def _options(
    component: Sequence[Action], concern: Mapping[str, int], bit: Mapping[str, int], width: int
) -> list[tuple[int, int]]:
    """For each effort the best subset, as (effort, saved concern with the subset's bits below it)."""
    best: dict[int, int] = {0: 0}
    exhaustive = len(component) <= MOST_IN_COMPONENT
    # Each partial choice: effort, saved with bits, what is left of each indicator, and what it excludes.
    partial: list[tuple[int, int, dict[str, int], frozenset[str]]] = [(0, 0, {}, frozenset())]
    for action in component:
        grown: list[tuple[int, int, dict[str, int], frozenset[str]]] = []
        for effort, value, left, excluded in partial:
            if action.id in excluded:
                continue
            remaining = dict(left)
            saved = 0
            for indicator, after in action.after:
                before = remaining.get(indicator, concern[indicator])
                if after < before:
                    saved += before - after
                    remaining[indicator] = after
            if saved == 0:
                # What adds nothing to this set adds nothing to any larger one.
                continue
            total = value + (saved << width) + bit.get(action.id, 0)
            grown.append((effort + action.effort, total, remaining, excluded | _excluded(action, component)))
        for effort, value, _, _ in grown:
            best[effort] = max(value, best.get(effort, -1))
        partial += grown
        if not exhaustive:
            partial = _best_of_each_effort(partial)
    return sorted(best.items())


def _excluded(action: Action, component: Sequence[Action]) -> frozenset[str]:
    """Exclusion holds both ways, whichever remedy names it."""
    return action.excludes | {other.id for other in component if action.id in other.excludes}


def _best_of_each_effort(
    partial: list[tuple[int, int, dict[str, int], frozenset[str]]],
) -> list[tuple[int, int, dict[str, int], frozenset[str]]]:
    kept: dict[int, tuple[int, int, dict[str, int], frozenset[str]]] = {}
    for entry in partial:
        if entry[0] not in kept or entry[1] > kept[entry[0]][1]:
            kept[entry[0]] = entry
    return list(kept.values())


def _affordable(actions: Sequence[Action], concern: Mapping[str, int], needed: int) -> int:
    """An effort with which the target is reached for sure, beyond which nobody need look; that of all if none is found.

    Found by taking the remedies with the most gain for their effort first.
    """
    taken: list[Action] = []
    for action in sorted(actions, key=lambda action: (-_alone(action, concern) / action.effort, action.id)):
        ids = {one.id for one in taken}
        if action.excludes & ids or any(action.id in one.excludes for one in taken):
            continue
        taken.append(action)
        if _saved(taken, concern) >= needed:
            return sum(one.effort for one in taken)
    return sum(action.effort for action in actions)


def _join(best: list[int], options: list[tuple[int, int]]) -> list[int]:
    """One more component: the best value for every exact total effort; -1 where none has it."""
    joined = [-1] * (len(best) + options[-1][0])
    for effort, value in enumerate(best):
        if value >= 0:
            for more, gained in options:
                joined[effort + more] = max(joined[effort + more], value + gained)
    return joined
