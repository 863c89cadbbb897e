"""What the rendering process says of the machine it runs on."""

from pathlib import Path

import pytest

from ddq.report.inputs import ReportInputs
from ddq.report.render import ReportError, render_report

WITHOUT_LIBRARIES = """
import cffi

def dlopen(self, name, flags=0):
    raise OSError(f"cannot load library '{name}': no such file.  Additionally, nothing was found")

cffi.FFI.dlopen = dlopen
"""


def test_a_missing_system_library_is_named_with_its_remedy(
    inputs: ReportInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thing that goes wrong after `pip install` on a machine without Pango."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_LIBRARIES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ReportError, match=r"cannot load library '\S+': no such file\); install Pango.*apt-get install"):
        render_report(inputs, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()
