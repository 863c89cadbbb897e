"""The words in a node and beside an edge, and the room that they take."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.drawing.chart import Edge, Node, Shape
from ddq.drawing.geometry import Direction, Size
from ddq.drawing.lettering import fit, plain_line, width_of
from ddq.drawing.sheet import PITCH


@dataclass(frozen=True, slots=True)
class Density:
    """How large nodes and their letters are, in millimetres."""

    most: int
    """Nodes for which it is tried."""
    width: float
    title: float
    note: float
    with_note: bool
    """Whether a node always says what it is on a line of its own."""
    directions: tuple[Direction, ...]
    """In which it is tried, the first first."""
    pad: float
    """Between the outline and the words."""


_DOWN_FIRST, _RIGHT_FIRST = (Direction.down, Direction.right), (Direction.right, Direction.down)
DENSITIES = (
    Density(10, 38, 2.9, 2.4, True, _DOWN_FIRST, 1.1),
    Density(30, 33, 2.6, 2.25, True, _DOWN_FIRST, 1.0),
    Density(45, 29, 2.35, 2.1, True, _DOWN_FIRST, 0.8),
    Density(60, 23, 2.15, 2.0, False, _RIGHT_FIRST, 0.6),
)
"""The largest first."""
_SLOPING = {Shape.pill: 1.6, Shape.hexagon: 1.8, Shape.slanted: 1.8, Shape.octagon: 0.8, Shape.stack: 0.5}
"""What the slopes of a shape take from its width on each side."""
_INNER = 0.6
"""What the second outline of a subject takes on each side."""
MOST_LABEL = 27.0
"""Width of a line beside an edge."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lines in a node."""

    title: tuple[str, ...]
    note: tuple[str, ...]

    def height(self, density: Density) -> float:
        """Of all lines."""
        return (len(self.title) * density.title + len(self.note) * density.note) * PITCH


def node_words(node: Node, density: Density) -> Words:
    """The lines of a node; what it is gives way to its name where there is room for two lines alone."""
    room = density.width - 2 * (density.pad + _SLOPING.get(node.shape, 0.0) + (_INNER if node.subject else 0.0))
    title = fit(node.title, room, density.title, 2, bold=True)
    if density.with_note or len(title) < 2 or not node.tag:
        note = fit(node.note, room, density.note, 1) if density.with_note or len(title) < 2 else ()
        return Words(title, note)
    tag = f" · {plain_line(node.tag)}"
    left = plain_line(node.title)[len(title[0]) :].lstrip()
    (last,) = fit(left, room - width_of(tag, density.title, bold=True), density.title, 1, bold=True)
    return Words((title[0], last + tag), ())


def node_size(node: Node, words: Words, density: Density) -> Size:
    """Of a node with its words."""
    least = 2 * density.title * PITCH
    height = max(words.height(density), least) + 2 * (density.pad + (_INNER if node.subject else 0.0))
    return density.width, height


def edge_label(edge: Edge, density: Density) -> tuple[str, ...]:
    """The lines beside an edge."""
    return tuple(line for text in edge.label for line in fit(text, MOST_LABEL, density.note, 1, bold=edge.strong))


def label_size(edge: Edge, density: Density) -> Size | None:
    """Of the lines beside an edge; None where there are none."""
    lines = edge_label(edge, density)
    if not lines:
        return None
    width = max(width_of(line, density.note, edge.strong) for line in lines)
    return width + 1.0, len(lines) * density.note * PITCH + 0.3
