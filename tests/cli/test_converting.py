"""`ddq questionnaire convert` as a user runs it: what is written, what is told, what is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

FORM = """{"title": "Form", "pages": [{"name": "one", "elements": [
  {"type": "boolean", "name": "a", "title": "A?"},
  {"type": "text", "name": "b", "title": "B?", "visibleIf": "{a} = true", "enableIf": "{a} = true"}]}]}"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.json"
    path.write_text(FORM)
    return path


def test_the_report_is_the_result_and_the_file_passes_lint(ddq: Run, form: Path) -> None:
    done = ddq("questionnaire", "convert", str(form), "--from", "surveyjs", "-o", "form.yaml")
    assert done.code == 0, done.err
    assert "$.pages[0].elements[1].enableIf: lost:" in done.out
    assert "form.json (surveyjs): 2 questions, 1 conditions; 1 lost" in done.out
    assert "form.yaml: add: no answer scores yet" in done.out
    assert ddq("lint", "form.yaml").code == 0


def test_the_report_as_json(ddq: Run, form: Path) -> None:
    report = ddq("questionnaire", "convert", str(form), "--from", "surveyjs", "-o", "form.yaml", "--json").json
    assert report["questions"] == 2
    assert [loss["weight"] for loss in report["losses"]] == ["lost", "changed", "add"]
    assert set(report["losses"][0]) == {"place", "weight", "message", "hint"}


def test_strict_fails_where_something_was_lost(ddq: Run, form: Path) -> None:
    assert ddq("questionnaire", "convert", str(form), "--from", "surveyjs", "-o", "f.yaml", "--strict").code == 1


def test_nothing_is_written_over_unasked(ddq: Run, form: Path, tmp_path: Path) -> None:
    """Neither what is read, ever, nor what an author may have worked on since, but by --force."""
    convert = ("questionnaire", "convert", str(form), "--from", "surveyjs")
    assert ddq(*convert, "-o", str(form), "--to", "yaml", "--force").code == 2
    assert form.read_text() == FORM
    (tmp_path / "f.yaml").write_text("mine")
    refused = ddq(*convert, "-o", "f.yaml")
    assert (refused.code, (tmp_path / "f.yaml").read_text()) == (2, "mine")
    assert "give --force" in refused.err
    assert ddq(*convert, "-o", "f.yaml", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("form.json", "-o", "f.yaml"), "name it with --from"),
        (("form.json", "--from", "surveyjs", "-o", "f.doc"), "name it with --to"),
        (("absent.json", "--from", "surveyjs", "-o", "f.yaml"), "absent.json: L001 there is no such file"),
        (("vendor-due-diligence", "-o", "f.yaml"), "our own format already"),
    ],
)
def test_what_is_wrong_is_one_sentence(ddq: Run, form: Path, arguments: tuple[str, ...], told: str) -> None:
    done = ddq("questionnaire", "convert", *arguments)
    assert done.code in (1, 2)
    assert told in done.err
    assert "Traceback" not in done.err


def test_the_mapping_in_the_guide_is_the_one_beside_it() -> None:
    """So what is printed there is what the tests read a workbook with."""
    guides = Path(__file__).parents[2] / "docs" / "how-to"
    assert (guides / "mapping-example.yaml").read_text(encoding="utf-8") in (guides / "convert.md").read_text(
        encoding="utf-8"
    )
