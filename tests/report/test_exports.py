"""The report in other formats: nothing is lost, nothing is executed, and the bytes depend on the inputs alone."""

from __future__ import annotations

import html
import io
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from ddq.assessment.model import Assessment, Comment, EvidenceFile
from ddq.report.exports import export
from ddq.report.exports.data import schema
from ddq.report.inputs import ReportInputs
from ddq.report.manifest import template_folder
from tests.report.conftest import make_inputs
from tests.report.test_hostile_text import SCRIPTS, TYPED, poisoned_inputs
from tests.report.write_schema import PUBLISHED

FULL = template_folder("full")
FORMATS = ("html", "json", "xlsx", "md", "docx")
FILE = "ab12" * 16
TEXTS = ("note", "reason", "text", "title", "place", "ground")
"""The fields of an answer that hold free text."""


def marked(assessment: Assessment) -> tuple[Assessment, set[str]]:
    """The assessment with a word of its own in every free text, and these words."""
    numbers = count(1)
    words: set[str] = set()

    def word() -> str:
        words.add(f"WORD{next(numbers):04d}X")
        return max(words)

    def walked(value: Any, field: str) -> Any:
        if isinstance(value, dict):
            return {key: walked(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [walked(inner, field) for inner in value]
        return f"{value} {word()}" if isinstance(value, str) and field in TEXTS else value

    data = assessment.model_dump(mode="json")
    answers = {subject: walked(answer, "") for subject, answer in data["answers"].items()}
    for answer in answers.values():
        answer["note"] = f"{answer['note'] or ''} {word()}"
        answer["basis"]["evidence"] = [FILE]
        if isinstance(answer["value"], dict) and isinstance(answer["value"].get("name"), str):
            answer["value"]["name"] += f" {word()}"
    more = {
        "answers": answers,
        "evidence": {FILE: EvidenceFile(id=FILE, name=f"{word()}.pdf", size=12).model_dump(mode="json")},
        "comments": {"comment:1": _comment(word(), "OC-01"), "comment:2": _comment(word(), None)},
        "flags": {"OC-03": word()},
        "verdicts": {"GL-03": {"verdict": "not_applicable_accepted", "note": word()}},
    }
    return Assessment.model_validate(data | more, strict=False), words


def _comment(text: str, question: str | None) -> dict[str, Any]:
    comment = Comment(text=text, question=question, by="m.lang", at=datetime(2024, 5, 3, tzinfo=UTC))
    return comment.model_dump(mode="json")


def texts(content: bytes, form: str) -> str:
    """All that a reader of the format sees."""
    if form == "html":
        return html.unescape(re.sub("<[^>]*>", " ", content.decode()))
    if form == "json":
        return json.dumps(json.loads(content)["report"], ensure_ascii=False)
    if form == "md":
        return re.sub(r"\\(.)", r"\1", content.decode())
    return "\n".join(_cells(content) if form == "xlsx" else _words(content))


def _cells(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _words(content: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_lost(form: str) -> None:
    """Every answer, note, source, position, comment, flag, verdict and file of an assessment is in every format."""
    assessment, words = marked(make_inputs().assessment)
    assert len(words) > 50
    told = texts(export(make_inputs(assessment=assessment, events=()), FULL, form), form)
    assert {word for word in words if word not in told} == set()
    assert FILE in told
    for fixed in ("HRB 998877", "Nordwind Beteiligungs GmbH", "24.5", "m.lang", "Removal order"):
        assert fixed in told, fixed


@pytest.mark.parametrize("form", FORMATS)
def test_an_assessment_without_answers(form: str, empty_inputs: ReportInputs) -> None:
    assert "Nordwind Cloud GmbH" in texts(export(empty_inputs, FULL, form), form)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_inputs_give_the_same_bytes(form: str, inputs: ReportInputs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip has the time of its files in it, unless somebody takes care."""
    first, now = export(inputs, FULL, form), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert export(make_inputs(), FULL, form) == first


def hostile() -> ReportInputs:
    return poisoned_inputs(make_inputs(), f'=HYPERLINK("http://x") | # {TYPED} {SCRIPTS}')


class Attributes(HTMLParser):
    """Every attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.extend((name, value or "") for name, value in attrs)


def test_a_page_fetches_and_runs_nothing() -> None:
    content = export(hostile(), FULL, "html").decode()
    assert "<script" not in content
    assert "onerror=y>" not in content
    assert "default-src 'none'" in content
    reader = Attributes()
    reader.feed(content)
    assert reader.found
    assert all(re.match("#|https?:|mailto:", address) for name, address in reader.found if name == "href")
    assert not [name for name, _ in reader.found if name == "src" or name.startswith("on")]


def test_no_text_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(hostile(), FULL, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 300
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")


def test_markdown_shows_what_was_typed() -> None:
    """No text makes a heading, a link, a cell or HTML of itself."""
    content = export(hostile(), FULL, "md").decode()
    assert "<script>" not in content.replace("\\<script\\>", "")
    tables = [line for line in content.splitlines() if line.startswith("|")]
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in tables}
    assert widths <= set(range(3, 9))


def test_the_data_keep_to_their_schema(inputs: ReportInputs, empty_inputs: ReportInputs) -> None:
    for one in (inputs, empty_inputs):
        data = json.loads(export(one, FULL, "json"))
        assert data["ddq"] == "report-data/1"
        jsonschema.validate(data["report"], schema())
        assert set(data) == {
            "ddq",
            "report",
            "about",
            "assessment",
            "history",
            "profile",
            "questionnaire",
            "score",
        }


def test_the_published_schema_is_the_one_in_use() -> None:
    """`python -m tests.report.write_schema` writes it anew."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()
