"""Walking up from a company to its holders, each step with the chance that the holder's share gives: exact sums over
all chains, cycles included.

What a holder has of a company through everybody in between is the chance that such a walk meets the holder. It is
never more than 1, and where holdings form no cycle it is the sum over all chains of the product of their shares.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ddq.ownership.components import components_above
from ddq.ownership.linear import Form, solve
from ddq.ownership.share import NOTHING, WHOLE

Weights = Mapping[str, Mapping[str, Fraction]]
"""By company, the part of it that each holder has; never more than the whole together."""

EXACT = 15_000
"""Members times holdings of a cycle up to which it is solved (60 ms); beyond, its sums are bounded as closely."""
MEMBERS = 6_000
"""The same for the shares of the members of the cycle themselves."""
_GRID = 10**30
_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Met:
    """The chance to meet each party on the way up: at least `least`, at most that and `slack`."""

    least: Mapping[str, Fraction]
    most: Mapping[str, Fraction]
    """Of those for which it may be more than `least`, slack apart."""
    slack: Fraction
    """What is still underway in cycles that are too large to be solved."""
    closed: tuple[tuple[str, ...], ...]
    """Cycles that nothing leaves: whatever is held by them has no owner outside."""

    def highest(self, party: str) -> Fraction:
        """The upper end for one party."""
        return min(WHOLE, self.most.get(party, self.least.get(party, NOTHING)) + self.slack)


def effort(members: Collection[str], holders: Mapping[str, Mapping[str, object]]) -> int:
    """What solving a cycle costs, about: its members times the holdings among them."""
    return len(members) * sum(1 for name in members for one in holders.get(name, ()) if one in members)


class Walk:
    """All ways up from one company."""

    def __init__(self, weights: Weights, start: str) -> None:
        self.weights, self.start = weights, start
        self.components = components_above(weights, start)
        """Parties that hold each other together, those at the top first."""

    def met(self) -> Met:
        """The chance to meet each party above the start."""
        arriving: dict[str, Fraction] = {self.start: WHOLE}
        least: dict[str, Fraction] = {}
        most: dict[str, Fraction] = {}
        closed: list[tuple[str, ...]] = []
        slack = NOTHING
        for component in reversed(self.components):
            if len(component) == 1 and component[0] not in self.weights.get(component[0], {}):
                name = component[0]
                mass = arriving.get(name, NOTHING)
                least[name] = mass
                self._pass_on(name, mass, arriving)
            elif self._is_closed(component):
                closed.append(component)
                inflow = sum((arriving.get(name, NOTHING) for name in component), NOTHING)
                least.update(dict.fromkeys(component, inflow))
            elif effort(frozenset(component), self.weights) <= EXACT:
                self._solved(component, arriving, least, most)
            else:
                slack += self._bounded(component, arriving, least, most)
        return Met(least, most, slack, tuple(closed))

    def value(self, at: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """By party, what a walk that begins there is worth, which ends with the value given where it first gets to a
        party of `at`, and with nothing elsewhere; in cycles that are too large to be solved, at least that."""
        found: dict[str, Fraction] = {}
        for component in self.components:
            inside = {name for name in component if name not in at}
            found.update({name: at[name] for name in component if name in at})
            if len(component) == 1:
                for name in inside:
                    found[name] = self._worth(name, found, {name}) / (1 - self._own(name))
            elif inside == set(component) and self._is_closed(component):
                found.update(dict.fromkeys(component, NOTHING))
            else:
                constants = {name: self._worth(name, found, inside) for name in inside}
                factors = {name: self._within(name, inside) for name in inside}
                found.update(_values(constants, factors))
        return found

    def _own(self, name: str) -> Fraction:
        own = self.weights.get(name, {}).get(name, NOTHING)
        return NOTHING if own == WHOLE else own

    def _worth(self, name: str, found: Mapping[str, Fraction], inside: set[str]) -> Fraction:
        holders = self.weights.get(name, {})
        return sum((part * found[one] for one, part in holders.items() if one not in inside), NOTHING)

    def _within(self, name: str, inside: set[str]) -> dict[str, Fraction]:
        return {one: part for one, part in self.weights.get(name, {}).items() if one in inside}

    def _is_closed(self, component: tuple[str, ...]) -> bool:
        inside = set(component)
        return all(sum(self._within(name, inside).values(), NOTHING) == WHOLE for name in component)

    def _pass_on(
        self, name: str, mass: Fraction, arriving: dict[str, Fraction], inside: frozenset[str] = frozenset()
    ) -> None:
        if mass:
            for holder, part in self.weights.get(name, {}).items():
                if holder not in inside:
                    arriving[holder] = arriving.get(holder, NOTHING) + mass * part

    def _solved(
        self,
        component: tuple[str, ...],
        arriving: dict[str, Fraction],
        least: dict[str, Fraction],
        most: dict[str, Fraction],
    ) -> None:
        """A cycle: how often a walk passes each member, from which follows the chance that it does so at all."""
        inside = frozenset(component)
        factors: dict[str, dict[str, Fraction]] = {name: {} for name in component}
        for name in component:
            for holder, part in self._within(name, set(inside)).items():
                factors[holder][name] = part
        small = effort(frozenset(component), self.weights) <= MEMBERS
        entries = {name: arriving[name] for name in component if name in arriving}
        # Of a small cycle the passes are kept apart by where they begin; that of a member at itself is what is needed.
        constants: dict[str, Form] = {
            name: {name: WHOLE} if small else {"": entries.get(name, NOTHING)} for name in component
        }
        passes = solve(constants, factors)
        for name in component:
            form = passes[name]
            count = sum((entries.get(at, NOTHING) * n for at, n in form.items()), NOTHING) if small else form[""]
            if small:
                least[name] = count / form[name]
            else:
                back = sum(self._within(name, set(inside)).values(), NOTHING)
                least[name], most[name] = min(WHOLE, count) * (1 - back), min(WHOLE, count)
            self._pass_on(name, count, arriving, inside)

    def _bounded(
        self,
        component: tuple[str, ...],
        arriving: dict[str, Fraction],
        least: dict[str, Fraction],
        most: dict[str, Fraction],
    ) -> Fraction:
        """A cycle too large to be solved: what has left it after many rounds; returns what is still inside."""
        inside = frozenset(component)
        here = {name: int(arriving.get(name, NOTHING) * _GRID) for name in component}
        entered = sum((arriving.get(name, NOTHING) for name in component), NOTHING)
        passed = dict.fromkeys(component, 0)
        parts = {name: [(one, part) for one, part in self.weights[name].items() if one in inside] for name in component}
        for _ in range(_ROUNDS):
            there = dict.fromkeys(component, 0)
            for name, mass in here.items():
                passed[name] += mass
                for holder, part in parts[name]:
                    there[holder] += mass * part.numerator // part.denominator
            here = there
            if not any(here.values()):
                break
        left = NOTHING
        for name in component:
            count = Fraction(passed[name], _GRID)
            back = sum((part for _, part in parts[name]), NOTHING)
            least[name], most[name] = min(WHOLE, count) * (1 - back), min(WHOLE, entered)
            self._pass_on(name, count, arriving, inside)
            total = sum(self.weights[name].values(), NOTHING)
            left += count * (
                1 - total + sum((p for one, p in self.weights[name].items() if one not in inside), NOTHING)
            )
        return max(NOTHING, entered - left)


def _values(constants: Mapping[str, Fraction], factors: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """The values inside a cycle; of one that is too large, what they are at least."""
    if effort(factors, factors) <= EXACT:
        forms = solve({name: {"": constant} for name, constant in constants.items()}, factors)
        return {name: form[""] for name, form in forms.items()}
    values = dict.fromkeys(factors, 0)
    fixed = {name: int(constant * _GRID) for name, constant in constants.items()}
    for _ in range(_ROUNDS):
        better = {
            name: fixed[name] + sum(values[one] * part.numerator // part.denominator for one, part in row.items())
            for name, row in factors.items()
        }
        if better == values:
            break
        values = better
    return {name: Fraction(value, _GRID) for name, value in values.items()}
