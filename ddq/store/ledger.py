"""The ledger of one assessment: a file that only grows, one hashed line for each event.

An append returns when the line is on the disk. What a crash left half-written is set aside beside the ledger, never
dropped; what was altered is refused.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from threading import RLock

from filelock import FileLock, Timeout

from ddq.assessment.fold import BrokenHistory, Closed, apply, fold
from ddq.assessment.model import Assessment, Event
from ddq.store.chain import GENESIS, BrokenChain, Link, read_lines, write_line
from ddq.store.fsio import BINARY, sync_file, sync_folder, write_all, write_atomically
from ddq.store.protocol import Busy, ClosedMeanwhile, Conflict, Damaged, NotSaved, StoreError

LEDGER = "ledger.jsonl"
LOCK = ".lock"
_WAIT_SECONDS = 10


class Ledger:
    """The open ledger; safe for several threads, and for several processes on one machine."""

    def __init__(self, folder: Path, key: bytes | None = None) -> None:
        """Open, and verify every line from the first.

        Raises:
            Damaged: a line was altered, or lines do not follow from each other.
            Busy: another process holds the lock.
        """
        self.folder = folder
        self.path = folder / LEDGER
        self.events: list[Event] = []
        self._hashes: list[str] = []
        self.head = GENESIS
        self.assessment: Assessment | None = None
        """The fold of the events; None while there are none."""
        self.notices: list[str] = []
        """What the user must be told."""
        self._key = key
        self._end = 0
        """The offset after the last acknowledged line."""
        self._dead = False
        self._threads = RLock()
        self._depth = 0
        """How often this thread holds the lock already: taking the file lock again costs as much as a save."""
        self._lock = FileLock(folder / LOCK, timeout=_WAIT_SECONDS, mode=0o600, thread_local=False)
        self._fd = os.open(self.path, os.O_RDWR | os.O_APPEND | BINARY)
        try:
            with self.held():
                pass
        except BaseException:
            os.close(self._fd)
            raise

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the assessment against other threads and processes, having read what they appended."""
        with self._threads:
            if self._dead:
                raise StoreError(f"{self.path}: an earlier write failed and could not be undone; open it again")
            if self._depth == 0:
                try:
                    self._lock.acquire()
                except Timeout:
                    raise Busy(f"{self.folder.name} is in use by another process; try again") from None
            self._depth += 1
            try:
                if self._depth == 1:
                    self._catch_up()
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._lock.release()

    def all_events(self) -> tuple[Event, ...]:
        """All events, other processes' too; the lock is taken only where the file is not as it was last seen."""
        with self._threads:
            if not self._dead and os.fstat(self._fd).st_size == self._end:
                return tuple(self.events)
        with self.held():
            return tuple(self.events)

    @property
    def usable(self) -> bool:
        """False once a failed write could not be undone, or after closing."""
        return not self._dead

    @property
    def seq(self) -> int:
        """The number of the last event; 0 where there is none."""
        return len(self.events)

    def has(self, seq: int, head: str) -> bool:
        """Whether the entry `seq` is there and has the hash `head`: an anchor printed earlier still holds."""
        return 1 <= seq <= self.seq and self._hashes[seq - 1] == head

    def append(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Write the events, each under the next number; returns them as written, once they are on the disk.

        Raises:
            Conflict: the subject of one was changed since the revision that it follows.
            NotSaved: the disk refused; nothing changed.
        """
        with self.held():
            assessment, head = self.assessment, self.head
            lines: list[bytes] = []
            hashes: list[str] = []
            written: list[Event] = []
            for event in events:
                numbered = event.model_copy(update={"seq": self.seq + len(written) + 1})
                assessment = _after(assessment, numbered)
                line, head = write_line(head, numbered, self._key)
                lines.append(line)
                hashes.append(head)
                written.append(numbered)
            self._write(lines)
            self.events.extend(written)
            self._hashes.extend(hashes)
            self.assessment, self.head = assessment, head
            return tuple(written)

    def close(self) -> None:
        """Let go of the file."""
        with self._threads:
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1
                self._dead = True

    def _write(self, lines: Sequence[bytes]) -> None:
        """Write the lines, each forced to the disk before the next.

        So a power cut can only leave the last line half-written: a batch written at once could lose its first page and
        keep its second, which could not be told from damage.
        """
        try:
            for line in lines:
                write_all(self._fd, line)
                sync_file(self._fd)
        except OSError as error:
            self._take_back()
            why = error.strerror or str(error)
            raise NotSaved(f"not saved: {why}; free space or check the disk, then save again") from error
        self._end += sum(map(len, lines))

    def _take_back(self) -> None:
        """After a failed write, cut the file to what was acknowledged.

        If that fails too the handle is dead: an fsync that failed once may report success without having written.
        """
        try:
            os.ftruncate(self._fd, self._end)
            sync_file(self._fd)
        except OSError:
            self._dead = True

    def _catch_up(self) -> None:
        """Read what stands behind the last known line: all of it on opening, other processes' appends later."""
        size = os.fstat(self._fd).st_size
        if size == self._end:
            return
        if size < self._end:
            raise Damaged(f"{self.path}: the ledger is shorter than it was; somebody cut it. Restore it from a backup")
        os.lseek(self._fd, self._end, os.SEEK_SET)
        buffer = b"".join(iter(lambda: os.read(self._fd, 1 << 20), b""))
        found: list[Link] = []
        broken: BrokenChain | None = None
        try:
            for link in read_lines(buffer, self.head, self.seq, self._key):
                found.append(link)
        except BrokenChain as error:
            broken = error
        if broken is not None and not broken.last:
            raise Damaged(f"{self.path}: {broken}; it was altered or damaged. Restore it from a backup")
        if found:
            self._take_in(found)
        if broken is not None:
            self._set_aside(buffer[broken.start :])

    def _take_in(self, found: Sequence[Link]) -> None:
        events = [link.event for link in found]
        try:
            assessment = fold(events) if self.assessment is None else reduce(apply, events, self.assessment)
        except BrokenHistory as error:
            raise Damaged(f"{self.path}: {error}") from error
        self.events.extend(events)
        self._hashes.extend(link.hash for link in found)
        self.assessment, self.head = assessment, found[-1].hash
        self._end += found[-1].end

    def _set_aside(self, rest: bytes) -> None:
        """Keep what follows the last whole line beside the ledger: no save of it was ever acknowledged."""
        aside = self.path.with_name(f"{LEDGER}.torn.{time.time_ns()}")
        write_atomically(aside, rest)
        os.ftruncate(self._fd, self._end)
        sync_file(self._fd)
        self.notices.append(
            f"the last entry was cut short or damaged and set aside as {aside.name}; the {self.seq} entries before it"
            " are whole: check whether your last answer is there"
        )


def create_ledger(folder: Path, events: Sequence[Event], key: bytes | None = None) -> None:
    """Write a new ledger into the existing folder and force it to the disk.

    Raises:
        BrokenHistory: the events do not begin an assessment.
        OSError: the disk refused.
    """
    fold(events)
    head, lines = GENESIS, list[bytes]()
    for event in events:
        line, head = write_line(head, event, key)
        lines.append(line)
    fd = os.open(folder / LEDGER, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    try:
        write_all(fd, b"".join(lines))
        sync_file(fd)
    finally:
        os.close(fd)
    sync_folder(folder)


def _after(assessment: Assessment | None, event: Event) -> Assessment:
    """The assessment after the event, or Conflict where its subject has moved on or was closed."""
    if assessment is not None:
        stands = assessment.revisions.get(event.subject, 0)
        if event.revision != stands + 1:
            raise Conflict(event.subject, stands)
    try:
        return fold([event]) if assessment is None else apply(assessment, event)
    except Closed as error:
        raise ClosedMeanwhile(error.subject) from error
    except BrokenHistory as error:
        raise StoreError(str(error)) from error
