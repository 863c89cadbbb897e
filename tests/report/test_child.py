"""What the rendering process says of the machine it runs on."""

import subprocess
import sys
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


def test_the_rendering_process_imports_nothing_of_the_domain() -> None:
    """It is given words and figures; the rooms that found them would cost it a fifth of a second at every start."""
    code = "import sys, ddq.report.child; print(*sorted(name for name in sys.modules if name.startswith('ddq.')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "ddq.report.template" in told
    assert [name for name in told if name.startswith(("ddq.scoring", "ddq.assessment", "ddq.registers"))] == []
