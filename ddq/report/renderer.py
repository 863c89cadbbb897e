"""What turns a filled template into a PDF here, by name and version: the same renderers write the same bytes."""

from __future__ import annotations

import ctypes
import hashlib
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata

from ddq.report.fonts import font_folder

PACKAGES = ("WeasyPrint", "pydyf", "fontTools", "Pillow", "Babel", "graphlay")
"""The Python packages by whose version the bytes of a report can differ."""
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "harfbuzz.dll")


@cache
def renderers() -> tuple[tuple[str, str], ...]:
    """Names and versions, in the order in which a report lists them."""
    packages = ((name, metadata.version(name.lower())) for name in PACKAGES)
    return (
        *packages,
        ("Pango", _of_library(_PANGO, "pango_version_string")),
        ("HarfBuzz", _of_library(_HARFBUZZ, "hb_version_string")),
        ("zlib", zlib.ZLIB_RUNTIME_VERSION),
        ("Font pack", _font_pack()),
    )


def _of_library(files: Sequence[str], function: str) -> str:
    """The version that a system library tells of itself."""
    for file in files:
        try:
            ask = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return ask().decode()
    return "not known"


def _font_pack() -> str:
    """The beginning of the SHA-256 of the fonts' manifest, in which the digest of each font stands."""
    try:
        return hashlib.sha256((font_folder() / "fonts.json").read_bytes()).hexdigest()[:12]
    except OSError:
        return "not known"
