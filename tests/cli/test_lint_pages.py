"""Every code of lint has a page, and every page's example breaks exactly that rule, at the place that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddq.authoring.lint_pages import codes, told
from tests.cli.lint_pages import Example, found, pages, write
from tests.cli.lint_pages import told as shown

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]
EVERY = {page.code: page for page in pages()}
BY_HAND = {"L015"}
"""No command of a user's brings it up: a workspace was damaged."""
RUN = sorted(EVERY.keys() - BY_HAND)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the registers are kept once they were read, for all pages: it is a third of the time."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def workspace(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, ddq: Run) -> Path:
    """The folder in which a page's commands are run; its workspace has no path of this machine in it."""
    monkeypatch.setenv("DDQ_WORKSPACE", "workspace")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return tmp_path


def printed(ddq: Run, example: Example, folder: Path, code: str) -> list[tuple[int, str]]:
    write(example, folder)
    ran = [(command, ddq(*command.arguments)) for command in example.commands]
    return [(done.code, shown(done.out, done.err, command.arguments, code)) for command, done in ran]


def test_every_code_that_can_be_told_has_a_page_and_no_other_has() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ddq").rglob("*.py")]
    used = {code for source in sources for code in re.findall(r'"([YSLEQACVTWRPKX]\d{3})"', source)}
    assert set(codes()) == used


@pytest.mark.parametrize("code", codes())
def test_a_page_says_what_the_list_of_codes_says(code: str) -> None:
    """Its title and its level are those of the tables, which lead to it."""
    listed = "registers.md" if code[0] in "RP" else "lint.md"
    rows = (ROOT / "docs" / "reference" / listed).read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if row.startswith(f"| [{code}](lint/{code}.md) |")]
    assert told(code).title in row
    assert code[0] in "RP" or f"| {told(code).level} |" in row
    for heading in ("## What it means", "## Why", "## Example", "## What to do"):
        assert told(code).page.count(f"\n{heading}\n\n") == 1


@pytest.mark.parametrize("code", RUN)
def test_the_example_gives_exactly_the_code_at_the_place_shown(code: str, ddq: Run, workspace: Path) -> None:
    page = EVERY[code]
    assert page.wrong.commands
    for command, (status, text) in zip(page.wrong.commands, printed(ddq, page.wrong, workspace, code), strict=True):
        assert text == command.prints, "`python -m tests.cli.lint_pages` writes what is printed into the pages"
        assert found(text) == {code}
        assert status == (1 if told(code).level == "error" else 0)


@pytest.mark.parametrize("code", sorted(set(RUN) - {"A012", "A015"}))
def test_what_the_page_says_to_do_mends_it(code: str, ddq: Run, workspace: Path) -> None:
    """But for the two that only tell figures, of which nothing needs mending."""
    if EVERY[code].right == EVERY[code].wrong:
        pytest.fail("the page shows nothing that is put right")
    for status, text in printed(ddq, EVERY[code].right, workspace, code):
        assert found(text) == set()
        assert status == 0
