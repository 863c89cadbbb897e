"""The tutorial, run as its reader would: every file written, every command typed in order, every output compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "write-a-questionnaire.md"
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INFO = re.compile(r"(?:yaml (?P<how>file|append)|diff file)=(?P<name>\S+)|console(?: exit=(?P<exit>\d+))?")


@dataclass(frozen=True)
class Block:
    """One block of the page."""

    line: int
    language: str
    how: str | None
    name: str
    exit: int
    text: str


def blocks(page: str) -> Iterator[Block]:
    """All blocks in order; one that says neither which file it is nor that it is typed belongs to no such page."""
    for found in _FENCE.finditer(page):
        info = _INFO.fullmatch(found.group(1))
        assert info, f"what is to be done with the block ```{found.group(1)}?"
        line = page.count("\n", 0, found.start()) + 1
        language = found.group(1).partition(" ")[0]
        yield Block(line, language, info["how"], info["name"] or "", int(info["exit"] or 0), found.group(2))


def write(block: Block) -> None:
    path = Path(block.name)
    if block.language == "diff":
        lines = block.text.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"line {block.line}: what is to be changed does not stand once in {path}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8") if block.how == "append" else ""
    path.write_text(before + block.text, encoding="utf-8")


def typed(block: Block) -> Iterator[tuple[str, str, bool]]:
    """Each command with what is shown below it, and whether it is the last."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts[0] == ""
    for number, part in enumerate(parts[1:], 1):
        command, _, shown = part.partition("\n")
        yield command, shown, number == len(parts) - 1


def as_pattern(shown: str) -> str:
    """`…` stands for what is another one for every reader."""
    return ".*".join(re.escape(part) for part in shown.split("…"))


def test_the_tutorial_does_what_it_shows(ddq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = 0
    monkeypatch.delenv("DDQ_WORKSPACE")
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.language != "console":
            write(block)
            continue
        for command, shown, last in typed(block):
            program, *arguments = shlex.split(command)
            if program == "mkdir":
                Path(arguments[0]).mkdir()
                continue
            if program == "cd":
                monkeypatch.chdir(arguments[0])
                continue
            assert program == "ddq"
            ran = ddq(*arguments)
            commands += 1
            assert re.fullmatch(as_pattern(shown), ran.out + ran.err), f"line {block.line}\n{ran.out}{ran.err}"
            assert ran.code == (block.exit if last else 0), f"line {block.line}: {command}"
    assert commands > 10
