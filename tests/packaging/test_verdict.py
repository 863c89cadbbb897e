"""The last word of `.ci/run`: a run counts only when tests ran, none failed and none was skipped unawares."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VERDICT = Path(__file__).parent.parent.parent / ".ci" / "verdict.py"
PASSED = '<testcase classname="tests.a" name="test_passes"/>'
FAILED = '<testcase classname="tests.a" name="test_fails"><failure>no</failure></testcase>'
BROKEN = '<testcase classname="tests.a" name="test_breaks"><error>no</error></testcase>'
SKIPPED = '<testcase classname="tests.a" name="test_needs[more]"><skipped>no</skipped></testcase>'


def verdict(folder: Path, cases: str | None, known: str = "", status: int = 0) -> tuple[int, list[str]]:
    """The exit code and the lines of the verdict over a JUnit file of `cases`, in a project of its own."""
    (folder / ".ci").mkdir()
    (folder / ".setup").mkdir()
    shutil.copy(VERDICT, folder / ".ci")
    (folder / ".ci" / "known-skips.txt").write_text(known, encoding="utf-8")
    if cases is not None:
        results = f"<testsuites><testsuite>{cases}</testsuite></testsuites>"
        (folder / ".setup" / "tests.xml").write_text(results, encoding="utf-8")
    command = [sys.executable, str(folder / ".ci" / "verdict.py"), str(status)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(
    ("cases", "tally"),
    [
        (PASSED + FAILED, "1 passed, 1 failed, 0 skipped"),
        (PASSED + BROKEN, "1 passed, 1 failed, 0 skipped"),
        (PASSED + SKIPPED, "1 passed, 0 failed, 1 skipped"),
        ("", "0 passed, 0 failed, 0 skipped"),
        (SKIPPED, "0 passed, 0 failed, 1 skipped"),
    ],
)
def test_a_bad_run_fails_even_when_the_runner_was_content(cases: str, tally: str, tmp_path: Path) -> None:
    code, lines = verdict(tmp_path, cases)
    assert (code, lines[-1]) == (1, tally)


def test_a_good_run_passes(tmp_path: Path) -> None:
    assert verdict(tmp_path, PASSED) == (0, ["1 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize("name", ["tests.a::test_needs[more]", "tests.a::test_needs*"])
def test_a_known_skip_passes(name: str, tmp_path: Path) -> None:
    code, lines = verdict(tmp_path, PASSED + SKIPPED, known=f"# why\n{name} # needs a tool that is not free\n")
    assert (code, lines) == (0, ["1 passed, 0 failed, 1 skipped"])


def test_only_skips_is_no_run(tmp_path: Path) -> None:
    assert verdict(tmp_path, SKIPPED, known="tests.a::* # all of them\n")[0] == 1


def test_a_known_skip_needs_its_reason(tmp_path: Path) -> None:
    code, lines = verdict(tmp_path, PASSED + SKIPPED, known="tests.a::test_needs*\n")
    assert code == 1
    assert "say why" in lines[-1]


def test_the_failure_of_an_earlier_step_stands(tmp_path: Path) -> None:
    """The linters failed, so pytest never ran, or all tests passed but make did not."""
    assert verdict(tmp_path, PASSED, status=2)[0] == 2


def test_no_result_file_is_no_run(tmp_path: Path) -> None:
    assert verdict(tmp_path, None)[0] == 1
