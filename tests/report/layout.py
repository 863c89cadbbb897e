"""Lay a report out as its process does, and tell what is ill set: `python layout.py JOB…` prints a JSON line each.

Looked at are WeasyPrint's boxes, before they are drawn: text beyond the edge of its page or of its table cell, a
heading that ends a page, a row of a table that is cut in two although a page could hold it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from ddq.report.job import Job
from ddq.report.pdf import DataOnly
from ddq.report.template import fill

HEADINGS = ("h1", "h2", "h3", "h4")
TOLERANCE = 1.0
"""CSS pixels, a quarter of a millimetre."""

LEADING = 6.0
"""CSS pixels by which the box of a tall script is higher than its line; nothing is drawn there."""
SPACE = 4.0
"""CSS pixels of a space, which may hang over the end of a line whose spaces are kept."""


def laid_out(job: Job) -> Any:
    filled, fonts = fill(Path(job.template), job.view), FontConfiguration()
    style = CSS(string=filled.css, font_config=fonts, url_fetcher=DataOnly())
    return HTML(string=filled.html, base_url=None, url_fetcher=DataOnly()).render(
        font_config=fonts, stylesheets=[style]
    )


def faults(document: Any) -> Iterator[tuple[int, str, str]]:
    """The page, what is wrong, and the text where it is."""
    rows: defaultdict[Any, list[tuple[int, float, str]]] = defaultdict(list)
    room = 0.0
    for number, page in enumerate(document.pages, 1):
        root = page._page_box
        room = max(room, root.height)
        last = None
        for box, around in _seen(root, ()):
            if isinstance(box, boxes.TextBox) and box.text.strip():
                yield from ((number, fault, box.text) for fault in _beyond(box, around, root))
                if not any(one.style["position"] == "absolute" for one in around):
                    last = box, around
            elif isinstance(box, boxes.TableRowBox) and around[-1].element_tag != "thead":  # which is repeated
                rows[box.element].append((number, box.height, _text(box)))
        if last is not None:
            heading = next((one for one in last[1] if one.element_tag in HEADINGS), None)
            if heading is not None and number < len(document.pages):
                yield number, "a heading ends the page", _text(heading)
    for parts in rows.values():
        if len(parts) > 1 and sum(height for _, height, _ in parts) < room:
            yield parts[0][0], "a row of a table is cut", parts[0][2]


def _seen(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The boxes in order, each with those around it; not the margins of the page, nor what hides what is too much."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox) or (around and box.style["overflow"] == "hidden"):
        return
    yield box, around
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _seen(child, (*around, box))


def _beyond(box: Any, around: tuple[Any, ...], page: Any) -> Iterator[str]:
    left, top = page.content_box_x(), page.content_box_y()
    right, bottom = left + page.width, top + page.height
    end = box.position_x + box.width - (SPACE if box.text.endswith(" ") else 0)
    if box.position_x < left - TOLERANCE or end > right + TOLERANCE:
        yield "text runs over the side of the page"
    if box.position_y < top - LEADING or box.position_y + box.height > bottom + LEADING:
        yield "text runs over the end of the page"
    cell = next((one for one in reversed(around) if isinstance(one, boxes.TableCellBox)), None)
    if cell is not None and end > cell.position_x + cell.border_width() + TOLERANCE:
        yield "text runs out of its cell"


def _text(box: Any) -> str:
    return " ".join(one.text for one, _ in _seen(box, ()) if isinstance(one, boxes.TextBox))[:80]


if __name__ == "__main__":
    for job in sys.argv[1:]:
        found = laid_out(TypeAdapter(Job).validate_json(Path(job).read_bytes()))
        print(json.dumps({"pages": len(found.pages), "faults": list(faults(found))}, ensure_ascii=False), flush=True)
