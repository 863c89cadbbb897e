"""Workbooks made by chance: the XML of small ones with something changed in it, and bytes of the archive."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.plain_workbook import read_plain_workbook
from ddq.authoring.converters.xlsform import read_xlsform
from ddq.foreign.workbook import read_workbook
from ddq.questionnaire.problems import SourceError
from tests.authoring.converters.books import PARTS, SHEET, book, row

PIECES = [
    *("<row>", "</row>", '<row r="99999999">', '<row r="-1">', '<c r="ZZZ9999999">', '<c r="A1" t="s"><v>', "</v></c>"),
    *("<f>", "</f>", "<is><t>", "&#0;", "&#x1F389;", "&amp;", "&lol;", "<!DOCTYPE x>", "<![CDATA[", "]]>", "<!--", "²"),
    *('<mergeCell ref="A1:ZZ9"/>', '<dataValidation type="list" sqref="A1:A9"><formula1>', "</formula1>", "9" * 30),
    *("<a>" * 300, "\u202e", '"', "'", "<", ">", "t=", 't="b"', 't="e"', 's="1"', "xml:space", "-1", "1e400", "é" * 50),
]
MAPPING = """\
ddq: mapping/1
id: m
title: M
sheets: [{sheet: Q, header_row: 1, columns: {text: A, id: B, kind: C}}]
kinds: {Text: text}
default_kind: long_text
"""


def cases(random: Random, number: int, folder: Path | None = None) -> Iterator[tuple[str, Callable[[], str]]]:
    """`number` workbooks, each with the trial that reads it in one of three ways."""
    folder = folder or Path(tempfile.mkdtemp())
    (folder / "mapping.yaml").write_text(MAPPING)
    whole = book(
        folder / "whole.xlsx",
        survey=[["type", "name", "label", "relevant"], ["text", "a", "A?"], ["select_one l", "b", "B?", "${a} = 'x'"]],
        choices=[["list_name", "name", "label"], ["l", "x", "X"], ["l", "y", "Y"]],
        Q=[["Text", "Id", "Kind"], ["What?", "Q1", "Text"]],
    ).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        real = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = SHEET.format(f"<sheetData>{row(1, 'Text', 'Id', 'Kind')}{row(2, 'What?', 'Q1', 'Text')}</sheetData>")
    small = {**PARTS, "xl/worksheets/sheet1.xml": sheet}
    for _ in range(number):
        if random.random() < 0.2:
            content = _bytes(random, whole)
        else:
            parts = dict(random.choice((real, small)))
            name = random.choice([name for name in parts if name.startswith("xl/")])
            parts[name] = _text(random, parts[name])
            content = _packed(parts)
        yield repr(content), partial(tried, content, folder, random.randrange(3))


def tried(content: bytes, folder: Path, way: int) -> str:
    """Read it; only problems may come of it."""
    path = folder / "fuzzed.xlsx"
    path.write_bytes(content)
    try:
        if way == 0:
            read_workbook(path, LossReport("f.xlsx", "xlsx"))
        elif way == 1:
            read_xlsform(path)
        else:
            read_plain_workbook(path, folder / "mapping.yaml")
    except SourceError as error:
        assert error.problems
        str(error)
        return "refused"
    return "read"


def _text(random: Random, text: str) -> str:
    for _ in range(random.choice((0, 1, 1, 1, 2, 4))):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 3, 40)))
        text = text[:start] + random.choice((*PIECES, text[end : end + 60], "")) + text[end:]
    return text


def _bytes(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed[: random.choice((len(changed), random.randrange(len(changed))))])


def _packed(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode(errors="surrogatepass"))
    return packed.getvalue()
