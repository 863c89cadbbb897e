"""Where everything in a chart is, in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ddq.drawing.geometry import Point, Rect


@dataclass(frozen=True, slots=True)
class Route:
    """The line of an edge from its source to its target, and the middle of its label where it has one."""

    points: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Placement:
    """Rectangles and lines in the order of what was given."""

    width: float
    height: float
    nodes: tuple[Rect, ...]
    """What is seen of each."""
    rooms: tuple[Rect, ...]
    """Each with the room for the labels of the edges that leave it."""
    edges: tuple[Route, ...]
    frames: Mapping[str, Rect]
    """By group that has nodes."""
