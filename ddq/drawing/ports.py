"""Where edges leave or reach a node: each beside its own label, right at the node, before any line meets another.

The labels stand at the sources, or at the targets of a chart with groups, in which many lines leave one node. The
layout is given nodes with the room for these labels; what is seen of a node is the rest.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ddq.drawing.geometry import Direction, Point, Rect, Size

_STUB = 1.0
"""Of a line that is seen before and after its label."""
_BETWEEN = 0.7
"""Labels of one node."""
_BEFORE, _HEAD = 0.8, 2.2
"""What must stay free before a node that begins earlier; more where a line turns to it, for the head of its arrow."""
_BARE: Size = (0.9, 0.9)
"""What an edge without a label takes."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The edges of a chart, by the numbers of their nodes, with the sizes of their labels."""

    ends: Sequence[tuple[int, int]]
    labels: Sequence[Size | None]
    direction: Direction
    at_target: bool

    @property
    def right(self) -> bool:
        """Whether the arrows point right, and not down."""
        return self.direction is Direction.right

    def bearer(self, number: int) -> int:
        """The node beside which the label of an edge stands."""
        return self.ends[number][1 if self.at_target else 0]


class Ports:
    """The places of edges at the nodes beside which their labels stand."""

    def __init__(self, edges: Labelled, order: Sequence[int]) -> None:
        self.edges, self.right = edges, edges.right
        self.beside: dict[int, list[int]] = {}
        for number in order:
            self.beside.setdefault(edges.bearer(number), []).append(number)
        self.offsets: dict[int, float] = {}
        self.needed: dict[int, float] = {}
        for node, numbers in self.beside.items():
            self._stack(node, numbers)

    @property
    def branching(self) -> bool:
        """Whether several labels stand beside one node, so that their order matters."""
        return any(len(numbers) > 1 for numbers in self.beside.values())

    def _size(self, number: int) -> Size:
        return self.edges.labels[number] or _BARE

    def _stack(self, node: int, numbers: Sequence[int]) -> None:
        """The labels of a node one beside the other, along the side at which the edges are."""
        along = [self._size(number)[1 if self.right else 0] for number in numbers]
        total = sum(along) + _BETWEEN * (len(along) - 1)
        at = -total / 2
        for number, size in zip(numbers, along, strict=True):
            self.offsets[number] = at + size / 2
            at += size + _BETWEEN
        self.needed[node] = total

    def _zone(self, node: int) -> float:
        """How deep the room for labels is."""
        numbers = self.beside.get(node)
        if not numbers:
            return 0.0
        across = 0 if self.right else 1
        if self.edges.at_target:  # as deep at each node, so that what is seen of the nodes of a layer is in line
            return max(self._size(number)[across] for number in range(len(self.edges.ends))) + 3.4 * _STUB
        return max(self._size(number)[across] for number in numbers) + 2 * _STUB

    def _visible(self, node: int, size: Size) -> Size:
        """A node is at least as long as the labels beside it."""
        needed = self.needed.get(node, 0.0)
        return (size[0], max(size[1], needed)) if self.right else (max(size[0], needed), size[1])

    def whole(self, node: int, size: Size) -> Size:
        """A node with the room for its labels."""
        width, height = self._visible(node, size)
        return (width + self._zone(node), height) if self.right else (width, height + self._zone(node))

    def part(self, number: int, sizes: Sequence[Size]) -> float:
        """Where an edge is, from -1 at one end of its side of the node to 1 at the other."""
        node = self.edges.bearer(number)
        along = self._visible(node, sizes[node])[1 if self.right else 0]
        return max(-1.0, min(1.0, self.offsets[number] / (along / 2)))

    def aligned(
        self, rects: Sequence[Rect], layers: Sequence[Hashable], lines: Sequence[Sequence[Point]]
    ) -> list[Rect]:
        """The nodes of each layer beginning where its first begins, but for those before which a line passes."""
        begin: dict[Hashable, float] = {}
        for rect, layer in zip(rects, layers, strict=True):
            at = rect.x if self.right else rect.y
            begin[layer] = min(at, begin.get(layer, at))
        across = 0 if self.right else 1
        stretches = (
            (end[1], pair) for end, line in zip(self.edges.ends, lines, strict=True) for pair in pairwise(line)
        )
        along = [(target, a, b) for target, (a, b) in stretches if abs(a[across] - b[across]) < 0.01 and a != b]
        return [
            self._begun(node, rect, begin[layer], along)
            for node, (rect, layer) in enumerate(zip(rects, layers, strict=True))
        ]

    def _begun(self, node: int, rect: Rect, begin: float, stretches: Sequence[tuple[int, Point, Point]]) -> Rect:
        """A node that begins earlier and ends where it ended; as it is where a line stands in between."""

        def added(before: float) -> Rect:
            start = begin - before
            if self.right:
                return Rect(start, rect.y, rect.x - start, rect.height)
            return Rect(rect.x, start, rect.width, rect.y - start)

        if begin == (rect.x if self.right else rect.y):
            return rect
        near, far = added(_BEFORE), added(_HEAD)
        if any(_touches(far if target == node else near, a, b) for target, a, b in stretches):
            return rect
        if self.right:
            return Rect(begin, rect.y, rect.x + rect.width - begin, rect.height)
        return Rect(rect.x, begin, rect.width, rect.y + rect.height - begin)

    def seen(self, whole: Rect, node: int, size: Size) -> Rect:
        """What is seen of a node."""
        width, height = self._visible(node, size)
        before = self._zone(node) if self.edges.at_target else 0.0
        return Rect(whole.x + (before if self.right else 0), whole.y + (0 if self.right else before), width, height)

    def route(self, number: int, line: Sequence[Point], seen: Sequence[Rect]) -> tuple[tuple[Point, ...], Point | None]:
        """The line between what is seen of its source and of its target, and the middle of its label."""
        source, target = (seen[end] for end in self.edges.ends[number])
        (ax, ay), (bx, by) = line[0], line[-1]
        start = (source.x + source.width, ay) if self.right else (ax, source.y + source.height)
        end = (target.x, by) if self.right else (bx, target.y)
        inner = list(line) if self.edges.at_target else list(line[:-1])
        label = self.edges.labels[number]
        if label is None:
            return (start, *inner, end), None
        across = label[0 if self.right else 1] / 2
        if self.edges.at_target:  # the head of the arrow is longer than the stub
            middle = (end[0] - 2.4 * _STUB - across, by) if self.right else (bx, end[1] - 2.4 * _STUB - across)
        else:
            middle = (start[0] + _STUB + across, ay) if self.right else (ax, start[1] + _STUB + across)
        return (start, *inner, end), middle


def _touches(rect: Rect, a: Point, b: Point) -> bool:
    """Whether an upright or level stretch comes within a rectangle or near it."""
    left, right, top, foot = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    beyond = left > rect.x + rect.width - 0.1 or right < rect.x
    return not (beyond or top > rect.y + rect.height + 0.5 or foot < rect.y - 0.5)
