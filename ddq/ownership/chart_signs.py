"""The signs of a chart of owners: what each shape and each line means, and the key that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ddq.drawing.chart import Edge, KeyEntry, Line, Node, Shape, Tint
from ddq.ownership.model import PartyKind

SIGNS: Mapping[PartyKind, tuple[Shape, Tint, str]] = {
    PartyKind.company: (Shape.box, Tint.none, "company"),
    PartyKind.person: (Shape.pill, Tint.blue, "person"),
    PartyKind.state: (Shape.hexagon, Tint.amber, "state or a body of it"),
    PartyKind.fund: (Shape.octagon, Tint.none, "fund"),
    PartyKind.trust: (Shape.slanted, Tint.none, "trust"),
    PartyKind.dispersed: (Shape.stack, Tint.none, "many holders in public"),
    PartyKind.unknown: (Shape.broken, Tint.grey, "owner not known"),
    PartyKind.unspecified: (Shape.box, Tint.grey, "kind not told"),
}


def key(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[KeyEntry, ...]:
    """The signs that occur, and what they mean."""
    entries = [KeyEntry("the company in question", Node("", "", subject=True))]
    shown = [(node.shape, node.tint) for node in nodes]
    for shape, tint, words in SIGNS.values():
        if (shape, tint) in shown:
            entries.append(KeyEntry(words, Node("", "", shape=shape, tint=tint)))
    if any(node.strong for node in nodes):
        entries.append(KeyEntry("controls the company", Node("", "", strong=True)))
    lines = {edge.line for edge in edges if edge.label}
    if any(edge.strong for edge in edges):
        entries.append(KeyEntry("control runs over it", edge=Edge("", "", strong=True)))
    if Line.solid in lines:
        entries.append(KeyEntry("capital and votes", edge=Edge("", "")))
    if Line.dashed in lines:
        entries.append(KeyEntry("control by contract or office", edge=Edge("", "", line=Line.dashed)))
    if Line.dotted in lines:
        entries.append(KeyEntry("a special right, or a part not told", edge=Edge("", "", line=Line.dotted)))
    return tuple(entries)
