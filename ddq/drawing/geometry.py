"""Points, sizes and rectangles, in millimetres from the upper left corner; and where arrows point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Size = tuple[float, float]
Point = tuple[float, float]


class Direction(StrEnum):
    """Where the arrows of a chart point."""

    down = "topbottom"
    right = "leftright"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
