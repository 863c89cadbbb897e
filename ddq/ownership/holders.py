"""The holders that an ownership reading gives to a questionnaire's list of holders.

Without a list for the chains these are the holders at their ends, with what they have in effect. With one they are the
direct holders, and those behind them whose control or special right would not show in a direct holder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ddq.ownership.control import Controlling, states_among
from ddq.ownership.graph import Graph
from ddq.ownership.holder import LEAST, Holder, code_of, exact_percent, not_named, party_values
from ddq.ownership.model import PartyKind, Relation
from ddq.ownership.reading import OwnershipReading
from ddq.ownership.share import NONE, Share


def holders_of(reading: OwnershipReading, *, chained: bool = False) -> tuple[Holder, ...]:
    """The holders to be listed, the largest first; `chained` where another list tells who stands behind them."""
    return tuple(_Reader(reading, chained).holders())


def state_bodies(graph: Graph, controlling: Controlling, names: set[str]) -> frozenset[str]:
    """Of the parties, those that are bodies of a state, and all that these surely control."""
    states = states_among(graph, names)
    return frozenset(name for bodies in states.values() for name in controlling.surely(bodies))


def steps_down(graph: Graph, target: str) -> dict[str, str]:
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


class _Reader:
    def __init__(self, reading: OwnershipReading, chained: bool) -> None:
        self.reading, self.graph, self.target, self.chained = reading, reading.graph, reading.target, chained
        self.below = steps_down(reading.graph, reading.target)
        sure = [one for one in reading.control.controllers if one.sure]
        self.sure = {name for one in sure if one.ultimate for name in one.parties}
        self.controllers = {name for one in sure for name in one.parties}
        self.rights: dict[str, list[Relation]] = {}
        for held in (reading.target, *sorted(self.controllers)):  # a say over who controls the vendor is one over it
            for one in (*reading.graph.controls.get(held, ()), *reading.graph.influences.get(held, ())):
                self.rights.setdefault(one.holder, []).append(one)
        self.maybe = {name for one in reading.control.controllers if not one.sure for name in one.parties}
        self.of_states = state_bodies(self.graph, Controlling(self.graph), self.below.keys() - {self.target})
        direct = (*self.graph.capital.get(self.target, ()), *self.graph.votes.get(self.target, ()))
        self.direct = frozenset(direct) | {one.holder for one in self._rights_over(self.target)}

    def _rights_over(self, held: str) -> tuple[Relation, ...]:
        return (*self.graph.controls.get(held, ()), *self.graph.influences.get(held, ()))

    def holders(self) -> Iterator[Holder]:
        size = {name: max(self._share(name, "capital").hi, self._share(name, "votes").hi) for name in self.below}
        for name in sorted(self.below, key=lambda one: (-size[one], one)):
            if name != self.target and self._is_listed(name, size[name]):
                yield self._holder(name)

    def _share(self, name: str, field: str) -> Share:
        """What is listed of somebody: directly where the chains are listed too, else through everybody."""
        if self.chained and name in self.direct:
            holdings = self.graph.capital if field == "capital" else self.graph.votes
            return holdings.get(self.target, {}).get(name, NONE)
        found = self.reading.capital if field == "capital" else self.reading.votes
        return found.listed.get(name, NONE)

    def _all_listed(self, field: str) -> bool:
        """Whether what is listed is the whole, so that nothing can be left to those who are listed without a share."""
        found = self.reading.capital if field == "capital" else self.reading.votes
        return found.undisclosed == NONE

    def _is_listed(self, name: str, size: Fraction) -> bool:
        if self.chained and name not in self.direct:
            # A direct holder that a state controls says so itself; of a person that controls it there is no such word.
            return name in self.rights or (name in self.sure and self.graph.party(name).kind is PartyKind.person)
        if name in self.rights or name in self.sure:
            return True
        is_state = self.graph.party(name).kind is PartyKind.state and size > 0
        is_end = not self.graph.capital.get(name) and not self.graph.votes.get(name)
        return (self.chained or is_end) and (size >= LEAST or (self.chained and is_state))

    def _holder(self, name: str) -> Holder:
        party = self.graph.party(name)
        values = party_values(party)
        ranges: dict[str, Share] = {}
        said: list[str] = []
        shares = {field: self._share(name, field) for field in ("votes", "capital")}
        elsewhere = self._counted_with(name, shares)
        if elsewhere:
            said.append(f"what it holds is counted with {elsewhere}")
        else:
            for field, share in shares.items():
                if share == NONE and not self._all_listed(field):
                    continue  # nothing is told of it, which is not the same as none
                exact = exact_percent(share)
                if exact is not None:
                    values[field] = exact
                else:
                    ranges[field] = share
        control = self._control(name)
        if control is not None:
            values["control"] = control
        else:
            said.append("whether it controls the vendor is left open by what is known")
        if party.kind in (PartyKind.company, PartyKind.fund) and name in self.of_states:
            values["state_controlled"] = True
        path = () if self.chained and name in self.direct else self._path(name)
        if path:
            values["held_through"] = ", ".join(self.graph.party(one).name for one in path)
        return Holder(name, values, (*said, *not_named(party)), self._sources(name, path), ranges)

    def _counted_with(self, name: str, shares: dict[str, Share]) -> str:
        """With whom the shares of a holder are counted, where that is not with itself."""
        if not self.chained:
            return "its own holders" if self.graph.capital.get(name) or self.graph.votes.get(name) else ""
        through = name not in self.direct and any(share != NONE for share in shares.values())
        return "those through whom it holds" if through else ""

    def _control(self, name: str) -> str | None:
        found = code_of(one.kind for one in self.rights.get(name, ()))
        if name in self.controllers and found != "contract":
            return "majority"
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
