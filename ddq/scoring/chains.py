"""Control through chains: how strongly each party behind the vendor can reach it, by the graph of ownership.

A party reaches the vendor by what it, and all that it controls by majority or contract, have in the vendor, or in
whoever reaches the vendor by control. Ranges and what is not known make an interval of it. More holdings never lower
it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ddq.ownership.share import Share
from ddq.scoring.holdings import VENDOR, Holding
from ddq.scoring.model import Interval
from ddq.scoring.nexus import CONTROL, CONTROL_CODES, HOLDING

_NONE = Decimal(0)
Members = Mapping[str, frozenset[str]]
"""By party, all that it decides over, itself among them."""
Rights = dict[str, list[tuple[str, float]]]
"""By holder, the special rights that it has: over whom, and the nexus that this gives."""


@dataclass(frozen=True, slots=True)
class Chains:
    """What is found for each party, and for each state by all its bodies."""

    nexus: Mapping[str, Interval]
    """By party."""
    steps: Mapping[str, tuple[Holding, ...]]
    """By party, the shortest way from it down to the vendor, holding by holding."""
    behind: Mapping[str, frozenset[int]]
    """By party, the entries on which its nexus rests."""
    states: Mapping[str, StateHolding]
    """By country, where several bodies of one state hold."""


@dataclass(frozen=True, slots=True)
class StateHolding:
    """What the bodies of a state have together."""

    bodies: tuple[str, ...]
    nexus: Interval
    votes: Share
    """That they, and all that they surely control, have directly in the vendor, up to all that they may."""
    entries: frozenset[int]


@lru_cache(maxsize=32)
def read_chains(holdings: tuple[Holding, ...]) -> Chains:
    """Everything about these holdings. Kept for the lists that were read last: most answers change no holder."""
    return _Reader(holdings).read()


class _Side:
    """What is surely so, or what may be so: the votes and the rights of each holder, and what follows from them."""

    def __init__(
        self, half: int, held: dict[str, dict[str, int]], outright: dict[str, set[str]], rights: Rights
    ) -> None:
        self.half = half
        self.votes = {holder: tuple(companies.items()) for holder, companies in held.items()}
        """By holder, what it has of each company, in whole parts."""
        self.outright, self.rights = outright, rights
        self.over = frozenset({VENDOR})
        self.stakes: dict[str, tuple[tuple[str, int], ...]] = {}
        """By holder, what it has of each of those who reach the vendor by control."""

    def decided(self, parties: Iterable[str]) -> Members:
        """By party, itself and all that it controls."""
        members = {name: self.controlled((name,)) for name in parties}
        self.over = self._over(members)
        self.stakes = {holder: stakes for holder, held in self.votes.items() if (stakes := self._in(held, self.over))}
        return members

    @staticmethod
    def _in(held: Iterable[tuple[str, int]], companies: Collection[str]) -> tuple[tuple[str, int], ...]:
        return tuple([one for one in held if one[0] in companies])

    def controlled(self, first: Iterable[str]) -> frozenset[str]:
        """The first and all that they control together: by contract, or with more than half of the votes."""
        members: set[str] = set()
        sums: dict[str, int] = {}
        waiting = [*first]
        while waiting:
            name = waiting.pop()
            if name in members:
                continue
            members.add(name)
            if name in self.outright:
                waiting += self.outright[name]
            for company, part in self.votes.get(name, ()):
                if company not in members:
                    sums[company] = whole = sums.get(company, 0) + part
                    if whole > self.half:
                        waiting.append(company)
        return frozenset(members)

    def _over(self, members: Members) -> frozenset[str]:
        """The vendor, and everybody who reaches it by control: whoever has a say over those has one over it."""
        over = {VENDOR}
        grows = True
        while grows:
            grows = False
            for name, under in members.items():
                if name not in over and (not under.isdisjoint(over) or self._by_right(under, over) >= CONTROL):
                    over.add(name)
                    grows = True
        return frozenset(over)

    def _by_right(self, members: Iterable[str], over: Collection[str]) -> float:
        found = 0.0
        if self.rights:
            for name in members:
                for held, nexus in self.rights.get(name, ()):
                    if nexus > found and held in over:
                        found = nexus
        return found

    def nexus(self, members: frozenset[str]) -> float:
        """What these have over the vendor together."""
        if not members.isdisjoint(self.over):
            return CONTROL
        found = self._by_right(members, self.over)
        if found < HOLDING and any(2 * part >= self.half for part in self._held(members).values()):
            return HOLDING
        return found

    def _held(self, members: Iterable[str]) -> Mapping[str, int]:
        """What the members have of each of those who reach the vendor, none of whom is among them."""
        found: dict[str, int] = {}
        for name in members:
            for company, part in self.stakes.get(name, ()):
                found[company] = found.get(company, 0) + part
        return found

    def in_vendor(self, members: Iterable[str]) -> int:
        """What the members have of the vendor itself."""
        held = self._held(name for name in members if name != VENDOR)
        return held.get(VENDOR, 0)


class _Reader:
    def __init__(self, holdings: tuple[Holding, ...]) -> None:
        self.holdings = holdings
        self.whole = _whole(holdings)
        self.least, self.most = dict[str, dict[str, int]](), dict[str, dict[str, int]]()
        self.controls, self.may_control = dict[str, set[str]](), dict[str, set[str]]()
        self.rights, self.may_have = Rights(), Rights()
        self.down: dict[str, list[Holding]] = {}
        for one in holdings:
            self.down.setdefault(one.holder, []).append(one)
            for held in one.held:
                self._add(one, held, sure=one.sure)
            for held in one.perhaps:
                self._add(one, held, sure=False)
        half = self.whole // 2
        self.surely = _Side(half, self.least, self.controls, self.rights)
        self.possibly = _Side(half, self.most, self.may_control, self.may_have)
        parties = tuple(dict.fromkeys([one.holder for one in holdings]))
        self.sure, self.maybe = self.surely.decided(parties), self.possibly.decided(parties)

    def _add(self, one: Holding, held: str, *, sure: bool) -> None:
        for votes, end in ((self.least, one.votes[0] if sure else _NONE), (self.most, one.votes[1])):
            if end:
                companies = votes.setdefault(one.holder, {})
                companies[held] = companies.get(held, 0) + _parts(end, self.whole)
        if not one.control:
            # Whatever it may be: that it controls, or has any right.
            self.may_control.setdefault(one.holder, set()).add(held)
            self.may_have.setdefault(one.holder, []).append((held, CONTROL))
        elif one.control in ("majority", "contract"):
            self.may_control.setdefault(one.holder, set()).add(held)
            if sure:
                self.controls.setdefault(one.holder, set()).add(held)
        elif nexus := CONTROL_CODES[one.control]:
            self.may_have.setdefault(one.holder, []).append((held, nexus))
            if sure:
                self.rights.setdefault(one.holder, []).append((held, nexus))

    def read(self) -> Chains:
        nexus = {name: self._nexus(sure, self.maybe[name]) for name, sure in self.sure.items()}
        ways = {name: self._way(name) for name in self.sure}
        behind = {name: self._behind((name,)) for name in self.sure}
        return Chains(nexus, ways, behind, self._states())

    def _nexus(self, sure: frozenset[str], maybe: frozenset[str]) -> Interval:
        low, high = self.surely.nexus(sure), self.possibly.nexus(maybe)
        return Interval(low, max(low, high))

    def _way(self, name: str) -> tuple[Holding, ...]:
        """The shortest way down, by holdings in their order."""
        came: dict[str, tuple[str, Holding] | None] = {name: None}
        waiting = deque([name])
        while waiting and VENDOR not in came:
            at = waiting.popleft()
            for one in self.down.get(at, ()):
                for held in (*one.held, *one.perhaps):
                    if held not in came:
                        came[held] = (at, one)
                        waiting.append(held)
        steps: list[Holding] = []
        last = VENDOR if VENDOR in came else next(reversed(came))
        while (step := came[last]) is not None:
            last, one = step
            steps.append(one)
        return tuple(reversed(steps))

    def _behind(self, names: Iterable[str]) -> frozenset[int]:
        """The entries of everything below."""
        seen, waiting = set(names), list(names)
        found: set[int] = set()
        while waiting:
            for one in self.down.get(waiting.pop(), ()):
                found.add(one.entry)
                below = (*one.held, *one.perhaps)
                waiting += [held for held in below if held not in seen]
                seen.update(below)
        return frozenset(found)

    def _states(self) -> dict[str, StateHolding]:
        bodies: dict[str, dict[str, bool]] = {}
        for one in self.holdings:
            if one.state is not False and one.country is not None:
                of_state = bodies.setdefault(one.country, {})
                of_state[one.holder] = of_state.get(one.holder, False) or (one.state is True and one.sure)
        return {code: self._state(bodies[code]) for code in sorted(bodies) if len(bodies[code]) > 1}

    def _state(self, bodies: Mapping[str, bool]) -> StateHolding:
        sure = self.surely.controlled(name for name, surely in bodies.items() if surely)
        maybe = self.possibly.controlled(bodies)
        least, most = self.surely.in_vendor(sure), self.possibly.in_vendor(maybe)
        low, high = (Fraction(min(part, self.whole), self.whole) for part in (least, max(least, most)))
        return StateHolding(
            tuple(sorted(bodies)), self._nexus(sure, maybe), Share(low, high), self._behind(tuple(bodies))
        )


@lru_cache(maxsize=512)
def _parts(percent: Decimal, whole: int) -> int:
    return int(Fraction(percent) * whole / 100)


def _whole(holdings: Iterable[Holding]) -> int:
    """How many parts make the whole so that every share is a whole number of them, and so is half of it."""
    decimals = 0
    for one in holdings:
        for end in one.votes:
            exponent = end.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > decimals:
                decimals = -exponent
    return 100 * 10**decimals
