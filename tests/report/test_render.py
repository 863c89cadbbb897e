"""From inputs to a file: what is written, what is told meanwhile, and what happens when it cannot be written."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from ddq.report.inputs import ReportInputs
from ddq.report.job import STAGES, Progress
from ddq.report.render import ReportError, render_report, render_report_async

ATTACHED = ("about.json", "assessment.json", "history.json", "profile.json", "questionnaire.json", "score.json")


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_a_report_is_written_with_everything_in_it(inputs: ReportInputs, tmp_path: Path) -> None:
    """And WeasyPrint has nothing to complain of: no missing glyph, no rule it does not know, no anchor named twice."""
    heard: list[Progress] = []
    result = render_report(inputs, tmp_path / "new folder" / "report.pdf", on_progress=heard.append)
    assert result.warnings == ()
    assert result.sha256 == hashlib.sha256(result.path.read_bytes()).hexdigest()
    reader = PdfReader(result.path)
    assert len(reader.pages) == result.pages
    assert sorted(reader.attachments) == list(ATTACHED)
    assert reader.metadata is not None
    assert reader.metadata.title == "Vendor due diligence: Nordwind Cloud GmbH, as of 31 May 2024"
    assert reader.metadata.creation_date is None
    text = words_of(result.path)
    for part in (
        "Nordwind Cloud GmbH",
        "City hospital",
        "Do not proceed",
        inputs.score.digest,
        "北风云计算有限公司",
        "Vendor’s position. We deny the claims",
        "Does not bind this buyer",
        "Intelligence Support Act, ss 7, 14",
        "Page 2 of",
        "Draft · as of 31 May 2024",
    ):
        assert part in text, part
    stages = [progress.stage for progress in heard]
    assert list(dict.fromkeys(stages)) == list(STAGES)
    assert max(progress.page or 0 for progress in heard) == result.pages
    assert [entry.name for entry in result.path.parent.iterdir()] == ["report.pdf"]


def test_an_empty_assessment_gives_a_whole_report(empty_inputs: ReportInputs, tmp_path: Path) -> None:
    """Nothing answered is the state in which most reports are first looked at."""
    result = render_report(empty_inputs, tmp_path / "report.pdf")
    assert result.warnings == ()
    text = words_of(result.path)
    assert "Not rated: nothing is known yet." in text
    assert "No concern is established by the answers that were given." in text


def test_the_event_loop_is_not_blocked(empty_inputs: ReportInputs, tmp_path: Path) -> None:
    """A screen keeps drawing while the report is made."""

    async def render() -> tuple[int, Path]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.01)

        beside = asyncio.create_task(tick())
        result = await render_report_async(empty_inputs, tmp_path / "report.pdf")
        beside.cancel()
        return ticks, result.path

    ticks, path = asyncio.run(render())
    assert ticks > 10
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_cancelled_report_leaves_nothing(empty_inputs: ReportInputs, tmp_path: Path) -> None:
    """Neither a draft nor a process."""

    async def cancel_at_first_progress() -> None:
        started = asyncio.Event()
        task = asyncio.create_task(
            render_report_async(empty_inputs, tmp_path / "report.pdf", on_progress=lambda _: started.set())
        )
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel_at_first_progress())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["", "a file/report.pdf"])
def test_a_place_that_cannot_be_written_is_told_in_one_sentence(
    inputs: ReportInputs, tmp_path: Path, place: str
) -> None:
    """A folder, and a path through a file: before anything is rendered."""
    (tmp_path / "a file").write_text("", encoding="utf-8")
    out = tmp_path / place
    with pytest.raises(ReportError, match=r"^[^\n]+$") as raised:
        render_report(inputs, out)
    assert str(out) in raised.value.msg


def test_a_cache_that_cannot_be_written_is_told_in_one_sentence(
    empty_inputs: ReportInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fontconfig needs it; without fonts WeasyPrint would end with a fault of memory."""
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    with pytest.raises(ReportError, match="the cache of the fonts cannot be written"):
        render_report(empty_inputs, tmp_path / "report.pdf")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a file"]


def test_a_font_that_is_gone_is_told_in_one_sentence(
    empty_inputs: ReportInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its fonts the renderer would end with a fault of memory."""
    pack = tmp_path / "fonts"
    pack.mkdir()
    monkeypatch.setattr("ddq.report.fonts.font_folder", lambda: pack)
    with pytest.raises(ReportError, match=r"fonts\.json: the font of reports is not there; install ddq again"):
        render_report(empty_inputs, tmp_path / "report.pdf")
    (pack / "fonts.json").write_text('{"fonts": [{"file": "Gone.ttf"}, {"file": "Lost.ttf"}]}', encoding="utf-8")
    with pytest.raises(ReportError, match=r"Gone\.ttf and 1 more: the font of reports is not there"):
        render_report(empty_inputs, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_an_unknown_template_names_those_there_are(inputs: ReportInputs, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"fancy: there is no report template .* there are: brief, .*full"):
        render_report(inputs, tmp_path / "report.pdf", template="fancy")


def test_an_older_report_stays_when_the_new_one_fails(empty_inputs: ReportInputs, tmp_path: Path) -> None:
    """Where every letter must be there, one that no font has refuses the report; else it is told."""
    out = tmp_path / "report.pdf"
    out.write_bytes(b"the old one")
    vendor = empty_inputs.assessment.vendor.model_copy(update={"name": "Cuneiform \U00012000 and Vai \ua500"})
    broken = replace(empty_inputs, assessment=empty_inputs.assessment.model_copy(update={"vendor": vendor}))
    with pytest.raises(ReportError, match=r"no letters for Cuneiform, Vai \(U\+A500, U\+12000\)"):
        render_report(broken, out, strict=True)
    assert out.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [out]
    (warning,) = render_report(broken, out).warnings
    assert "no letters for Cuneiform, Vai" in warning
    assert "not PDF/A" in warning
