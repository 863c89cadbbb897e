"""Files are checked by what they say that they are; each finding is a line with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddq.shipped import shipped

Run = Callable[..., Any]


def test_everything_that_ships_is_clean(ddq: Run) -> None:
    ran = ddq("lint", str(shipped("questionnaires")))
    assert ran.code == 0
    figures = [line for line in ran.out.splitlines() if ": A012 " in line]
    assert len(figures) == len(list(shipped("questionnaires").glob("*.yaml"))), "those of each questionnaire, unasked"
    assert all(re.search(r"with everything present 1?\d\.\d\d \(info\)$", line) for line in figures)
    assert len(ran.out.splitlines()) == 3 * len(figures), "one finding each, with its line and a caret"
    assert ran.err.endswith("clean\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("ddq: questionnaire/1\nid: x\n", ":1:1: S002 the key 'version' is missing"),
        ("ddq: profile/1\nid: [x\n", "Y001 not YAML"),
        ("ddq: case/1\nid: x\nid: y\n", ":3:1: Y006 the key 'id' was already given in line 2"),
        ("ddq: answers/1\nanswer: {}\n", ":2:1: S001 unknown key 'answer'; did you mean 'answers'?"),
        ("ddq: module/1\nid: x\ntitle: [a]\n", ":3:8: S003 title must be a text"),
        ("title: x\n", ":1:1: W003 the file does not say what it is"),
        ("ddq: recipe/1\n", "W003 nothing of ours is a 'recipe'"),
        ("ddq: questionaire/1\n", "W003 nothing of ours is a 'questionaire'; did you mean 'questionnaire'?"),
        ("# nothing yet\n", "Y005 the file is empty"),
    ],
)
def test_a_broken_file_is_told_with_its_place(ddq: Run, tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(content, encoding="utf-8")
    ran = ddq("lint", str(file))
    assert ran.code == 1
    assert any(line.startswith(str(file)) and says in line for line in ran.out.splitlines()), ran.out
    found = ddq("lint", str(file), "--format", "json")
    assert found.code == 1
    assert {problem["file"] for problem in found.json} == {str(file)}


def test_questionnaires_and_profiles_are_listed_shown_and_checked(ddq: Run) -> None:
    assert "123 questions  Vendor due diligence" in ddq("questionnaire", "list").out
    assert "TR-01" in ddq("questionnaire", "show", "vendor-due-diligence").out
    assert ddq("questionnaire", "show", "vendor-due-diligence", "--json").json["id"] == "vendor-due-diligence"
    assert ddq("questionnaire", "lint", "vendor-due-diligence").code == 0
    assert ddq("questionnaire", "schema").json["$schema"].startswith("https://json-schema.org/")
    assert "de-authority" in ddq("profile", "list").out
    shown = ddq("profile", "show", "de-authority").out
    assert "trusted: European Economic Area." in shown, "titles, not the ids of the registers"
    assert "eu_" not in shown
    assert ddq("profile", "check", "de-authority").code == 0
    missing = ddq("questionnaire", "show", "vendor-due-dilligence")
    assert missing.code == 1
    assert "did you mean 'vendor-due-diligence'" in missing.err


def test_a_code_is_explained_by_its_page(ddq: Run) -> None:
    ran = ddq("lint", "--explain", "q001")
    assert ran.code == 0
    assert ran.out == (shipped("docs/reference/lint") / "Q001.md").read_text(encoding="utf-8")
    unknown = ddq("lint", "--explain", "QQ001")
    assert unknown.code == 2
    assert "did you mean 'Q001'?" in unknown.err


def test_a_mapping_of_a_workbook_is_checked(ddq: Run, tmp_path: Path) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text("ddq: mapping/1\nid: m\ntitle: M\nsheets: [{columns: {text: Question}}]\n", encoding="utf-8")
    assert ddq("lint", str(file)).code == 0
    file.write_text("ddq: mapping/1\nid: m\ntitle: M\nsheets: [{columns: {tekst: Question}}]\n", encoding="utf-8")
    assert "mapping.yaml:4:21: S001 unknown key 'tekst'; did you mean 'text'?" in ddq("lint", str(file)).out


def test_a_questionnaire_of_the_workspace_can_be_built_on(ddq: Run, tmp_path: Path) -> None:
    """By its id, as the app finds it."""
    folder = tmp_path / "workspace" / "questionnaires"
    folder.mkdir(parents=True)
    (folder / "base.yaml").write_text("ddq: questionnaire/1\nid: base\nversion: 1.0.0\ntitle: B\n", encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("ddq: questionnaire/1\nid: own\nversion: 1.0.0\ntitle: O\nextends: base\n", encoding="utf-8")
    assert ddq("lint", str(own)).code == 0


def test_nothing_to_check_is_said(ddq: Run, tmp_path: Path) -> None:
    assert ddq("lint", str(tmp_path / "none.yaml")).code == 1
    (tmp_path / "empty").mkdir()
    assert ddq("lint", str(tmp_path / "empty")).code == 2
