"""What is added to a PDF/A so that it is a PDF/UA as well: WeasyPrint writes the name of one standard only."""

# WeasyPrint and pydyf have no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from functools import partial
from typing import Any, BinaryIO, cast

import pydyf

from ddq.report.drawn import LABELLED
from ddq.report.elements import lead_to_elements
from ddq.report.job import Standard
from ddq.report.tagging import meant, thin
from ddq.report.writing import written

_UA_1 = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>"""
_UA_2 = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="2"
 pdfuaid:rev="2024"/>"""

# PDF/A-3 allows no XMP property that it does not know, unless it is described beside it (ISO 19005-3, 6.6.2.3).
_SCHEMA = b"""<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_END = b"</rdf:RDF>"


def finish(standard: Standard, _document: object, pdf: Any) -> None:
    """Name PDF/UA (ISO 14289, 5) in the metadata; name each attached file once; leave out what says nothing."""
    metadata = meant(pdf, pdf.catalog["Metadata"])
    (text,) = metadata.stream
    assert text.count(_END) == 1, "the metadata are one RDF document"
    metadata.stream = [text.replace(_END, (_UA_2 if standard == "pdf/a-4f" else _UA_1 + _SCHEMA) + _END)]
    if "AF" in pdf.catalog:  # WeasyPrint writes every file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(cast(list[object], pdf.catalog["AF"])))
    _one_link_each(pdf)
    _labels_into_figures(pdf)
    thin(pdf)
    if standard == "pdf/a-4f":
        lead_to_elements(pdf)
    pdf.write = partial(_write, pdf)  # instead of pydyf's own, which WeasyPrint calls next


def _write(pdf: Any, output: BinaryIO, version: str, _identifier: object, _compress: object) -> None:
    """What WeasyPrint calls to have the file written."""
    output.write(written(pdf, version))


def _labels_into_figures(pdf: Any) -> None:
    """Put the labels of a drawing into its figure: its text alternative is read instead of what stands in it."""
    for figure in [
        found for found in pdf.objects if isinstance(found, pydyf.Dictionary) and found.get("S") == "/Figure"
    ]:
        words = getattr(figure.get("Alt"), "string", "")
        if not words.startswith(LABELLED):
            continue
        figure["Alt"] = pydyf.String(words.removeprefix(LABELLED))
        around = meant(pdf, figure["P"])
        place = around["K"].index(figure.reference) + 1
        for label in around["K"][place:]:
            meant(pdf, label)["P"] = figure.reference
            figure["K"].append(label)
        del around["K"][place:]


def _one_link_each(pdf: Any) -> None:
    """Take out the links that WeasyPrint writes for what stands within a link, such as a name in another script.

    The link around them covers the same place, and these are tagged as no link (ISO 14289-1, 7.18.5).
    """
    dictionaries = [found for found in pdf.objects if isinstance(found, dict)]
    redundant: set[object] = set()
    for element in dictionaries:
        if element.get("Type") != "/StructElem" or element["S"] == "/Link":
            continue
        links = [kid for kid in element["K"] if _is_link(pdf, kid)]
        if links:
            redundant.update(meant(pdf, kid)["Obj"] for kid in links)
            element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in links)
    for page in dictionaries:
        if redundant and page.get("Type") == "/Page" and "Annots" in page:
            page["Annots"] = pydyf.Array(link for link in page["Annots"] if link not in redundant)


def _is_link(pdf: Any, kid: object) -> bool:
    """Whether what stands in a structure element is a reference to a link; a number is content of the page."""
    found = meant(pdf, kid) if isinstance(kid, bytes) else None
    return isinstance(found, dict) and found.get("Type") == "/OBJR" and meant(pdf, found["Obj"])["Subtype"] == "/Link"
