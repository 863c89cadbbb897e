"""Charts to draw: trees of owners with some holdings across, of any size, the same each time."""

from __future__ import annotations

import random

from ddq.drawing.chart import Chart, Edge, KeyEntry, Line, Node, Shape, Tint

NAMES = (
    "Aldermoor Holding", "Bergström Invest AB", "Calder & Sons Nominees", "Dragon Gate Capital Partners",
    "Eberhardt Familienstiftung", "Galileo Industrie S.p.A.", "Ingleby Group Public Limited Company",
    "株式会社日本投資", "شركة الخليج للاستثمار", "कर्नाटक निवेश निगम", "חברת אחזקות הצפון", "北京科技有限公司",
)  # fmt: skip
SHAPES = (Shape.box, Shape.box, Shape.pill, Shape.hexagon, Shape.octagon, Shape.stack, Shape.broken, Shape.slanted)


def chart(size: int, depth: int = 4, seed: int = 3) -> Chart:
    """A company, and `size - 1` others above it in as many layers."""
    chance = random.Random(seed)
    layers: list[list[str]] = [["n0"]]
    nodes = [Node("n0", "Nimbus Analytics International Limited", "company, SG", "SG", subject=True)]
    edges: list[Edge] = []
    for number in range(1, size):
        layer = min(1 + chance.randrange(min(depth, 1 + number // 3)), len(layers))
        if layer == len(layers):
            layers.append([])
        name = f"n{number}"
        held = chance.choice(layers[layer - 1])
        layers[layer].append(name)
        title = f"{NAMES[number % len(NAMES)]} {number}"
        tint = chance.choice([Tint.none, Tint.blue, Tint.amber])
        nodes.append(Node(name, title, "company, DE", "DE", SHAPES[number % len(SHAPES)], tint, strong=number == 2))
        edges.append(_edge(name, held, chance))
        if chance.random() < 0.08 and layer > 1:
            edges.append(_edge(name, chance.choice(layers[layer - 2]), chance))
    if size > 5:
        edges.append(Edge("n0", "n3", ("3 %",), backward=True, words="Nimbus in 3: 3 %"))
    key = (KeyEntry("the company in question", Node("", "", subject=True)), KeyEntry("capital", edge=Edge("", "")))
    return Chart("Owners of Nimbus", tuple(nodes), tuple(edges), (), key)


def _edge(source: str, target: str, chance: random.Random) -> Edge:
    label = chance.choice([("5 %",), ("51 %",), (">25–50 %",), ("20 % capital", "35 % votes"), ("golden share",)])
    line = Line.dotted if label == ("golden share",) else Line.solid
    return Edge(source, target, label, line, words=f"{source} in {target}: {', '.join(label)}")
