"""Where edges leave a node: each beside its own label, right after the node, before any line meets another.

The layout is given nodes with the room for these labels; what is seen of a node is the rest.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise

from ddq.drawing.geometry import Direction, Point, Rect, Size

_STUB = 1.0
"""Of a line that is seen before and after its label."""
_BETWEEN = 0.7
"""Labels of one node."""
_BEFORE = 2.2
"""What must stay free before a node that begins earlier."""
_BARE: Size = (0.9, 0.9)
"""What an edge without a label takes."""


class Ports:
    """The places at which edges leave their sources."""

    def __init__(
        self, ends: Sequence[tuple[int, int]], labels: Sequence[Size | None], order: Sequence[int], direction: Direction
    ) -> None:
        self.labels, self.right, self.ends = labels, direction is Direction.right, ends
        self.leaving: dict[int, list[int]] = {}
        for number in order:
            self.leaving.setdefault(ends[number][0], []).append(number)
        self.offsets: dict[int, float] = {}
        self.needed: dict[int, float] = {}
        for source, numbers in self.leaving.items():
            self._stack(source, numbers)

    @property
    def branching(self) -> bool:
        """Whether several edges leave one node, so that their order matters."""
        return any(len(numbers) > 1 for numbers in self.leaving.values())

    def _size(self, number: int) -> Size:
        return self.labels[number] or _BARE

    def _stack(self, source: int, numbers: Sequence[int]) -> None:
        """The labels of a node one beside the other, along the side at which edges leave it."""
        along = [self._size(number)[1 if self.right else 0] for number in numbers]
        total = sum(along) + _BETWEEN * (len(along) - 1)
        at = -total / 2
        for number, size in zip(numbers, along, strict=True):
            self.offsets[number] = at + size / 2
            at += size + _BETWEEN
        self.needed[source] = total

    def _zone(self, node: int) -> float:
        """How deep the room for labels is."""
        numbers = self.leaving.get(node)
        if not numbers:
            return 0.0
        return max(self._size(number)[0 if self.right else 1] for number in numbers) + 2 * _STUB

    def _visible(self, node: int, size: Size) -> Size:
        """A node is at least as long as the labels beside it."""
        needed = self.needed.get(node, 0.0)
        return (size[0], max(size[1], needed)) if self.right else (max(size[0], needed), size[1])

    def whole(self, node: int, size: Size) -> Size:
        """A node with the room for its labels."""
        width, height = self._visible(node, size)
        return (width + self._zone(node), height) if self.right else (width, height + self._zone(node))

    def part(self, number: int, size: Size) -> float:
        """Where an edge leaves, from -1 at one end of the side to 1 at the other."""
        source = self.ends[number][0]
        along = self._visible(source, size)[1 if self.right else 0]
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
        stretches = (pair for line in lines for pair in pairwise(line))
        along = [(a, b) for a, b in stretches if abs(a[across] - b[across]) < 0.01 and a != b]
        return [self._begun(rect, begin[layer], along) for rect, layer in zip(rects, layers, strict=True)]

    def _begun(self, rect: Rect, begin: float, stretches: Sequence[tuple[Point, Point]]) -> Rect:
        """A node that begins earlier and ends where it ended; as it is where a line stands in between."""
        if self.right:
            longer = Rect(begin, rect.y, rect.x + rect.width - begin, rect.height)
            added = Rect(begin - _BEFORE, rect.y, rect.x - begin + _BEFORE, rect.height)
        else:
            longer = Rect(rect.x, begin, rect.width, rect.y + rect.height - begin)
            added = Rect(rect.x, begin - _BEFORE, rect.width, rect.y - begin + _BEFORE)
        if longer == rect:
            return rect
        return rect if any(_touches(added, a, b) for a, b in stretches) else longer

    def seen(self, whole: Rect, node: int, size: Size) -> Rect:
        """What is seen of a node."""
        width, height = self._visible(node, size)
        return Rect(whole.x, whole.y, width, height)

    def route(self, number: int, line: Sequence[Point], seen: Sequence[Rect]) -> tuple[tuple[Point, ...], Point | None]:
        """The line from what is seen of its source, and the middle of its label."""
        rect = seen[self.ends[number][0]]
        x, y = line[0]
        start = (rect.x + rect.width, y) if self.right else (x, rect.y + rect.height)
        label = self.labels[number]
        middle: Point | None = None
        if label is not None:
            middle = (start[0] + _STUB + label[0] / 2, y) if self.right else (x, start[1] + _STUB + label[1] / 2)
        target = seen[self.ends[number][1]]
        end = (target.x, line[-1][1]) if self.right else (line[-1][0], target.y)
        return (start, *line[:-1], end), middle


def _touches(rect: Rect, a: Point, b: Point) -> bool:
    """Whether an upright or level stretch comes within a rectangle or near it."""
    left, right, top, foot = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    beyond = left > rect.x + rect.width - 0.1 or right < rect.x
    return not (beyond or top > rect.y + rect.height + 0.5 or foot < rect.y - 0.5)
