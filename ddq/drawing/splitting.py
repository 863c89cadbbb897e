"""A chart in parts that fit on a sheet each: every edge in one part, a node in each part where it has edges."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from ddq.drawing.chart import Chart, Edge, Node


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one sheet."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def parts(chart: Chart, most: int) -> list[Part]:
    """The chart in parts of at most `most` nodes, the first with what is nearest to its first node.

    Each part goes on from where an earlier one stopped, along the edges, and takes whole neighbourhoods while they fit.
    """
    return _Parts(chart, max(2, most)).all()


class _Parts:
    def __init__(self, chart: Chart, most: int) -> None:
        self.chart, self.most = chart, most
        self.nodes = {node.id: node for node in chart.nodes}
        self.touching: dict[str, list[int]] = {node.id: [] for node in chart.nodes}
        for number, edge in enumerate(chart.edges):
            for end in dict.fromkeys((edge.source, edge.target)):
                self.touching[end].append(number)
        self.left = dict.fromkeys(range(len(chart.edges)))

    def all(self) -> list[Part]:
        found: list[Part] = []
        pending = [node.id for node in self.chart.nodes[:1]]
        while self.left:
            if not any(self._waits(name) for name in pending):
                pending.append(self.chart.edges[next(iter(self.left))].target)
            drawn, edges, pending = self._part(pending)
            found.append(self._made(drawn, edges))
        alone = [node for node in self.chart.nodes if not self.touching[node.id]]
        for start in range(0, len(alone), self.most):
            found.append(Part(tuple(alone[start : start + self.most]), ()))
        return found

    def _waits(self, name: str) -> bool:
        return any(number in self.left for number in self.touching[name])

    def _part(self, pending: Sequence[str]) -> tuple[dict[str, None], list[int], list[str]]:
        """The nodes and edges of one part, and the nodes at which a later one goes on."""
        drawn: dict[str, None] = {}
        edges: list[int] = []
        later: list[str] = []
        for root in pending:
            if not self._waits(root):
                continue
            if drawn and len(drawn) + self._new(root, drawn) > self.most:
                later.append(root)
                continue
            waiting = deque([root])
            while waiting:
                name = waiting.popleft()
                waiting.extend(self._expand(name, drawn, edges))
                if self._waits(name):
                    later.append(name)
        return drawn, edges, list(dict.fromkeys(later))

    def _new(self, name: str, drawn: dict[str, None]) -> int:
        """How many nodes would be drawn for a node and all that it still waits for."""
        ends = {name}
        for number in self.touching[name]:
            if number in self.left:
                ends |= {self.chart.edges[number].source, self.chart.edges[number].target}
        return len(ends - drawn.keys())

    def _expand(self, name: str, drawn: dict[str, None], edges: list[int]) -> list[str]:
        """Draw a node's edges as far as there is room; all or none of them, unless it is the first of the part."""
        first = not drawn
        if not first and len(drawn) + self._new(name, drawn) > self.most:
            return []
        drawn[name] = None
        reached: list[str] = []
        for number in self.touching[name]:
            if number not in self.left:
                continue
            edge = self.chart.edges[number]
            other = edge.source if edge.target == name else edge.target
            if other not in drawn:
                if len(drawn) >= self.most:
                    continue
                drawn[other] = None
                reached.append(other)
            edges.append(number)
            del self.left[number]
        return reached

    def _made(self, drawn: dict[str, None], edges: list[int]) -> Part:
        """In the order of the chart, whatever the way through it was."""
        return Part(
            tuple(node for node in self.chart.nodes if node.id in drawn),
            tuple(self.chart.edges[number] for number in sorted(edges)),
        )
