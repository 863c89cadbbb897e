"""The pane beside a list: what is computed from it. One widget, however much it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from ddq.assessment.interview import Item
from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.text import visible_text
from ddq.tui.widgets.plain import Static, on_one_line

ROOM_BESIDE = 130
"""Columns from which on there is room for it beside the questions and the list."""
WIDTH_BESIDE = 44
"""Columns of its text."""
_MOST_LINES = 400


REACHING = frozenset(
    {GroupFeed.seats, GroupFeed.holders, GroupFeed.chains, GroupFeed.flows, GroupFeed.staff, GroupFeed.subprocessors}
)
"""The lists through which a state can reach the vendor or the data."""


class Part(NamedTuple):
    """A heading with its lines."""

    heading: str
    lines: Sequence[str]


def has_reading(item: Item) -> bool:
    """Whether something is computed from the list."""
    return isinstance(item.question, GroupQuestion) and item.question.feeds_engine in REACHING


class Beside(VerticalScroll):
    """Headings with lines. It takes no keys: what it tells can be read in full over the screen."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static()

    def show(self, parts: Sequence[Part]) -> None:
        """Show other parts; where nothing is different, nothing is drawn."""
        if tuple(parts) == self._parts:
            return
        self._parts = tuple(parts)
        lines: list[Content] = []
        for part in parts:
            lines += [Content.styled(visible_text(part.heading), "$primary")]
            lines += [Content(on_one_line(line)) for line in part.lines]
            lines.append(Content(""))
        if len(lines) > _MOST_LINES:
            lines = [*lines[:_MOST_LINES], Content.styled("… V shows the rest", "$quiet")]
        self.query_one(Static).update(Content("\n").join(lines))
