"""What holds for the project as a whole: its version, the arrows between its rooms, what a start imports."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from itertools import chain
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


def test_every_dependency_is_listed_with_its_reason() -> None:
    """CHANGELOG.md tells what each package that a user installs is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[^a-z0-9-]", requirement, maxsplit=1)[0] for requirement in required}
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert names == set(re.findall(r"^\| ([a-z0-9-]+) \| \S.* \| \S.* \|$", changelog, re.MULTILINE)) - {
        "package",
        "---",
    }


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


HEAVY = {"aiohttp", "textual", "weasyprint", "jinja2", "tinydb", "pydantic", "yaml"}
RUN = """
import sys
from ddq.cli import main
sys.argv[0] = "ddq"
try:
    code = main()
except SystemExit as end:
    code = end.code
sys.stderr.write("loaded: " + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--version"], set[str]()),
        (["--help"], set[str]()),
        (["serve", "--help"], set[str]()),
        (["score", "bytedance-2021", "--json"], {"pydantic", "yaml"}),
        (["lint", "questionnaires/vendor-due-diligence.yaml"], {"pydantic", "yaml"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], needed: set[str], tmp_path: Path) -> None:
    """Each costs up to half a second before the first word; a command imports what it needs itself."""
    command = [sys.executable, "-c", RUN, *arguments]
    environment = os.environ | {"DDQ_WORKSPACE": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    said, _, loaded = done.stderr.rpartition("loaded: ")
    assert done.returncode == 0, said
    assert HEAVY & set(loaded.split()) <= needed
