"""What is wrong in a file, where, and what to do: the one error family of everything that is read from files."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ddq.questionnaire.text import visible_text

MAX_PROBLEMS = 100
"""How many are told at once."""
MAX_SENTENCE = 800
MAX_WORD = 80
"""A longer word has no near one."""

ProblemLevel = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the file by which a problem is surely mended: what stands at its place, and what is to."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong at one place."""

    file: str
    line: int
    """From 1; 0 where the file as a whole is meant."""
    col: int
    """From 1, in characters."""
    code: str
    """Stable; listed in docs/reference/lint.md."""
    message: str
    hint: str | None = None
    """What to do about it."""
    level: ProblemLevel = "error"
    width: int = 1
    """How many characters the caret underlines."""
    fix: Fix | None = None
    """Where only one thing can have been meant."""

    def __str__(self) -> str:
        """`file:line:col: CODE message (hint)`, one line."""
        place = f"{self.file}:{self.line}:{self.col}" if self.line else self.file
        return visible_text(f"{place}: {self.code} {self.sentence}".replace("\n", " "))

    @property
    def sentence(self) -> str:
        """The message and the hint; what a file put into them is cut to a length that can be read."""
        whole = self.message if self.hint is None else f"{self.message}; {self.hint}"
        return whole if len(whole) <= MAX_SENTENCE else f"{whole[: MAX_SENTENCE - 1]}…"


class SourceError(Exception):
    """Files that cannot be read as what they claim to be, with every problem that was found."""

    title = "The file cannot be read"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=place))
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def msg(self) -> str:
        """All problems, one a line."""
        return str(self)


def place(problem: Problem) -> tuple[str, int, int, str, str]:
    """A key that sorts problems by place."""
    return (problem.file, problem.line, problem.col, problem.code, problem.message)


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The word that was probably meant; None if none is near."""
    if len(word) > MAX_WORD:
        return None
    matches = difflib.get_close_matches(word, [known for known in words if known != word], 1, cutoff)
    return matches[0] if matches else None


def respelled(word: str, words: Iterable[str]) -> Fix | None:
    """The one known word that differs only in capitals, blanks, hyphens or underscores: surely what was meant."""
    plain = _letters(word)
    meant = {known for known in words if known != word and _letters(known) == plain}
    return Fix(word, meant.pop()) if plain and len(meant) == 1 else None


def _letters(word: str) -> str:
    return "".join(character for character in word.casefold() if character not in " -_")


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """`did you mean 'x'?`; None if nothing is near."""
    known = list(words)
    same = respelled(word, known)
    near = nearest(word, known) if same is None else same.new
    return None if near is None else f"did you mean {near!r}?"
