"""Which parties hold each other in cycles, and in what order a walk up meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def components_above(holders: Mapping[str, Mapping[str, object]], start: str) -> list[tuple[str, ...]]:
    """The strongly connected components above `start`, each after all that hold it.

    Tarjan's algorithm without recursion: chains may be longer than the stack is deep.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_parties: list[str] = []
    is_open: set[str] = set()
    found: list[tuple[str, ...]] = []
    path: list[tuple[str, Iterator[str]]] = []

    def enter(name: str) -> None:
        number[name] = low[name] = len(number)
        open_parties.append(name)
        is_open.add(name)
        path.append((name, iter(holders.get(name, ()))))

    enter(start)
    while path:
        name, rest = path[-1]
        for holder in rest:
            if holder not in number:
                enter(holder)
                break
            if holder in is_open:
                low[name] = min(low[name], number[holder])
        else:
            path.pop()
            if path:
                below = path[-1][0]
                low[below] = min(low[below], low[name])
            if low[name] == number[name]:
                found.append(_closed(name, open_parties, is_open))
    return found


def _closed(name: str, open_parties: list[str], is_open: set[str]) -> tuple[str, ...]:
    """The parties of a component, taken off the list of those that are still open."""
    members: list[str] = []
    while True:
        member = open_parties.pop()
        is_open.discard(member)
        members.append(member)
        if member == name:
            return tuple(sorted(members))
