"""Compiled templates are kept for the next report, and used only while they are what the template says."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from ddq.report.template_cache import TemplateCache


def filled(folder: Path, source: str, rules: bytes = b"") -> str:
    """The template filled by an environment of its own, as a new process would."""
    made = Environment(loader=DictLoader({"t": source}), autoescape=True, bytecode_cache=TemplateCache(folder, rules))
    return made.get_template("t").render(x="<")


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process does not compile it again, however often it runs."""
    assert filled(tmp_path, "a {{ x }}") == "a &lt;"
    monkeypatch.setattr(Environment, "_compile", None)
    assert filled(tmp_path, "a {{ x }}") == "a &lt;"


def test_what_no_longer_fits_is_compiled_anew(tmp_path: Path) -> None:
    """An edited template, other rules and a damaged file each give what the template says now."""
    filled(tmp_path, "a {{ x }}")
    assert filled(tmp_path, "b {{ x }}") == "b &lt;"
    (kept,) = tmp_path.glob("*.jinja")
    before = kept.read_bytes()
    filled(tmp_path, "b {{ x }}", b"other rules")
    assert kept.read_bytes() != before
    for damaged in (b"", kept.read_bytes()[:-1], kept.read_bytes()[:40] + b"\xff" * 40):
        kept.write_bytes(damaged)
        assert filled(tmp_path, "b {{ x }}", b"other rules") == "b &lt;"


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A report is not refused because of a full disk or a folder that is a file."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert filled(blocked / "templates", "a {{ x }}") == "a &lt;"
    assert blocked.read_text() == "in the way"
