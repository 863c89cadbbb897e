"""The flows of data as a map: who sends, who holds where, grouped by state, and who can see the data in clear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ddq.dataflow.model import Access, Flow, FlowReading, FlowsReading, Reader, Ruling
from ddq.dataflow.telling import ACCESS_WORDS, CLEAR_WORDS, Name, called, from_to
from ddq.dataflow.words import data_words, either
from ddq.drawing.chart import Chart, Edge, Group, KeyEntry, Line, Node, Shape, Tint
from ddq.sentence import begun, joined, numeric, say

NOWHERE = "?"
"""The group of places of which no state is known."""
MOST_STAFF = 30
"""Teams that are drawn; the reading names all."""
_RULINGS = {
    Ruling.allowed: say("allowed"),
    Ruling.allowed_with: say("allowed if …"),
    Ruling.barred: say("barred"),
    Ruling.unknown: say("allowed? not known"),
}
_LINES = {"clear": Line.solid, "storage": Line.dashed, "transit": Line.dotted, None: Line.solid}


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One flow as a line of a table."""

    name: str
    data: str
    route: str
    access: str
    transfer: str
    clear: str


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The map, and the same as lines."""

    chart: Chart
    flows: tuple[FlowLine, ...]


def flow_map(reading: FlowsReading, buyer: str, name: Name) -> FlowMap | None:
    """The map of all flows; None where there is none.

    Args:
        reading: the flows with what was found about each.
        buyer: what the buyer is called.
        name: what a state is called.
    """
    if not reading.flows:
        return None
    builder = _Builder(buyer, name)
    for one in reading.flows:
        builder.add(one)
    return FlowMap(builder.chart(reading.day), tuple(_line(one, name) for one in reading.flows))


def _line(one: FlowReading, name: Name) -> FlowLine:
    flow = one.flow
    access = ACCESS_WORDS[flow.access] if flow.access else say("not known")
    clear = say("{reached}. {why}", reached=begun(CLEAR_WORDS[one.clear.reached]), why=one.clear.why)
    return FlowLine(called(flow), _data(flow), from_to(flow, name), access, one.transfer.ruling.words, clear)


def _data(flow: Flow) -> str:
    return data_words(flow.data) or say("data not named")


@dataclass(slots=True)
class _Builder:
    buyer: str
    name: Name
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    edges: list[Edge] = field(default_factory=list[Edge])
    """To teams of staff."""
    arrows: dict[tuple[str, str, Access | None, Ruling, bool | None], list[FlowReading]] = field(
        default_factory=dict[tuple[str, str, Access | None, Ruling, bool | None], list[FlowReading]]
    )
    teams: dict[str, Reader] = field(default_factory=dict[str, Reader])

    def add(self, one: FlowReading) -> None:
        """A flow: its sender, its holder, and the arrow between them."""
        flow = one.flow
        sender = self._sender(flow)
        place = self._place(one)
        if sender != place:  # data that stays where it is needs no arrow
            self.arrows.setdefault((sender, place, flow.access, one.transfer.ruling, one.clear.reached), []).append(one)
        for reader in one.clear.readers:
            if reader.by == "staff":
                self._team(place, reader)

    def _arrows(self) -> Iterator[Edge]:
        """One arrow for all flows between the same two that are alike in access and in what is found."""
        for (sender, place, access, ruling, reached), flows in self.arrows.items():
            label = (_label(flows), _RULINGS[ruling])
            told = joined(map(self._told, flows), "; ")
            yield Edge(sender, place, label, _LINES[access], reached is True, words=told)

    def _told(self, one: FlowReading) -> str:
        return say(
            "{flow}: {data}. {way}. Transfer {ruling}. Clear access: {reached}",
            flow=called(one.flow),
            data=_data(one.flow),
            way=from_to(one.flow, self.name),
            ruling=one.transfer.ruling.words,
            reached=CLEAR_WORDS[one.clear.reached],
        )

    def _sender(self, flow: Flow) -> str:
        title = flow.sender or self.buyer
        known = flow.origins[0] if len(flow.origins) == 1 else None
        identifier = f"holder {known or NOWHERE}/{title}"
        # what sends may hold the data of another flow, and is then one and the same node
        if identifier not in self.nodes:
            places = either(self.name(code) for code in flow.origins) or say("place not known")
            first = not flow.sender
            self.nodes[identifier] = Node(
                identifier, title, "" if known else places, shape=Shape.pill if first else Shape.box,
                tint=Tint.blue if first else Tint.none, subject=first, group=known or NOWHERE,
            )  # fmt: skip
        return identifier

    def _place(self, one: FlowReading) -> str:
        flow = one.flow
        identifier = f"holder {flow.country or NOWHERE}/{flow.holder}"
        before = self.nodes.get(identifier)
        here = [reader for reader in one.clear.readers if reader.by != "staff"]
        sees = any(reader.sure for reader in here) or (before is not None and before.strong)
        may = bool(here) and not sees
        if before is not None and before.subject:
            return identifier
        tint = Tint.red if sees else before.tint if before is not None and not may else Tint.grey if may else Tint.none
        note = say("sees it in clear") if sees else say("may see it in clear") if tint is Tint.grey else ""
        shape = Shape.broken if not flow.holder else Shape.box
        title = flow.holder or say("Holder not known")
        self.nodes[identifier] = Node(
            identifier, title, note, "", shape, tint, strong=sees, group=flow.country or NOWHERE
        )  # fmt: skip
        return identifier

    def _team(self, place: str, reader: Reader) -> None:
        """Staff who can open the data from elsewhere: drawn once, with an arrow from where they were first met."""
        identifier = f"team {reader.question}/{reader.row}"
        if identifier in self.teams or len(self.teams) == MOST_STAFF:
            return
        self.teams[identifier] = reader
        note = say("can see it in clear") if reader.sure else say("may see it in clear")
        title, group = reader.name or say("A team"), reader.country or NOWHERE
        self.nodes[identifier] = Node(
            identifier, title, note, "", Shape.slanted,
            Tint.red if reader.sure else Tint.grey, strong=reader.sure, group=group,
        )  # fmt: skip
        if reader.sure:
            words = say("Staff who can see data in clear: {team}", team=title)
        else:
            words = say("Staff who may see data in clear: {team}", team=title)
        self.edges.append(Edge(place, identifier, (say("remote access"),), Line.solid, reader.sure, words=words))

    def chart(self, day: date) -> Chart:
        """All of it, the states in the order in which they are met."""
        found = dict.fromkeys(node.group or NOWHERE for node in self.nodes.values())
        groups = tuple(Group(code, say("Place not known") if code == NOWHERE else self.name(code)) for code in found)
        nodes = tuple(sorted(self.nodes.values(), key=lambda node: not node.subject))
        found_edges = [*self._arrows(), *self.edges]
        steps = _steps(nodes[0].id, found_edges)
        edges = tuple(replace(one, backward=_goes_back(one, steps)) for one in found_edges)
        title = say("Data flows as of {day}", day=numeric(day))
        return Chart(title, nodes, edges, groups, _key(nodes, edges))


def _key(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> tuple[KeyEntry, ...]:
    entries = [KeyEntry(say("the buyer"), Node("", "", shape=Shape.pill, tint=Tint.blue, subject=True))]
    if any(node.shape in (Shape.box, Shape.broken) and node.strong for node in nodes):
        entries.append(KeyEntry(say("sees the data in clear"), Node("", "", tint=Tint.red, strong=True)))
    if any(node.shape is Shape.slanted for node in nodes):
        entries.append(KeyEntry(say("staff of the vendor"), Node("", "", shape=Shape.slanted)))
    if any(node.shape is Shape.broken for node in nodes):
        entries.append(KeyEntry(say("holder not known"), Node("", "", shape=Shape.broken)))
    if any(edge.strong for edge in edges):
        entries.append(KeyEntry(say("somebody but the buyer can see it in clear"), edge=Edge("", "", strong=True)))
    lines = {edge.line for edge in edges}
    if Line.dashed in lines:
        entries.append(KeyEntry(say("stored, encrypted"), edge=Edge("", "", line=Line.dashed)))
    if Line.dotted in lines:
        entries.append(KeyEntry(say("passes through, encrypted"), edge=Edge("", "", line=Line.dotted)))
    return tuple(entries)


def _label(flows: Sequence[FlowReading]) -> str:
    """Which data goes that way: two kinds by name, and how many more."""
    codes = list(dict.fromkeys(code for one in flows for code in one.flow.data))
    first: str = data_words(codes[:2]) or say("data not named")
    if len(codes) > 2:
        first = say("{data} +{more}", data=first, more=len(codes) - 2)
    return say("{flows} flows: {data}", flows=len(flows), data=first) if len(flows) > 1 else first


def _steps(first: str, edges: list[Edge]) -> dict[str, int]:
    """From the first node, by the arrows."""
    found = {first: 0}
    waiting = [first]
    for name in waiting:
        for edge in edges:
            if edge.source == name and edge.target not in found:
                found[edge.target] = found[name] + 1
                waiting.append(edge.target)
    return found


def _goes_back(edge: Edge, steps: dict[str, int]) -> bool:
    source, target = steps.get(edge.source), steps.get(edge.target)
    return source is not None and target is not None and source >= target
