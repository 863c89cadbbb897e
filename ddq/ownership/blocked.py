"""Fourth reading, the 50 % rule for listed persons: a company is blocked if blocked parties together hold half of it
or more directly. Nothing is multiplied: what is blocked counts in full for what it holds itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ddq.ownership.graph import Graph
from ddq.ownership.reached import Held, held_by, reached

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Blocked:
    """What is blocked with the listed parties, which are among it."""

    sure: frozenset[str]
    possible: frozenset[str]
    """What is blocked, or may be where a range leaves it open."""


def blocked(graph: Graph, listed: Iterable[str], held: Held | None = None) -> Blocked:
    """All that is blocked if the listed parties are."""
    held = held_by(graph.capital) if held is None else held
    first = tuple(listed)
    return Blocked(
        reached(first, held, lambda share: share.at_least(HALF) is True, {}),
        reached(first, held, lambda share: share.at_least(HALF) is not False, {}),
    )
