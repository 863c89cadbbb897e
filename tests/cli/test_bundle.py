"""Assessments and questionnaires go from one workspace to another as a file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.conftest import Run

CASE = "bytedance-2021"


def test_an_assessment_comes_into_another_workspace_with_its_score(ddq: Run, tmp_path: Path) -> None:
    """The questionnaire at its version goes along, so that it scores the same there."""
    ddq("new", "--case", CASE)
    made = ddq("bundle", "export", "--all", "-o", "a.zip")
    assert made.code == 0
    assert "1 assessment with 1 kept questionnaire and" in made.err
    assert ddq("verify", "a.zip").code == 0
    other = ("--workspace", str(tmp_path / "other"))
    checked = ddq("bundle", "import", "a.zip", "--check", *other)
    assert (checked.code, checked.err) == (0, "nothing was changed\n")
    assert "No assessment" in ddq("list", *other).err or "no assessment" in ddq("list", *other).err
    taken = ddq("bundle", "import", "a.zip", "--json", *other)
    assert taken.code == 0, taken.err
    (one,) = taken.json
    assert ddq("score", one["name"], "--json", *other).json == ddq("score", one["name"], "--json").json
    assert ddq("verify", *other).code == 0


def test_a_questionnaire_goes_with_all_its_files(ddq: Run, tmp_path: Path) -> None:
    """Modules, translations and tests: another installation imports it unchanged."""
    assert ddq("bundle", "export", "--questionnaire", "vendor-due-diligence", "-o", "q.zip").code == 0
    names = set(zipfile.ZipFile(tmp_path / "q.zip").namelist())
    assert {
        "questionnaires/vendor-due-diligence.yaml",
        "questionnaires/modules/triage.yaml",
        "questionnaires/modules/translations/triage.de.yaml",
        "questionnaires/tests/vendor-due-diligence.yaml",
    } <= names
    other = ("--workspace", str(tmp_path / "other"))
    assert ddq("bundle", "import", "q.zip", *other).code == 0
    assert (tmp_path / "other" / "questionnaires" / "modules" / "triage.yaml").is_file()
    assert ddq("questionnaire", "lint", "vendor-due-diligence", *other).code == 0


def test_conflicts_are_shown_and_nothing_comes_in(ddq: Run) -> None:
    ddq("new", "--case", CASE)
    ddq("bundle", "export", "--all", "-o", "a.zip")
    (one,) = ddq("verify", "--json").json
    assert ddq("comment", one["id"], "Later").code == 0
    said = ddq("bundle", "import", "a.zip")
    assert said.code == 1, said
    assert f"conflict: there is an assessment of this id with {one['entries'] + 1} entries" in said.out
    assert "nothing was taken in" in said.err


def test_wrong_use_is_a_sentence(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"x")
    assert "name what the bundle is to hold" in ddq("bundle", "export", "-o", "a.zip").err
    assert "is there already" in ddq("bundle", "export", "--all", "-o", "x.zip").err
    said = ddq("--workspace", "other", "bundle", "import", "x.zip")
    assert not (tmp_path / "other").exists(), "a file that is refused leaves no workspace behind"
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "it is no zip" in said.err
