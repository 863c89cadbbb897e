"""The pages of the codes of lint as tests read them: their files, their commands, and what these print.

`python -m tests.cli.lint_pages` runs every example and writes down what it prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ddq.shipped import shipped

PAGES = shipped("docs/reference/lint")
_BLOCK = re.compile(r"(?:`(?P<name>[^`\n]+)`(?P<how>[^\n]*):\n\n)?```(?P<kind>\w+)\n(?P<content>.*?)```", re.DOTALL)
_CODE = re.compile(r"^\S+: ([A-Z][0-9]{3}) ", re.MULTILINE)
_FIGURES = re.compile(r"^\S+: A012 .*\n.*\n.*\n", re.MULTILINE)
"""Printed for every questionnaire that scores, whatever else is found."""


@dataclass(frozen=True)
class Command:
    """A command of a page, and what the page says that it prints."""

    arguments: tuple[str, ...]
    prints: str


@dataclass(frozen=True)
class Example:
    """Files as they stand in a page, and what is done with them."""

    files: dict[str, bytes]
    commands: tuple[Command, ...]


@dataclass(frozen=True)
class Page:
    """One page: its wrong example, and the same put right."""

    code: str
    wrong: Example
    right: Example


def pages() -> Iterator[Page]:
    """Every page, in order."""
    for path in sorted(PAGES.glob("*.md")):
        before, _, after = path.read_text(encoding="utf-8").partition("## What to do")
        wrong, right = _example(before), _example(after)
        files = {**wrong.files, **right.files}
        yield Page(path.stem, wrong, Example(files, right.commands or wrong.commands))


def _example(text: str) -> Example:
    files: dict[str, bytes] = {}
    commands: list[Command] = []
    for block in _BLOCK.finditer(text):
        content = block["content"]
        if block["kind"] == "console":
            command, _, prints = content.partition("\n")
            commands.append(Command(tuple(command.removeprefix("$ ddq ").split()), prints))
        elif block["name"]:
            files[block["name"]] = _content(content, block["how"], block["kind"])
    return Example(files, tuple(commands))


def _content(text: str, how: str, kind: str) -> bytes:
    if kind == "python":
        return b"#!" + text.encode()
    if "stands for one byte" in how:
        return re.sub(rb"\\x([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())
    return text.encode()


def write(example: Example, folder: Path) -> None:
    """Write the example's files; a program is run, and its output is the file where it writes none itself."""
    for name, content in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not content.startswith(b"#!"):
            path.write_bytes(content)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.chdir(folder):
            exec(content[2:].decode(), {})
        if printed.getvalue():
            path.write_text(printed.getvalue(), encoding="utf-8")


def told(out: str, err: str, arguments: tuple[str, ...], code: str) -> str:
    """What a page shows of a command: the findings of a check, or what another command says is wrong."""
    if arguments[0] == "lint" or (out and arguments[1] in ("check", "test")):
        return out if code == "A012" else _FIGURES.sub("", out)
    return err


def found(text: str) -> set[str]:
    """The codes that are told in what was printed."""
    return set(_CODE.findall(text))


def main() -> None:
    """Run every example, and write down what it prints."""
    from ddq.cli.dispatch import run

    home = Path.cwd()
    for page in pages():
        path = PAGES / f"{page.code}.md"
        with tempfile.TemporaryDirectory() as name:
            os.environ |= {"DDQ_WORKSPACE": "workspace", "DDQ_USER": "ana", "XDG_CACHE_HOME": name + "/cache"}
            os.chdir(name)
            write(page.wrong, Path(name))
            for command in page.wrong.commands:
                out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    run(command.arguments)
                shown = [stream.buffer.getvalue().decode() for stream in (out, err) if not stream.flush()]
                text = path.read_text(encoding="utf-8")
                before = f"$ ddq {' '.join(command.arguments)}\n{command.prints}```"
                after = f"$ ddq {' '.join(command.arguments)}\n{told(*shown, command.arguments, page.code)}```"
                path.write_text(text.replace(before, after, 1), encoding="utf-8")
            os.chdir(home)


if __name__ == "__main__":
    sys.exit(main())
