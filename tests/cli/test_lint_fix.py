"""`ddq lint --fix` mends what can be meant in one way only, and keeps everything else byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.authoring.fixing import patched
from ddq.cli.checking import check
from ddq.cli.fixing import fix
from ddq.questionnaire.problems import Fix, Problem
from ddq.workspace.library import Library
from tests.cli.lint_pages import pages, write

Run = Callable[..., Any]
RIGHT = """\
ddq: questionnaire/1   # the format
id: demo
version: 1.1.0
title: 'Vorführung'    # in German

sections:
  - id: access
    title: Access
    domain: Access
    questions:
      # Who sees what.
      - id: DA-01
        kind: yes_no
        text: Can staff see your data?
        required: true

      - {id: DA-02, kind: choice, text: "How much?", choices: [{code: full, label: '1.10'}, {code: partial, label: P}]}
      - id: SZ-01
        kind: integer   # a number
        max: 10
        text: How many people?
      - id: SH-01
        kind: percent
        text: 'Which share of "staff"?'
      - id: DA-03
        kind: choices
        text: Which of these?
        choices: [{code: one, label: One}, {code: two, label: Two}]
        visible_if: DA-01 and DA-02 == 'partial'
        good: |
          Two of them,
            with their dates.
      - id: OW-01
        kind: group
        text: Who owns it?
        fields: [{id: votes, kind: percent, text: Votes}]
      - id: DA-04
        kind: text
        text: Those {SH-01} of {SZ-01}, who are they?
        visible_if: >-
          size(DA-03) > 0
          or any(r.votes > 50 for r in OW-01)
"""
BREAKS = [
    ("label: '1.10'", "label: 1.10"),
    ("required: true", "required: yes"),
    ("required: true", "Required: true"),
    ("max: 10", "max: '10'"),
    ("kind: yes_no", "kind: yes-no"),
    ("visible_if: DA-01 and", "visible_if: da-01 and"),
    ("== 'partial'", "== 'Partial'"),
    ("size(DA-03)", "Size(DA-03)"),
    ("any(r.votes", "any(r.Votes"),
    ("of {SZ-01}", "of {sz_01}"),
    ("{SH-01} of", "{SH-01} % of"),
    ("Who owns", "Who\u202e owns"),
]  # fmt: skip


CACHE = TemporaryDirectory()
"""Where the registers are kept once they were read."""


def find(file: Path) -> list[Problem]:
    return list(check(Library(cache=Path(CACHE.name)), file))


def test_the_right_file_is_clean_and_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    file.write_bytes(RIGHT.encode())
    os.utime(file, ns=(1, 1))
    assert find(file) == []
    fix([file], find)
    assert file.stat().st_mtime_ns == 1


@pytest.mark.parametrize(("right", "wrong"), BREAKS, ids=[wrong for _, wrong in BREAKS])
def test_each_is_mended(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "q.yaml"
    file.write_text(RIGHT.replace(right, wrong), encoding="utf-8")
    assert find(file)
    fix([file], find)
    assert file.read_text(encoding="utf-8") == RIGHT


@given(st.sets(st.sampled_from(BREAKS), min_size=1), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=10)
def test_together_they_are_mended_and_every_other_byte_stays(
    broken: set[tuple[str, str]], mark: bool, end: str
) -> None:
    """Whatever ends the lines, with a byte order mark or without: comments, order, quotes and blanks stay."""
    whole = ("\ufeff" if mark else "") + RIGHT.replace("\n", end)
    text = whole
    for right, wrong in broken:
        text = text.replace(right, wrong, 1)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "q.yaml"
        file.write_bytes(text.encode())
        fix([file], find)
        assert file.read_bytes() == whole.encode()
        assert find(file) == []


@given(
    st.integers(0, len(RIGHT) - 1),
    st.integers(0, 30),
    st.sampled_from(["", " ", "'", "1", ":", "\u202e", "Partial", "yes"]),
)
@settings(max_examples=15)
def test_whatever_is_in_the_file_mending_ends_and_a_second_time_changes_nothing(at: int, cut: int, put: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "q.yaml"
        file.write_text(RIGHT[:at] + put + RIGHT[at + cut :], encoding="utf-8")
        before = find(file)
        fix([file], find)
        once = file.read_bytes()
        assert [problem for problem in find(file) if problem.fix is not None] == [], before
        fix([file], find)
        assert file.read_bytes() == once


def test_it_says_what_it_changed_and_what_is_left(ddq: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    file.write_text(RIGHT.replace("'1.10'", "1.10").replace("DA-01 and", "DA-99 and"), encoding="utf-8")
    file.chmod(0o640)
    assert ddq("lint", "q.yaml").err == "1 file: 1 error, 0 warnings; `ddq lint --fix` mends 1 of them\n"
    ran = ddq("lint", "--fix", "q.yaml")
    assert ran.code == 1
    assert ran.err.endswith("1 file: 1 error, 0 warnings\n")
    assert "q.yaml:17:84: S003 mended: 1.10 is now '1.10'\n" in ran.err
    assert "q.yaml:29:21: E003 unknown name 'DA-99'" in ran.out
    assert "DA-99 and" in file.read_text(encoding="utf-8"), "another id may have been meant"
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("A002", "{clear-access: 0.5}", "{clear_access: 0.5}"),
        ("C005", "sources: [audit]", "sources: [Audit]"),
        ("C003", "DA-02:", "da_02:"),
        ("L005", "choices: who", "choices: WHO"),
        ("T002", "DA-01: {text", "da-01: {text"),
    ],
)
def test_names_are_respelled_in_files_of_every_kind(
    code: str, right: str, wrong: str, ddq: Run, tmp_path: Path
) -> None:
    page = next(page for page in pages() if page.code == code)
    write(page.right, tmp_path)
    (command,) = page.wrong.commands
    file = tmp_path / command.arguments[-1]
    kept = file.read_text(encoding="utf-8")
    assert kept.count(right) == 1
    file.write_text(kept.replace(right, wrong), encoding="utf-8")
    assert f" {code} " in ddq(*command.arguments).out
    assert ddq(*command.arguments, "--fix").code == 0
    assert file.read_text(encoding="utf-8") == kept


def test_a_version_that_is_too_low_is_raised_and_a_release_never_changed(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "released").mkdir()
    release = tmp_path / "released" / "demo-1.0.0.yaml"
    release.write_text(RIGHT.replace("1.1.0", "1.0.0").replace("{SH-01} of", "{SH-01} % of"), encoding="utf-8")
    kept = release.read_bytes()
    file = tmp_path / "q.yaml"
    added = RIGHT.replace("1.1.0", "'1.0.1'") + "      - {id: DA-05, kind: text, text: Since when?}\n"
    file.write_text(added, encoding="utf-8")
    ran = ddq("lint", "--fix", ".")
    assert "V001 mended: '1.0.1' is now '1.1.0'" in ran.err
    assert file.read_text(encoding="utf-8") == added.replace("1.0.1", "1.1.0")
    assert release.read_bytes() == kept


def test_a_file_that_was_not_named_is_never_written(ddq: Run, tmp_path: Path) -> None:
    """A module of the questionnaire may be somebody else's."""
    module = tmp_path / "module.yaml"
    module.write_text("ddq: module/1\nid: more\ntitle: 1.10\n", encoding="utf-8")
    file = tmp_path / "q.yaml"
    file.write_text(
        "ddq: questionnaire/1\nid: q\nversion: 1.0.0\ntitle: Q\ninclude: [{file: module.yaml}]\n", encoding="utf-8"
    )
    assert "module.yaml:3:8: S003" in ddq("lint", "--fix", "q.yaml").out
    assert module.read_text(encoding="utf-8").endswith("1.10\n")
    assert ddq("lint", "--fix", "q.yaml", "module.yaml").code == 0
    assert module.read_text(encoding="utf-8").endswith("'1.10'\n")


def test_a_link_stays_a_link(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text(RIGHT.replace("'1.10'", "1.10"), encoding="utf-8")
    (tmp_path / "q.yaml").symlink_to("real.yaml")
    assert ddq("lint", "--fix", "q.yaml").code == 0
    assert (tmp_path / "q.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == RIGHT


def test_however_many_are_hidden_behind_each_other_all_are_mended(tmp_path: Path) -> None:
    """Of what cannot be read at all only the first is told."""
    file = tmp_path / "q.yaml"
    file.write_text("x" * 200)

    def first(_file: Path) -> list[Problem]:
        column = file.read_text().find("x") + 1
        return [Problem(str(file), 1, column, "Y003", "m", fix=Fix("x", "y"))] if column else []

    fix([file], first)
    assert file.read_text() == "y" * 200


def test_a_patch_that_does_not_fit_its_place_is_left_out() -> None:
    """The place of a problem inside an escaped text, or of a file that was changed meanwhile, may be another."""
    text = "ab\ncd\n"
    there = Problem("f", 2, 1, "S001", "m", fix=Fix("cd", "ef"))
    elsewhere = Problem("f", 2, 2, "S001", "m", fix=Fix("cd", "gh"))
    beyond = Problem("f", 9, 1, "S001", "m", fix=Fix("cd", "gh"))
    within = Problem("f", 2, 2, "S001", "m", fix=Fix("d", "i"))
    found = patched(text, [within, beyond, elsewhere, there, there, Problem("f", 1, 1, "S001", "m")])
    assert found.text == "ab\nef\n"
    assert found.mended == (there,)
