"""Drawings: their sheets, and the same facts as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet of a drawing."""

    number: int
    of: int
    page: Literal["inline", "upright", "lying"]
    """Whether it stands between text, or needs an A4 page of its own, upright or lying on its side."""
    words: str
    """All that it shows, for whoever cannot see it."""
    html: str
    """The drawing: an SVG with these words as its title, and its labels as text over it. `drawing_of` prints it."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its heading and its width in percent."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class DrawingView:
    """A drawing with its caption and its table; there is one only where there is something to draw."""

    caption: str
    sheets: tuple[SheetView, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: str | None
    """What is not drawn, since it would need too many sheets, as a sentence."""
