"""One writer at a time, and who it is.

The lock is the system's: it ends with the process that holds it, however that ends. So no lock is ever stale: a lock
file that lies there means nothing, and there is nothing to delete. Beside it stands who took it last.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import orjson
from filelock import FileLock, Timeout

from ddq.store.fsio import BINARY
from ddq.store.protocol import Busy, NotSaved

WAIT_SECONDS = 10
_ROOM = 512
"""Bytes of the note; it is written over in place, so its length never changes."""


class NamedLock:
    """A lock that says who holds it to whoever waits in vain."""

    def __init__(self, path: Path, what: str, by: str = "") -> None:
        """Make the lock; nothing is touched before it is taken.

        Args:
            path: of the lock file.
            what: is locked, for messages.
            by: who works here.
        """
        self._lock = FileLock(path, timeout=WAIT_SECONDS, mode=0o600, thread_local=False)
        self._told = path.with_name(f"{path.name}.by")
        self._what = what
        self._by = by
        self._fd = -1

    def __enter__(self) -> NamedLock:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
        self.close()

    def acquire(self) -> None:
        """Take it, or wait for it.

        Raises:
            Busy: another process held it all the while; the message names who.
            NotSaved: the system gives no lock; nothing was changed.
        """
        try:
            self._lock.acquire(timeout=WAIT_SECONDS)
        except Timeout:
            raise Busy(f"{self._what} is in use by {self._holder()}; try again") from None
        except OSError as error:
            why = error.strerror or str(error)
            raise NotSaved(
                f"{self._what} cannot be locked: {why}; free space or check the disk, then try again"
            ) from error
        # Where nobody can be named a waiting process says so; it is no reason not to save.
        with suppress(OSError):
            self._tell()

    def release(self) -> None:
        """Let go of it."""
        self._lock.release()

    def close(self) -> None:
        """Let go of the note."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _tell(self) -> None:
        if self._fd < 0:
            self._fd = os.open(self._told, os.O_RDWR | os.O_CREAT | BINARY, 0o600)
        told = {"by": self._by[:100], "process": os.getpid(), "machine": socket.gethostname()[:100]}
        since = datetime.now(UTC).isoformat(timespec="seconds")
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, orjson.dumps({**told, "since": since})[:_ROOM].ljust(_ROOM))

    def _holder(self) -> str:
        """Who holds it, as far as the note is of somebody who can."""
        try:
            told = orjson.loads(self._told.read_bytes())
            by, process, machine = str(told["by"]), int(told["process"]), str(told["machine"])
            since = datetime.fromisoformat(told["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
        if machine == socket.gethostname() and not _runs(process):
            return "another process"
        name = by or "somebody"
        return f"{name} (process {process} on {machine}, since {since:%H:%M:%S} UTC); if that process hangs, end it"


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
