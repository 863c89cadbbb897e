"""The owners as a chart: a company, everybody above it and what each holds; states and controllers by their signs."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ddq.drawing.chart import Chart, Edge, Line, Node
from ddq.ownership.chart_signs import SIGNS, key
from ddq.ownership.control import Controlling, control
from ddq.ownership.graph import Graph
from ddq.ownership.model import CONTROLS, Party, PartyKind, Relation, RelationKind
from ddq.ownership.share import NONE, NOTHING, WHOLE, Share, percent
from ddq.sentence import Said, say

MOST_DRAWN = 600
"""Parties; the nearest are drawn."""

_RIGHTS = {
    RelationKind.board: "board",
    RelationKind.golden_share: "golden share",
    RelationKind.veto: "veto",
    RelationKind.contract: "contract",
    RelationKind.general_partner: "general partner",
    RelationKind.nominator: "nominator",
    RelationKind.trustee: "trustee",
    RelationKind.trust_interest: "trust interest",
    RelationKind.influence: "influence",
    RelationKind.income: "income",
    RelationKind.consolidation: "consolidates",
}


@dataclass(frozen=True, slots=True)
class OwnershipChart:
    """The chart, and how many parties above the company it leaves out."""

    chart: Chart
    left_out: int


def ownership_chart(graph: Graph, target: str, controlling: Controlling | None = None) -> OwnershipChart:
    """The chart of everybody above a company, the nearest first."""
    return _Builder(graph, target, controlling).made()


class _Builder:
    def __init__(self, graph: Graph, target: str, controlling: Controlling | None) -> None:
        self.graph, self.target = graph, target
        self.controllers = {
            name for one in control(graph, target, controlling).controllers if one.sure for name in one.parties
        }
        self.steps = {target: 0}
        """From the company, by who is above it."""
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []

    def made(self) -> OwnershipChart:
        above, left_out = self._above()
        for name in above:
            self.nodes[name] = self._node(self.graph.party(name))
        for held in above:
            for holder in self._holders(held):
                if holder in self.nodes and holder != held:
                    self.edges.append(self._edge(holder, held))
        title = f"Owners of {self.graph.party(self.target).name} as of {self.graph.day}"
        return OwnershipChart(
            Chart(
                title, tuple(self.nodes.values()), tuple(self.edges), (), key(tuple(self.nodes.values()), self.edges)
            ),
            left_out,
        )

    def _above(self) -> tuple[list[str], int]:
        seen = self.steps
        waiting = deque(seen)
        while waiting:
            held = waiting.popleft()
            for holder in self._holders(held):
                if holder not in seen:
                    seen[holder] = seen[held] + 1
                    waiting.append(holder)
        return list(seen)[:MOST_DRAWN], max(0, len(seen) - MOST_DRAWN)

    def _holders(self, held: str) -> list[str]:
        """Everybody directly above a party, the largest first."""
        graph = self.graph
        capital, votes = graph.capital.get(held, {}), graph.votes.get(held, {})
        rights = [one.holder for one in (*graph.controls.get(held, ()), *graph.influences.get(held, ()))]
        names = dict.fromkeys((*capital, *votes, *rights))
        return sorted(names, key=lambda one: (-max(capital.get(one, NONE).hi, votes.get(one, NONE).hi), one))

    def _node(self, party: Party) -> Node:
        shape, tint, words = SIGNS[party.kind]
        own = self.graph.capital.get(party.id, {}).get(party.id)
        kind = {PartyKind.unspecified: "", PartyKind.dispersed: "", PartyKind.state: "state"}.get(party.kind, words)
        return Node(
            party.id,
            party.name,
            note=", ".join(part for part in (kind, party.country, f"own shares {short(own)}" if own else "") if part),
            tag=party.country or "",
            shape=shape,
            tint=tint,
            strong=party.id in self.controllers,
            subject=party.id == self.target,
        )

    def _edge(self, holder: str, held: str) -> Edge:
        graph = self.graph
        capital, votes = graph.capital.get(held, {}).get(holder), graph.votes.get(held, {}).get(holder)
        rights = [
            one for one in (*graph.controls.get(held, ()), *graph.influences.get(held, ())) if one.holder == holder
        ]
        labels: list[str] = []
        if capital is not None and capital == votes:
            labels.append(short(capital))
        else:
            labels += [f"{short(capital)} capital"] if capital is not None else []
            labels += [f"{short(votes)} votes"] if votes is not None else []
        labels += [_right(one) for one in rights]
        by_contract = any(one.kind in CONTROLS for one in rights)
        line = Line.dashed if by_contract else Line.solid if capital or votes else Line.dotted
        names = graph.party(holder).name, graph.party(held).name
        words = f"{names[0]} in {names[1]}: {', '.join(labels) or 'holds a part'}"
        strong = holder in self.controllers and self._carries(holder, held)
        return Edge(holder, held, tuple(labels), line, strong, self.steps[holder] < self.steps[held], words)

    def _carries(self, holder: str, held: str) -> bool:
        """Whether control of the company runs over this holding: of the company itself, or of a controller of it."""
        if held != self.target and held not in self.controllers:
            return False
        votes = self.graph.votes.get(held, {}).get(holder)
        over = votes is not None and votes.more_than(WHOLE / 2) is True
        return over or any(one.holder == holder for one in self.graph.controls.get(held, ()))


def short(share: Share) -> Said:
    """A share in as few signs as it can be told, such as `>25–50 %`."""
    if share.exact:
        return say("{share} %", share=percent(share.lo))
    low, high = percent(share.lo), percent(share.hi)
    if share.lo == NOTHING and share.hi == WHOLE:
        return say("? %")
    if share.hi == WHOLE and not share.under:
        return say("> {low} %", low=low) if share.over else say("≥ {low} %", low=low)
    if share.lo == NOTHING and not share.over:
        return say("< {high} %", high=high) if share.under else say("≤ {high} %", high=high)
    if share.over:
        return (
            say(">{low}–<{high} %", low=low, high=high) if share.under else say(">{low}–{high} %", low=low, high=high)
        )
    return say("{low}–<{high} %", low=low, high=high) if share.under else say("{low}–{high} %", low=low, high=high)


def _right(one: Relation) -> str:
    if one.kind is RelationKind.board and one.share is not None:
        return f"{short(one.share)} of the board"
    return _RIGHTS[one.kind]
