"""The text on the pages of a tagged PDF of ours, in reading order: running heads and page numbers are not in it.

It reads what WeasyPrint writes, and not every PDF; text that it cannot read is missing in what it gives.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST = 2_000_000
"""Elements of the structure that are looked at; a report of a hundred pages has thirty thousand."""
_TOKEN = re.compile(
    rb"/MCID\s+(?P<mcid>\d+)\s*>>\s*BDC|(?P<artifact>/Artifact\s+BMC)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\S+)\s+\S+\s+Tf|<(?P<hex>[0-9A-Fa-f]+)>"
)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
Letters = Mapping[bytes, str]


def page_text(reader: PdfReader) -> str:
    """All of it; after a drawing's place stands its text alternative."""
    fonts: dict[int, Letters] = {}
    pages = {page.indirect_reference: _marked(page, fonts) for page in reader.pages}
    return "".join(_walked(reader.root_object["/StructTreeRoot"], pages))


def _walked(root: Any, pages: Mapping[Any, Mapping[int, str]]) -> Iterator[str]:
    """Down the tree of structure; a stack, because a hostile tree may be deeper than Python goes, or a ring."""
    stack: list[tuple[Any, Any]] = [(root, None)]
    for _ in range(MOST):
        if not stack:
            return
        found, page = stack.pop()
        if isinstance(found, IndirectObject):
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            page = found.raw_get("/Pg") if "/Pg" in found else page
            yield str(found.get("/Alt", ""))
            kids = found.raw_get("/K") if "/K" in found else found.get("/MCID")
            stack.append((kids, page))
        elif isinstance(found, ArrayObject):
            stack.extend((kid, page) for kid in reversed(found))
        elif isinstance(found, int):
            yield pages.get(page, {}).get(found, "")


def _marked(page: Any, fonts: dict[int, Letters]) -> Mapping[int, str]:
    """By number, the marked pieces of one page."""
    content = page.get_contents()
    named = page["/Resources"].get("/Font", {})
    pieces: defaultdict[int, list[str]] = defaultdict(list)
    letters: Letters = {}
    number: int | None = None
    for token in _TOKEN.finditer(b"" if content is None else content.get_data()):
        if token["mcid"]:
            number = int(token["mcid"])
        elif token["artifact"] or token["end"]:
            number = None
        elif token["font"]:
            letters = _letters(named.get("/" + token["font"].decode("latin-1")), fonts)
        elif number is not None:
            code = token["hex"].lower()
            pieces[number].extend(letters.get(code[at : at + 4], "") for at in range(0, len(code), 4))
    return {number: "".join(piece) for number, piece in pieces.items()}


def _letters(font: Any, fonts: dict[int, Letters]) -> Letters:
    """What each glyph of a font stands for, by its code in hex."""
    stream = None if font is None else font.get_object().get("/ToUnicode")
    if stream is None:
        return {}
    if id(stream) not in fonts:
        text = stream.get_object().get_data()
        fonts[id(stream)] = {
            code.lower(): bytes.fromhex(stands.decode()).decode("utf-16-be", "replace")
            for code, stands in _PAIR.findall(text)
        }
    return fonts[id(stream)]
