"""A sheet of a drawing as HTML: the outlines and lines as SVG with its words as title, the labels as text over it.

Text in an SVG would be laid out letter by letter, which tears Arabic apart; as HTML it is shaped, and can be searched.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from ddq.drawing.sheet import PITCH, Label, Sheet
from ddq.drawing.svg import sheet_body
from ddq.report.typeset import typeset
from ddq.report.view import SheetView

LABELLED = "\u2063"
"""Begins the title of a drawing whose labels stand after it: in a PDF they become part of its figure, so that they are
not read out beside the title, which says all that they say. Not printed, and in no PDF."""
EDGE = 0.5
"""Around the drawing, for the half of a line that lies outside it; the style moves the SVG by as much."""


def sheet_view(sheet: Sheet) -> SheetView:
    """A sheet as a report template meets it."""
    return SheetView(sheet.number, sheet.of, sheet.page.value, sheet.words, str(_drawing(sheet)))


def drawing_of(sheet: SheetView) -> Markup:
    """The drawing of a sheet, as markup of ours."""
    return Markup(sheet.html)  # noqa: S704 - made below, of escaped texts, numbers and constants


def _drawing(sheet: Sheet) -> Markup:
    """The sheet, as large as it is to be printed."""
    width, height = _mm(sheet.width), _mm(sheet.height)
    wide, high = sheet.width + 2 * EDGE, sheet.height + 2 * EDGE
    svg = (
        f'<svg class="sheet" xmlns="http://www.w3.org/2000/svg" width="{_mm(wide)}" height="{_mm(high)}" '
        f'viewBox="-{_n(EDGE)} -{_n(EDGE)} {_n(wide)} {_n(high)}"><title>{LABELLED}{escape(sheet.words)}</title>'
        f"{sheet_body(sheet)}</svg>"
    )
    labels = "".join(_label(label) for label in sheet.labels if label.lines)
    return Markup(f'<div class="drawn" style="width: {width}; height: {height}">{svg}{labels}</div>')  # noqa: S704 - all texts are escaped


def _label(label: Label) -> str:
    """The lines of a label, in a box of their own that cuts what a font makes wider than it is known to be."""
    kind = f"l{' lb' if label.bold else ''}{' lq' if label.quiet else ''}{' lc' if label.centred else ''}"
    size, pitch = _mm(label.size), _mm(label.size * PITCH)
    place = (
        f"left: {_mm(label.x)}; top: {_mm(label.y)}; width: {_mm(label.width)}; font-size: {size}; line-height: {pitch}"
    )
    return f'<div class="{kind}" style="{place}">{Markup("<br>").join(typeset(line) for line in label.lines)}</div>'


def _mm(value: float) -> str:
    return f"{_n(value)}mm"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
