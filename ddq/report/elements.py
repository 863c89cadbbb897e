"""Links and bookmarks that lead to an element of the structure, as PDF/UA-2 wants them.

WeasyPrint's lead to a place on a page; one who hears the document is to arrive there too (ISO 14289-2, 8.8). Which
element stands at a place, the streams of the pages tell: they say where each marked piece of text begins.
"""

# pydyf has no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from ddq.report.tagging import meant

_PIXEL = 0.75
"""Points; WeasyPrint writes pages in CSS pixels, from the top."""
_INLINE = ("/Span", "/Link", "/NonStruct", "/Lbl")
_WITHOUT_TEXT = ("/Document", "/Sect", "/Art", "/Part")
"""Elements that hold paragraphs and no text of their own (ISO 32005, table 5)."""
Place = tuple[float, float, Any]


def lead_to_elements(pdf: Any) -> None:
    """Let each link and bookmark lead to the element at its place; wrap text that stands in no paragraph."""
    objects = [found for found in pdf.objects if found.free != "f"]
    dictionaries: list[Any] = [found for found in objects if isinstance(found, pydyf.Dictionary)]
    for element in dictionaries:
        if element.get("Type") != "/StructElem":
            continue
        if element["S"] == "/Span" and _around(pdf, element)["S"] in _WITHOUT_TEXT:
            element["S"] = "/P"
        elif element["S"] == "/L":
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Unordered"})
    pages = {page.reference: list(_places(pdf, page)) for page in dictionaries if page.get("Type") == "/Page"}
    named = dict(_named(pdf))
    for found in dictionaries:
        if "Dest" not in found:
            continue
        there: Any = found["Dest"] if isinstance(found["Dest"], list) else named.get(found["Dest"].string, ())
        element = _at(pages[there[0]], float(there[3])) if there else None
        if element is not None:
            del found["Dest"]
            to = pydyf.Array([element, "/XYZ", there[2], there[3], 0])
            found["A"] = pydyf.Dictionary({"S": "/GoTo", "D": there, "SD": to})


def _around(pdf: Any, element: Any) -> Any:
    """What an element stands in, past those that only hold together."""
    around = meant(pdf, element["P"])
    while around["S"] in ("/NonStruct", "/Div"):
        around = meant(pdf, around["P"])
    return around


def _named(pdf: Any) -> Iterator[tuple[str, Any]]:
    """The places that have a name."""
    names = pdf.catalog.get("Names", {}).get("Dests")
    if names is not None:
        listed = meant(pdf, names)["Names"] if isinstance(names, bytes) else names["Names"]
        for name, place in zip(listed[::2], listed[1::2], strict=True):
            yield name.string, place


def _places(pdf: Any, page: Any) -> Iterator[Place]:
    """Where the elements of a page begin: from the bottom, from the left, and the reference of each."""
    height = float(page["MediaBox"][3])
    owners = dict(_owners(pdf, page["StructParents"]))
    number = None
    for step in meant(pdf, page["Contents"]).stream:
        if isinstance(step, dict) and "MCID" in step:
            number = step["MCID"]
        elif number in owners and isinstance(step, bytes) and step.endswith(b" Tm"):
            across, down = (float(part) for part in step.split()[4:6])
            yield height - down * _PIXEL, across, _block(pdf, owners[number])
            number = None


def _owners(pdf: Any, page: int) -> Iterator[tuple[int, Any]]:
    """By the number of a marked piece, the element that it belongs to."""
    numbers = meant(pdf, meant(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    yield from enumerate(numbers[numbers.index(page) + 1])


def _block(pdf: Any, reference: Any) -> Any:
    """The paragraph, heading or cell around a piece of text."""
    element = meant(pdf, reference)
    while element["S"] in _INLINE and meant(pdf, element["P"])["S"] not in _WITHOUT_TEXT:
        element = meant(pdf, element["P"])
    return element.reference


def _at(places: list[Place], top: float) -> Any:
    """The first element whose text begins below a height; the lowest one where none does."""
    below = [place for place in places if place[0] <= top]
    found = max(below, key=lambda place: (place[0], -place[1]), default=None) or min(
        places, key=lambda place: place[0], default=None
    )
    return None if found is None else found[2]
