"""A report proves that it follows from what it carries; whatever is altered in it is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from pypdf import PdfReader, PdfWriter

from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.questionnaire.model import Grade
from ddq.report.inputs import report_inputs
from ddq.report.render import render_report
from ddq.report.verifying import NAMES, NoReport, verify_report
from ddq.workspace.library import Library
from ddq.workspace.workspace import Workspace

OWN = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Our own
sections:
  - id: all
    title: All
    domain: all
    questions:
      - id: late
        kind: yes_no
        text: Is it late?
        risk:
          {indicator: late, title: It is late, strength: moderate, origin: conduct, presence: {yes: 1, no: 0}}
      - {id: name, kind: text, text: By whom?}
"""
Change = Callable[[Any], Any]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one assessment, and its report."""
    folder = tmp_path_factory.mktemp("verified")
    folder.chmod(0o700)
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "own.yaml").write_text(OWN, encoding="utf-8")
    with Workspace(folder, cache=folder / "cache") as workspace:
        opened = workspace.create(Vendor(name="Acme"), "own", Engagement(profile="de-authority"))
        opened.answer("late", Answer(value=True, basis=Basis(grade=Grade.B)))
        opened.answer("name", Answer(value="Kafé ⟨x⟩"))
        render_report(report_inputs(opened.for_report()), folder / "report.pdf")
    return folder


@pytest.fixture
def library(place: Path) -> Library:
    return Library(place, place / "cache")


def found(path: Path, library: Library) -> dict[str, bool | None]:
    return {check.subject: check.holds for check in verify_report(path, library)}


def carried(place: Path) -> dict[str, bytes]:
    return {name: content[0] for name, content in PdfReader(place / "report.pdf").attachments.items()}


def altered(place: Path, tmp_path: Path, **changes: Change) -> Path:
    """A PDF that carries the report's files with some changed, and says that another ddq made it."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in carried(place).items():
        value = orjson.loads(content)
        if name == "about.json":
            value["versions"]["ddq"] = "0.0.0"
        change = changes.get(name.removesuffix(".json"))
        if change is not None:
            value = change(value)
        whole = content if change is None and name != "about.json" else orjson.dumps(value)
        writer.add_attachment(name, whole)
    path = tmp_path / "altered.pdf"
    with path.open("wb") as file:
        writer.write(file)
    return path


def test_a_report_follows_from_what_it_carries_in_every_byte(place: Path, library: Library) -> None:
    checks = {check.subject: check for check in verify_report(place / "report.pdf", library)}
    assert {subject: check.holds for subject, check in checks.items()} == {
        "history": True,
        "answers": True,
        "score": True,
        "pages": True,
    }
    assert checks["history"].words.startswith("3 entries")


def test_a_marking_is_on_every_page_and_part_of_what_is_verified(place: Path, library: Library, tmp_path: Path) -> None:
    """Such as the label of the Traffic Light Protocol."""
    with Workspace(place, cache=place / "cache") as workspace:
        opened = workspace.open(workspace.list()[0].id)
        inputs = report_inputs(opened.for_report(), marking="TLP:AMBER+STRICT")
        render_report(inputs, tmp_path / "marked.pdf")
    assert set(found(tmp_path / "marked.pdf", library).values()) == {True}
    assert all("TLP:AMBER+STRICT" in page.extract_text() for page in PdfReader(tmp_path / "marked.pdf").pages)


def test_it_is_read_without_its_workspace(place: Path, tmp_path: Path) -> None:
    """Whoever is handed a report needs ddq and nothing else: the questionnaire is in it."""
    assert set(found(place / "report.pdf", Library(tmp_path, tmp_path / "cache")).values()) == {True}


@pytest.mark.parametrize("where", [0.02, 0.5, 0.97])
def test_a_flipped_bit_is_found(place: Path, library: Library, tmp_path: Path, where: float) -> None:
    content = bytearray((place / "report.pdf").read_bytes())
    content[int(len(content) * where)] ^= 1
    path = tmp_path / "flipped.pdf"
    path.write_bytes(content)
    try:
        assert False in found(path, library).values()
    except NoReport as told:
        assert "altered" in told.msg or "damaged" in told.msg or "carries no" in told.msg


def test_what_it_carries_is_compared_with_itself(place: Path, library: Library, tmp_path: Path) -> None:
    """The pages aside, since another version of ddq may draw them otherwise."""
    assert found(altered(place, tmp_path), library) == {"history": True, "answers": True, "score": True, "pages": None}


def test_a_history_that_was_altered(place: Path, library: Library, tmp_path: Path) -> None:
    """A dropped, a changed and an invented entry: the chain comes to another end than the report names."""

    def changed(events: Any) -> Any:
        return [*events[:-1], {**events[-1], "by": "somebody else"}]

    assert found(altered(place, tmp_path, history=changed), library)["history"] is False
    assert found(altered(place, tmp_path, history=lambda events: events[:-1]), library)["history"] is False


def test_answers_and_a_score_that_were_altered(place: Path, library: Library, tmp_path: Path) -> None:
    def other_answer(assessment: Any) -> Any:
        return {**assessment, "answers": {**assessment["answers"], "late": assessment["answers"]["name"]}}

    def other_trust(score: Any) -> Any:
        return {**score, "trust": {"lo": 99.0, "hi": 100.0}}

    checks = found(altered(place, tmp_path, assessment=other_answer), library)
    assert (checks["answers"], checks["history"]) == (False, True)
    assert found(altered(place, tmp_path, score=other_trust), library)["score"] is False


def test_another_edition_of_the_registers_is_said_and_not_compared(
    place: Path, library: Library, tmp_path: Path
) -> None:
    checks = found(altered(place, tmp_path, about=lambda about: {**about, "registers": "ab" * 32}), library)
    assert checks == {"history": True, "answers": True, "score": None}


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_read_is_refused_in_a_sentence(place: Path, library: Library, tmp_path: Path, name: str) -> None:
    """Whatever stands in the file: a hostile report ends in a sentence, never in a traceback."""
    key = name.removesuffix(".json")
    for broken in ([], {}, "x", None, [{}], {"questionnaire": 3}):
        path = altered(place, tmp_path, **{key: lambda _, broken=broken: broken})
        try:
            assert False in found(path, library).values()
        except NoReport as told:
            assert str(path) in told.msg


def test_a_pdf_that_is_no_report(library: Library, tmp_path: Path) -> None:
    blank = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    for content in (b"", b"%PDF-1.7\n", b"\x00" * 1000, blank.getvalue()):
        path = tmp_path / "x.pdf"
        path.write_bytes(content)
        with pytest.raises(NoReport):
            found(path, library)
    with pytest.raises(NoReport, match="No such file"):
        found(tmp_path / "none.pdf", library)
