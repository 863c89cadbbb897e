"""The two streams of the line mode: whole sentences out, whole lines in; nothing that a screen reader stumbles over."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
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
        self._waits = False
        """Whether a line is waited for now."""
        self._stopped = False
        """Whether a signal asked to stop."""

    def stop(self) -> None:
        """End at the prompt: now where one waits, else at the next, so that no change is cut in two.

        Raises:
            Ended: a prompt waits.
        """
        self._stopped = True
        if self._waits:
            self._waits = False
            raise Ended

    def say_last(self, text: str) -> None:
        """Write the last sentence; nobody may be there to read it any more."""
        with suppress(Ended):
            self.say(text)

    def say(self, text: str = "") -> None:
        """Write text; what would steer the terminal is spelled out, what it cannot show becomes a question mark.

        Raises:
            Ended: the terminal, or whoever read the pipe, has gone.
        """
        encoding = self._out.encoding or "utf-8"
        shown = visible_text(text).encode(encoding, "replace").decode(encoding)
        if self._out.isatty():
            width = get_terminal_size().columns - 1
            shown = "\n".join(
                fill(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else line
                for line in shown.split("\n")
            )
        self._write(shown + "\n")

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            if error.errno not in (errno.EIO, errno.EPIPE):
                raise
            # What is still buffered cannot be written, and Python would say so once more at its exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())
            raise Ended from None

    def ask(self, prompt: str) -> str:
        """A line that was typed after `prompt`, without its line end.

        Raises:
            Ended: there is no further line, or a signal asked to stop.
        """
        while True:
            try:
                return self._awaited(f"{prompt}: ")
            except UnicodeDecodeError:
                self.say("That line is not text in the encoding of this terminal. Please write it again.")
            except (EOFError, KeyboardInterrupt, Ended):
                self.say_last("")
                raise Ended from None
            except OSError:  # the terminal that is read from has gone
                raise Ended from None

    def _awaited(self, prompt: str) -> str:
        try:
            self._waits = True
            if self._stopped:
                raise Ended
            return self._line(prompt)
        finally:
            self._waits = False

    def _line(self, prompt: str) -> str:
        if self._edits:
            return input(prompt)
        self._write(prompt)
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
