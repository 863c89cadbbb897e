"""A terminal to walk in: a process in a real pty, its screen kept by an emulator, and no sleeping."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "ctrl+g": "\x07",
    "ctrl+o": "\x0f",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
}
PATIENCE = 60.0
"""Seconds for one text to appear; a busy machine is slow, not wrong."""


class Terminal:
    """`ddq` with some arguments, on a screen of 80 by 24."""

    def __init__(
        self,
        *arguments: str,
        workspace: Path,
        cwd: Path,
        columns: int = 80,
        lines: int = 24,
        program: Sequence[str] = ("-m", "ddq"),
        user: str = "lena",
    ) -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "DDQ_WORKSPACE": str(workspace),
            "DDQ_USER": user,
            "PYTHONUTF8": "1",
        }
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        """Every byte that the process wrote."""
        self.process = pexpect.spawn(
            sys.executable,
            [*program, *arguments],
            env=environment,  # pyright: ignore[reportArgumentType]  # pexpect's stubs know no environment of texts
            cwd=str(cwd),
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def _read(self) -> bool:
        """Take what the process writes next; False where it has ended."""
        try:
            data = self.process.read_nonblocking(65536, timeout=1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += data
        # The emulator stumbles over some of the private modes that Textual asks for; no text is in them.
        self._stream.feed(data.replace(b"\x1b[>1u", b"").replace(b"\x1b[<u", b"").replace(b"\x1b[?u", b""))
        return True

    def see(self, text: str) -> Terminal:
        """Wait until `text` stands on the screen, whatever its line breaks."""
        wanted = " ".join(text.split())
        until = time.monotonic() + PATIENCE
        while wanted not in " ".join(self.text.split()):
            alive = self._read()
            assert time.monotonic() < until, f"{text!r} did not appear:\n{self.text}"
            assert alive or wanted in " ".join(self.text.split()), f"ended before {text!r}:\n{self.text}"
        return self

    def see_times(self, pattern: bytes, times: int) -> Terminal:
        """Wait until what was written has `pattern` so many times."""
        until = time.monotonic() + PATIENCE
        while len(re.findall(pattern, self.written)) < times:
            alive = self._read()
            assert time.monotonic() < until and alive, f"{pattern!r} did not come {times} times:\n{self.text}"
        return self

    def press(self, *keys: str) -> Terminal:
        """Press named keys; anything else is typed."""
        for key in keys:
            self.process.send(KEYS.get(key, key))
        return self

    def resize(self, columns: int, lines: int) -> Terminal:
        """Make the terminal another size, as dragging the corner of its window does."""
        self.screen.resize(lines, columns)
        self.process.setwinsize(lines, columns)
        return self

    def hang_up(self) -> None:
        """Take the terminal away, and wait until the process has ended, however long it takes to save."""
        ended = os.pidfd_open(self.process.pid)
        self.process.ptyproc.fileobj.close()
        self.process.closed = self.process.ptyproc.closed = True
        self.process.child_fd = self.process.ptyproc.fd = -1
        ready, _, _ = select.select([ended], [], [], PATIENCE)
        os.close(ended)
        assert ready, f"still there without its terminal:\n{self.text}"
        os.waitpid(self.process.pid, 0)

    def end(self) -> int:
        """Wait for the end; the exit code, or minus the signal."""
        while self._read():
            pass
        self.process.close()
        status = self.process.exitstatus
        return status if status is not None else -(self.process.signalstatus or 0)
