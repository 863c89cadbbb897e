"""Layered charts on sheets: the largest lettering with which one sheet is enough, and more sheets where none is."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.drawing.chart import Chart, KeyEntry
from ddq.drawing.composing import ABOVE_KEY, Laid, composed
from ddq.drawing.geometry import Direction
from ddq.drawing.key import drawn_key
from ddq.drawing.nodes import DENSITIES, Density, label_size, node_size, node_words
from ddq.drawing.placement import Placement
from ddq.drawing.placing import Sizes, place
from ddq.drawing.sheet import ROOM, Page, Sheet
from ddq.drawing.splitting import Part, parts

MOST_SHEETS = 12
_LEAST_SCALE = 0.88
"""Below it the smallest letters would be under 5 points."""
_COSTS = (0, 1.2, 2.6)
"""What each kind of page costs, in sizes of letters."""
_MANY = 30
"""Of more nodes, a second direction is tried only where the first does not fit."""
_BUDGETS = (60, 40, 26, 16, 9)
"""Nodes of a part, the next one where a part does not fit on a sheet."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The sheets of a chart."""

    sheets: tuple[Sheet, ...]
    missing: int
    """Edges that are not drawn, since there are not more sheets."""


def draw(chart: Chart, most_sheets: int = MOST_SHEETS) -> Drawing:
    """Draw a chart on as few sheets as it can be read on."""
    if not chart.nodes:
        return Drawing((), 0)
    laid = _laid(chart, Part(chart.nodes, chart.edges), 0)
    kept, left = laid[:most_sheets], laid[most_sheets:]
    sheets = _places(kept)
    made = tuple(composed(chart, one, sheets, number, len(kept)) for number, one in enumerate(kept, 1))
    return Drawing(made, sum(len(one.part.edges) for one in left))


def _places(laid: list[Laid]) -> dict[str, list[int]]:
    """By node, the sheets on which it stands."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(laid, 1):
        for node in one.part.nodes:
            found.setdefault(node.id, []).append(number)
    return found


def _laid(chart: Chart, part: Part, tried: int) -> list[Laid]:
    """A part on one sheet, or on several where one does not hold it."""
    last = tried == len(_BUDGETS)
    if last or len(part.nodes) <= _BUDGETS[0]:
        found = _fitting(chart, part, anyhow=last)
        if found is not None:
            return [found]
    whole = Chart(chart.title, part.nodes, part.edges, chart.groups, chart.key)
    smaller = next((number for number in range(tried, len(_BUDGETS)) if _BUDGETS[number] < len(part.nodes)), None)
    if smaller is None:
        return _laid(chart, part, len(_BUDGETS))
    return [one for piece in parts(whole, _BUDGETS[smaller]) for one in _laid(chart, piece, smaller + 1)]


def _fitting(chart: Chart, part: Part, *, anyhow: bool) -> Laid | None:
    """A part with the largest lettering; a page of its own must be worth more than one size.

    Where no lettering fits and it must be drawn, the smallest is made smaller still.
    """
    best: tuple[float, Laid] | None = None
    largest: Laid | None = None
    for number, density in enumerate(DENSITIES):
        if len(part.nodes) > density.most or (best is not None and best[0] <= number):
            continue
        for direction in (Direction.right,) if chart.groups else density.directions:
            pages = _on_pages(chart, part, density, direction)
            for cost, one in zip(_COSTS, pages, strict=True):
                if one.scale >= _LEAST_SCALE and (best is None or number + cost < best[0]):
                    best = number + cost, one
            if best is not None and (best[0] == number or len(part.nodes) > _MANY):
                break
            largest = max((one for one in (*pages, largest) if one is not None), key=lambda one: one.scale)
    if best is not None:
        return best[1]
    return largest if anyhow else None


def _on_pages(chart: Chart, part: Part, density: Density, direction: Direction) -> tuple[Laid, ...]:
    """A part on each kind of page, in the order of `Page`."""
    words = [node_words(node, density) for node in part.nodes]
    sizes = Sizes(
        [node_size(node, lines, density) for node, lines in zip(part.nodes, words, strict=True)],
        [label_size(edge, density) for edge in part.edges],
    )
    placement = place(part.nodes, part.edges, chart.groups, sizes, direction)
    return tuple(_on(part, placement, density, page, chart.key) for page in Page)


def _on(part: Part, placement: Placement, density: Density, page: Page, entries: tuple[KeyEntry, ...]) -> Laid:
    width, height = ROOM[page]
    key = drawn_key(entries, width)
    room = height - ABOVE_KEY - key.height
    return Laid(part, placement, density, min(1.0, width / placement.width, room / placement.height), page, key)
