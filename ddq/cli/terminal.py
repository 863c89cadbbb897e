"""What ddq writes to its two streams, and the code it exits with: data to stdout, everything else to stderr.

0: done. 1: something is wrong with what was given, and it was said what. 2: the command was used wrongly.
3: what was looked through holds, and says that something was lost before.
"""

from __future__ import annotations

import io
import shutil
import sys

from ddq.questionnaire.text import visible_text

OK, FOUND, USAGE, LOST = 0, 1, 2, 3


class Misused(Exception):
    """A command that was used in a way that it cannot be; exits 2."""

    title = "Used wrongly"

    def __init__(self, msg: str) -> None:
        self.msg = msg
        super().__init__(msg)


def prepare_streams() -> None:
    """UTF-8 into files and pipes, whatever the locale, so that the same command gives the same bytes.

    On a terminal its own encoding stays, and a character that it lacks becomes a question mark instead of an error.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def line_width() -> int:
    """How wide a line may be so that the terminal does not wrap it; what goes into a file or a pipe is no narrower."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 160


def say(*lines: str) -> None:
    """Lines of the result; what could drive a terminal is spelled out."""
    for line in lines or ("",):
        sys.stdout.write(visible_text(line) + "\n")


def give(content: bytes) -> None:
    """JSON, with a line end."""
    if sys.stdout.isatty():
        say(content.decode())
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content + b"\n")


def tell(*lines: str) -> None:
    """Lines about what was done or what is wrong."""
    for line in lines:
        sys.stderr.write(visible_text(line) + "\n")
