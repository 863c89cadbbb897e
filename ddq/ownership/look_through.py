"""First reading, economic look-through: what part of a company each party has through everybody in between.

Shares along a chain are multiplied and chains are added up; of parties that hold each other, each is counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ddq.ownership.graph import Graph, Holdings
from ddq.ownership.highest import Highest
from ddq.ownership.model import ENDS, PartyKind
from ddq.ownership.share import NONE, NOTHING, WHOLE, Share
from ddq.ownership.walk import Walk, Weights

MOST_WORK = 200_000
"""How many steps the upper ends of ranges may take; beyond that they are what all chains give at their largest."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a party has of a company."""

    listed: Share
    """By the holdings that are listed."""
    possible: Fraction
    """The most that it can be: if it is also behind every owner and every part that is not known."""

    @property
    def share(self) -> Share:
        """All that is possible: what is listed, widened by what is not known."""
        if self.possible <= self.listed.hi:
            return self.listed
        return Share(self.listed.lo, self.possible, self.listed.over)


class LookThrough:
    """The look-through of one company."""

    def __init__(self, graph: Graph, target: str, holdings: Holdings | None = None) -> None:
        holdings = graph.capital if holdings is None else holdings
        self.target = target
        self._walk = Walk(least_weights(holdings), target)
        self._met = self._walk.met()
        above = _above(holdings, target)
        self._ends = frozenset(name for name in above - {target} if is_end(graph, holdings, name))
        ranged = _after_ranges(holdings, above)
        upper = _upper_ends(holdings, target, above, ranged)
        over = _surely_over(holdings, target, self._walk)
        self.listed: Mapping[str, Share] = {
            name: self._of(name, name in ranged, upper.get(name), name in over) for name in sorted(above - {target})
        }
        """By the holdings that are listed, what every party above has or may have."""

    @property
    def closed(self) -> tuple[tuple[str, ...], ...]:
        """Cycles without any owner outside."""
        return self._met.closed

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Parties that hold each other, and those that hold a part of themselves."""
        weights = self._walk.weights
        return tuple(
            members
            for members in self._walk.components
            if len(members) > 1 or any(name in weights.get(name, {}) for name in members)
        )

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """The parties, the largest first."""
        size = {name: (-float(share.hi), -float(share.lo), name) for name, share in self.listed.items()}
        return tuple(sorted(size, key=size.__getitem__))

    @cached_property
    def undisclosed(self) -> Share:
        """What is not traced to a person, a state, dispersed holders or whoever is named without a kind."""
        most = sum((self.listed[name].hi for name in sorted(self._ends)), NOTHING)
        return Share(WHOLE - min(WHOLE, most), WHOLE - self._traced[self.target])

    @cached_property
    def _traced(self) -> Mapping[str, Fraction]:
        """By party, what of it is surely traced to such an end."""
        return self._walk.value(dict.fromkeys(self._ends, WHOLE))

    def figure(self, party: str) -> Figure:
        """What a party has, and the most that it may have."""
        listed = self.listed.get(party, NONE)
        return Figure(listed, max(listed.hi, self._possible(party)))

    def _of(self, name: str, ranged: bool, upper: Fraction | None, over: bool) -> Share:
        lo = self._met.least.get(name, NOTHING)
        if not ranged and not self._met.slack and name not in self._met.most:
            return Share(lo, lo)
        if not ranged:
            return Share(lo, self._met.highest(name))
        hi = max(lo, self._possible(name) if upper is None else upper)
        return Share(lo, hi, over and lo < hi)

    def _possible(self, name: str) -> Fraction:
        """All but what others surely have without this party."""
        if name in self._met.most:
            return WHOLE
        through = self._met.highest(name) * self._traced.get(name, NOTHING)
        return min(WHOLE, WHOLE - max(NOTHING, self._traced[self.target] - through))


def look_through(graph: Graph, target: str, holdings: Holdings | None = None) -> LookThrough:
    """What part of the capital (or of other `holdings`) of `target` each party above it has."""
    return LookThrough(graph, target, holdings)


def of_group(graph: Graph, target: str, members: Iterable[str], holdings: Holdings | None = None) -> Figure:
    """What several parties have of `target` together, each part counted once."""
    holdings = graph.capital if holdings is None else holdings
    walk = Walk(least_weights(holdings), target)
    group = frozenset(members)
    above = _above(holdings, target)
    lo = walk.value(dict.fromkeys(group, WHOLE)).get(target, NOTHING)
    others = {name: WHOLE for name in above if name not in group and is_end(graph, holdings, name)}
    possible = WHOLE - walk.value({**others, **dict.fromkeys(group, NOTHING)}).get(target, NOTHING)
    hi = Highest(holdings, target).of(group)
    return Figure(Share(lo, max(lo, min(hi, possible))), possible)


def by_country(graph: Graph, target: str, holdings: Holdings | None = None) -> Mapping[str, Figure]:
    """What the parties seated in each country have together: the reading for rules that count by residence.

    A part counts where a chain first meets a party of the country, whoever is behind that party.
    """
    holdings = graph.capital if holdings is None else holdings
    found: dict[str, list[str]] = {}
    for name in sorted(_above(holdings, target) - {target}):
        country = graph.party(name).country
        if country:
            found.setdefault(country, []).append(name)
    return {country: of_group(graph, target, found[country], holdings) for country in sorted(found)}


def least_weights(holdings: Holdings) -> Weights:
    """The part of each company that each holder has at least."""
    return {
        company: {holder: share.lo for holder, share in holders.items() if share.lo}
        for company, holders in holdings.items()
    }


def is_end(graph: Graph, holdings: Holdings, name: str) -> bool:
    """Whether a chain of holders is traced to its end there: nobody can stand behind the party.

    A party of unspecified kind that nobody is listed to hold is taken for what it is named: an owner.
    """
    if name in graph.nominees:
        return False
    kind = graph.party(name).kind
    return kind in ENDS or (kind is PartyKind.unspecified and not holdings.get(name))


def _above(holdings: Holdings, start: str) -> set[str]:
    """The start and everybody who has or may have a part of it."""
    seen, waiting = {start}, [start]
    while waiting:
        for holder, share in holdings.get(waiting.pop(), {}).items():
            if share.hi and holder not in seen:
                seen.add(holder)
                waiting.append(holder)
    return seen


def _after_ranges(holdings: Holdings, above: set[str]) -> set[str]:
    """The parties whose part depends on a share that is not exactly known."""
    after: set[str] = set()
    waiting = [
        holder
        for name in above
        for holder, share in holdings.get(name, {}).items()
        if not share.exact and holder in above
    ]
    while waiting:
        name = waiting.pop()
        if name not in after:
            after.add(name)
            waiting.extend(holder for holder, share in holdings.get(name, {}).items() if share.hi)
    return after


def _upper_ends(holdings: Holdings, target: str, above: set[str], ranged: set[str]) -> dict[str, Fraction]:
    if not ranged:
        return {}
    highest = Highest(holdings, target)
    if len(ranged) * highest.steps > MOST_WORK:
        return highest.by_chains()
    return {name: highest.of(frozenset({name})) for name in ranged}


def _surely_over(holdings: Holdings, target: str, walk: Walk) -> set[str]:
    """The parties that have more than the lower end: a share on the way to them has an open one."""
    cyclic = {name for component in walk.components if len(component) > 1 for name in component}
    found: set[str] = set()
    waiting = [
        holder
        for component in walk.components
        for name in component
        for holder, share in holdings.get(name, {}).items()
        if share.over
    ]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(holder for holder, share in holdings.get(name, {}).items() if share.lo or share.over)
    return found - cyclic
