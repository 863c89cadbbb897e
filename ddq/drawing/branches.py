"""A tree of lines, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import wrap


@dataclass(frozen=True, slots=True)
class Branches:
    """What draws a tree."""

    tee: str
    last: str
    bar: str
    gap: str = "   "

    def lead(self, line: str) -> str:
        """The branches before the words of a line."""
        at = 0
        while found := next((one for one in (self.tee, self.last, self.bar, self.gap) if line.startswith(one, at)), ""):
            at += len(found)
            if found in (self.tee, self.last):  # the words begin
                break
        return line[:at]

    def wrapped(self, line: str, width: int) -> list[str]:
        """The line in pieces; those after the first stand in under it, and the branches of the tree go on beside them.

        No piece is longer than `width` but for long words.
        """
        lead = self.lead(line)
        below = lead
        if lead.endswith(self.tee):
            below = lead.removesuffix(self.tee) + self.bar
        elif lead.endswith(self.last):
            below = lead.removesuffix(self.last) + self.gap
        words = line[len(lead) :].lstrip(" ")
        indent = " " * (len(line) - len(lead) - len(words))
        lead, below = lead + indent, below + indent
        return wrap(words, width, initial_indent=lead, subsequent_indent=f"{below}  ", break_long_words=False) or [line]


LINES = Branches("├─ ", "└─ ", "│  ")
ASCII = Branches("|- ", "`- ", "|  ")


@dataclass(slots=True)
class Branch:
    """A line, and those that hang from it."""

    words: str
    under: list[Branch] = field(default_factory=list["Branch"])

    def drawn(self, branches: Branches) -> Iterator[str]:
        """All lines, the first without a branch."""
        yield self.words
        yield from _drawn(self.under, "", branches)


def _drawn(under: Iterable[Branch], indent: str, branches: Branches) -> Iterator[str]:
    every = [*under]
    for number, one in enumerate(every, 1):
        is_last = number == len(every)
        yield f"{indent}{branches.last if is_last else branches.tee}{one.words}"
        yield from _drawn(one.under, indent + (branches.gap if is_last else branches.bar), branches)
