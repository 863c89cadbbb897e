"""Control through chains: how strongly each party behind the vendor can reach it, by the graph of ownership.

A party reaches the vendor by what it, and all that it controls by majority or contract, have in the vendor, or in
whoever reaches the vendor by control. Ranges and what is not known make an interval of it. More holdings never lower
it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ddq.ownership.control import Controlling
from ddq.ownership.graph import Graph
from ddq.ownership.model import Party, Relation, RelationKind
from ddq.ownership.share import NONE, Share, exactly
from ddq.scoring.holdings import VENDOR, Holding
from ddq.scoring.model import Interval
from ddq.scoring.nexus import CONTROL, CONTROL_CODES, HOLDING

_QUARTER = Fraction(1, 4)
_NO_DAY = date.min
"""The day of a graph is nothing that is read here: what the entries say is what holds."""
Members = frozenset[str]


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


@dataclass(frozen=True, slots=True)
class _Right:
    """A special right over somebody, and the nexus that it gives."""

    held: str
    nexus: float
    sure: bool


class _Reader:
    def __init__(self, holdings: tuple[Holding, ...]) -> None:
        self.holdings = holdings
        self.votes: dict[str, dict[str, Share]] = {}
        self.rights: dict[str, list[_Right]] = {}
        self.down: dict[str, list[Holding]] = {}
        controls: dict[str, list[Relation]] = {}
        influences: dict[str, list[Relation]] = {}
        for one in holdings:
            self.down.setdefault(one.holder, []).append(one)
            for held in one.held:
                self._add(one, held, controls, influences)
            unsure = replace(one, sure=False)
            for held in one.perhaps:
                self._add(unsure, held, controls, influences)
        graph = _graph(self.votes, controls, influences)
        self.controlling = Controlling(graph)
        self.parties = tuple(dict.fromkeys([one.holder for one in holdings]))
        self.sure = {name: self.controlling.surely((name,)) for name in self.parties}
        self.maybe = {name: self.controlling.possibly((name,)) for name in self.parties}
        self.surely_over = self._over(self.sure, sure=True)
        self.possibly_over = self._over(self.maybe, sure=False)

    def _add(
        self,
        one: Holding,
        held: str,
        controls: dict[str, list[Relation]],
        influences: dict[str, list[Relation]],
    ) -> None:
        self._vote(one, held)
        self._right(one, held, controls, influences)

    def _vote(self, one: Holding, held: str) -> None:
        share = _share(one.votes, sure=one.sure)
        if share.hi:
            holders = self.votes.setdefault(held, {})
            holders[one.holder] = holders[one.holder] + share if one.holder in holders else share

    def _right(
        self,
        one: Holding,
        held: str,
        controls: dict[str, list[Relation]],
        influences: dict[str, list[Relation]],
    ) -> None:
        if not one.control:
            # Whatever it may be: that it controls, or has any right.
            influences.setdefault(held, []).append(Relation(one.holder, held, RelationKind.influence))
            self.rights.setdefault(one.holder, []).append(_Right(held, CONTROL, False))
        elif one.control in ("majority", "contract"):
            kind = RelationKind.contract if one.sure else RelationKind.influence
            (controls if one.sure else influences).setdefault(held, []).append(Relation(one.holder, held, kind))
        elif nexus := CONTROL_CODES[one.control]:
            self.rights.setdefault(one.holder, []).append(_Right(held, nexus, one.sure))

    def _over(self, members: Mapping[str, Members], *, sure: bool) -> Members:
        """The vendor, and everybody who reaches it by control: whoever has a say over those has one over it."""
        over = {VENDOR}
        waiting = True
        while waiting:
            waiting = False
            for name, under in members.items():
                if name not in over and (under & over or self._by_right(under, over, sure=sure) >= CONTROL):
                    over.add(name)
                    waiting = True
        return frozenset(over)

    def _by_right(self, members: Members, over: Iterable[str], *, sure: bool) -> float:
        found = 0.0
        for name in members:
            for right in self.rights.get(name, ()):
                if right.held in over and (right.sure or not sure):
                    found = max(found, right.nexus)
        return found

    def read(self) -> Chains:
        nexus = {name: self._nexus(self.sure[name], self.maybe[name]) for name in self.parties}
        ways = {name: self._way(name) for name in self.parties}
        behind = {name: self._behind((name,)) for name in self.parties}
        return Chains(nexus, ways, behind, self._states())

    def _nexus(self, sure: Members, maybe: Members) -> Interval:
        low = self._level(sure, self.surely_over, lambda share: share.at_least(_QUARTER) is True, sure=True)
        high = self._level(maybe, self.possibly_over, lambda share: share.at_least(_QUARTER) is not False, sure=False)
        return Interval(low, max(low, high))

    def _level(self, members: Members, over: Members, holds: Callable[[Share], bool], *, sure: bool) -> float:
        if members & over:
            return CONTROL
        found = self._by_right(members, over, sure=sure)
        if found < HOLDING and any(holds(share) for share in self._held_in(members, over).values()):
            return HOLDING
        return found

    def _held_in(self, members: Members, companies: Members) -> Mapping[str, Share]:
        """What the members have of each of the companies, in which none of them is."""
        found: dict[str, Share] = {}
        for name in members:
            for company, share in self.controlling.votes.get(name, ()):
                if company in companies:
                    found[company] = found[company] + share if company in found else share
        return found

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
        sure = self.controlling.surely(sorted(name for name, surely in bodies.items() if surely))
        maybe = self.controlling.possibly(sorted(bodies))
        vendor = frozenset({VENDOR})
        least = self._held_in(sure - vendor, vendor).get(VENDOR, NONE)
        most = self._held_in(maybe - vendor, vendor).get(VENDOR, NONE)
        votes = Share(least.lo, max(least.lo, most.hi))
        return StateHolding(tuple(sorted(bodies)), self._nexus(sure, maybe), votes, self._behind(tuple(bodies)))


def _share(votes: tuple[Decimal, Decimal], *, sure: bool) -> Share:
    low, high = (_part(votes[0]) if sure else Fraction(0)), _part(votes[1])
    return exactly(high) if low == high else Share(low, high) if high else NONE


@lru_cache(maxsize=512)
def _part(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def _graph(
    votes: Mapping[str, Mapping[str, Share]],
    controls: Mapping[str, list[Relation]],
    influences: Mapping[str, list[Relation]],
) -> Graph:
    """The holdings as they are stated, each standing for itself: that one is too much makes no other one less."""
    names = {VENDOR, *votes, *(name for holders in votes.values() for name in holders)}
    return Graph(
        day=_NO_DAY,
        parties={name: Party(name, name) for name in names},
        capital={},
        votes=votes,
        controls={held: tuple(found) for held, found in controls.items()},
        influences={held: tuple(found) for held, found in influences.items()},
        nominees=frozenset(),
        indirect=(),
        gaps=(),
        sources={},
        doubts=(),
    )
