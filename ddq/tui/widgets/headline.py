"""The first line of a screen: where one is on the left, how it stands on the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from ddq.tui.widgets.plain import on_one_line


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
        parts: list[Content | str | tuple[str, str]] = []
        for index, crumb in enumerate(self.crumbs):
            if index:
                parts.append((" › ", "$quiet"))
            parts.append((on_one_line(crumb), "bold" if index == 0 else ""))
        room = max(0, width - right.cell_length - 2)
        left = Content.assemble(*parts).truncate(room, ellipsis=True)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, gap, right.stylize("$primary"))
