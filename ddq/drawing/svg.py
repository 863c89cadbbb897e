"""A sheet as SVG. With its words as text for a file of its own; without them where they are set over it.

Nothing is referred to, fetched or given an id; texts are escaped; the same sheet gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from xml.sax.saxutils import escape

from ddq.drawing.chart import Line, Shape, Tint
from ddq.drawing.geometry import Rect
from ddq.drawing.lettering import fit, plain_line, width_of
from ddq.drawing.sheet import PITCH, Label, Outline, Sheet, Stroke

INK = "#17212f"
QUIET = "#4a5563"
FRAME = "#aab4c0"
FILLS = {
    Tint.none: "#ffffff",
    Tint.blue: "#e6f0f8",
    Tint.amber: "#fdf0d2",
    Tint.grey: "#f0f2f4",
    Tint.red: "#fbe6e4",
    Tint.ink: "#17212f",
}
FONTS = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
MARGIN = 10.0
"""Around a sheet in a file of its own, in millimetres."""
_TITLE, _GAP = 4.2, 14.0
_DASHES = {Line.solid: "", Line.dashed: ' stroke-dasharray="1.6 1"', Line.dotted: ' stroke-dasharray="0.35 0.9"'}
_RTL = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


def sheet_body(sheet: Sheet) -> str:
    """All of a sheet but its words: frames, lines, what lies behind labels, outlines."""
    frames = [one for one in sheet.outlines if one.shape is Shape.frame]
    others = [one for one in sheet.outlines if one.shape is not Shape.frame]
    parts = [_outline(one) for one in frames]
    parts += [_stroke(one) for one in sheet.strokes]
    parts += [_outline(one) for one in others]
    parts += [_rect(Rect(one.x, one.y, one.width, one.height), ' fill="#fff"') for one in sheet.labels if one.backed]
    return "".join(parts)


def svg_document(sheets: Sequence[Sheet]) -> str:
    """All sheets beneath each other, each with its title, as one file."""
    width = max((sheet.width for sheet in sheets), default=0.0) + 2 * MARGIN
    y, parts = MARGIN, list[str]()
    for sheet in sheets:
        parts.append(f'<g transform="translate({_n(MARGIN)} {_n(y)})">{"".join(_titled(sheet))}</g>')
        y += _TITLE * 2 + sheet.height + _GAP
    height = y - _GAP + MARGIN
    words = " ".join(sheet.words for sheet in sheets)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" font-family="{FONTS}">'
        f"<title>{escape(plain_line(sheets[0].title) if sheets else '')}</title><desc>{escape(words)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _titled(sheet: Sheet) -> Iterator[str]:
    of = f", sheet {sheet.number} of {sheet.of}" if sheet.of > 1 else ""
    title = (*fit(sheet.title, sheet.width - width_of(of, _TITLE, bold=True), _TITLE, 1, bold=True), of)
    yield _text(Label(0, 0, sheet.width, ("".join(title),), _TITLE, bold=True, centred=False))
    yield f'<g transform="translate(0 {_n(_TITLE * 2)})">{sheet_body(sheet)}'
    yield from (_text(label) for label in sheet.labels)
    yield "</g>"


def _text(label: Label) -> str:
    """The lines of a label. Where the reader's font is wider than ours, its letters are drawn closer together."""
    style = f' font-size="{_n(label.size)}" fill="{QUIET if label.quiet else INK}"'
    style += ' font-weight="bold"' if label.bold else ""
    parts: list[str] = []
    for number, line in enumerate(label.lines):
        turned = ' direction="rtl"' if _is_rtl(line) else ""
        x = label.x + (label.width / 2 if label.centred else label.width if turned else 0.0)
        anchor = ' text-anchor="middle"' if label.centred else ""
        y = label.y + (number + 0.5) * label.size * PITCH + label.size * 0.36
        parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}"{anchor}{turned}{style}{_length(line, label)}>{escape(line)}</text>'
        )
    return "".join(parts)


def _length(line: str, label: Label) -> str:
    """The length of a line of letters whose widths are known well; letters that join are left as they are."""
    if not line or any(ord(character) > 0x052F and not 0x2010 <= ord(character) <= 0x2265 for character in line):
        return ""
    return f' textLength="{_n(width_of(line, label.size, label.bold))}" lengthAdjust="spacingAndGlyphs"'


def _is_rtl(line: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    for character in line:
        if any(first <= ord(character) <= last for first, last in _RTL):
            return True
        if character.isalpha():
            return False
    return False


def _outline(one: Outline) -> str:
    rect = one.rect
    if one.shape is Shape.frame:
        return _rect(rect, f' rx="1.5" fill="#fafbfc" stroke="{FRAME}" stroke-width="0.25"')
    if one.shape in (Shape.cell, Shape.hatched):
        field = _rect(rect, f' fill="{FILLS[one.tint]}" stroke="{FRAME}" stroke-width="0.15"')
        return field + (_hatching(rect) if one.shape is Shape.hatched else "")
    width = 0.75 if one.strong else 0.3
    fill = f' fill="{FILLS[one.tint]}" stroke="{INK}" stroke-width="{width}" stroke-linejoin="round"'
    parts: list[str] = []
    if one.shape is Shape.stack:
        behind = Rect(rect.x + 1, rect.y, rect.width - 1, rect.height - 0.8)
        parts.append(_rect(behind, f' fill="#fff" stroke="{INK}" stroke-width="{width}"'))
        rect = Rect(rect.x, rect.y + 0.8, rect.width - 1, rect.height - 0.8)
    if one.shape is Shape.broken:
        fill += ' stroke-dasharray="1.4 0.9"'
    parts.append(_shape(one.shape, rect, fill))
    if one.subject:
        inner = Rect(rect.x + 0.7, rect.y + 0.7, rect.width - 1.4, rect.height - 1.4)
        parts.append(_shape(one.shape, inner, f' fill="none" stroke="{INK}" stroke-width="0.3"'))
    if one.strong:
        corner = min(2.6, rect.height / 3)
        side = _slope(one.shape, rect)
        parts.append(
            _path([(rect.x + side, rect.y), (rect.x + side + corner, rect.y), (rect.x + side, rect.y + corner)], INK)
        )
    return "".join(parts)


def _slope(shape: Shape, rect: Rect) -> float:
    """How far in the upper left corner of a shape lies."""
    return {Shape.pill: rect.height * 0.3, Shape.hexagon: 2.4, Shape.slanted: 2.4, Shape.octagon: 1.4}.get(shape, 0.0)


def _shape(shape: Shape, rect: Rect, style: str) -> str:
    x, y, right, foot = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    middle, slope = rect.y + rect.height / 2, _slope(shape, rect)
    if shape is Shape.pill:
        return _rect(rect, f' rx="{_n(min(rect.height / 2, 3.6))}"{style}')
    if shape is Shape.hexagon:
        corners = [
            (x + slope, y),
            (right - slope, y),
            (right, middle),
            (right - slope, foot),
            (x + slope, foot),
            (x, middle),
        ]
    elif shape is Shape.slanted:
        corners = [(x + slope, y), (right, y), (right - slope, foot), (x, foot)]
    elif shape is Shape.octagon:
        c = slope
        corners = [
            (x + c, y), (right - c, y), (right, y + c), (right, foot - c),
            (right - c, foot), (x + c, foot), (x, foot - c), (x, y + c),
        ]  # fmt: skip
    else:
        return _rect(rect, f' rx="0.6"{style}')
    return f'<path d="M{_points(corners)}Z"{style}/>'


def _hatching(rect: Rect) -> str:
    """Slanting lines over a field, each cut to it."""
    parts: list[str] = []
    for step in range(1, int((rect.width + rect.height) / 1.2) + 1):
        at = step * 1.2
        ax, ay = min(at, rect.width), max(0.0, at - rect.width)
        bx, by = max(0.0, at - rect.height), min(at, rect.height)
        parts.append(f"M{_n(rect.x + ax)} {_n(rect.y + ay)}L{_n(rect.x + bx)} {_n(rect.y + by)}")
    return f'<path d="{"".join(parts)}" fill="none" stroke="{QUIET}" stroke-width="0.2"/>'


def _stroke(one: Stroke) -> str:
    """A line that ends in the middle of its head, and the head."""
    width = 0.7 if one.strong else 0.3
    size = 1.9 if one.strong else 1.6
    points = list(one.points)
    (ax, ay), (bx, by) = _last_stretch(points)
    length = hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    base = (bx - ux * size, by - uy * size)
    head = [
        (bx, by),
        (base[0] - uy * size * 0.42, base[1] + ux * size * 0.42),
        (base[0] + uy * size * 0.42, base[1] - ux * size * 0.42),
    ]
    points[-1] = (bx - ux * min(size * 0.8, length), by - uy * min(size * 0.8, length))
    cap = ' stroke-linecap="round"' if one.line is Line.dotted else ""
    return (
        f'<path d="M{_points(points)}" fill="none" stroke="{INK}" stroke-width="{width}" stroke-linejoin="round"'
        f"{cap}{_DASHES[one.line]}/>{_path(head, INK)}"
    )


def _last_stretch(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    return next(((a, b) for a, b in reversed(list(pairwise(points))) if a != b), (points[0], points[-1]))


def _path(corners: Sequence[tuple[float, float]], fill: str) -> str:
    return f'<path d="M{_points(corners)}Z" fill="{fill}"/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _rect(rect: Rect, style: str) -> str:
    where = f'x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(max(rect.width, 0))}" height="{_n(max(rect.height, 0))}"'
    return f"<rect {where}{style}/>"


def _n(value: float) -> str:
    """A coordinate with two decimals at most."""
    return (
        f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0")
        if abs(value) < 0.005
        else f"{value:.2f}".rstrip("0").rstrip(".")
    )
