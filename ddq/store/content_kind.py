"""What a file is by its first bytes, whatever its name says: enough to tell documents from programs.

A list of our own, because the question is closed: is this one of the kinds that evidence comes in, and the one that its
name says? Libraries that guess among thousands of kinds answer another one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO


class Kind(StrEnum):
    """What evidence may be, and what it must not be."""

    pdf = "a PDF"
    png = "a PNG picture"
    jpeg = "a JPEG picture"
    gif = "a GIF picture"
    webp = "a WebP picture"
    tiff = "a TIFF picture"
    bmp = "a BMP picture"
    media = "a film, a sound or a HEIF picture"
    word = "a Word document"
    excel = "an Excel workbook"
    powerpoint = "a PowerPoint presentation"
    opendocument = "an OpenDocument file"
    office = "an Office file or mail of the old format"
    rtf = "an RTF document"
    zip = "a zip archive"
    archive = "an archive"
    signature = "a signature or certificate"
    html = "a web page"
    svg = "an SVG picture"
    xml = "an XML file"
    text = "text"
    program = "a program"
    macros = "an Office file with macros"
    unknown = "of a kind that is not known"


_REFUSED = {Kind.program, Kind.macros, Kind.unknown}
_TEXTS = {Kind.text, Kind.html, Kind.svg, Kind.xml}

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.png),
    (b"\xff\xd8\xff", Kind.jpeg),
    (b"GIF8", Kind.gif),
    (b"II*\0", Kind.tiff),
    (b"MM\0*", Kind.tiff),
    (b"BM", Kind.bmp),
    (b"ID3", Kind.media),
    (b"OggS", Kind.media),
    (b"\x1aE\xdf\xa3", Kind.media),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.office),
    (b"{\\rtf", Kind.rtf),
    (b"\x1f\x8b", Kind.archive),
    (b"BZh", Kind.archive),
    (b"7z\xbc\xaf\x27\x1c", Kind.archive),
    (b"\xfd7zXZ\0", Kind.archive),
    (b"Rar!\x1a\x07", Kind.archive),
    (b"\x7fELF", Kind.program),
    (b"MZ", Kind.program),
    (b"\xfe\xed\xfa\xce", Kind.program),
    (b"\xfe\xed\xfa\xcf", Kind.program),
    (b"\xce\xfa\xed\xfe", Kind.program),
    (b"\xcf\xfa\xed\xfe", Kind.program),
    (b"\xca\xfe\xba\xbe", Kind.program),
    (b"\0asm", Kind.program),
    (b"dex\n", Kind.program),
    (b"L\0\0\0\x01\x14\x02\0", Kind.program),
    (b"#!", Kind.program),
)
_BY_ENDING: Mapping[str, set[Kind]] = {
    "pdf": {Kind.pdf},
    "png": {Kind.png},
    "jpg": {Kind.jpeg},
    "jpeg": {Kind.jpeg},
    "gif": {Kind.gif},
    "webp": {Kind.webp},
    "tif": {Kind.tiff},
    "tiff": {Kind.tiff},
    "bmp": {Kind.bmp},
    **{key: {Kind.media} for key in ("heic", "mp4", "mov", "m4a", "mp3", "wav", "ogg", "webm", "mkv")},
    "docx": {Kind.word},
    "xlsx": {Kind.excel},
    "pptx": {Kind.powerpoint},
    **{key: {Kind.opendocument} for key in ("odt", "ods", "odp", "odg")},
    **{key: {Kind.office} for key in ("doc", "xls", "ppt", "msg")},
    "rtf": {Kind.rtf},
    "zip": {Kind.zip},
    **{key: {Kind.archive} for key in ("gz", "tgz", "bz2", "xz", "7z", "rar")},
    **{key: {Kind.signature, Kind.text} for key in ("p7m", "p7s", "cer", "crt", "der", "pem", "asc")},
    **dict.fromkeys(("html", "htm", "svg", "xml", "xhtml"), _TEXTS),
    **dict.fromkeys(("txt", "md", "csv", "tsv", "json", "jsonl", "yaml", "yml", "log", "eml", "ics", "vcf"), _TEXTS),
}
_PROGRAMS = {
    *("exe", "com", "scr", "msi", "dll", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "jar"),
    *("apk", "app", "sh", "bash", "py", "pl", "rb", "so", "dylib", "docm", "xlsm", "pptm"),
}


def kind_of(content: bytes) -> Kind:
    """What the content is."""
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if b"%PDF" in content[:1024]:
        return Kind.pdf
    if content[:4] == b"RIFF":
        return Kind.webp if content[8:12] == b"WEBP" else Kind.media
    if content[4:8] == b"ftyp" or content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1"):
        return Kind.media
    for start, kind in _SIGNATURES:
        if content.startswith(start):
            # Two letters are no proof: a text may begin with them.
            return kind if len(start) > 2 or b"\0" in content[:512] or start == b"#!" else _text(content, kind)
    if content[:1] == b"\x30" and content[1:2] in (b"\x80", b"\x81", b"\x82", b"\x83"):
        return Kind.signature
    return _text(content, Kind.unknown)


def refusal(name: str, content: bytes) -> str | None:
    """Why a file of this name and content is no evidence; None where it may be."""
    kind, ending = kind_of(content), name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _PROGRAMS:
        return f"its name says that it is a program or has macros (.{ending})"
    expected = _BY_ENDING.get(ending)
    if kind in _REFUSED:
        return f"it is {kind.value}" + (f", and its name says .{ending}" if expected else "")
    if expected is not None and kind not in expected:
        return f"its name says .{ending}, and it is {kind.value}"
    return None


def _zipped(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as found:
            names = [name.lower() for name in found.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return Kind.unknown
    if any(name.endswith("vbaproject.bin") for name in names):
        return Kind.macros
    if "androidmanifest.xml" in names or ("meta-inf/manifest.mf" in names and any(n.endswith(".class") for n in names)):
        return Kind.program
    if "[content_types].xml" in names:
        for folder, kind in (("word/", Kind.word), ("xl/", Kind.excel), ("ppt/", Kind.powerpoint)):
            if any(name.startswith(folder) for name in names):
                return kind
    if "mimetype" in names and "content.xml" in names:
        return Kind.opendocument
    return Kind.zip


def _text(content: bytes, otherwise: Kind) -> Kind:
    """Text of some kind; `otherwise` where it is none."""
    try:
        told = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        # Older text files are in one byte a character: nothing but printable bytes, tabs and line ends.
        if otherwise is not Kind.unknown or any(byte < 9 or 13 < byte < 32 for byte in content[:65536]):
            return otherwise
        told = content[:4096].decode("latin-1")
    if "\0" in told:
        return otherwise
    start = told[:4096].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return Kind.html
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return Kind.svg
    return Kind.xml if start.startswith("<?xml") else Kind.text
