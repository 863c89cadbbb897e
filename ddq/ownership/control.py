"""Third reading, majority control: who decides over a company.

A party controls what it, and all that it controls, hold more than half of the votes of; and what a contract, a general
partnership, a mandate over a nominee or a trust gives it, whatever the votes. Exactly half is no control: two who hold
half each control jointly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ddq.ownership.graph import Graph
from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.reached import by_holder, held_by, reached
from ddq.ownership.share import NONE, Share, together

HALF = Fraction(1, 2)
MOST_COMPARED = 300
"""Of more controllers, only who has another's majority alone is looked at to find those that nobody controls."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Somebody who decides, or may decide, over a company."""

    parties: tuple[str, ...]
    """One party, or all bodies of one state."""
    sure: bool
    """False where a range, or the terms of a right, leave it open."""
    votes: Share
    """The votes that it and all that it surely controls have directly in the company."""
    ultimate: bool
    """Whether nobody is known to control it in turn."""


@dataclass(frozen=True, slots=True)
class Control:
    """Who controls one company."""

    controllers: tuple[Controller, ...]
    joint: tuple[tuple[str, str], ...]
    """Pairs of parties that have exactly half of the votes each."""


class Controlling:
    """What each party controls, over one graph; made once and asked for many parties."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.votes = held_by(graph.votes)
        self.sure = by_holder(_giving(graph, sure=True))
        self.maybe = by_holder(_giving(graph, sure=False))

    def surely(self, first: Iterable[str]) -> frozenset[str]:
        """The first and all that they surely control."""
        return reached(first, self.votes, lambda share: share.more_than(HALF) is True, self.sure)

    def possibly(self, first: Iterable[str]) -> frozenset[str]:
        """The first and all that they may control by what is listed."""
        return reached(first, self.votes, lambda share: share.more_than(HALF) is not False, self.maybe)

    def takes(self, name: str) -> Iterator[str]:
        """What a party surely controls by itself."""
        yield from self.sure.get(name, ())
        yield from (one for one, share in self.votes.get(name, ()) if share.more_than(HALF) is True)

    def may_take(self, name: str) -> Iterator[str]:
        """What a party may control by itself."""
        yield from self.maybe.get(name, ())
        yield from (one for one, share in self.votes.get(name, ()) if share.more_than(HALF) is not False)


def control(graph: Graph, target: str, controlling: Controlling | None = None) -> Control:
    """Who controls `target`, and who may."""
    controlling = controlling or Controlling(graph)
    asked = deciders(graph, target)
    sure = _controlling(target, asked, controlling.surely, controlling.takes)
    maybe = _controlling(target, asked, controlling.possibly, controlling.may_take)
    under = _under([(target,), *sure], controlling)
    votes = _votes(graph, target, list(maybe), controlling)
    found = [
        Controller(parties, parties in sure, votes[parties], parties not in under)
        for parties in asked
        if parties in maybe
    ]
    found.sort(key=lambda one: (not one.sure, not one.ultimate, -one.votes.lo, one.parties))
    return Control(tuple(found), joint_halves(graph, target, controlling))


def _controlling(
    target: str,
    asked: list[tuple[str, ...]],
    grows: Callable[[Iterable[str]], frozenset[str]],
    takes: Callable[[str], Iterable[str]],
) -> dict[tuple[str, ...], None]:
    """Those who control a company, in order. Whoever takes a controller alone is one, without being looked at whole."""
    found: dict[tuple[str, ...], None] = {}
    singles = {target}
    for parties in asked:
        if any(one in singles for name in parties for one in takes(name)) or target in grows(parties):
            found[parties] = None
            if len(parties) == 1:
                singles.add(parties[0])
    return found


def _votes(
    graph: Graph, target: str, found: list[tuple[str, ...]], controlling: Controlling
) -> dict[tuple[str, ...], Share]:
    """The votes in a company of each controller and of all that it surely controls."""
    direct = graph.votes.get(target, {})
    if len(found) <= MOST_COMPARED:
        members = {parties: controlling.surely(parties) for parties in found}
        return {one: together(share for name, share in direct.items() if name in members[one]) for one in found}
    sums = dict.fromkeys(found, NONE)
    for name, share in direct.items():
        for one in _controlling(name, found, controlling.surely, controlling.takes):
            sums[one] += share
    return sums


def _under(sure: Iterable[tuple[str, ...]], controlling: Controlling) -> set[tuple[str, ...]]:
    """Those of the controllers who are controlled by another of them."""
    parties = list(sure)
    found: set[tuple[str, ...]] = set()
    if len(parties) > MOST_COMPARED:
        alone = {one[0]: one for one in parties if len(one) == 1}
        return {alone[held] for one in parties for name in one for held in controlling.takes(name) if held in alone}
    for other in parties:
        members = controlling.surely(other)
        found |= {one for one in parties if one != other and members.issuperset(one)}
    return found


def deciders(graph: Graph, target: str) -> list[tuple[str, ...]]:
    """Everybody above a company who could decide over it, the nearest first, at last each state with all its bodies."""
    seen = dict.fromkeys([target])
    waiting = deque(seen)
    while waiting:
        name = waiting.popleft()
        above = [*graph.votes.get(name, ())]
        above += [one.holder for one in (*graph.controls.get(name, ()), *graph.influences.get(name, ()))]
        for holder in above:
            if holder not in seen:
                seen[holder] = None
                waiting.append(holder)
    states = states_among(graph, seen.keys() - {target})
    passed = {target, *(name for members in states.values() for name in members)}
    singles = [(n,) for n in seen if n not in passed and graph.party(n).kind is not PartyKind.dispersed]
    return singles + [states[code] for code in sorted(states)]


def states_among(graph: Graph, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The bodies of each state, by its country; a body without a country stands for itself."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        party = graph.party(name)
        if party.kind is PartyKind.state:
            found.setdefault(party.country or f"of {name}", []).append(name)
    return {code: tuple(members) for code, members in found.items()}


def _giving(graph: Graph, *, sure: bool) -> Mapping[str, tuple[Relation, ...]]:
    """By the party controlled, the relations that surely give control, or that may."""
    found: dict[str, list[Relation]] = {}
    for held, relations in graph.controls.items():
        for one in relations:
            if not sure or _gives_control(one, relations):
                found.setdefault(held, []).append(one)
    for held, relations in graph.influences.items():
        for one in relations:
            answer = _board_control(one)
            if answer or (answer is None and not sure):
                found.setdefault(held, []).append(one)
    return {held: tuple(of) for held, of in found.items()}


def _gives_control(relation: Relation, of_held: tuple[Relation, ...]) -> bool:
    """A nominee with several nominators obeys none of them alone; any other of these relations controls."""
    if relation.kind is not RelationKind.nominator:
        return True
    return len({one.holder for one in of_held if one.kind is RelationKind.nominator}) == 1


def _board_control(relation: Relation) -> bool | None:
    """Whether a special right controls: most of the seats do, what is not said more of may, a veto does not."""
    if relation.kind is RelationKind.board:
        return relation.share.more_than(HALF) if relation.share else None
    return None if relation.kind in (RelationKind.trust_interest, RelationKind.influence) else False


def joint_halves(graph: Graph, target: str, controlling: Controlling) -> tuple[tuple[str, str], ...]:
    """Pairs of direct holders that have exactly half of the votes each."""
    halves = [
        holder
        for holder, share in sorted(graph.votes.get(target, {}).items())
        if share.exact and share.lo == HALF and graph.party(holder).kind is not PartyKind.dispersed
    ]
    if len(halves) != 2 or any(set(halves) <= controlling.surely([name]) for name in halves):
        return ()
    return ((halves[0], halves[1]),)
