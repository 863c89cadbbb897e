"""Reports from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

CASE = "bytedance-2021"


def test_the_format_is_told_by_the_name(ddq: Run, tmp_path: Path) -> None:
    """Or said, for a name that tells nothing."""
    begins = {"html": b"<!DOCTYPE html>", "json": b"{", "xlsx": b"PK", "md": b"# Vendor", "docx": b"PK"}
    for form, first in begins.items():
        said = ddq("report", CASE, "-o", f"report.{form}")
        assert said.code == 0, said.err
        assert (tmp_path / f"report.{form}").read_bytes().startswith(first), form
    assert ddq("report", CASE, "-o", "report.txt", "--format", "md").code == 0
    assert (tmp_path / "report.txt").read_bytes() == (tmp_path / "report.md").read_bytes()


def test_a_name_that_tells_nothing_is_asked_about(ddq: Run, tmp_path: Path) -> None:
    said = ddq("report", CASE, "-o", "report.odt")
    assert said.code == 2
    assert ".docx" in said.err
    assert not list(tmp_path.glob("report*"))


def test_a_signature_belongs_to_a_pdf(ddq: Run) -> None:
    said = ddq("report", CASE, "-o", "report.md", "--sign", "key.p12")
    assert (said.code, "belongs to a PDF" in said.err) == (2, True)


def test_a_marking_is_a_few_words_on_one_line(ddq: Run, tmp_path: Path) -> None:
    for marking in ("", "a\nb", "x" * 61, "a\x1b[31m"):
        assert ddq("report", CASE, "-o", "report.html", "--marking", marking).code == 2, marking
    assert ddq("report", CASE, "-o", "report.html", "--marking", "TLP:RED").code == 0
    page = (tmp_path / "report.html").read_text()
    assert '<span class="marking red">TLP:RED</span>' in page


def test_two_assessments_side_by_side_and_all_of_them(ddq: Run, tmp_path: Path) -> None:
    one, two = (ddq("new", "--case", case).out.split()[0] for case in ("zoom-2021", "zoom-2026"))
    said = ddq("compare", two, one, "-o", "both.pdf")
    assert said.code == 0, said.err
    assert (tmp_path / "both.pdf").read_bytes().startswith(b"%PDF-")
    said = ddq("portfolio", "report", "-o", "all.pdf", "--title", "Our vendors")
    assert said.code == 0, said.err
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")
    wrong = ddq("report", two, "-o", "one.pdf", "--template", "portfolio")
    assert (wrong.code, "for a portfolio, not for an assessment" in wrong.err) == (1, True)
