"""What a layered chart shows, before anybody knows where: nodes, edges, groups, and a key to its signs.

Whatever is told by a tint is told by a shape, a mark or the kind of a line as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The outline of a node."""

    box = "box"
    pill = "pill"
    hexagon = "hexagon"
    octagon = "octagon"
    slanted = "slanted"
    stack = "stack"
    """Two boxes, one behind the other."""
    broken = "broken"
    """A box with a broken outline."""
    folded = "folded"
    """A box with a folded corner, which points to another sheet."""
    frame = "frame"
    """What stands around a group."""
    cell = "cell"
    """A field of a matrix."""
    hatched = "hatched"
    """A field of a matrix with lines across."""


class Tint(StrEnum):
    """A light fill, by what it stands for; a printer without colour shows all of them as near to white."""

    none = "none"
    blue = "blue"
    amber = "amber"
    grey = "grey"
    red = "red"
    ink = "ink"


class Line(StrEnum):
    """How an edge is drawn."""

    solid = "solid"
    dashed = "dashed"
    dotted = "dotted"


@dataclass(frozen=True, slots=True)
class Node:
    """Something that is drawn as an outline with words in it."""

    id: str
    title: str
    note: str = ""
    """What it is, on a line of its own."""
    tag: str = ""
    """The shortest that must be told of it, such as a country's code, where there is no room for the note."""
    shape: Shape = Shape.box
    tint: Tint = Tint.none
    strong: bool = False
    """A heavy outline with a filled corner."""
    subject: bool = False
    """A double outline: what the chart is about."""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one node to another."""

    source: str
    target: str
    label: tuple[str, ...] = ()
    """Short lines, beside the arrow."""
    line: Line = Line.solid
    strong: bool = False
    backward: bool = False
    """Against the order of the layers, as the one edge that closes a circle."""
    words: str = ""
    """The same as a sentence, for whoever cannot see the arrow."""


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that stand together in a frame."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One sign and what it means; a sample has no words in it."""

    words: str
    node: Node | None = None
    edge: Edge | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart; its first node is where drawing it begins."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    """Only signs that occur."""
