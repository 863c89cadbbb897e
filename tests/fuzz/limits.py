"""What one case of a fuzz run may take: processor time, and memory."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5.0
"""Of processor time: a busy machine makes no case slow."""
MEMORY_MB = 1_000
"""Of the whole process, over what it took when the run began."""


class TookTooLong(BaseException):
    """A case took more processor time than any may; no handler of errors takes it for one of its own."""


@contextmanager
def bounded_time(seconds: float = SECONDS) -> Iterator[None]:
    """Break off what takes longer."""

    def stop(*_: object) -> None:
        raise TookTooLong(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def bounded_memory(megabytes: int = MEMORY_MB) -> Iterator[None]:
    """Let the system refuse memory beyond the limit: a case that asks for more ends in a `MemoryError`."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        now = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def peak_mb() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu() -> float:
    """Seconds of processor time so far."""
    return time.process_time()
