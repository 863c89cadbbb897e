"""What every command of the line mode has at hand, how it ends, and how it lists what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ddq.tui.here import Place
from ddq.tui.plain.console import Console
from ddq.tui.sitting import Sitting
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace

_PART = 20
"""How many lines are said before the listener is asked whether to go on."""


class Stay(Exception):
    """The command is done, and the same question is put again."""


class Instead(Exception):
    """Another command was typed where a number was asked for; the message is what was typed."""


class Talk(NamedTuple):
    """One person in conversation with an assessment."""

    console: Console
    sitting: Sitting
    workspace: Workspace

    @property
    def opened(self) -> OpenAssessment:
        """The assessment."""
        return self.sitting.opened

    def say(self, text: str = "") -> None:
        """Write a sentence."""
        self.console.say(text)

    def ask(self, prompt: str) -> str:
        """A line, without the spaces around it."""
        return self.console.ask(prompt).strip()

    def pick(self, prompt: str, labels: Sequence[str], *, heard: bool = False) -> int | None:
        """The index of one of numbered lines, None for Enter; a long list comes in parts; one that was heard does not.

        Raises:
            Instead: a command was typed.
        """
        said = len(labels) if heard else 0
        while True:
            for number, label in enumerate(labels[said : said + _PART], start=said + 1):
                self.say(f"{number}. {one_line(label)}")
            said = min(said + _PART, len(labels))
            rest = len(labels) - said
            typed = self._picked(f"{prompt}{f'; more names {min(rest, _PART)} of {rest} more' if rest else ''}")
            while typed is not None and typed != "more":
                if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= len(labels):
                    return int(typed) - 1
                self.say(f"Type a number from 1 to {len(labels)}, or press Enter.")
                typed = self._picked(prompt)
            if typed is None or not rest:
                return None

    def _picked(self, prompt: str) -> str | None:
        typed = self.ask(prompt)
        if typed.startswith(":"):
            raise Instead(typed)
        return typed.casefold() or None

    def visit(self, prompt: str, lines: Sequence[tuple[str, Place | None]]) -> None:
        """Name numbered lines and go to the place of the one that is chosen.

        Raises:
            Stay: none is, or it has no place.
        """
        picked = self.pick(prompt, [label for label, _ in lines])
        place = None if picked is None else lines[picked][1]
        if place is None:
            raise Stay
        if place.question not in self.sitting.interview.items:
            self.say(f"{place.question} is no question of this questionnaire any more.")
            raise Stay
        self.sitting.go(place.question)
        if place.row is not None and any(row.id == place.row for row in self.sitting.item.rows):
            self.sitting.go(place.question, place.row, place.field)

    def tell(self, lines: Iterable[str]) -> None:
        """Say lines, a long list in parts.

        Raises:
            Instead: a command was typed between two parts.
        """
        listed = list(lines)
        for start in range(0, len(listed), _PART):
            for line in listed[start : start + _PART]:
                self.say(one_line(line))
            rest = len(listed) - start - _PART
            if rest > 0 and self._picked(f"{rest} more; more goes on, Enter ends") != "more":
                return


class Command(NamedTuple):
    """One command."""

    run: Callable[[Talk, str], None]
    """Moves the sitting, or raises `Stay` where the place is as it was."""
    told: str
    """What it does, for the list of commands."""


def one_line(text: object) -> str:
    """A text on one line, for reading aloud."""
    return " / ".join(str(text).splitlines())
