"""The holders that an ownership reading gives to a questionnaire's list of holders: those at the ends of the chains,
and whoever has a special right or control."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ddq.ownership.control import Controlling, states_among
from ddq.ownership.graph import Graph
from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.reading import OwnershipReading
from ddq.ownership.share import NONE, Share

LEAST = Fraction(5, 100)
"""Holders of less, without control or a special right, are not listed: the lowest level at which regimes ask."""
_KINDS = {
    PartyKind.person: "person",
    PartyKind.company: "company",
    PartyKind.trust: "company",
    PartyKind.fund: "fund",
    PartyKind.state: "state",
    PartyKind.dispersed: "public",
}
_RIGHTS = (
    (RelationKind.contract, "contract"),
    (RelationKind.general_partner, "contract"),
    (RelationKind.trustee, "contract"),
    (RelationKind.nominator, "contract"),
    (RelationKind.consolidation, "majority"),
    (RelationKind.golden_share, "golden_share"),
    (RelationKind.veto, "veto"),
    (RelationKind.board, "board_appointment"),
)
"""Rights in the order in which one of them stands for all."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One entry of the list; what is not known exactly is left out of it and told in its note."""

    party: str
    values: Mapping[str, str | bool]
    note: str
    sources: tuple[str, ...]


def holders_of(reading: OwnershipReading) -> tuple[Holder, ...]:
    """The holders to be listed, the largest first."""
    return tuple(_Reader(reading).holders())


def exact_percent(share: Share) -> str | None:
    """A known share with at most four decimals, no value that is not a whole number shown as one; None of a range."""
    if not share.exact:
        return None
    value = share.lo * 100
    tenthousandths = round(value * 10_000)
    if tenthousandths % 10_000 == 0 and value * 10_000 != tenthousandths:
        tenthousandths += 1 if value * 10_000 > tenthousandths else -1
    text = f"{tenthousandths // 10_000}.{tenthousandths % 10_000:04d}"
    return text.rstrip("0").rstrip(".")


class _Reader:
    def __init__(self, reading: OwnershipReading) -> None:
        self.reading, self.graph, self.target = reading, reading.graph, reading.target
        self.controlling = Controlling(reading.graph)
        self.below = _steps_down(reading.graph, reading.target)
        sure = [one for one in reading.control.controllers if one.sure]
        self.sure = {name for one in sure if one.ultimate for name in one.parties}
        self.controllers = {name for one in sure for name in one.parties}
        self.rights: dict[str, list[Relation]] = {}
        for held in (reading.target, *sorted(self.controllers)):  # a say over who controls the vendor is one over it
            for one in (*reading.graph.controls.get(held, ()), *reading.graph.influences.get(held, ())):
                self.rights.setdefault(one.holder, []).append(one)
        self.maybe = {name for one in reading.control.controllers if not one.sure for name in one.parties}
        self.states = states_among(reading.graph, self.below.keys() - {reading.target})
        self.of_states = {name for bodies in self.states.values() for name in self.controlling.surely(bodies)}

    def holders(self) -> Iterator[Holder]:
        size = {name: max(self._capital(name).hi, self._votes(name).hi) for name in self.below}
        for name in sorted(self.below, key=lambda one: (-size[one], one)):
            if name != self.target and self._is_listed(name, size[name]):
                yield self._holder(name)

    def _capital(self, name: str) -> Share:
        return self.reading.capital.listed.get(name, NONE)

    def _votes(self, name: str) -> Share:
        return self.reading.votes.listed.get(name, NONE)

    def _is_listed(self, name: str, size: Fraction) -> bool:
        if name in self.rights or name in self.sure:
            return True
        is_end = not self.graph.capital.get(name) and not self.graph.votes.get(name)
        return is_end and size >= LEAST

    def _holder(self, name: str) -> Holder:
        party = self.graph.party(name)
        values: dict[str, str | bool] = {"name": party.name}
        said: list[str] = []
        if party.kind in _KINDS:
            values["holder_kind"] = _KINDS[party.kind]
        if party.country and party.kind is not PartyKind.dispersed:
            values["country"] = party.country
        if self._has_listed_owner(name):
            said.append("what it holds is counted with its own holders")
        else:
            for field, share in (("votes", self._votes(name)), ("capital", self._capital(name))):
                exact = exact_percent(share)
                if exact is not None:
                    values[field] = exact
                else:
                    said.append(f"{field}: {share}")
        control = self._control(name)
        if control is not None:
            values["control"] = control
        else:
            said.append("whether it controls the vendor is left open by what is known")
        if party.kind in (PartyKind.company, PartyKind.fund) and name in self.of_states:
            values["state_controlled"] = True
        path = self._path(name)
        if path:
            values["held_through"] = ", ".join(self.graph.party(one).name for one in path)
        if party.kind is PartyKind.unknown and party.note:
            said.append(f"not named by the source ({party.note})")
        return Holder(name, values, "; ".join(said), self._sources(name, path))

    def _has_listed_owner(self, name: str) -> bool:
        return bool(self.graph.capital.get(name) or self.graph.votes.get(name))

    def _control(self, name: str) -> str | None:
        kinds = {one.kind for one in self.rights.get(name, ())}
        if name in self.controllers and not kinds & {kind for kind, code in _RIGHTS if code == "contract"}:
            return "majority"
        found = next((code for kind, code in _RIGHTS if kind in kinds), None)
        if found is not None:
            return found
        if any(name in pair for pair in self.reading.control.joint):
            return "joint"
        return None if name in self.maybe else "none"

    def _path(self, name: str) -> tuple[str, ...]:
        """Who stands between the party and the target, by the shortest way, the nearest to the target first."""
        path: list[str] = []
        at = self.below[name]
        while at != self.target:
            path.append(at)
            at = self.below[at]
        return tuple(reversed(path))

    def _sources(self, name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """What the holdings from the party down to the target rest on."""
        chain = [self.target, *path, name]
        found: dict[str, None] = {}
        for held, holder in pairwise(chain):
            found.update(dict.fromkeys(self.graph.sources.get((holder, held), ())))
        return tuple(found)


def _steps_down(graph: Graph, target: str) -> dict[str, str]:
    """Everybody above the target, with the next party on the shortest way down: by holdings, else by rights."""
    below = {target: target}
    waiting = deque([target])
    later: deque[tuple[str, str]] = deque()
    while waiting or later:
        if not waiting:
            holder, name = later.popleft()
            if holder not in below:
                below[holder] = name
                waiting.append(holder)
            continue
        name = waiting.popleft()
        for holder in (*graph.capital.get(name, ()), *graph.votes.get(name, ())):
            if holder not in below:
                below[holder] = name
                waiting.append(holder)
        rights = (*graph.controls.get(name, ()), *graph.influences.get(name, ()))
        later.extend((one.holder, name) for one in rights)
    return below
