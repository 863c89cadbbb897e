"""`ddq questionnaire test`: one line for each expectation that does not hold, and what no test covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

QUESTIONNAIRE = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Own
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: a, kind: yes_no, text: A?}
      - {id: q, kind: text, text: Q?, visible_if: a}
"""
TESTS = """\
ddq: tests/1
as_of: 2026-11-26
tests:
  - id: follows
    title: Q is asked after a
    steps:
      - expect: {may_apply: [q]}
      - answers: {a: no}
        expect: {hidden: [q]}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "own.yaml").write_text(QUESTIONNAIRE)
    (tmp_path / "tests" / "own.yaml").write_text(TESTS)
    return tmp_path


def test_what_holds_is_one_line(ddq: Run, own: Path) -> None:
    ran = ddq("questionnaire", "test", "own.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "", "own.yaml: 1 test, 2 expectations: all hold\n")


def test_what_does_not_hold_is_a_line_with_its_place_and_fails(ddq: Run, own: Path) -> None:
    (own / "tests" / "own.yaml").write_text(TESTS.replace("hidden", "visible"))
    ran = ddq("questionnaire", "test", "own.yaml", "--coverage")
    assert ran.code == 1
    assert ran.out == "tests/own.yaml:9:28: X002 follows, step 2: expected q visible, got hidden\n"
    assert ran.err == "own.yaml: 1 test, 2 expectations: 1 failed; coverage is told once all hold\n"


def test_coverage_lists_the_conditions_with_what_is_missing(ddq: Run, own: Path) -> None:
    ran = ddq("questionnaire", "test", "own.yaml", "--coverage")
    assert ran.code == 1
    assert ran.out == "own.yaml:11:51: X005 q visible_if `a`: never seen true\n"
    assert ran.err == "own.yaml: 1 test, 2 expectations: all hold; 0 of 1 condition covered (0 %)\n"


def test_the_same_as_data(ddq: Run, own: Path) -> None:
    ran = ddq("questionnaire", "test", "own.yaml", "--coverage", "--json")
    (found,) = ran.json
    assert (found["tests"], found["expectations"], found["failed"], found["problems"]) == (1, 2, 0, [])
    (condition,) = found["conditions"]
    assert condition == {
        "file": "own.yaml",
        "line": 11,
        "col": 51,
        "of": "q visible_if",
        "text": "a",
        "covered": False,
        "never_seen": ["true"],
        "negation_noticed": True,
    }


def test_a_questionnaire_without_tests_does_not_pass(ddq: Run, own: Path) -> None:
    (own / "tests" / "own.yaml").unlink()
    ran = ddq("questionnaire", "test", "own.yaml")
    assert (ran.code, ran.err) == (1, "own.yaml: there are no tests; write them to tests/NAME.yaml beside NAME.yaml\n")


def test_a_module_is_tested_with_a_questionnaire_that_includes_it(ddq: Run, own: Path) -> None:
    (own / "m.yaml").write_text(QUESTIONNAIRE.replace("questionnaire/1", "module/1").replace("version: 1.0.0\n", ""))
    ran = ddq("questionnaire", "test", "m.yaml")
    assert ran.code == 1
    assert (
        "m.yaml:1:6: X006 this is a module; name a questionnaire that includes it, and its tests are run with that"
        in ran.err
    )


def test_lint_tells_what_is_wrong_in_the_tests_and_leaves_to_them_whether_they_hold(ddq: Run, own: Path) -> None:
    (own / "tests" / "own.yaml").write_text(TESTS.replace("hidden: [q]", "visible: [q], hidden: [p]"))
    assert "X001 there is no question 'p'" in ddq("lint", "own.yaml").out
    assert "X002" not in ddq("lint", "own.yaml").out
    assert ddq("lint", "tests/own.yaml").code == 0
    (own / "tests" / "own.yaml").write_text(TESTS.replace("hidden", "hiden"))
    assert "tests/own.yaml:9:18: S001 unknown key 'hiden'; did you mean 'hidden'?" in ddq("lint", "own.yaml").out


def test_what_does_not_pass_its_tests_is_not_released(ddq: Run, own: Path) -> None:
    (own / "own.yaml").write_text(QUESTIONNAIRE + "outputs: {exposure_tier: '1'}\n")
    (own / "tests" / "own.yaml").write_text(TESTS.replace("hidden", "visible"))
    ran = ddq("questionnaire", "release", "own.yaml")
    assert ran.code == 1
    assert "X002 follows, step 2" in ran.err
    (own / "tests" / "own.yaml").write_text(TESTS)
    assert ddq("questionnaire", "release", "own.yaml").code == 0


def test_the_schema_of_a_file_of_tests(ddq: Run) -> None:
    schema = ddq("questionnaire", "schema", "--tests").json
    assert schema["properties"]["ddq"]["const"] == "tests/1"
    assert {"visible", "presence", "trust"} <= set(schema["$defs"]["Expected"]["properties"])
