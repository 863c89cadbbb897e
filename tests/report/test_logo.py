"""A logo is a picture and nothing else: whatever else a file of that name is, is refused in a sentence."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from ddq.report.inputs import ReportInputs
from ddq.report.logo import KEPT, read_logo
from ddq.report.render import ReportError, render_report
from tests.report.conftest import Rendered, make_inputs


def picture(path: Path, size: tuple[int, int] = (300, 100), **more: object) -> Path:
    Image.new("RGB", size, (29, 90, 134)).save(path, **more)
    return path


def opened(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


def bomb(path: Path) -> Path:
    """A PNG of 20,000 by 20,000 pixels in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(20_000 * (20_000 // 8 + 1)), 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_a_picture_is_made_anew_and_no_larger_than_it_is_printed(tmp_path: Path, name: str) -> None:
    made = opened(read_logo(picture(tmp_path / name, (3000, 500))))
    assert made.format == "PNG"
    assert made.width == KEPT[0]
    small = opened(read_logo(picture(tmp_path / name, (30, 10))))
    assert small.size == (30, 10)


def test_what_is_hidden_in_a_picture_stays_out(tmp_path: Path) -> None:
    path = picture(tmp_path / "logo.png")
    path.write_bytes(path.read_bytes() + b"<script>alert(1)</script>")
    assert b"script" not in base64.b64decode(read_logo(path).partition(",")[2])


def test_what_is_no_picture_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_text("<html><script>alert(1)</script></html>")
    (tmp_path / "drawing.png").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
    )
    (tmp_path / "cut.png").write_bytes(picture(tmp_path / "whole.png").read_bytes()[:60])
    (tmp_path / "large.png").write_bytes(bytes(6 * 1024**2))
    picture(tmp_path / "picture.gif")
    for name, words in {
        "page.png": "no PNG or JPEG",
        "drawing.png": "no PNG or JPEG",
        "cut.png": "no PNG or JPEG",
        "picture.gif": "no PNG or JPEG",
        "large.png": "at most 5 MB",
        "none.png": "cannot be read",
    }.items():
        with pytest.raises(ReportError, match=words):
            read_logo(tmp_path / name)
    for large in (bomb(tmp_path / "bomb.png"), picture(tmp_path / "wide.png", (6001, 10))):
        with pytest.raises(ReportError, match="at most 6000 pixels a side"):
            read_logo(large)


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "lines.jpg"])
def test_a_cut_picture_is_refused_whatever_else_the_process_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """WeasyPrint lets Pillow fill cut pictures up, for the whole process; that is left as it is."""
    more = {"progressive": True, "exif": b"Exif\x00\x00" + bytes(100)} if name == "lines.jpg" else {}
    whole = picture(tmp_path / name, **more).read_bytes()
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    (tmp_path / name).write_bytes(whole + b"what follows the end is no part of it")
    assert opened(read_logo(tmp_path / name)).size == (300, 100)
    for left in (len(whole) - 1, len(whole) - 12, len(whole) * 2 // 3, 30, 3):
        (tmp_path / name).write_bytes(whole[:left])
        with pytest.raises(ReportError, match="no PNG or JPEG"):
            read_logo(tmp_path / name)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_it_stands_on_the_cover(rendered: Rendered, tmp_path: Path) -> None:
    from pypdf import PdfReader

    inputs: ReportInputs = make_inputs(logo=read_logo(picture(tmp_path / "logo.png")))
    result = render_report(inputs, tmp_path / "report.pdf")
    assert result.warnings == ()
    assert len(PdfReader(result.path).pages[0].images) == 1
    assert len(PdfReader(rendered(make_inputs())).pages[0].images) == 0
