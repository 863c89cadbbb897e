"""Fifth reading, thresholds: for each regime whether somebody's part reaches the bound at which it counts, by the way
in which that regime adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ddq.ownership.blocked import Blocked, blocked
from ddq.ownership.control import Controlling, states_among
from ddq.ownership.graph import Graph, Holdings
from ddq.ownership.look_through import LookThrough, of_group
from ddq.ownership.model import PartyKind
from ddq.ownership.reached import held_by
from ddq.ownership.share import NONE, NOTHING, WHOLE, Share
from ddq.ownership.undisclosed import undisclosed_direct
from ddq.registers.model import OwnershipTest, Regime

MOST_TESTED = 200
"""So many holders, the largest first, are tested one by one."""


_HALF = Fraction(1, 2)
_DECIDES: Mapping[str, Callable[[Fraction], bool] | None] = {
    "direct": None,
    "controlled": lambda part: part > _HALF,
    "half_counts_whole": lambda part: part >= _HALF,
}
"""By the way of counting, from which part on a company is counted with whoever has it."""


@dataclass(frozen=True, slots=True)
class Met:
    """A threshold that somebody reaches, or may reach."""

    regime: str
    name: str
    citation: str
    test: OwnershipTest
    parties: tuple[str, ...]
    """One holder, the bodies of a state, or those seated in a country; nobody where it is somebody undisclosed."""
    country: str | None
    """Of a state, or the country of residence."""
    share: Share
    sure: bool
    """False where the range leaves it open."""
    in_force: bool
    """False where it is not known whether the regime is in force on the day."""


class Thresholds:
    """Tests one company of one graph; what several tests need is worked out once."""

    def __init__(
        self, graph: Graph, target: str, seen: LookThrough, votes: LookThrough, controlling: Controlling
    ) -> None:
        self.graph, self.target, self.controlling = graph, target, controlling
        self.looks = {"capital": seen, "votes": votes}
        self.holdings: dict[str, Holdings] = {"capital": graph.capital, "votes": graph.votes}
        self._held = held_by(graph.capital)
        self._blocked: dict[tuple[str, ...], Blocked] = {}
        self._figures: dict[tuple[str, str, tuple[str, ...]], Share] = {}
        above = dict.fromkeys((*seen.ordered, *votes.ordered))
        named = [one for one in above if graph.party(one).kind is not PartyKind.dispersed]
        self.by = {
            "holder": [(None, (one,)) for one in named[:MOST_TESTED]],
            "person": [(None, (one,)) for one in named if self._may_be_person(one)][:MOST_TESTED],
            "state": [(_country(code), members) for code, members in states_among(graph, named).items()],
            "country": sorted(_countries(graph, named).items()),
        }

    def _may_be_person(self, name: str) -> bool:
        kind = self.graph.party(name).kind
        nobody_above = not self.graph.capital.get(name) and not self.graph.votes.get(name)
        return kind is PartyKind.person or (kind in (PartyKind.unspecified, PartyKind.unknown) and nobody_above)

    def met(self, regimes: Iterable[tuple[Regime, bool | None]]) -> Iterator[Met]:
        """The thresholds that are or may be met, of regimes that are or may be in force."""
        for regime, force in regimes:
            for test in regime.ownership_tests:
                holds = force if test.force is None else _both(force, test.force.in_force(self.graph.day))
                if holds is False:
                    continue
                for country, parties in self.by[test.by]:
                    found = self._result(test, parties)
                    if found is not None:
                        share, sure = found
                        yield Met(
                            regime.id, regime.name, regime.citation, test, parties, country, share, sure, holds is True
                        )
                hidden = self._result(test, ())
                if hidden is not None:
                    yield Met(regime.id, regime.name, regime.citation, test, (), None, hidden[0], False, holds is True)

    def _result(self, test: OwnershipTest, parties: tuple[str, ...]) -> tuple[Share, bool] | None:
        """The share that reaches the bound and whether it surely does; None where none can."""
        kinds = ("capital", "votes") if test.of == "either" else (test.of,)
        found: list[tuple[bool, Fraction, Share]] = []
        for kind in kinds:
            share = self._share(test.counted, kind, parties)
            answer = reaches(test, share)
            if answer is not False:
                found.append((answer is True, share.hi, share))
        if not found:
            return None
        sure, _, share = max(found, key=lambda one: one[:2])
        return share, sure

    def _share(self, counted: str, kind: str, parties: tuple[str, ...]) -> Share:
        key = (counted, kind, parties)
        if key not in self._figures:
            self._figures[key] = self._counted(counted, kind, parties)
        return self._figures[key]

    def _counted(self, counted: str, kind: str, parties: tuple[str, ...]) -> Share:
        holdings = self.holdings[kind]
        if not parties:
            return self._undisclosed(counted, kind)
        if counted == "direct":
            return self._direct(holdings, frozenset(parties), frozenset(parties))
        if counted == "controlled":
            return self._direct(holdings, self.controlling.surely(parties), self.controlling.possibly(parties))
        if counted == "half_counts_whole":
            if parties not in self._blocked:
                self._blocked[parties] = blocked(self.graph, parties, self._held)
            return self._direct(holdings, self._blocked[parties].sure, self._blocked[parties].possible)
        if len(parties) == 1:
            return self.looks[kind].listed.get(parties[0], NONE)
        return of_group(self.graph, self.target, parties, holdings).listed

    def _undisclosed(self, counted: str, kind: str) -> Share:
        """What somebody who is not disclosed may have, at most."""
        if counted == "multiplied":
            return Share(NOTHING, self.looks[kind].undisclosed.hi)
        return undisclosed_direct(self.graph, self.holdings[kind], self.target, _DECIDES[counted])

    def _direct(self, holdings: Holdings, sure: frozenset[str], possible: frozenset[str]) -> Share:
        """What the sure members hold directly, up to what all possible ones do."""
        direct = holdings.get(self.target, {})
        surely = NONE
        most = NOTHING
        for holder, share in direct.items():
            if holder in sure and holder != self.target:
                surely += share
            if holder in possible and holder != self.target:
                most += share.hi
        most = min(WHOLE, most)
        if most <= surely.hi:
            return surely
        return Share(surely.lo, most, surely.over)


def reaches(test: OwnershipTest, share: Share) -> bool | None:
    """Whether a share reaches the bound of a test; None where its range leaves it open."""
    if test.more_than is not None:
        return share.more_than(Fraction(test.more_than) / 100)
    return share.at_least(Fraction(test.at_least or 100) / 100)


def _countries(graph: Graph, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        country = graph.party(name).country
        if country:
            found.setdefault(country, []).append(name)
    return {country: tuple(found[country]) for country in sorted(found)}


def _country(code: str) -> str | None:
    return code if len(code) == 2 else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
