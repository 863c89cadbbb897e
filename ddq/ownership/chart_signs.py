"""The signs of a chart of owners: what each shape and each line means, and the key that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ddq.drawing.chart import Edge, KeyEntry, Line, Node, Shape, Tint
from ddq.ownership.model import PartyKind
from ddq.sentence import Said, say

SIGNS: Mapping[PartyKind, tuple[Shape, Tint, Said]] = {
    PartyKind.company: (Shape.box, Tint.none, say("company")),
    PartyKind.person: (Shape.pill, Tint.blue, say("person")),
    PartyKind.state: (Shape.hexagon, Tint.amber, say("state or a body of it")),
    PartyKind.fund: (Shape.octagon, Tint.none, say("fund")),
    # Another sentence than the trust that a score is a figure of, which other languages have another word for.
    PartyKind.trust: (Shape.slanted, Tint.none, say("trust{form}", form="")),
    PartyKind.dispersed: (Shape.stack, Tint.none, say("many holders in public")),
    PartyKind.unknown: (Shape.broken, Tint.grey, say("owner not known")),
    PartyKind.unspecified: (Shape.box, Tint.grey, say("kind not told")),
}


def key(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[KeyEntry, ...]:
    """The signs that occur, and what they mean."""
    entries = [KeyEntry(say("the company in question"), Node("", "", subject=True))]
    shown = [(node.shape, node.tint) for node in nodes]
    for shape, tint, words in SIGNS.values():
        if (shape, tint) in shown:
            entries.append(KeyEntry(words, Node("", "", shape=shape, tint=tint)))
    if any(node.strong for node in nodes):
        entries.append(KeyEntry(say("controls the company"), Node("", "", strong=True)))
    lines = {edge.line for edge in edges if edge.label}
    if any(edge.strong for edge in edges):
        entries.append(KeyEntry(say("control runs over it"), edge=Edge("", "", strong=True)))
    if Line.solid in lines:
        entries.append(KeyEntry(say("capital and votes"), edge=Edge("", "")))
    if Line.dashed in lines:
        entries.append(KeyEntry(say("control by contract or office"), edge=Edge("", "", line=Line.dashed)))
    if Line.dotted in lines:
        entries.append(KeyEntry(say("a special right, or a part not told"), edge=Edge("", "", line=Line.dotted)))
    return tuple(entries)
