"""The charts, as small SVG. No text in them: labels are HTML around them; each has its words as `<title>`.

Meaning is never carried by colour alone: every origin has its own pattern. The same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from ddq.report.language import tell
from ddq.report.printed import words
from ddq.report.view import BandRange, Scale, SliceView
from ddq.sentence import Number

INK = "#17212f"
ACCENT = "#1d5a86"
RULE = "#cfd6de"
PAPER = "#f3f5f8"

_FILLS: dict[str, tuple[str, str]] = {
    "conduct": ("#1d5a86", ""),
    "control": ("#8c3b4a", "M{x} {low}m0 -10l10 10"),
    "law": ("#b07a1e", "M{x} {low}m3 -3h.1m4 -5h.1"),
    "state_action": ("#4d6b3c", "M{x} {low}m0 -5h10m-5 5v-10"),
    "unknown": ("#ffffff", "M{x} {low}l10 -10"),
}
"""Colour and the lines of one tile of 10 by 10, by origin. Lines are drawn out, since the id of an SVG pattern would be
an anchor of the whole document."""

_BAND_TINTS = ("#dfe4ea", "#eceff3", "#dfe4ea", "#eceff3", "#dfe4ea")


def interval_scale(scale: Scale, bands: Sequence[BandRange], required: float | None, noun: str | None = None) -> Markup:
    """Trust, or another figure, from 0 to 100: bands, the interval as a dark bar, what is required as a line across."""
    noun = tell("Trust") if noun is None else noun
    lo, hi = scale.lo * 10, max(scale.hi * 10, scale.lo * 10 + 4)
    parts = [
        _rect(band.lo * 10, 14, (band.hi - band.lo) * 10, 34, tint)
        for band, tint in zip(bands, _BAND_TINTS, strict=False)
    ]
    parts += [f'<path d="M{_n(band.lo * 10)} 14V48" stroke="#fff" stroke-width="3"/>' for band in bands[1:]]
    parts.append(_rect(lo, 22, hi - lo, 18, INK))
    parts.append(f'<path d="M{_n(lo)} 16V46M{_n(hi)} 16V46" stroke="{INK}" stroke-width="3"/>')
    if required is None:
        return _svg("scale", 1000, 56, tell("{figure} of 100", figure=f"{noun} {scale.shown}"), "".join(parts))
    at = _n(required * 10)
    parts.append(f'<path d="M{at} 8V54" stroke="#b3261e" stroke-width="3"/>')
    parts.append(f'<path d="M{_n(required * 10 - 7)} 0H{_n(required * 10 + 7)}L{at} 10Z" fill="#b3261e"/>')
    said = tell(
        "{figure} of 100; {required} is required", figure=f"{noun} {scale.shown}", required=Number(f"{required:g}")
    )
    return _svg("scale", 1000, 56, said, "".join(parts))


def attribution_bar(slices: Sequence[SliceView]) -> Markup:
    """All concern as one bar, a slice an origin, what is not yet known last."""
    parts: list[str] = []
    left = 0.0
    for piece in slices:
        if piece.share > 0:
            parts.append(_filled(piece.key, left, 0, piece.share * 1000, 40))
            left += piece.share * 1000
            parts.append(f'<path d="M{_n(left)} 0V40" stroke="#fff" stroke-width="2.5"/>')
    # the last tile may stand over the end of the bar
    parts.append(_rect(left, 0, 1000 - left, 40, "#fff") if left < 999 else "")
    parts.append(f'<rect x="0.7" y="0.7" width="998.6" height="38.6" fill="none" stroke="{INK}" stroke-width="1.4"/>')
    shares = ", ".join(f"{piece.name} {piece.shown}" for piece in slices)
    return _svg("attribution", 1000, 40, tell("All concern by origin: {shares}", shares=shares), "".join(parts))


def swatch(key: str) -> Markup:
    """The pattern of an origin, for a legend."""
    frame = f'<rect x="0.6" y="0.6" width="28.8" height="18.8" fill="none" stroke="{INK}" stroke-width="1.2"/>'
    return _svg("swatch", 30, 20, words(key), _filled(key, 0, 0, 30, 20) + frame)


def interval_bar(scale: Scale, end: float, words: str) -> Markup:
    """An interval from 0 to `end`: what is sure is dark, what is open is hatched."""
    lo, hi = (max(0.0, min(1.0, value / end)) * 300 for value in (scale.lo, scale.hi))
    parts = [_rect(0, 3, 300, 10, "#e6eaef")]
    if hi - lo > 0.5:
        parts.append(_filled("unknown", lo, 3, hi - lo, 10))
        parts.append(_rect(hi, 3, 300 - hi, 10, "#e6eaef"))
        parts.append(
            f'<rect x="{_n(lo)}" y="3.4" width="{_n(hi - lo)}" height="9.2" fill="none" stroke="{ACCENT}" '
            'stroke-width="0.8"/>'
        )
    parts.append(_rect(0, 3, lo, 10, ACCENT))
    return _svg("bar", 300, 16, words, "".join(parts))


def trust_range(scale: Scale, required: float | None, words: str) -> Markup:
    """A domain's trust as a range from 0 to 100, with what is required of the whole as a line."""
    lo, hi = scale.lo * 3, max(scale.hi * 3, scale.lo * 3 + 3)
    parts = [_rect(0, 7, 300, 2, RULE), _rect(lo, 3, hi - lo, 10, ACCENT)]
    if required is not None:
        parts.append(f'<path d="M{_n(required * 3)} 0V16" stroke="#b3261e" stroke-width="1.5"/>')
    return _svg("bar", 300, 16, words, "".join(parts))


def _filled(key: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle in the colour and pattern of an origin; lines may pass its right edge by less than a tile."""
    colour, tile = _FILLS[key]
    body = _rect(x, y, width, height, colour)
    if not tile:
        return body
    columns, rows = -int(-width // 10), -int(-height // 10)
    lines = "".join(
        tile.format(x=_n(x + column * 10), low=_n(y + row * 10 + 10))
        for column in range(columns)
        for row in range(rows)
    )
    stroke = "#8a95a3" if key == "unknown" else "#fff"
    cap = ' stroke-linecap="round"' if key == "law" else ""
    thick = 2.4 if key == "law" else 1.3
    return f'{body}<path d="{lines}" fill="none" stroke="{stroke}" stroke-width="{thick}"{cap}/>'


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}" fill="{fill}"/>'


def _n(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _svg(style: str, width: int, height: int, title: str, body: str) -> Markup:
    """An inline SVG with its words as title. `body` is markup made here, of numbers and constants only."""
    head = f'<svg class="{style}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return Markup(f"{head}<title>{escape(title)}</title>{body}</svg>")  # noqa: S704 - title escaped, body ours
