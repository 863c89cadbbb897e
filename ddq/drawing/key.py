"""The key under a chart: a sample of each sign that occurs and what it means, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ddq.drawing.chart import KeyEntry
from ddq.drawing.geometry import Rect
from ddq.drawing.lettering import fit, width_of
from ddq.drawing.sheet import PITCH, Label, Outline, Stroke

SIZE = 2.25
"""Of the letters, in millimetres."""
_SAMPLE, _APART, _BETWEEN, _ROW = 8.0, 1.4, 5.0, 4.6


@dataclass(frozen=True, slots=True)
class Key:
    """The key as it is drawn, from its upper left corner."""

    height: float
    outlines: tuple[Outline, ...]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]


def drawn_key(entries: Sequence[KeyEntry], width: float) -> Key:
    """The entries in as many rows as they need."""
    outlines: list[Outline] = []
    strokes: list[Stroke] = []
    labels: list[Label] = []
    x = y = 0.0
    for entry in entries:
        (words,) = fit(entry.words, width - _SAMPLE - _APART, SIZE, 1) or ("",)
        long = width_of(words, SIZE) + 0.6
        if x > 0 and x + _SAMPLE + _APART + long > width:
            x, y = 0.0, y + _ROW
        if entry.node is not None:
            node = entry.node
            outlines.append(Outline(node.shape, Rect(x, y, _SAMPLE, 3.6), node.tint, node.strong, node.subject))
        elif entry.edge is not None:
            strokes.append(Stroke(((x, y + 1.8), (x + _SAMPLE, y + 1.8)), entry.edge.line, entry.edge.strong))
        label = Label(x + _SAMPLE + _APART, y + 1.8 - SIZE * PITCH / 2, long, (words,), SIZE, quiet=True, centred=False)
        labels.append(label)
        x += _SAMPLE + _APART + long + _BETWEEN
    return Key(y + _ROW if entries else 0.0, tuple(outlines), tuple(strokes), tuple(labels))
