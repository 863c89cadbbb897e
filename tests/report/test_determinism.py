"""The same inputs give the same bytes, in another process, time zone, locale and hash seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.report.inputs import ReportInputs
from ddq.report.render import render_report
from tests.report.conftest import Rendered


def test_the_bytes_depend_on_the_inputs_alone(
    inputs: ReportInputs, rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the digest of a report can be printed elsewhere, and a report made again is the same file."""
    here = rendered(inputs).read_bytes()
    elsewhere = {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "de_DE.UTF-8",
        "SOURCE_DATE_EPOCH": "1",
    }
    for name, value in elsewhere.items():
        monkeypatch.setenv(name, value)
    assert render_report(inputs, tmp_path / "elsewhere.pdf").path.read_bytes() == here
