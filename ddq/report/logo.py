"""The buyer's logo on the cover: a picture that somebody chose, made anew so that nothing but its pixels gets in."""

from __future__ import annotations

import base64
import io
import warnings
from pathlib import Path

from PIL import Image, ImageFile, UnidentifiedImageError

from ddq.report.render import ReportError

LARGEST_FILE = 5 * 1024**2
"""Bytes."""
LARGEST_SIDE = 6000
"""Pixels; what is larger is told before it is unpacked: a small file can hold a picture of gigabytes."""
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
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint takes cut pictures, wherever it was imported
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
