"""Who works on an assessment now, for whoever opens it next. Advice only: what is kept is settled by revisions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from ddq.store.fsio import write_atomically

_LOCK = ".open"
_TOLD = ".open.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an assessment open."""

    by: str
    since: datetime | None
    """None where that is not known."""


class Presence:
    """One process at one assessment. The system lets go of it however the process ends."""

    def __init__(self, folder: Path) -> None:
        self._told = folder / _TOLD
        self._lock = FileLock(folder / _LOCK, timeout=0, mode=0o600, thread_local=False)

    def take(self, by: str) -> Holder | None:
        """Say that it is open here now; None, or else who was first. Both may write.

        A folder that takes no such note takes no answers either: whoever gives one is told then.
        """
        try:
            self._lock.acquire()
        except Timeout:
            return self._holder()
        except OSError:
            return None
        with suppress(OSError):
            write_atomically(self._told, orjson.dumps({"by": by}))
        return None

    def release(self) -> None:
        """It is no longer open here."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._told.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> Holder:
        try:
            by = str(orjson.loads(self._told.read_bytes())["by"])
            return Holder(by, datetime.fromtimestamp(self._told.stat().st_mtime, UTC))
        except (OSError, ValueError, KeyError, TypeError):
            return Holder("somebody", None)
