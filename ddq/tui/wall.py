"""The last wall before the terminal: no control or bidi character leaves, whatever a widget drew."""

from __future__ import annotations

import re
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from ddq.questionnaire.text import BIDI_CONTROLS

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029" + BIDI_CONTROLS + "]")


class ControlWall(LineFilter):
    """Drops what would steer the terminal. All of it has width 0, so nothing on the line moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if not any(_FORBIDDEN.search(segment.text) for segment in segments):
            return segments
        return [Segment(_FORBIDDEN.sub("", text), style, control) for text, style, control in segments]


def raise_wall(app: App[Any]) -> None:
    """Put the wall behind all filters of the app. Textual has no public list of filters (8.2.8)."""
    app._filters.append(ControlWall())  # pyright: ignore[reportPrivateUsage]
