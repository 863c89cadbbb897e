"""A set that grows from its first members along the holdings until nothing more is taken in: the core of the readings
that are fixpoints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from ddq.ownership.graph import Holdings
from ddq.ownership.model import Relation
from ddq.ownership.share import Share

Held = Mapping[str, tuple[tuple[str, Share], ...]]
"""By holder, what it holds."""


def held_by(holdings: Holdings) -> Held:
    """The holdings by holder."""
    found: dict[str, list[tuple[str, Share]]] = defaultdict(list)
    for company, holders in holdings.items():
        for holder, share in holders.items():
            found[holder].append((company, share))
    return {holder: tuple(found[holder]) for holder in sorted(found)}


def by_holder(relations: Mapping[str, tuple[Relation, ...]]) -> Mapping[str, tuple[str, ...]]:
    """By holder, those on which it has one of the relations."""
    found: dict[str, list[str]] = defaultdict(list)
    for held, its in relations.items():
        for one in its:
            found[one.holder].append(held)
    return {holder: tuple(sorted(set(found[holder]))) for holder in sorted(found)}


def reached(
    first: Iterable[str],
    held: Held,
    enough: Callable[[Share], bool],
    outright: Mapping[str, tuple[str, ...]],
) -> frozenset[str]:
    """The first members and all that they take in.

    A party is taken in when what the members hold of it together is enough, or a member takes it outright.
    """
    members: set[str] = set()
    sums: dict[str, Share] = {}
    waiting = sorted(set(first))
    while waiting:
        name = waiting.pop()
        if name in members:
            continue
        members.add(name)
        waiting.extend(one for one in outright.get(name, ()) if one not in members)
        for company, share in held.get(name, ()):
            if company not in members:
                so_far = sums.get(company)
                whole = sums[company] = share if so_far is None else so_far + share
                if enough(whole):
                    waiting.append(company)
    return frozenset(members)
