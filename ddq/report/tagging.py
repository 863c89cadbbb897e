"""The tag tree of a PDF without the elements that say nothing: what WeasyPrint puts around every line of text.

They are half of the objects of a report, and as many bytes as a third of its text; a reader learns nothing from them.
"""

# WeasyPrint and pydyf have no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any

import pydyf

SAYS_NOTHING = frozenset({"/Span", "/NonStruct"})
"""Elements that mean no more than what they hold."""
HOLDS_TEXT = frozenset(
    {"/P", "/TD", "/TH", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/Link", *SAYS_NOTHING}
)
"""Elements that may hold content of the page themselves (ISO 32000-1, 14.8.4)."""
_BARE = {"Type", "S", "K", "Pg", "P"}


def thin(pdf: Any) -> None:
    """Give what stands in an element that says nothing to the element around it, and leave the former out."""
    if "StructTreeRoot" not in pdf.catalog:
        return
    moved: dict[bytes, bytes] = {}
    # an element has a higher number than the one around it, so that from the end each is met after all that it holds
    for element in reversed(pdf.objects):
        if not (_is_element(element) and element["S"] in SAYS_NOTHING and element.keys() <= _BARE):
            continue
        around = meant(pdf, element["P"])
        if around["S"] not in HOLDS_TEXT or around.get("Pg") != element["Pg"]:
            continue
        place = around["K"].index(element.reference)
        around["K"][place : place + 1] = element["K"]
        for kid in element["K"]:
            if isinstance(kid, bytes) and "P" in (inner := meant(pdf, kid)):
                inner["P"] = element["P"]
        moved[element.reference] = element["P"]
        element.free = "f"
    for reference in reversed(moved):  # outermost first
        moved[reference] = moved.get(moved[reference], moved[reference])
    _number(pdf, moved)


def _number(pdf: Any, moved: dict[bytes, bytes]) -> None:
    """Number the elements that are left without gaps, and let all that names one name it so.

    Gaps would make the table of the objects' places as large as all of the tags.
    """
    own = [found for found in pdf.objects if _is_element(found) or _is_reference(found)]
    numbers = [found.number for found in own]
    left = [found for found in own if found.free != "f"]
    now: dict[object, bytes] = {}
    for found, number in zip((*left, *(found for found in own if found.free == "f")), numbers, strict=True):
        before = found.reference
        found.number = number
        pdf.objects[number] = found
        now[before] = found.reference
    now |= {before: now[to] for before, to in moved.items()}
    for element in left:
        if _is_element(element):
            element["P"] = now.get(element["P"], element["P"])
            element["K"] = pydyf.Array(now.get(kid, kid) for kid in element["K"])
    root = meant(pdf, pdf.catalog["StructTreeRoot"])
    root["K"] = pydyf.Array(now[kid] for kid in root["K"])
    # page or annotation, and what stands for it: an element, or a list of them
    table = meant(pdf, root["ParentTree"])["Nums"]
    for place in range(1, len(table), 2):
        found = table[place]
        table[place] = pydyf.Array(now[one] for one in found) if isinstance(found, list) else now[found]


def _is_element(found: Any) -> bool:
    return isinstance(found, pydyf.Dictionary) and found.get("Type") == "/StructElem"


def _is_reference(found: Any) -> bool:
    """Whether it stands in an element for a link."""
    return isinstance(found, pydyf.Dictionary) and found.get("Type") == "/OBJR"


def meant(pdf: Any, reference: bytes) -> Any:
    """The object that a reference such as `12 0 R` means."""
    return pdf.objects[int(reference.split()[0])]
