"""Where nodes and edges go: the one place that knows the library that lays out layers (graphlay).

The same nodes and edges in the same order give the same places, on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ddq.drawing.chart import Edge, Group, Node
from ddq.drawing.geometry import Direction, Point, Rect, Size
from ddq.drawing.placement import Placement, Route
from ddq.drawing.ports import Labelled, Ports
from ddq.drawing.trunks import gathered, straightened

_SIDES = {Direction.down: ("bottom", "top"), Direction.right: ("right", "left")}
"""Where edges leave a node, and where they come in."""
_BAND = 3.4
"""Between the nodes of a chart with groups."""
GUTTER = 19.0
"""At the left of a group's band, for its title."""
_UNIT = 4.0
"""The library thinks in pixels: its inner distances fit boxes of about 120 by 40."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large what is to be placed is, in millimetres."""

    nodes: Sequence[Size]
    labels: Sequence[Size | None]


def place(
    nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[Group], sizes: Sizes, direction: Direction
) -> Placement:
    """Lay out a graph in layers, as few lines crossing as can be found; no edge may end where it begins.

    The label of an edge stands beside its source, before its line meets any other; beside its target where there are
    groups, each of which has a band of its own.
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
    labelled = Labelled(graph.ends, sizes.labels, direction, at_target=bool(groups))
    ports = Ports(labelled, range(len(edges)))
    placement = graph.laid_out(ports)
    if ports.branching:  # lines stand beside a node in the order in which they arrive at the other end
        across, far = (1 if direction is Direction.right else 0), (0 if groups else 1)
        middles = [(rect.x + rect.width / 2, rect.y + rect.height / 2)[across] for rect in placement.nodes]
        order = sorted(range(len(edges)), key=lambda number: middles[graph.ends[number][far]])
        placement = graph.laid_out(Ports(labelled, order))
    return gathered(placement, [] if groups else [target for _, target in graph.ends], direction)


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
        request = {"nodes": list(self._nodes(ports, used)), "edges": list(self._edges(ports))}
        options = _options(self.direction, is_grouped=bool(used))
        laid: Any = graphlay.layout(request, preset="layered", options=options).raw
        return _placement(laid, self.sizes, ports, used)

    def _nodes(self, ports: Ports, used: Sequence[Group]) -> Iterator[dict[str, Any]]:
        for number, group in enumerate(self.groups_of):
            node: dict[str, Any] = {"size": _size(*ports.whole(number, self.sizes.nodes[number]))}
            yield node if group is None else node | {"group": used.index(group)}

    def _edges(self, ports: Ports) -> Iterator[dict[str, Any]]:
        out, into = _SIDES[self.direction]
        for number, (source, target) in enumerate(self.ends):
            part = ports.part(number, self.sizes.nodes)
            fixed = {"offset": {"side": into if ports.edges.at_target else out, "t": part}}
            yield {
                "source": source,
                "target": target,
                "source_port": {"side": out} if ports.edges.at_target else fixed,
                "target_port": fixed if ports.edges.at_target else {"side": into},
                "reverse_for_ranking": self.backward[number],
            }


def _size(width: float, height: float) -> dict[str, float]:
    return {"width": width * _UNIT, "height": height * _UNIT}


def _options(direction: Direction, *, is_grouped: bool) -> dict[str, Any]:
    spacing = {
        "layer_gap": 3.6,
        "node_gap": _BAND if is_grouped else 1.3,
        "dummy_gap": 1.3,
        "port_gap": 1.6,
        "stub": 1.5,
        "bundle_lane_gap": 1.8,
        "isolated_gap": 2.0,
    }
    return {
        "direction": direction.value,
        "spacing": {name: gap * _UNIT for name, gap in spacing.items()},
        "routing": {"lane_gap": 1.4 * _UNIT},
        "order": {"group_lanes": "strict" if is_grouped else "soft"},
    }


def _placement(laid: Any, sizes: Sizes, ports: Ports, groups: Sequence[Group]) -> Placement:
    """The engine's answer in millimetres, moved so that nothing lies left of or above zero."""
    nodes, lanes = cast(list[Any], laid["nodes"]), cast(list[Any], laid.get("lanes") or [])
    lines: list[list[Point]] = [straightened([_point(point) for point in edge["points"]]) for edge in laid["edges"]]
    whole = [_around(_point(node["center"]), node["size"]) for node in nodes]
    bands = {groups[int(lane["group"])].id: _rect(lane["rect"]) for lane in lanes}
    all_rects = [*whole, *bands.values()]
    xs = [x for rect in all_rects for x in (rect.x, rect.x + rect.width)] + [x for line in lines for x, _ in line]
    ys = [y for rect in all_rects for y in (rect.y, rect.y + rect.height)] + [y for line in lines for _, y in line]
    gutter = GUTTER if bands else 0.0
    left, top = min(xs) - gutter, min(ys)
    lines = [[(x - left, y - top) for x, y in line] for line in lines]
    rects = [Rect(rect.x - left, rect.y - top, rect.width, rect.height) for rect in whole]
    rects = ports.aligned(rects, [node["rank"] for node in nodes], lines)
    seen = tuple(ports.seen(rect, number, sizes.nodes[number]) for number, rect in enumerate(rects))
    routes = tuple(Route(*ports.route(number, line, seen)) for number, line in enumerate(lines))
    frames = {name: Rect(0.0, rect.y - top, rect.width + gutter, rect.height) for name, rect in bands.items()}
    return Placement(max(xs) - left, max(ys) - top, seen, tuple(rects), routes, frames)


def _point(found: Any) -> Point:
    return found["x"] / _UNIT, found["y"] / _UNIT


def _around(middle: Point, size: Any) -> Rect:
    width, height = size["width"] / _UNIT, size["height"] / _UNIT
    return Rect(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _rect(found: Any) -> Rect:
    (left, top), (right, foot) = _point(found["min"]), _point(found["max"])
    return Rect(left, top, right - left, foot - top)
