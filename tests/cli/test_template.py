"""Report templates from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_they_are_listed(ddq: Run) -> None:
    said = ddq("template", "list")
    assert said.code == 0
    assert all(name in said.out for name in ("full", "brief", "vendor-letter"))
    assert {one["id"] for one in ddq("template", "list", "--json").json} >= {"full", "brief", "vendor-letter"}


def test_one_of_ones_own(ddq: Run, tmp_path: Path) -> None:
    """Begun from another, found by its name, checked, and used."""
    assert ddq("template", "new", "ours", "--like", "brief").code == 0
    folder = tmp_path / "workspace" / "report_templates" / "ours"
    assert "id: ours\nversion: 0.1.0\n" in (folder / "manifest.yaml").read_text()
    assert "ours" in ddq("template", "list").out
    again = ddq("template", "new", "ours")
    assert (again.code, "is there already" in again.err) == (2, True)
    assert ddq("template", "check", "ours").code == 0
    said = ddq("report", "bytedance-2021", "--template", "ours", "-o", "a.pdf")
    assert said.code == 0, said.err
    verified = ddq("verify", "a.pdf")
    assert verified.code == 0, verified.out
    assert "the same in every byte" in verified.out


def test_a_name_that_cannot_be_one(ddq: Run) -> None:
    for name in ("Our Letter", "../up", ""):
        said = ddq("template", "new", name)
        assert said.code == 2, name
        assert "no name for a template" in said.err, name


def test_a_broken_one_is_told_and_exits_with_one(ddq: Run, tmp_path: Path) -> None:
    ddq("template", "new", "ours", "--like", "brief")
    file = tmp_path / "workspace" / "report_templates" / "ours" / "report.html.j2"
    file.write_text(file.read_text() + "{{ report.nothing }}")
    said = ddq("template", "check", "ours")
    assert said.code == 1
    assert "ReportView has no 'nothing'" in said.out
    shown = ddq("template", "preview", "ours", "-o", "a.pdf")
    assert shown.code == 1
    assert not (tmp_path / "a.pdf").exists()


def test_a_preview(ddq: Run, tmp_path: Path) -> None:
    said = ddq("template", "preview", "vendor-letter", "-o", "a.pdf")
    assert said.code == 0
    assert said.out.startswith("a.pdf, ")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
