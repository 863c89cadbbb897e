"""A tmux of its own: a server on a socket in a folder, one window, keys in and the picture out; and no sleeping."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pexpect

TMUX = shutil.which("tmux")
PATIENCE = 60.0
"""Seconds for one text to appear; a busy machine is slow, not wrong."""


class Tmux:
    """`ddq` with some arguments in the one window of a server."""

    def __init__(self, *arguments: str, workspace: Path, socket: Path, columns: int = 80, lines: int = 24) -> None:
        self._socket = socket
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TMUX")},
            "LANG": "C.UTF-8",
            "DDQ_WORKSPACE": str(workspace),
            "DDQ_USER": "lena",
            "PYTHONUTF8": "1",
        }
        size = ("-x", str(columns), "-y", str(lines))
        command = (sys.executable, "-m", "ddq", *arguments)
        self.call("-f", "/dev/null", "new-session", "-d", *size, *command, environment=environment)
        self.pid = int(self.call("display-message", "-p", "#{pane_pid}"))
        """Of the process in the window."""
        pipe = socket.with_suffix(".out")
        os.mkfifo(pipe)
        self._written = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.call("pipe-pane", f"exec cat >{shlex.quote(str(pipe))}")

    def call(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        """What tmux says to a command."""
        assert TMUX is not None
        done = subprocess.run(
            (TMUX, "-S", str(self._socket), *arguments),
            check=False,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def text(self) -> str:
        """What stands in the window."""
        return self.call("capture-pane", "-p")

    def see(self, text: str) -> Tmux:
        """Wait until `text` stands in the window, whatever its line breaks."""
        until = time.monotonic() + PATIENCE
        while " ".join(text.split()) not in " ".join(self.text.split()):
            assert time.monotonic() < until, f"{text!r} did not appear:\n{self.text}"
            self._wait_for_more()
        return self

    def _wait_for_more(self) -> None:
        """Wait until the process writes; a second at most, as what it wrote may not be in the picture yet."""
        if select.select((self._written,), (), (), 1)[0]:
            os.read(self._written, 1 << 20)

    def press(self, *keys: str) -> Tmux:
        """Press keys by the names that tmux has for them; anything else is typed."""
        self.call("send-keys", *keys)
        return self

    def resize(self, columns: int, lines: int) -> Tmux:
        """Make the window another size."""
        self.call("resize-window", "-x", str(columns), "-y", str(lines))
        return self

    def wait_for_the_end(self) -> None:
        """Wait until the process in the window is gone."""
        try:
            process = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        with os.fdopen(process) as ended:
            assert select.select((ended,), (), (), PATIENCE)[0], "the process in the window did not end"

    def attach(self, columns: int, lines: int) -> pexpect.spawn[bytes]:
        """A terminal of another size that looks at the window."""
        assert TMUX is not None
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        return pexpect.spawn(
            TMUX,
            ["-S", str(self._socket), "attach-session"],
            env=environment,  # pyright: ignore[reportArgumentType]  # pexpect's stubs know no environment of texts
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )

    def kill_server(self) -> None:
        """Take the terminal away from the process, as a lost connection does."""
        self.call("kill-server")
