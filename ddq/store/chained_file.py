"""A file that only grows, one hashed line for each entry: what ledgers and the journal have in common.

An append returns when the line is on the disk. What a crash left half-written is set aside beside the file, never
dropped; what was altered is refused.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Generic

from ddq.store.chain import GENESIS, Entry, Lines, read_lines, write_line
from ddq.store.fsio import BINARY, sync_file, write_all, write_atomically
from ddq.store.locking import NamedLock
from ddq.store.protocol import Damaged, NotFound, NotSaved, StoreError


class ChainedFile(Generic[Entry]):
    """The open file; safe for several threads, and for several processes on one machine."""

    def __init__(self, path: Path, lock: Path, kind: type[Entry], by: str = "") -> None:
        """Open, and verify every line from the first.

        Raises:
            Damaged: a line was altered, or lines do not follow from each other.
            Busy: another process holds the lock.
        """
        self.path = path
        self.events: list[Entry] = []
        self.head = GENESIS
        self.notices: list[str] = []
        """What the user must be told."""
        self._kind: type[Entry] = kind
        self._hashes: list[str] = []
        self._end = 0
        """The offset after the last acknowledged line."""
        self._dead = False
        self._threads = RLock()
        self._depth = 0
        """How often this thread holds the lock already: taking the file lock again costs as much as a save."""
        self._lock = NamedLock(lock, path.parent.name, by)
        self._fd = os.open(self.path, os.O_RDWR | os.O_APPEND | BINARY)
        try:
            with self.held():
                pass
        except BaseException:
            os.close(self._fd)
            self._lock.close()
            raise

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the file against other threads and processes, having read what they appended."""
        with self._threads:
            if self._dead:
                raise StoreError(f"{self.path}: an earlier write failed and could not be undone; open it again")
            if self._depth == 0:
                if not self.path.exists():  # taking the lock would make the folder anew
                    raise NotFound(f"{self.path}: is gone; it was deleted or moved meanwhile")
                self._lock.acquire()
            self._depth += 1
            try:
                if self._depth == 1:
                    self._catch_up()
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._lock.release()

    def all_events(self) -> tuple[Entry, ...]:
        """All entries, other processes' too; the lock is taken only where the file is not as it was last seen."""
        with self._threads:
            if not self._dead and os.fstat(self._fd).st_size == self._end and not self._replaced():
                return tuple(self.events)
        with self.held():
            return tuple(self.events)

    @property
    def behind(self) -> bool:
        """Whether the file is not as it was last seen."""
        with self._threads:
            try:
                return not self._dead and (os.fstat(self._fd).st_size != self._end or self._replaced())
            except NotFound:
                return True

    @property
    def usable(self) -> bool:
        """False once a failed write could not be undone, or after closing."""
        return not self._dead

    @property
    def seq(self) -> int:
        """The number of the last entry; 0 where there is none."""
        return len(self.events)

    def has(self, seq: int, head: str) -> bool:
        """Whether the entry `seq` is there and has the hash `head`: an anchor printed earlier still holds."""
        return 1 <= seq <= self.seq and self._hashes[seq - 1] == head

    def close(self) -> None:
        """Let go of the file."""
        with self._threads:
            if self._fd >= 0:
                os.close(self._fd)
                self._lock.close()
                self._fd = -1
                self._dead = True

    def _add(self, entries: Sequence[Entry]) -> None:
        """Write entries that are numbered already; the lock is held, and what follows from them was found before."""
        head = self.head
        lines: list[bytes] = []
        hashes: list[str] = []
        for entry in entries:
            line, head = write_line(head, entry)
            lines.append(line)
            hashes.append(head)
        self._write(lines)
        self.events.extend(entries)
        self._hashes.extend(hashes)
        self.head = head

    def _take_in(self, found: Lines[Entry]) -> None:
        """Entries that stand in the file already; a subclass says with Damaged that they contradict each other."""
        self.events.extend(found.events)
        self._hashes.extend(found.hashes)
        self.head = found.hashes[-1]
        self._end += found.end

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
        if self._replaced():
            self._begin_again()
        size = os.fstat(self._fd).st_size
        if size == self._end:
            return
        if size < self._end:
            raise Damaged(f"{self.path}: it is shorter than it was; somebody cut it. Restore it from a backup")
        os.lseek(self._fd, self._end, os.SEEK_SET)
        buffer = b"".join(iter(lambda: os.read(self._fd, 1 << 20), b""))
        found = read_lines(buffer, self.head, self.seq, self._kind)
        broken = found.broken
        if broken is not None and not broken.last:
            raise Damaged(f"{self.path}: {broken}; it was altered or damaged. Restore it from a backup")
        if found.events:
            self._take_in(found)
        if broken is not None:
            self._set_aside(buffer[broken.start :])

    def _replaced(self) -> bool:
        """Whether another process put a file in its place, as a repair or a redaction does."""
        try:
            mine, there = os.fstat(self._fd), self.path.stat()
        except FileNotFoundError:
            raise NotFound(f"{self.path}: is gone; it was deleted or moved meanwhile") from None
        return (mine.st_ino, mine.st_dev) != (there.st_ino, there.st_dev)

    def _begin_again(self) -> None:
        """Read the file that stands there now, from its first line."""
        fd = os.open(self.path, os.O_RDWR | os.O_APPEND | BINARY)
        os.close(self._fd)
        self._fd, self._end, self.head = fd, 0, GENESIS
        self.events, self._hashes = [], []

    def _set_aside(self, rest: bytes) -> None:
        """Keep what follows the last whole line beside the file: no save of it was ever acknowledged."""
        at = time.time_ns()
        while (aside := self.path.with_name(f"{self.path.name}.torn.{at}")).exists():
            at += 1  # the clock stood still, or went back
        write_atomically(aside, rest)
        os.ftruncate(self._fd, self._end)
        sync_file(self._fd)
        self.notices.append(
            f"the last entry was cut short or damaged and set aside as {aside.name}; the {self.seq} entries before it"
            " are whole: check whether your last answer is there"
        )
