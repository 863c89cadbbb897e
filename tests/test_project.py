"""What holds for the project as a whole: its version, the arrows between its rooms, what a start imports."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import ddq
from ddq.shipped import shipped

ROOT = Path(__file__).parent.parent


def test_the_version_is_written_once() -> None:
    """As a literal in ddq/__init__.py, from which the build takes it."""
    assert f'__version__ = "{ddq.__version__}"' in (ROOT / "ddq" / "__init__.py").read_text(encoding="utf-8")
    assert version("ddq") == ddq.__version__
    assert f"## [{ddq.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_arrows_point_down() -> None:
    """No room knows one above it; the contracts stand in pyproject.toml."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_shipped_folders_are_found_in_a_checkout() -> None:
    assert shipped("questionnaires") == ROOT / "questionnaires"
    assert shipped("report_templates") == ROOT / "report_templates"


def test_a_missing_folder_is_said_in_one_sentence() -> None:
    with pytest.raises(FileNotFoundError, match="install ddq again"):
        shipped("nothing")  # pyright: ignore[reportArgumentType]  # the error is the point
