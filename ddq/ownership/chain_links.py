"""The links of the chains that an ownership reading gives to a questionnaire's list of chains: who holds in whom, from
the listed holders up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ddq.ownership.control import HALF, Controlling, joint_halves
from ddq.ownership.holder import LEAST, Holder, code_of, exact_percent, not_named, party_values
from ddq.ownership.holders import state_bodies, steps_down
from ddq.ownership.model import PartyKind, Relation
from ddq.ownership.reading import OwnershipReading
from ddq.ownership.share import NONE, Share


@dataclass(frozen=True, slots=True)
class Links:
    """The entries, and what has no place among them."""

    entries: tuple[Holder, ...]
    remarks: tuple[str, ...]


def links_of(reading: OwnershipReading, holders: Sequence[Holder], most: int) -> Links:
    """Who stands behind the holders that are listed, the nearest to the company first; no more than `most` links.

    Listed is whoever has 5 % or more of the one below, a special right in it, or is a body of a state: those of one
    state are added up, however little each has.
    """
    return _Reader(reading).links([one.party for one in holders], most)


class _Reader:
    def __init__(self, reading: OwnershipReading) -> None:
        self.graph, self.target = reading.graph, reading.target
        self.controlling = Controlling(reading.graph)
        above = steps_down(self.graph, self.target).keys() - {self.target}
        self.of_states = state_bodies(self.graph, self.controlling, above)

    def links(self, first: Sequence[str], most: int) -> Links:
        pairs: list[tuple[str, str]] = []
        seen = dict.fromkeys(first)
        waiting = deque(seen)
        while waiting:
            held = waiting.popleft()
            for holder in self._above(held):
                pairs.append((holder, held))
                if holder not in seen:
                    seen[holder] = None
                    waiting.append(holder)
        own = [one for one in seen if self.target in self._everybody(one)]
        name = self.graph.party(self.target).name
        remarks = [
            f"“{name}” holds a part of “{self.graph.party(one).name}”, which no list has a place for" for one in own
        ]
        if len(pairs) > most:
            remarks.append(f"the chains have {len(pairs) - most:,} more links, which do not fit into the list")
        return Links(tuple(self._link(holder, held) for holder, held in pairs[:most]), tuple(remarks))

    def _everybody(self, held: str) -> Iterable[str]:
        return dict.fromkeys((*self.graph.capital.get(held, ()), *self.graph.votes.get(held, ()), *self._rights(held)))

    def _rights(self, held: str) -> dict[str, list[Relation]]:
        found: dict[str, list[Relation]] = {}
        for one in (*self.graph.controls.get(held, ()), *self.graph.influences.get(held, ())):
            found.setdefault(one.holder, []).append(one)
        return found

    def _above(self, held: str) -> list[str]:
        """Those who are listed over a party, the largest first. What the company holds itself makes no owner of it."""
        capital, votes, rights = self.graph.capital.get(held, {}), self.graph.votes.get(held, {}), self._rights(held)
        size = {one: max(capital.get(one, NONE).hi, votes.get(one, NONE).hi) for one in self._everybody(held)}
        listed = [
            one
            for one, share in size.items()
            if one not in (self.target, held)
            and (share >= LEAST or one in rights or (share > 0 and self.graph.party(one).kind is PartyKind.state))
        ]
        return sorted(listed, key=lambda one: (-size[one], one))

    def _link(self, holder: str, held: str) -> Holder:
        party = self.graph.party(holder)
        values = {**party_values(party), "held": self.graph.party(held).name}
        ranges: dict[str, Share] = {}
        said: list[str] = []
        votes = self.graph.votes.get(held, {}).get(holder, NONE)
        shares = {"votes": votes, "capital": self.graph.capital.get(held, {}).get(holder, NONE)}
        for field, share in shares.items():
            exact = exact_percent(share)
            if exact is not None:
                values[field] = exact
            else:
                ranges[field] = share
        control = self._control(holder, held, votes)
        if control is not None:
            values["control"] = control
        else:
            said.append(f"whether it controls {self.graph.party(held).name} is left open by what is known")
        if party.kind in (PartyKind.company, PartyKind.fund) and holder in self.of_states:
            values["state_controlled"] = True
        sources = self.graph.sources.get((holder, held), ())
        return Holder(holder, values, (*said, *not_named(party)), sources, ranges)

    def _control(self, holder: str, held: str, votes: Share) -> str | None:
        if self.graph.party(holder).kind is PartyKind.dispersed:
            return "none"
        by_right = code_of(one.kind for one in self._rights(held).get(holder, ()))
        over = votes.more_than(HALF)
        if over and by_right != "contract":
            return "majority"
        if by_right is not None:
            return by_right
        if any(holder in pair for pair in joint_halves(self.graph, held, self.controlling)):
            return "joint"
        if held in self.controlling.surely((holder,)):
            return "majority"  # together with those whom it controls
        may = over is None or held in self.controlling.possibly((holder,))
        return None if may else "none"
