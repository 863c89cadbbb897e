"""How a figure is measured: medians of repeated runs after a warm-up, the two sides taken in turn."""

from __future__ import annotations

import ctypes
import os
import pty
import resource
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path
from statistics import median, quantiles
from subprocess import DEVNULL, Popen

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Sample:
    """Repeated measurements of one thing, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20)[-1]

    @property
    def p99(self) -> float:
        return quantiles(self.seconds, n=100)[-1]

    @property
    def spread(self) -> str:
        """Smallest to largest, in milliseconds."""
        return f"{min(self.seconds) * 1e3:.1f} to {max(self.seconds) * 1e3:.1f}"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    figure: str
    value: float
    unit: str
    beside: str
    """The peer or limit measured in the same run; empty where there is none."""
    beside_value: float | None
    goal: str
    met: bool
    spread: str = ""
    ratio: float | None = field(default=None)


@dataclass(frozen=True)
class Finished:
    """What the operating system says of a finished process."""

    wall: float
    cpu: float
    rss_mb: float


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment, but with bytecode kept: nobody's installed program compiles itself at each start."""
    everything = {**os.environ, "DDQ_TOUR": "off", **(more or {})}
    return {name: value for name, value in everything.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_process(command: Sequence[str], env: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end, its output thrown away; raise if it fails."""
    began = time.perf_counter()
    process = Popen(command, stdout=DEVNULL, stderr=DEVNULL, stdin=DEVNULL, env=environment(env))
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = f"exit {process.returncode}: {' '.join(command)}"
        raise RuntimeError(message)
    return Finished(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run_tree(command: Sequence[str]) -> float:
    """CPU seconds of a command and of all that it starts, also of what outlives the process that started it."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        message = "the kernel does not hand over the processes that are left behind"
        raise RuntimeError(message)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = Popen(command, stdout=DEVNULL, stderr=DEVNULL, stdin=DEVNULL, env=environment())
    if process.wait() != 0:
        message = f"exit {process.returncode}: {' '.join(command)}"
        raise RuntimeError(message)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(sides: Mapping[str, Callable[[], float]], runs: int, warm_up: int = 1) -> dict[str, Sample]:
    """Measure each side `runs` times, taking them in turn so that a drifting machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(runs + warm_up):
        for name, side in sides.items():
            seconds = side()
            if turn >= warm_up:
                taken[name].append(seconds)
    return {name: Sample(tuple(values)) for name, values in taken.items()}


class Terminal:
    """A command on a real pseudo-terminal, with its CPU time read from the kernel."""

    def __init__(
        self, command: Sequence[str], columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None
    ) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
            os.execvpe(command[0], list(command), environment({**settings, **(env or {})}))
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""

    def read_until(self, marker: str, limit: float = 60.0) -> float:
        """Seconds from the start until `marker` is on the wire; raise if it does not come."""
        wanted = marker.encode()
        while wanted not in self.seen:
            if time.perf_counter() - self.began > limit:
                message = f"{marker!r} did not appear; last: {self.seen[-400:]!r}"
                raise TimeoutError(message)
            self._read(0.05)
        return time.perf_counter() - self.began

    def settle(self, quiet: float = 0.06, limit: float = 10.0) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end and self._read(quiet):
            pass

    def send(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def forget(self) -> None:
        self.seen = b""

    def cpu(self) -> float:
        """CPU seconds of all threads so far, exact to the scheduler's nanosecond count."""
        tasks = Path(f"/proc/{self.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def key(self, keys: str) -> float:
        """CPU seconds that one key press costs, until the screen is quiet again."""
        before = self.cpu()
        self.send(keys)
        self.settle()
        return self.cpu() - before

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += chunk
        # A terminal answers these questions; an application that waits for the answers would look slow here.
        if b"\x1b[c" in chunk:
            self.send("\x1b[?62;c")
        return bool(chunk)
