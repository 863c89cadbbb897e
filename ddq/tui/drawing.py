"""Draws what changed and nothing beside it.

Textual draws for each change every widget whose container overlaps it, all of its lines (8.2.8): a typed letter costs
the whole screen. Here only the widgets under the change are drawn, and of them the lines that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


class SparingCompositor(Compositor):
    """Textual's, but for what a change makes it draw."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(None)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            # The whole width: lines are cut where widgets end, and a change may begin between two cuts.
            touched = clip.intersection(Region(clip.x, crop.y, clip.width, crop.height))
            seen = region.intersection(touched)
            if seen and crop.overlaps(seen):
                lines = Region(seen.x - region.x, seen.y - region.y, seen.width, seen.height)
                yield region, touched, widget.render_lines(lines)


def draw_sparingly(screen: Screen[Any]) -> None:
    """Give a screen that is being made this compositor. Textual has no public way to (8.2.8)."""
    screen._compositor = SparingCompositor()  # pyright: ignore[reportPrivateUsage]
