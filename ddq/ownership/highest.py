"""The upper end of a range: the most that a party can have with each share chosen, within its range, in its favour."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ddq.ownership.components import components_above
from ddq.ownership.graph import Holdings
from ddq.ownership.linear import solve
from ddq.ownership.share import NOTHING, WHOLE
from ddq.ownership.walk import effort

_ROUNDS = 60
"""Far more than a choice was ever seen to take until nothing better is found."""
_LARGEST = 2_000
"""Members times holdings of a cycle; in one that is larger, the whole is what a party can have at most."""


class Highest:
    """The upper ends of what parties can have of one company."""

    def __init__(self, holdings: Holdings, start: str) -> None:
        self.holdings, self.start = holdings, start
        self.possible = {
            company: {holder: share for holder, share in holders.items() if share.hi}
            for company, holders in holdings.items()
        }
        self.components = components_above(self.possible, start)

    @property
    def steps(self) -> int:
        """What one upper end costs, about."""
        cycles = [frozenset(members) for members in self.components if len(members) > 1]
        efforts = [effort(members, self.possible) for members in cycles]
        return sum(map(len, self.possible.values())) + 20 * sum(one for one in efforts if one <= _LARGEST)

    def of(self, group: frozenset[str]) -> Fraction:
        """The most that the group can have through listed holdings, each part counted once."""
        found: dict[str, Fraction] = {}
        for component in self.components:
            name = component[0]
            if len(component) == 1 and (name in group or name not in self.possible.get(name, {})):
                found[name] = WHOLE if name in group else self._worth(name, found)
            else:
                inside = tuple(name for name in component if name not in group)
                found.update(dict.fromkeys(set(component) & group, WHOLE))
                found.update(_in_cycle(inside, self.holdings, self.possible, found))
        return found[self.start]

    def _worth(self, name: str, found: Mapping[str, Fraction]) -> Fraction:
        if not any(found.get(holder) for holder in self.possible.get(name, ())):
            return NOTHING
        parts = _chosen(self.holdings, name, found, self.possible)
        return sum((part * found.get(one, NOTHING) for one, part in parts.items()), NOTHING)

    def by_chains(self) -> dict[str, Fraction]:
        """No less than the upper end of every party: all chains at their largest. Empty where there are cycles."""
        found: dict[str, Fraction] = {self.start: WHOLE}
        for component in reversed(self.components):
            name = component[0]
            if len(component) > 1 or name in self.possible.get(name, {}):
                return {}
            for holder, share in self.possible.get(name, {}).items():
                found[holder] = min(WHOLE, found.get(holder, NOTHING) + found[name] * share.hi)
        return found


def _chosen(
    holdings: Holdings, company: str, values: Mapping[str, Fraction], possible: Mapping[str, Mapping[str, object]]
) -> dict[str, Fraction]:
    """The parts of the holders of a company: what is left goes to the most valuable first."""
    holders = [(holder, holdings[company][holder]) for holder in possible.get(company, ())]
    left = WHOLE - sum((share.lo for _, share in holders), NOTHING)
    parts: dict[str, Fraction] = {}
    for holder, share in sorted(holders, key=lambda one: (-values.get(one[0], NOTHING), one[0])):
        more = min(left, share.hi - share.lo) if values.get(holder, NOTHING) else NOTHING
        left -= more
        parts[holder] = share.lo + more
    return parts


def _in_cycle(
    component: tuple[str, ...],
    holdings: Holdings,
    possible: Mapping[str, Mapping[str, object]],
    outside: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """The best choice in a cycle: choose, solve, and choose again until nothing better is found."""
    if effort(frozenset(component), possible) > _LARGEST:
        return dict.fromkeys(component, WHOLE)
    values = dict.fromkeys(component, NOTHING)
    for _ in range(_ROUNDS):
        known = {**outside, **values}
        chosen = {name: _chosen(holdings, name, known, possible) for name in component}
        better = _solved(chosen, outside)
        if better == values:
            return values
        values = {name: max(better[name], values[name]) for name in component}
    return dict.fromkeys(component, WHOLE)


def _solved(chosen: Mapping[str, Mapping[str, Fraction]], outside: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each party of a cycle is worth under a choice; nothing where the choice leads nowhere else."""
    worth = {
        name: sum((part * outside.get(one, NOTHING) for one, part in parts.items() if one not in chosen), NOTHING)
        for name, parts in chosen.items()
    }
    leading = {name for name in chosen if worth[name]}
    grown = True
    while grown:
        more = {name for name in chosen if name not in leading and any(chosen[name].get(one) for one in leading)}
        leading |= more
        grown = bool(more)
    factors = {name: {one: part for one, part in chosen[name].items() if one in leading and part} for name in leading}
    forms = solve({name: {"": worth[name]} for name in leading}, factors)
    return {name: forms[name][""] if name in leading else NOTHING for name in chosen}
