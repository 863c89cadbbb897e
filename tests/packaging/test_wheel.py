"""The wheel, installed alone in an empty environment, has all that ddq needs to run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The output of a command; what it printed is in the failure when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that holds the locked dependencies and the built wheel.

    Nothing is fetched: hatchling builds with what is installed and uv takes the locked files from its cache.
    `uv pip check` fails when the wheel declares a dependency that the lock file does not give.
    """
    uv = shutil.which("uv")
    assert uv, "uv is needed to try the wheel; `sh .ci/setup` installs it"
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    sdist = next(folder.glob("*.tar.gz"))
    shutil.unpack_archive(sdist, folder)  # our own archive; a filter would need Python 3.11.4, Debian 12 has 3.11.2
    source = folder / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    environment = folder / "environment"
    run(uv, "venv", "--quiet", "--python", sys.executable, environment, cwd=folder)
    place = {"VIRTUAL_ENV": str(environment), "UV_PROJECT_ENVIRONMENT": str(environment)}
    run(uv, "sync", "--quiet", "--frozen", "--no-dev", "--no-install-project", "--inexact", cwd=ROOT, **place)
    run(uv, "pip", "install", "--quiet", "--no-deps", next(folder.glob("*.whl")), cwd=folder, **place)
    run(uv, "pip", "check", "--quiet", cwd=folder, **place)
    return environment / ("Scripts" if os.name == "nt" else "bin")


def test_everything_that_ships_is_found_in_the_installation(installed: Path, tmp_path: Path) -> None:
    """From another folder, so that nothing is taken from the checkout by chance."""
    names = ("questionnaires", "report_templates", "docs/reference/lint")
    code = f"from ddq.shipped import shipped\nfor name in {names}: print(shipped(name))"
    found = [Path(line) for line in run(installed / "python", "-c", code, cwd=tmp_path).splitlines()]
    for folder, name in zip(found, names, strict=True):
        assert folder.is_relative_to(installed.parent)
        here = {path.relative_to(ROOT / name) for path in shipped_files(ROOT / name)}
        there = {path.relative_to(folder) for path in shipped_files(folder)}
        assert there == here
    assert (found[1] / "fonts" / "NotoSans-Regular.ttf").is_file()


def shipped_files(folder: Path) -> list[Path]:
    """The files under `folder` that belong to it: what Python itself wrote there does not."""
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_the_demo_writes_its_report_and_its_score(installed: Path, tmp_path: Path) -> None:
    """The first five minutes of someone who ran `pip install`: a real case ends in a PDF and a score."""
    out = tmp_path / "out"
    said = run(installed / "ddq", "demo", "--out", out, cwd=tmp_path, HOME=str(tmp_path))
    (report,) = out.glob("*.pdf")
    (score,) = out.glob("*.json")
    assert report.name in said
    assert score.name in said
    assert report.read_bytes().startswith(b"%PDF-")
    assert len(PdfReader(report).pages) > 1
    assert json.loads(score.read_text(encoding="utf-8"))


def test_without_its_web_part_serve_says_how_to_install_it(installed: Path, tmp_path: Path) -> None:
    """The wheel alone brings no web server, but the page that it would serve."""
    code = "from importlib.resources import files; print((files('ddq.tui.serve') / 'page' / 'page.html').is_file())"
    assert run(installed / "python", "-c", code, cwd=tmp_path).strip() == "True"
    command = [str(installed / "ddq"), "serve", "--workspace", str(tmp_path / "workspace")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "pip install 'ddq[web]'" in done.stderr
