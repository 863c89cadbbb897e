"""Second reading, weakest link: over which part of the votes a party can decide, each chain being as strong as its
smallest holding.

Chains are added up; what comes through one direct holder is never more than that holder's own votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ddq.ownership.graph import Graph
from ddq.ownership.share import NONE, NOTHING, WHOLE, Share

MOST_CHAINS = 100_000
"""How many chains are followed; a structure with more has figures that are open at the top."""


@dataclass(frozen=True, slots=True)
class WeakestLink:
    """The votes that each party can decide over."""

    figures: Mapping[str, Share]
    """By party, the largest first."""
    complete: bool
    """Whether every chain was followed."""

    def of(self, party: str) -> Share:
        """Of one party; where not every chain was followed there may be more."""
        found = self.figures.get(party, NONE)
        return found if self.complete else Share(found.lo, WHOLE)


def weakest_link(graph: Graph, target: str, most_chains: int = MOST_CHAINS) -> WeakestLink:
    """The votes in `target` that each party above it can decide over."""
    lows: dict[tuple[str, str], Fraction] = {}
    highs: dict[tuple[str, str], Fraction] = {}
    chains = 0
    on_chain = {target}
    first = sorted(graph.votes.get(target, {}).items())
    stack = [iter([(holder, share.lo, share.hi, holder) for holder, share in first if share.hi])]
    path = [target]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            on_chain.discard(path.pop())
            continue
        holder, lo, hi, through = step
        if holder in on_chain:
            continue
        chains += 1
        if chains > most_chains:
            break
        lows[holder, through] = lows.get((holder, through), NOTHING) + lo
        highs[holder, through] = highs.get((holder, through), NOTHING) + hi
        on_chain.add(holder)
        path.append(holder)
        above = sorted(graph.votes.get(holder, {}).items())
        stack.append(iter([(one, min(lo, s.lo), min(hi, s.hi), through) for one, s in above if s.hi]))
    return WeakestLink(_summed(graph, target, lows, highs), chains <= most_chains)


def _summed(
    graph: Graph,
    target: str,
    lows: Mapping[tuple[str, str], Fraction],
    highs: Mapping[tuple[str, str], Fraction],
) -> dict[str, Share]:
    direct = graph.votes.get(target, {})
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for (party, through), high in highs.items():
        lo, hi = sums.get(party, (NOTHING, NOTHING))
        sums[party] = (lo + min(lows[party, through], direct[through].lo), hi + min(high, direct[through].hi))
    figures = {party: Share(min(WHOLE, lo), min(WHOLE, hi)) for party, (lo, hi) in sums.items()}
    return dict(sorted(figures.items(), key=lambda one: (-one[1].hi, -one[1].lo, one[0])))
