"""Safe changes as patches of the text: what no problem names stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ddq.questionnaire.problems import Fix, Problem

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Patched:
    """A text after its fixes."""

    text: str
    mended: tuple[Problem, ...]
    """The problems whose fixes were applied, in order of their places."""


def patched(text: str, problems: Iterable[Problem]) -> Patched:
    """Apply the fixes of `problems` to the text of the file that all of them are about.

    A fix is left out where the text at its place is not what it says, or where another one changes the same.
    """
    starts = _line_starts(text)
    wanted = {(place, problem.fix): problem for problem in problems if (place := _index(starts, problem)) is not None}
    pieces: list[str] = []
    mended: list[Problem] = []
    end = 0
    for (start, fix), problem in sorted(wanted.items(), key=lambda entry: entry[0][0]):
        if isinstance(fix, Fix) and start >= end and fix.old and text.startswith(fix.old, start):
            pieces += [text[end:start], fix.new]
            end = start + len(fix.old)
            mended.append(problem)
    return Patched("".join((*pieces, text[end:])), tuple(mended))


def _line_starts(text: str) -> list[int]:
    """Where each line begins; a byte order mark is part of no line."""
    starts = [1 if text.startswith(_MARK) else 0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


def _index(starts: list[int], problem: Problem) -> int | None:
    if problem.fix is None or not 1 <= problem.line <= len(starts):
        return None
    return starts[problem.line - 1] + problem.col - 1
