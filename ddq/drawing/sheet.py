"""A sheet: outlines, lines and words at their places, in millimetres. Whoever writes it needs to know no more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ddq.drawing.chart import Line, Shape, Tint
from ddq.drawing.geometry import Rect

PITCH = 1.2
"""From one line of words to the next, in sizes of the letters."""


class Page(StrEnum):
    """Where on A4 a sheet stands."""

    inline = "inline"
    """Between other text."""
    upright = "upright"
    """On a page of its own."""
    lying = "lying"
    """On a page of its own that lies on its side."""


ROOM = {Page.inline: (170.0, 150.0), Page.upright: (186.0, 246.0), Page.lying: (273.0, 162.0)}
"""What is left for a drawing with its key: margins, a heading and the caption are taken off."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape."""

    shape: Shape
    rect: Rect
    tint: Tint = Tint.none
    strong: bool = False
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line with a head at its end."""

    points: tuple[tuple[float, float], ...]
    line: Line = Line.solid
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of words in a box of that width, the first at its top; each line is known to fit."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    size: float
    """Of the letters."""
    bold: bool = False
    quiet: bool = False
    """Grey."""
    centred: bool = True
    backed: bool = False
    """On white, since it may lie on a line."""

    @property
    def height(self) -> float:
        """From the top of its first line to the foot of its last."""
        return len(self.lines) * self.size * PITCH


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a drawing."""

    title: str
    width: float
    height: float
    outlines: tuple[Outline, ...]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    words: str
    """All that it shows, for whoever cannot see it."""
    page: Page
    number: int = 1
    of: int = 1


def moved(rect: Rect, dx: float, dy: float, scale: float = 1.0) -> Rect:
    """A rectangle scaled, then moved."""
    return Rect(rect.x * scale + dx, rect.y * scale + dy, rect.width * scale, rect.height * scale)
