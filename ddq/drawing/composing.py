"""A part with its places, as a sheet: outlines, lines and words, with what it refers to on other sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import dist

from ddq.drawing.chart import Chart, Node, Shape
from ddq.drawing.geometry import Rect
from ddq.drawing.key import Key
from ddq.drawing.lettering import fit, plain_line, width_of
from ddq.drawing.nodes import Density, edge_label, label_size, node_words
from ddq.drawing.placement import Placement, Route
from ddq.drawing.placing import GUTTER
from ddq.drawing.sheet import PITCH, ROOM, Label, Outline, Page, Sheet, Stroke, moved
from ddq.drawing.splitting import Part
from ddq.sentence import joined, say

ABOVE_KEY = 4.0
MOST_WORDS = 40
"""Edges that the words of a sheet tell one by one."""
LONGEST = 160
"""Characters of one of them."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A part with its places on a page."""

    part: Part
    placement: Placement
    density: Density
    scale: float
    page: Page
    key: Key


def composed(chart: Chart, laid: Laid, sheets: Mapping[str, list[int]], number: int, of: int) -> Sheet:
    """The sheet of a part; `sheets` says on which ones each node stands."""
    return _Composer(chart, laid, sheets, number, of).sheet()


class _Composer:
    def __init__(self, chart: Chart, laid: Laid, sheets: Mapping[str, list[int]], number: int, of: int) -> None:
        self.chart, self.laid, self.sheets, self.number, self.of = chart, laid, sheets, number, of
        self.density, self.scale = laid.density, laid.scale
        self.height = laid.placement.height * laid.scale
        self.width = ROOM[laid.page][0]
        self.left = max(0.0, (self.width - laid.placement.width * laid.scale) / 2)

    def sheet(self) -> Sheet:
        """All of it; the key stands under the chart."""
        part, placement, key = self.laid.part, self.laid.placement, self.laid.key
        below = self.height + ABOVE_KEY
        titles = {group.id: group.title for group in self.chart.groups}
        frames = [Outline(Shape.frame, self._at(rect)) for rect in placement.frames.values()]
        nodes = [
            Outline(node.shape, self._at(rect), node.tint, node.strong, node.subject)
            for node, rect in zip(part.nodes, placement.nodes, strict=True)
        ]
        strokes = [
            Stroke(self._points(route), edge.line, edge.strong)
            for edge, route in zip(part.edges, placement.edges, strict=True)
        ]
        labels = [self._heading(titles[name], self._at(rect)) for name, rect in placement.frames.items()]
        labels += self._edge_labels()
        for node, rect in zip(part.nodes, placement.nodes, strict=True):
            labels += self._node_labels(node, self._at(rect))
        return Sheet(
            self.chart.title,
            self.width,
            round(below + key.height if key.height else self.height, 2),
            (*frames, *nodes, *(replace(one, rect=moved(one.rect, 0, below)) for one in key.outlines)),
            (*strokes, *(replace(one, points=tuple((x, y + below) for x, y in one.points)) for one in key.strokes)),
            (*labels, *(replace(one, y=one.y + below) for one in key.labels)),
            self._words(),
            self.laid.page,
            self.number,
            self.of,
        )

    def _at(self, rect: Rect) -> Rect:
        return moved(rect, self.left, 0, self.scale)

    def _points(self, route: Route) -> tuple[tuple[float, float], ...]:
        return tuple((x * self.scale + self.left, y * self.scale) for x, y in route.points)

    def _heading(self, title: str, rect: Rect) -> Label:
        size, width = self.density.note * self.scale, (GUTTER - 3) * self.scale
        label = Label(rect.x + 1.5, 0, width, fit(title, width, size, 3, bold=True), size, bold=True, centred=False)
        return replace(label, y=rect.y + (rect.height - label.height) / 2)

    def _node_labels(self, node: Node, rect: Rect) -> Iterator[Label]:
        words = node_words(node, self.density)
        y = rect.y + (rect.height - words.height(self.density) * self.scale) / 2
        title = Label(rect.x, y, rect.width, words.title, self.density.title * self.scale, bold=True)
        yield title
        if words.note:
            note = self.density.note * self.scale
            yield Label(rect.x, y + title.height, rect.width, words.note, note, quiet=True)
        others = [sheet for sheet in self.sheets.get(node.id, ()) if sheet != self.number]
        if others:
            yield self._reference(others, rect)

    def _reference(self, others: list[int], rect: Rect) -> Label:
        """On the lower edge of a node, the other sheets on which it has edges."""
        line = say("→ sheet {sheets}", sheets=", ".join(map(str, others[:3])))
        if len(others) > 3:
            line = say("{sheets} + {more}", sheets=line, more=len(others) - 3)
        size = 2.0 * self.scale
        width = width_of(line, size, bold=True) + 1.0
        x = rect.x + rect.width - width - 1.5
        return Label(x, rect.y + rect.height - size * 0.75, width, (line,), size, bold=True, backed=True)

    def _edge_labels(self) -> Iterator[Label]:
        for edge, route in zip(self.laid.part.edges, self.laid.placement.edges, strict=True):
            lines = edge_label(edge, self.density)
            size = label_size(edge, self.density)
            if size is None:
                continue
            x, y = route.label or _middle(route.points)
            width, height = size[0] * self.scale, len(lines) * self.density.note * PITCH * self.scale
            x, y = x * self.scale + self.left - width / 2, y * self.scale - height / 2
            yield Label(x, y, width, lines, self.density.note * self.scale, bold=edge.strong, backed=True)

    def _words(self) -> str:
        part = self.laid.part
        title = say("{title}.", title=plain_line(self.chart.title))
        where = say("Sheet {number} of {sheets}.", number=self.number, sheets=self.of) if self.of > 1 else ""
        edges = joined((plain_line(edge.words)[:LONGEST] for edge in part.edges[:MOST_WORDS] if edge.words), "; ")
        told = say("{edges}.", edges=edges)
        more = len(part.edges) - MOST_WORDS
        rest = say("And {more} more, all of them in the table.", more=more) if more > 0 else ""
        return joined((part for part in (title, where, told, rest) if part), " ")


def _middle(points: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Half-way along the longest stretch of a line."""
    (ax, ay), (bx, by) = max(pairwise(points), key=lambda pair: dist(*pair))
    return (ax + bx) / 2, (ay + by) / 2
