"""Drawings: their sheets, and the same facts as a table."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.drawing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its heading and its width in percent."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class DrawingView:
    """A drawing with its caption and its table; there is one only where there is something to draw."""

    caption: str
    sheets: tuple[Sheet, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: str | None
    """What is not drawn, since it would need too many sheets, as a sentence."""
