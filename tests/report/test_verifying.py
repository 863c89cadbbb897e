"""A report proves that it follows from what it carries; whatever is altered in it is found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from pypdf import PdfReader, PdfWriter

from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.questionnaire.model import Grade
from ddq.report import compared, render
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.manifest import templates
from ddq.report.page_text import page_text
from ddq.report.passages import passages, unsaid
from ddq.report.render import ReportError, render_report
from ddq.report.renderer import renderers
from ddq.report.template import fill
from ddq.report.verifying import NAMES, Check, NoReport, verify_report
from ddq.report.view import ReportView
from ddq.workspace.library import Library
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE

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
    with Workspace(folder, cache=CACHE) as workspace:
        opened = workspace.create(Vendor(name="Acme"), "own", Engagement(profile="de-authority"))
        opened.answer("late", Answer(value=True, basis=Basis(grade=Grade.B)))
        opened.answer("name", Answer(value="Kafé ⟨x⟩"))
        render_report(report_inputs(opened.for_report()), folder / "report.pdf")
    return folder


@pytest.fixture
def library(place: Path) -> Library:
    return Library(place, CACHE)


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
    """Such as the label of the Traffic Light Protocol; the same holds for the standards that it keeps to."""
    with Workspace(place, cache=CACHE) as workspace:
        opened = workspace.open(workspace.list()[0].id)
        inputs = report_inputs(opened.for_report(), marking="TLP:AMBER+STRICT", standard="pdf/a-4f")
        with pytest.raises(ReportError, match="vendor-letter: PDF/A-4f is for a PDF that carries files"):
            render_report(inputs, tmp_path / "letter.pdf", "vendor-letter")
        render_report(inputs, tmp_path / "marked.pdf")
    assert set(found(tmp_path / "marked.pdf", library).values()) == {True}
    assert all("TLP:AMBER+STRICT" in page.extract_text() for page in PdfReader(tmp_path / "marked.pdf").pages)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with another Pango than the one that the reports were made with."""
    monkeypatch.setattr(compared, "renderers", lambda: (*renderers()[:-4], ("Pango", "9.9"), *renderers()[-3:]))


def pages(path: Path, library: Library) -> Check:
    return next(check for check in verify_report(path, library) if check.subject == "pages")


@pytest.mark.usefixtures("elsewhere")
def test_where_another_renderer_is_installed_the_pages_are_read(place: Path, library: Library) -> None:
    """Every passage that the attached inputs give stands on them; what is other here is named with its version."""
    check = pages(place / "report.pdf", library)
    assert check.holds is True
    assert f"made with Pango {dict(renderers())['Pango']}, not with what is installed here" in check.words
    count = re.search(r"all (\d+) passages, read from the pages", check.words)
    assert count is not None
    assert int(count[1]) > 200


def changed_on_the_pages(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A brief report that carries the true inputs and prints another interval."""

    def flattering(inputs: ReportInputs, told_in: str | None = None) -> ReportView:
        view = build_view(inputs, told_in)
        trust = replace(view.outcome.trust, shown="88.8 to 99.9")
        return replace(view, outcome=replace(view.outcome, trust=trust))

    with Workspace(place, cache=place / "cache") as workspace:
        inputs = report_inputs(workspace.open(workspace.list()[0].id).for_report())
        with monkeypatch.context() as patched:
            patched.setattr(render, "build_view", flattering)
            return render_report(inputs, tmp_path / "changed.pdf", "brief").path


@pytest.mark.usefixtures("elsewhere")
def test_a_figure_that_was_changed_on_the_pages_is_found_without_the_same_renderer(
    place: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same words; and with another version of ddq, which may word things otherwise, by the figures alone."""
    path = changed_on_the_pages(place, tmp_path, monkeypatch)
    check = pages(path, library)
    assert check.holds is False
    assert "the pages do not say what the attached inputs give: “Trust " in check.words
    monkeypatch.setattr(compared, "__version__", "9.0.0")
    check = pages(path, library)
    assert check.holds is False
    assert "the pages do not say what the attached inputs give: trust " in check.words
    check = pages(place / "report.pdf", library)
    assert check.holds is None
    assert re.search(r"made with ddq \S+, Pango .* as the attached inputs give them: trust, the digest", check.words)


def test_any_digit_that_is_changed_on_the_pages_is_found(place: Path) -> None:
    """But for the numbers of the chapters, which are counted by the style and stand in no passage."""
    reader = PdfReader(place / "report.pdf")
    with Workspace(place, cache=place / "cache") as workspace:
        inputs = report_inputs(workspace.open(workspace.list()[0].id).for_report())
    folder = templates()["full"]
    html = fill(folder, render.view_of(inputs, folder)[0]).html
    said = tuple(passages(html))
    text = page_text(reader)
    assert list(unsaid(said, text)) == []
    chapters = "|".join(re.escape(title) for title in re.findall("<h2[^>]*>([^<]+)</h2>", html))
    counted = {at for found in re.finditer(rf"\d+\s?(?={chapters})", text) for at in range(*found.span())}
    digits = [place for place, letter in enumerate(text) if letter.isdecimal() and place not in counted]
    contents = text.index("How to read this report")
    for at in [at for at in digits if at > contents][::23]:
        other = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        assert next(unsaid(said, other), None) is not None, text[at - 40 : at + 20]


def test_words_in_scripts_that_fonts_build_of_parts_do_not_hide_what_stands_beside_them() -> None:
    """A PDF gives their letters in another order; the Latin and the Chinese between them are compared."""
    said = tuple(
        passages("<p>Held by <bdi lang=ar>مؤسسة 12 الأفق</bdi> at 61 %, <b>北风</b> 9.5&nbsp;%</p><p>Next</p>")
    )
    assert said == ("Held by مؤسسة 12 الأفق at 61 %, 北风 9.5 %", "Next")
    assert list(unsaid(said, "Held by قفألا 12 ةسسؤم at\n61 %, 北风 9.5 %Next")) == []
    assert list(unsaid(said, "Held by قفألا 12 ةسسؤم at\n61 %, 北风 9.5 %Ne\u2010\nxt")) == [], "a divided word"
    put_between = "Held by قفألا 12 ةسسؤم at\n61 %, 北风 9.5 % which is a lie that nobody told Next"
    assert list(unsaid(said, put_between)) == [said[1]]
    assert list(unsaid(said, "Held by قفألا 12 ةسسؤم at\n67 %, 北风 9.5 %Next")) == [said[0]]
    assert list(unsaid(said, "Held by قفألا 12 ةسسؤم at\n61 %, 北凤 9.5 %Next")) == [said[0]]


def test_it_is_read_without_its_workspace(place: Path, tmp_path: Path) -> None:
    """Whoever is handed a report needs ddq and nothing else: the questionnaire is in it."""
    assert set(found(place / "report.pdf", Library(tmp_path, CACHE)).values()) == {True}


@pytest.mark.parametrize("where", [0.02, 0.5, 0.97])
def test_a_flipped_bit_is_found(place: Path, library: Library, tmp_path: Path, where: float) -> None:
    content = bytearray((place / "report.pdf").read_bytes())
    content[int(len(content) * where)] ^= 1
    path = tmp_path / "flipped.pdf"
    path.write_bytes(content)
    try:
        assert False in found(path, library).values()
    except NoReport as told:
        assert "altered" in told.msg or "damaged" in told.msg or "carries nothing" in told.msg


def test_what_it_carries_is_compared_with_itself(place: Path, library: Library, tmp_path: Path) -> None:
    """And an empty page is not what this gives."""
    assert found(altered(place, tmp_path), library) == {"history": True, "answers": True, "score": True, "pages": False}


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
