"""The objects of a PDF as bytes, each written and compressed once.

pydyf writes every object twice where a file has an identifier, once for the file and once to hash it; compresses
harder than pays; and leaves the table of the objects' places as it is, which hardly compresses.
"""

# WeasyPrint and pydyf have no type information.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, cast

import pydyf

LEVEL = 7
"""Of compression; 9 takes three times as long and gains 2 %."""
BUNDLE = 1000
"""Objects in one object stream: a reader unpacks those that it needs."""
_FREE = (0, 0, 65535)
_WIDTHS = (1, 4, 2)
"""Bytes of the three figures of an object in the table: its kind, its place, its place within that."""


def written(pdf: Any, version: str) -> bytes:
    """The file, with a hash of its content as identifier; objects marked as free are left out."""
    if pdf.info:
        pdf.add_object(pdf.info)
    out = bytearray(b"%PDF-" + version.encode() + b"\n%\xf0\x9f\x96\xa4\n")
    places: dict[int, tuple[int, int, int]] = {}
    taken = [found for found in pdf.objects if found.free != "f"]
    streams = [found for found in taken if isinstance(found, pydyf.Stream)]
    for found in cast(list[Any], streams):
        places[found.number] = (1, len(out), 0)
        out += _indirect(found.number, _packed(found))
    count = len(pdf.objects)
    for bundle in _bundled([found for found in taken if not isinstance(found, pydyf.Stream)]):
        places |= {found.number: (2, count, place) for place, found in enumerate(bundle)}
        places[count] = (1, len(out), 0)
        out += _indirect(count, _together(bundle))
        count += 1
    places[count] = (1, len(out), 0)
    start = len(out)
    out += _indirect(count, _table(pdf, [places.get(number, _FREE) for number in range(count + 1)], out))
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _bundled(objects: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(objects), BUNDLE):
        yield objects[start : start + BUNDLE]


def _indirect(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, content)


def _packed(stream: Any) -> bytes:
    """A stream, compressed where it is to be."""
    content = b"\n".join(item if isinstance(item, bytes) else _as_bytes(item) for item in stream.stream)
    return _stream(content, stream.extra, compress=stream.compress)


def _as_bytes(item: object) -> bytes:
    """An item of a stream's content, as pydyf writes it between the brackets of an array."""
    return item.encode("ascii") if isinstance(item, str) else pydyf.Array([item]).data[1:-1]


def _together(objects: list[Any]) -> bytes:
    """An object stream: the numbers and places of the objects, and the objects."""
    contents = [found.data for found in objects]
    places: list[str] = []
    end = 0
    for found, content in zip(objects, contents, strict=True):
        places.append(f"{found.number} {end}")
        end += len(content) + 1
    head = " ".join(places).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(head) + 1}
    return _stream(b"\n".join((head, *contents)), extra)


def _table(pdf: Any, places: list[tuple[int, int, int]], body: bytearray) -> bytes:
    """The cross-reference stream; each row as its difference from the one above, which leaves little to write."""
    columns = sum(_WIDTHS)
    rows = bytearray()
    above = bytes(columns)
    for place in places:
        row = b"".join(figure.to_bytes(width, "big") for figure, width in zip(place, _WIDTHS, strict=True))
        rows += b"\x02" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True))
        above = row
    digest = f"<{hashlib.sha256(body).hexdigest()[:32]}>".encode()
    extra = {
        "Type": "/XRef",
        "Size": len(places),
        "W": pydyf.Array(_WIDTHS),
        "Root": pdf.catalog.reference,
        "ID": pydyf.Array((digest, digest)),
        "DecodeParms": pydyf.Dictionary({"Predictor": 12, "Columns": columns}),
    }
    return _stream(bytes(rows), extra | ({"Info": pdf.info.reference} if pdf.info else {}))


def _stream(content: bytes, extra: dict[str, Any], *, compress: bool = True) -> bytes:
    known = dict(extra)
    if compress:
        known["Filter"] = "/FlateDecode"
        content = zlib.compress(content, LEVEL)
    known["Length"] = len(content)
    return b"\n".join((pydyf.Dictionary(known).data, b"stream", content, b"endstream"))
