"""Everything that is computed about the owners of one company on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ddq.ownership.blocked import blocked
from ddq.ownership.control import Control, Controlling, control
from ddq.ownership.findings import Finding, findings
from ddq.ownership.graph import Graph, graph_on
from ddq.ownership.look_through import Figure, LookThrough, by_country, look_through
from ddq.ownership.model import PartyKind, Structure
from ddq.ownership.reached import held_by
from ddq.ownership.thresholds import MOST_TESTED, Met, Thresholds
from ddq.ownership.weakest_link import WeakestLink, weakest_link
from ddq.registers.model import Regime


@dataclass(frozen=True, slots=True)
class OwnershipReading:
    """The five readings of one company, kept apart, and the findings."""

    graph: Graph
    target: str
    capital: LookThrough
    votes: LookThrough
    """The same over the votes: for rules that multiply them."""
    weakest: WeakestLink
    control: Control
    blocked_with: Mapping[str, bool]
    """The holders with whom the company would be blocked if they were listed; whether surely."""
    thresholds: tuple[Met, ...]
    countries: Mapping[str, Figure]
    """By country of residence, what its parties have of the capital together."""
    findings: tuple[Finding, ...]


def read_ownership(
    structure: Structure, target: str, day: date, regimes: Iterable[tuple[Regime, bool | None]] = ()
) -> OwnershipReading:
    """Read who owns `target` on `day`; `regimes` come with whether they are in force."""
    graph = graph_on(structure, day)
    capital, votes = look_through(graph, target), look_through(graph, target, graph.votes)
    controlling = Controlling(graph)
    controls = control(graph, target, controlling)
    return OwnershipReading(
        graph=graph,
        target=target,
        capital=capital,
        votes=votes,
        weakest=weakest_link(graph, target),
        control=controls,
        blocked_with=_blocked_with(graph, capital),
        thresholds=tuple(Thresholds(graph, target, capital, votes, controlling).met(regimes)),
        countries=by_country(graph, target),
        findings=findings(graph, capital, controls, controlling),
    )


def _blocked_with(graph: Graph, capital: LookThrough) -> dict[str, bool]:
    held = held_by(graph.capital)
    found: dict[str, bool] = {}
    for name in capital.ordered[:MOST_TESTED]:
        if graph.party(name).kind is not PartyKind.dispersed:
            result = blocked(graph, [name], held)
            if capital.target in result.possible:
                found[name] = capital.target in result.sure
    return found


def possible_targets(structure: Structure, day: date) -> tuple[str, ...]:
    """Those who are held and hold nobody themselves: what a structure is probably about."""
    standing = [one for one in structure.relations if one.on(day)]
    holders = {one.holder for one in standing if one.holder != one.held}
    return tuple(sorted({one.held for one in standing} - holders))
