"""The buyer's logo on the cover: a picture that somebody chose, made anew so that nothing but its pixels gets in."""

from __future__ import annotations

import base64
import io
import struct
import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ddq.report.render import ReportError

LARGEST_FILE = 5 * 1024**2
"""Bytes."""
LARGEST_SIDE = 6000
"""Pixels; what is larger is told before it is unpacked: a small file can hold a picture of gigabytes."""
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_LINES, _END, _WITHIN_LINES = 0xDA, 0xD9, range(0xD0, 0xD8)
"""Markers of a JPEG: lines of the picture begin; the end; what may stand between lines."""
KEPT = (900, 360)
"""Pixels that it is shrunk into: 76 mm at 300 to the inch."""


def read_logo(path: Path) -> str:
    """A PNG or JPEG as a `data:` address.

    Raises:
        ReportError: where it cannot be read, is something else, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ReportError(f"{path}: a logo has at most {LARGEST_FILE // 1024**2} MB; make it smaller")
        content = path.read_bytes()
    except OSError as error:
        raise ReportError(f"{path}: the logo cannot be read: {error.strerror or error}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the sides are looked at below
            if not is_whole(content):  # Pillow tells a cut picture as well, but not once WeasyPrint was imported
                raise UnidentifiedImageError
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if max(picture.size) > LARGEST_SIDE:
                raise Image.DecompressionBombError
            picture = picture.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise ReportError(f"{path}: a logo has at most {LARGEST_SIDE} pixels a side; make it smaller") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReportError(f"{path}: is no PNG or JPEG that can be read; a logo is one of these") from error
    picture.thumbnail(KEPT)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def is_whole(content: bytes) -> bool:
    """Whether a PNG or JPEG goes on to its own end, as far as its blocks tell; what is neither is not."""
    try:
        return _png_ends(content) if content.startswith(PNG) else content.startswith(JPEG) and _jpeg_ends(content)
    except (struct.error, IndexError):
        return False


def _png_ends(content: bytes) -> bool:
    place = len(PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, place)
        place += length + 12
        if kind == b"IEND":
            return place <= len(content)


def _jpeg_ends(content: bytes) -> bool:
    """The blocks of a JPEG bear their length, but for the lines of the picture, which go on to the next marker."""
    place = len(JPEG) - 1
    while True:
        if content[place] != 0xFF:
            return False
        while (kind := content[place + 1]) == 0xFF:  # a marker may be padded
            place += 1
        if kind == _END:
            return True
        place += 2 + struct.unpack_from(">H", content, place + 2)[0]
        if kind == _LINES:
            while content[place] != 0xFF or content[place + 1] == 0 or content[place + 1] in _WITHIN_LINES:
                place = found if (found := content.find(0xFF, place + 1)) > 0 else len(content)
