"""`ddq lint --watch` checks again when a file that matters changes, and Ctrl+C ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ddq.cli.watching import watch

Run = Callable[..., Any]
HEAD = "ddq: questionnaire/1\nid: q\nversion: 1.0.0\n"


def rounds(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[], object]) -> None:
    """Each time that it waits, the next thing happens; then somebody presses Ctrl+C."""
    left: Iterator[Callable[[], object]] = iter(steps)

    def wait(_seconds: float) -> None:
        step = next(left, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(time, "sleep", wait)


def nothing() -> None:
    pass


def test_it_checks_again_after_each_change_and_only_then(
    ddq: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "q.yaml", tmp_path / "notes.txt"
    file.write_text(HEAD + "title: 1.10\n")
    rounds(
        monkeypatch,
        nothing,
        lambda: file.write_text(HEAD + "title: '1.10'\n"),
        nothing,
        lambda: other.write_text("not a file of ours"),
        file.unlink,
        lambda: file.write_text(HEAD + "titel: One\n"),
    )
    ran = ddq("lint", "--watch", "q.yaml")
    assert ran.code == 0
    assert [line.split()[1] for line in ran.out.splitlines() if line.startswith("q.yaml")] == [
        "S003",
        "L001",
        "S002",
        "S001",
    ]
    told = [line for line in ran.err.splitlines() if line]
    assert told.count("1 file: clean") == 1
    assert told.count("q.yaml changed") == 3
    assert sum(line.startswith("watching ") for line in told) == 4
    assert told[-1] == "no longer watching"


def test_a_module_counts_and_so_does_one_that_is_not_there_yet(
    ddq: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, module = tmp_path / "q.yaml", tmp_path / "module.yaml"
    file.write_text(HEAD + "title: Q\ninclude: [{file: module.yaml}]\n")
    rounds(
        monkeypatch,
        lambda: module.write_text("ddq: module/1\nid: m\ntitle: 1.10\n"),
        lambda: module.write_text("ddq: module/1\nid: m\ntitle: '1.10'\n"),
        lambda: module.write_text("ddq: module/1\nid: m\ntitel: M\n"),
    )
    ran = ddq("lint", "--watch", "q.yaml")
    assert [line.split()[1] for line in ran.out.splitlines() if ".yaml" in line and not line.startswith(" ")] == [
        "L001",
        "S003",
        "S002",
        "S001",
    ]
    assert ran.err.count("1 file: clean") == 1


def test_tests_and_the_original_of_a_translation_count(
    ddq: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not part of the file, and what is found in it depends on them."""
    file = tmp_path / "q.yaml"
    file.write_text(HEAD + "title: Q\n")
    side = tmp_path / "translations" / "q.de.yaml"
    side.parent.mkdir()
    side.write_text("ddq: translation/1\nlanguage: de\ntitle: F\n")
    tests = tmp_path / "tests" / "q.yaml"
    tests.parent.mkdir()
    rounds(monkeypatch, lambda: tests.write_text("ddq: tests/1\n"))
    assert "tests/q.yaml:1:1: S002" in ddq("lint", "--watch", "q.yaml").out.replace("\\", "/")
    rounds(monkeypatch, lambda: file.write_text(HEAD + "title: Q\ndescription: What it is.\n"))
    assert "T001 description" in ddq("lint", "--watch", str(side)).out


def test_a_file_that_comes_into_a_folder_is_checked(ddq: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "one.yaml").write_text(HEAD + "title: One\n")
    rounds(monkeypatch, lambda: (tmp_path / "all" / "two.yaml").write_text(HEAD + "title: 2\n"))
    ran = ddq("lint", "--watch", "all")
    assert "two.yaml:4:8: S003" in ran.out
    assert "2 files: 1 error" in ran.err


def test_what_changes_while_it_checks_is_not_missed(tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    file.write_text("a")
    read: list[str] = []

    def check() -> list[Path]:
        read.append(file.read_text())
        if len(read) == 2:
            file.write_text("abc")
        return [file]

    def wait() -> None:
        if len(read) == 1:
            file.write_text("ab")
        else:
            raise KeyboardInterrupt

    watch(check, wait)
    assert read == ["a", "ab", "abc"]


@pytest.mark.parametrize("more", [["--fix"], ["--format", "json"], ["--format", "sarif"]])
def test_it_does_not_go_with_what_is_for_programs(ddq: Run, tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "q.yaml").write_text(HEAD)
    ran = ddq("lint", "--watch", "q.yaml", *more)
    assert ran.code == 2
    assert "--watch" in ran.err
