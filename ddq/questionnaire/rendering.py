"""Problems for people and for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ddq.questionnaire.problems import Problem
from ddq.questionnaire.text import visible_text

MAX_WIDTH = 160
"""A longer source line is cut around the caret."""


def render_text(problems: Iterable[Problem], sources: Mapping[str, str], width: int = MAX_WIDTH) -> str:
    """Each problem on a line of its own, and below it the line of the file with a caret.

    Args:
        problems: in the order in which they are printed.
        sources: the text of each file, by the name that the problems give it; a file that is absent is not quoted.
        width: how much of a line is quoted.
    """
    return "\n".join(_rendered(problem, sources.get(problem.file), width) for problem in problems)


def to_dicts(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as plain data, for JSON: file, line, col, code, message, hint, level, width."""
    return [asdict(problem) for problem in problems]


def _rendered(problem: Problem, source: str | None, width: int) -> str:
    head = str(problem) if problem.level == "error" else f"{problem} ({problem.level})"
    lines = [] if source is None else source.replace("\r\n", "\n").split("\n")
    if not 1 <= problem.line <= len(lines):
        return head
    text, column = lines[problem.line - 1].replace("\t", " "), problem.col - 1
    number = str(problem.line)
    room = max(20, width - len(number) - len("   | "))
    start = max(0, column - room // 2) if len(text) > room else 0
    before, after = visible_text(text[start:column]), visible_text(text[column : start + room])
    carets = "^" * max(1, min(_cells(after), problem.width))
    return f"{head}\n  {number} | {before}{after}\n  {' ' * len(number)} | {' ' * _cells(before)}{carets}"


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)
