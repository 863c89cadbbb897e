"""The two streams of the line mode: whole sentences out, whole lines in; nothing that a screen reader stumbles over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from shutil import get_terminal_size
from textwrap import fill
from typing import TextIO

from ddq.questionnaire.text import visible_text


class Ended(Exception):
    """The input has ended, or the user wants to leave."""


class Console:
    """Says sentences and asks for lines."""

    def __init__(self, stdin: TextIO, stdout: TextIO) -> None:
        self._in, self._out = stdin, stdout
        # input() then edits the line, and takes more than the 4,095 characters that a terminal's own line has.
        self._edits = stdin is sys.stdin and stdin.isatty() and _loaded("readline")

    def say(self, text: str = "") -> None:
        """Write text; what would steer the terminal is spelled out, what it cannot show becomes a question mark."""
        encoding = self._out.encoding or "utf-8"
        shown = visible_text(text).encode(encoding, "replace").decode(encoding)
        if self._out.isatty():
            width = get_terminal_size().columns - 1
            shown = "\n".join(
                fill(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else line
                for line in shown.split("\n")
            )
        self._out.write(shown + "\n")
        self._out.flush()

    def ask(self, prompt: str) -> str:
        """A line that was typed after `prompt`, without its line end.

        Raises:
            Ended: there is no further line.
        """
        while True:
            try:
                return self._line(f"{prompt}: ")
            except UnicodeDecodeError:
                self.say("That line is not text in the encoding of this terminal. Please write it again.")
            except (EOFError, KeyboardInterrupt):
                self.say()
                raise Ended from None

    def _line(self, prompt: str) -> str:
        if self._edits:
            return input(prompt)
        self._out.write(prompt)
        self._out.flush()
        line = self._in.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def confirm(self, question: str) -> bool:
        """Whether the answer is yes; anything but yes or no is asked again."""
        while True:
            word = self.ask(f"{question} (yes or no)").strip().casefold()
            if word in ("yes", "y", "no", "n"):
                return word.startswith("y")

    def choose(self, prompt: str, labels: Sequence[str], extra: str = "") -> int | str:
        """The index of one of numbered lines, or any other word that was typed."""
        for number, label in enumerate(labels, start=1):
            self.say(f"{number}. {label}")
        typed = self.ask(f"{prompt}{extra}").strip()
        if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= len(labels):
            return int(typed) - 1
        return typed

    def needed(self, prompt: str, fits: Callable[[str], str | None] = lambda _: None) -> str:
        """A text that is not empty and that `fits` finds nothing wrong with."""
        while True:
            typed = self.ask(prompt).strip()
            problem = "Something is needed here." if not typed else fits(typed)
            if problem is None:
                return typed
            self.say(problem)


def _loaded(module: str) -> bool:
    """Load an optional module of the standard library; False where the platform has none."""
    try:
        import_module(module)
    except ImportError:
        return False
    return True
