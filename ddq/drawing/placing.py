"""Where nodes and edges go: the one place that knows the library that lays out layers (graphlay).

The same nodes and edges in the same order give the same places, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ddq.drawing.chart import Edge, Group, Node
from ddq.drawing.geometry import Direction, Rect, Size
from ddq.drawing.placement import Placement, Route
from ddq.drawing.ports import Ports
from ddq.drawing.trunks import gathered, straightened

_SIDES = {Direction.down: ("bottom", "top"), Direction.right: ("right", "left")}
"""Where edges leave a node, and where they come in."""
_UNIT = 4.0
"""The library thinks in pixels: its inner distances fit boxes of about 120 by 40."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large what is to be placed is, in millimetres."""

    nodes: Sequence[Size]
    labels: Sequence[Size | None]
    header: float = 0.0
    """Room for the title of a group."""


def place(
    nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[Group], sizes: Sizes, direction: Direction
) -> Placement:
    """Lay out a graph in layers, as few lines crossing as can be found; no edge may end where it begins.

    The label of an edge stands beside its source, before its line meets any other.
    """
    ids = {node.id: number for number, node in enumerate(nodes)}
    known = {group.id: group for group in groups}
    graph = _Graph(
        [(ids[edge.source], ids[edge.target]) for edge in edges],
        [edge.backward for edge in edges],
        [known.get(node.group or "") for node in nodes],
        sizes,
        direction,
    )
    targets = [target for _, target in graph.ends]
    ports = Ports(graph.ends, sizes.labels, range(len(edges)), direction)
    placement = graph.laid_out(ports)
    if ports.branching:  # what leaves one node leaves it in the order in which it arrives
        across = 1 if direction is Direction.right else 0
        middles = [(rect.x + rect.width / 2, rect.y + rect.height / 2)[across] for rect in placement.nodes]
        order = sorted(range(len(edges)), key=lambda number: middles[targets[number]])
        placement = graph.laid_out(Ports(graph.ends, sizes.labels, order, direction))
    return gathered(placement, targets, direction)


@dataclass(frozen=True, slots=True)
class _Graph:
    """Nodes and edges by their numbers."""

    ends: Sequence[tuple[int, int]]
    backward: Sequence[bool]
    groups_of: Sequence[Group | None]
    sizes: Sizes
    direction: Direction

    def laid_out(self, ports: Ports) -> Placement:
        """The library's layout, with edges that leave their nodes at these ports."""
        import graphlay  # a native library, which only drawings need

        used = list(dict.fromkeys(group for group in self.groups_of if group is not None))
        request = {"nodes": [*self._nodes(ports, used), *({"size": _size(0.25, 0.25)} for _ in used)]}
        request["edges"] = list(self._edges(ports))
        options = _options(self.direction, self.sizes.header)
        laid: Any = graphlay.layout(request, preset="layered", options=options).raw
        return _placement(laid, self.sizes, ports, self.groups_of, used)

    def _nodes(self, ports: Ports, used: Sequence[Group]) -> Iterator[dict[str, Any]]:
        for number, group in enumerate(self.groups_of):
            node: dict[str, Any] = {"size": _size(*ports.whole(number, self.sizes.nodes[number]))}
            yield node if group is None else node | {"parent": len(self.groups_of) + used.index(group)}

    def _edges(self, ports: Ports) -> Iterator[dict[str, Any]]:
        out, into = _SIDES[self.direction]
        for number, (source, target) in enumerate(self.ends):
            leaving = {"offset": {"side": out, "t": ports.part(number, self.sizes.nodes[source])}}
            yield {
                "source": source,
                "target": target,
                "source_port": leaving,
                "target_port": {"side": into},
                "reverse_for_ranking": self.backward[number],
            }


def _size(width: float, height: float) -> dict[str, float]:
    return {"width": width * _UNIT, "height": height * _UNIT}


def _options(direction: Direction, header: float) -> dict[str, Any]:
    spacing = {
        "layer_gap": 3.6,
        "node_gap": 1.3,
        "dummy_gap": 1.3,
        "port_gap": 1.6,
        "stub": 1.5,
        "bundle_lane_gap": 1.8,
        "isolated_gap": 2.0,
        "compound_padding": 2.0,
        "compound_header": header,
    }
    return {
        "direction": direction.value,
        "spacing": {name: gap * _UNIT for name, gap in spacing.items()},
        "routing": {"lane_gap": 1.4 * _UNIT},
    }


def _placement(
    laid: Any, sizes: Sizes, ports: Ports, groups_of: Sequence[Group | None], groups: Sequence[Group]
) -> Placement:
    """The engine's answer in millimetres, moved so that nothing lies left of or above zero."""
    lines = [
        straightened([(point["x"] / _UNIT, point["y"] / _UNIT) for point in edge["points"]]) for edge in laid["edges"]
    ]
    whole = [
        Rect(
            (node["center"]["x"] - node["size"]["width"] / 2) / _UNIT,
            (node["center"]["y"] - node["size"]["height"] / 2) / _UNIT,
            node["size"]["width"] / _UNIT,
            node["size"]["height"] / _UNIT,
        )
        for node in laid["nodes"]
    ]
    xs = [x for rect in whole for x in (rect.x, rect.x + rect.width)] + [x for line in lines for x, _ in line]
    ys = [y for rect in whole for y in (rect.y, rect.y + rect.height)] + [y for line in lines for _, y in line]
    left, top = min(xs), min(ys)
    rects = [Rect(rect.x - left, rect.y - top, rect.width, rect.height) for rect in whole]
    count = len(sizes.nodes)
    layers = [(node["rank"], group) for node, group in zip(laid["nodes"][:count], groups_of, strict=True)]
    rects[:count] = ports.aligned(rects[:count], layers, [[(x - left, y - top) for x, y in line] for line in lines])
    seen = tuple(ports.seen(rects[number], number, sizes.nodes[number]) for number in range(count))
    routes = tuple(
        Route(*ports.route(number, [(x - left, y - top) for x, y in line], seen)) for number, line in enumerate(lines)
    )
    frames = {group.id: rects[count + number] for number, group in enumerate(groups)}
    return Placement(max(xs) - left, max(ys) - top, seen, tuple(rects[:count]), routes, frames)
