"""Figures drawn as bars of characters: an interval on the scale of trust, and how concern divides."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ddq.scoring.model import OriginShare, Score


def trust_scale(score: Score, width: int) -> Content:
    """The interval between 0 and 100, with the mark of what is required, where anything is."""
    room = max(10, width - 6)
    low, high = (min(room - 1, int(end / 100 * room)) for end in score.trust)
    mark = None if score.mark is None else min(room - 1, int(score.mark / 100 * room))
    parts: list[tuple[str, str]] = []
    for cell in range(room):
        inside = low <= cell <= high
        if cell == mark:
            parts.append(("┃", "bold $warning"))
        else:
            parts.append(("█", "$primary") if inside else ("─", "$quiet"))
    return Content.assemble(("0 ", "$quiet"), *parts, (" 100", "$quiet"))


_SIGNS = ("█", "▓", "▒", "░")


def attribution_bar(shares: Sequence[OriginShare], width: int) -> Content:
    """How the concern divides among the origins and what is not known, each with its own sign and its name."""
    whole = sum(share.concern for share in shares)
    if whole <= 0:
        return Content.styled("No concern is known.", "$quiet")
    known = [share for share in shares if share.origin is not None]
    bar: list[str] = []
    names: list[str] = []
    for sign, share in zip(_SIGNS, known, strict=False):
        bar.append(sign * round(share.concern / whole * width))
        if share.concern and share.origin is not None:
            names.append(f"{sign} {share.origin.value.replace('_', ' ')} {round(share.concern / whole * 100)} %")
    open_share = sum(share.concern for share in shares if share.origin is None) / whole
    if open_share:
        names.append(f"· not yet known {round(open_share * 100)} %")
    drawn = "".join(bar)[:width]
    return Content.assemble((drawn.ljust(width, "·"), "$primary"), "\n", ("  ".join(names), "$quiet"))
