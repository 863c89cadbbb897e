"""A template that would use the machine up is ended, and told in one sentence; nothing is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ddq.report.job import Limits
from ddq.report.render import ReportError, render_report
from tests.report.conftest import make_empty_inputs

MANIFEST = "ddq: report-template/1\nid: own\nversion: 1.0.0\ntitle: Own\ndescription: A test.\npage: A4\n"
TOO_LONG, TOO_DEEP = "it used too much processor time", "the template nests its elements too deeply"
USE = '<use href="#g{}"/>'
USES = "".join(f'<g id="g{n}">{USE.format(n - 1) * 10}</g>' for n in range(1, 6))
VARIABLES = "".join(f"--a{n}: " + f"var(--a{n - 1}) " * 10 + "; " for n in range(1, 9))
QUICK = {
    "a font of a thousand kilometres": (
        "<p>x</p>", "p { font-size: 1e9px }", "asks for sizes that cannot be laid out",
    ),
}  # fmt: skip
SLOW = {
    "a drawing used a hundred thousand times": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><defs><g id="g0">'
        f'<rect width="1" height="1"/></g>{USES}</defs><use href="#g5"/></svg>', "", TOO_LONG,
    ),
    "pages of two pixels": (f"<p>{'word ' * 20_000}</p>", "@page { size: 2px; margin: 0 }", TOO_LONG),
    "300 selectors that look around": (
        f"{'<div>' * 40}{'</div>' * 40}{'<p>x</p>' * 3000}",
        "".join(f"p:has(~ p:has(~ p.a{n})) {{ color: red }}" for n in range(300)), TOO_LONG,
    ),
    "variables made of variables": (
        "<p>x</p>", f":root {{ --a0: x x x x x x x x x x; {VARIABLES} }} p {{ font-family: var(--a8) }}", TOO_LONG,
    ),
    "a gradient of a million stripes": (
        "<div></div>", "div { height: 900px; background: repeating-linear-gradient(red, blue 0.0001px) }",
        f"{TOO_LONG}|of memory",
    ),
    "800 boxes in each other": ("<div>" * 800, "", TOO_DEEP),
    "450 veils over each other": ("<div style='opacity: 0.5'>" * 450, "", TOO_DEEP),
    "900 sums in each other": (
        "<p>x</p>", f"p {{ width: {'calc(1px + ' * 900}1px{')' * 900} }}", TOO_DEEP,
    ),
    "cells over 65,534 columns": (
        f"<table>{'<tr><td colspan=65534>x</td></tr>' * 3}</table>", "", TOO_LONG,
    ),
    "a paragraph of a million letters": (f"<p>{'x y ' * 250_000}</p>", "", TOO_LONG),
    "100,000 paragraphs": ("<p>x</p>" * 100_000, "", TOO_LONG),
}  # fmt: skip
"""Seconds of processor time each: `make layout` tries them."""
ATTACKS = QUICK | (SLOW if "DDQ_EXHAUST" in os.environ else {})


def own(folder: Path, body: str, css: str) -> Path:
    """A template of one's own."""
    folder.mkdir()
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "report.html.j2").write_text(f"<html lang=en><title>x</title><body>{body}", encoding="utf-8")
    (folder / "style.css").write_text(css, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ATTACKS)
def test_a_template_that_uses_the_machine_up_is_ended(name: str, tmp_path: Path) -> None:
    body, css, sentence = ATTACKS[name]
    with pytest.raises(ReportError, match=sentence):
        render_report(
            make_empty_inputs(), tmp_path / "report.pdf", own(tmp_path / "own", body, css), limits=Limits(cpu=2)
        )
    assert [entry.name for entry in tmp_path.iterdir()] == ["own"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_disk_that_fills_up_while_it_is_written_leaves_the_older_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft stands on the full disk; what was there before stays, whole."""
    out = tmp_path / "report.pdf"
    out.write_bytes(b"the older one")

    def full(_out: Path) -> Path:
        draft = tmp_path / ".draft"
        draft.symlink_to("/dev/full")
        return draft

    monkeypatch.setattr("ddq.report.render._draft", full)
    with pytest.raises(
        ReportError, match=r"^[^\n]*report\.pdf: the report cannot be written: No space left on device$"
    ):
        render_report(make_empty_inputs(), out, own(tmp_path / "own", "<p>x</p>", ""))
    assert out.read_bytes() == b"the older one"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["own", "report.pdf"]
