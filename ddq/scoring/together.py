"""Which remedies can be done together: one that excludes another is never in one set with it, whichever names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from ddq.scoring.knapsack import Action

MOST_SETS = 64
"""Beyond this many largest sets they are not all tried."""


def exclusions(actions: Sequence[Action]) -> Mapping[str, frozenset[str]]:
    """By remedy, those that cannot be done beside it."""
    known = {action.id for action in actions}
    found: dict[str, set[str]] = {action.id: set() for action in actions}
    for action in actions:
        for other in (action.excludes & known) - {action.id}:
            found[action.id].add(other)
            found[other].add(action.id)
    return {name: frozenset(others) for name, others in found.items()}


def allowed(chosen: Iterable[str], excluded: Mapping[str, frozenset[str]]) -> bool:
    """Whether no remedy of a set excludes another of it."""
    ids = frozenset(chosen)
    return all(ids.isdisjoint(excluded[name]) for name in ids)


def completed(chosen: Iterable[str], excluded: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """An allowed set with every further remedy that it allows, the first by id where two exclude each other."""
    ids = set(chosen)
    for name in sorted(excluded):
        if ids.isdisjoint(excluded[name]):
            ids.add(name)
    return frozenset(ids)


def largest_sets(excluded: Mapping[str, frozenset[str]], most: int = MOST_SETS) -> list[frozenset[str]] | None:
    """Every allowed set to which no further remedy can be added; None where there are more than `most`."""
    free = frozenset(name for name, others in excluded.items() if not others)
    parts: list[list[frozenset[str]]] = []
    count = 1
    for part in _parts(excluded):
        found = _largest_in(part, excluded, most)
        if found is None:
            return None
        parts.append(found)
        count *= len(found)
        if count > most:
            return None
    return [free.union(*chosen) for chosen in product(*parts)]


def _parts(excluded: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The remedies that exclude any, in groups that do not bear on each other."""
    parts: list[list[str]] = []
    left = {name for name, others in excluded.items() if others}
    while left:
        waiting = [min(left)]
        part: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in part:
                part.add(name)
                waiting += excluded[name]
        parts.append(sorted(part))
        left -= part
    return parts


def _largest_in(part: list[str], excluded: Mapping[str, frozenset[str]], most: int) -> list[frozenset[str]] | None:
    """By a remedy taken or left, where leaving one needs another that stands against it."""
    found: set[frozenset[str]] = {frozenset()}
    for name in part:
        grown: set[frozenset[str]] = set()
        for chosen in found:
            beside = chosen - excluded[name]
            grown.add(beside | {name})
            if beside != chosen:
                grown.add(chosen)
        found = {one for one in grown if not any(one < other for other in grown)}
        if len(found) > most:
            return None
    return sorted(found, key=sorted)
