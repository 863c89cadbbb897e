"""A PDF is written with every object in its place, and with the tags that tell something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from weasyprint import HTML

from ddq.report.finishing import finish

SAMPLE = """<html lang="en"><title>A sample</title><h2>Heading <span>quiet</span></h2>
<p>First <b>bold <i>and slanted</i></b> <a href="#end">link <bdi lang="zh">北风</bdi></a> last.</p>
<p style="break-before: page"><span>On two pages. {long}</span></p>
<table><tr><th scope="row">Head</th><td>one <span>two</span><br>three</td></tr></table><div id="end">End</div></html>"""


def made(long: str = "word " * 1500) -> bytes:
    """A PDF with what the tag tree has to do with: runs in runs, links, a table, and an element on two pages."""
    html = HTML(string=SAMPLE.replace("{long}", long))
    pdf = html.write_pdf(finisher=partial(finish, "pdf/a-3a"), pdf_tags=True, pdf_variant="pdf/a-3a")
    assert pdf is not None
    return pdf


@pytest.fixture(scope="module")
def sample() -> bytes:
    return made()


def _elements(element: Any) -> Iterator[Any]:
    """An element and all that stand in it, each within the one that names it."""
    yield element
    for kid in element["/K"]:
        inner = kid.get_object()
        if isinstance(inner, DictionaryObject) and inner["/Type"] == "/StructElem":
            assert inner["/P"].get_object() == element
            yield from _elements(inner)


def _root(pdf: PdfReader) -> Any:
    return pdf.root_object["/StructTreeRoot"]


def test_every_piece_of_content_has_the_element_that_the_table_names(sample: bytes) -> None:
    """A reader goes from the content of a page to its element by the table, and from the element to the content."""
    pdf = PdfReader(BytesIO(sample), strict=True)
    (document,) = _root(pdf)["/K"]
    pages = [page.indirect_reference for page in pdf.pages]
    told = {
        (pages.index(element.raw_get("/Pg")), kid): element.indirect_reference
        for element in _elements(document.get_object())
        for kid in element["/K"]
        if isinstance(kid, int)
    }
    table = _root(pdf)["/ParentTree"]["/Nums"]
    listed = {
        (table[place], number): reference
        for place in range(0, len(table), 2)
        if isinstance(table[place + 1].get_object(), ArrayObject)
        for number, reference in enumerate(table[place + 1].get_object())
        if isinstance(reference, IndirectObject)
    }
    drawn = {
        (number, int(found))
        for number, page in enumerate(pdf.pages)
        for found in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())  # type: ignore[union-attr]
    }
    assert told == listed
    assert set(told) == drawn
    assert len(pages) > 2


def test_what_says_nothing_is_no_element(sample: bytes) -> None:
    """A paragraph and a cell hold their text themselves; a link keeps its element, and an element stays on its page."""
    pdf = PdfReader(BytesIO(sample), strict=True)
    (document,) = _root(pdf)["/K"]
    found = list(_elements(document.get_object()))
    first = next(element for element in found if element["/S"] == "/P")
    kinds = ["text" if isinstance(kid, int) else kid.get_object()["/S"] for kid in first["/K"]]
    assert kinds == ["text"] * 4 + ["/Link"] + ["text"]
    cell = next(element for element in found if element["/S"] == "/TD")
    assert all(isinstance(kid, int) for kid in cell["/K"])
    spans = [element for element in found if element["/S"] in ("/Span", "/NonStruct")]
    assert {element["/P"].get_object()["/S"] for element in spans} == {"/Div"}  # which is to hold no text itself


def test_the_objects_are_all_in_their_places(sample: bytes) -> None:
    """Strict reading finds the text of every page in the order in which it was written, and the document's name."""
    pdf = PdfReader(BytesIO(sample), strict=True)
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert text.startswith("Heading quiet First bold and slanted link")
    assert text.count("word") == 1500
    assert text.endswith("End")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "A sample"


def test_the_identifier_follows_the_content(sample: bytes) -> None:
    """The same document gives the same bytes; another has another identifier."""
    assert made() == sample
    other = PdfReader(BytesIO(made("word " * 1499 + "ward ")))
    assert other.trailer["/ID"] != PdfReader(BytesIO(sample)).trailer["/ID"]
