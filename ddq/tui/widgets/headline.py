"""The first line of a screen: where one is on the left, how it stands on the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from ddq.tui.widgets.plain import on_one_line

_LEAST = 12


class Headline(Widget):
    """Crumbs from the outside inward; the right side keeps its place, the left gives way."""

    DEFAULT_CSS = "Headline { height: 1; dock: top; background: $panel; padding: 0 1; }"

    crumbs: reactive[tuple[str, ...]] = reactive(())
    """Where one is."""
    standing: reactive[str] = reactive("")
    """How it stands, in a few words."""

    def __init__(self, *crumbs: str) -> None:
        super().__init__()
        self.set_reactive(Headline.crumbs, crumbs)

    def render(self) -> Content:
        width = self.size.width
        right = Content(on_one_line(self.standing)).truncate(width, ellipsis=True)
        room = max(0, width - right.cell_length - 2)
        crumbs = [Content(on_one_line(crumb)) for crumb in self.crumbs]
        left = _joined(crumbs)
        if len(crumbs) > 2 and left.cell_length > room:
            # The outermost name is known best; where one is within it is not.
            kept = max(_LEAST, crumbs[0].cell_length - (left.cell_length - room))
            left = _joined([crumbs[0].truncate(kept, ellipsis=True), *crumbs[1:]])
        left = left.truncate(room, ellipsis=True)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, gap, right.stylize("$primary"))


def _joined(crumbs: list[Content]) -> Content:
    parts: list[Content | tuple[str, str]] = []
    for index, crumb in enumerate(crumbs):
        if index:
            parts.append((" › ", "$quiet"))
        parts.append(crumb if index else crumb.stylize("bold"))
    return Content.assemble(*parts)
