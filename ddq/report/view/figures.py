"""Figures as they are printed, and the scale that they stand on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """An interval on a scale, for the charts."""

    lo: float
    hi: float
    shown: str
    """The interval in figures, such as `46.2 to 61.0`."""


@dataclass(frozen=True, slots=True)
class BandRange:
    """A band on the scale of trust, from `lo` up to `hi`."""

    name: str
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a row: its name and its value."""

    name: str
    value: str
