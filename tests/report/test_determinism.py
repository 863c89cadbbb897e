"""The same inputs give the same bytes, in another process, time zone, locale and hash seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.report.inputs import ReportInputs
from ddq.report.render import render_report


def test_the_bytes_depend_on_the_inputs_alone(
    inputs: ReportInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the digest of a report can be printed elsewhere, and a report made again is the same file."""
    digests: set[str] = set()
    surroundings = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1"},
    )
    for number, environment in enumerate(surroundings):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        digests.add(render_report(inputs, tmp_path / f"{number}.pdf").sha256)
    assert len(digests) == 1
