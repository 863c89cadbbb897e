"""One writer at a time: whoever waits in vain is told for whom, and a lock ends with the process that held it."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.assessment.model import Event
from ddq.store import locking
from ddq.store.database import LedgerDB
from ddq.store.ledger import LOCK
from ddq.store.locking import NamedLock
from ddq.store.protocol import Busy

MakeEvents = Callable[..., list[Event]]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


def _holder(path: Path, by: str) -> int:
    """A process that holds the lock until it is killed; returns once it does."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            lock = NamedLock(path, "it", by)
            lock.acquire()
            os.write(writing, b"x")
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    return child


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.05)


def test_whoever_waits_in_vain_is_told_who_holds_it_and_what_to_do(folder: Path) -> None:
    child = _holder(folder / LOCK, "ana")
    try:
        with pytest.raises(Busy) as refused:
            LedgerDB(folder)
    finally:
        _end(child)
    assert re.search(
        rf"in use by ana \(process {child} on .*since .* UTC\); if that process hangs, end it", str(refused.value)
    )


def test_a_stopped_holder_is_named_and_loses_the_lock_when_it_is_ended(folder: Path, events: MakeEvents) -> None:
    """The rule for stale locks: there are none. The system lets go of a lock with the process, however it ends."""
    child = _holder(folder / LOCK, "ana")
    try:
        os.kill(child, signal.SIGSTOP)
        os.waitpid(child, os.WUNTRACED)
        with pytest.raises(Busy, match=str(child)):
            LedgerDB(folder)
    finally:
        _end(child)
    assert (folder / LOCK).exists(), "the file lies there, and means nothing"
    with LedgerDB(folder) as database:
        database.append(events(("Q-9", 1), before=database.ledger.events))


def test_nobody_is_named_who_cannot_be_the_holder(folder: Path) -> None:
    """The note may be of an earlier process, or damaged."""
    gone = _holder(folder / LOCK, "ana")
    _end(gone)
    told = (folder / f"{LOCK}.by").read_bytes()
    holder = _holder(folder / LOCK, "ben")
    try:
        for note in (told, b"", b"{", b'{"by": 1}'):
            (folder / f"{LOCK}.by").write_bytes(note)
            with pytest.raises(Busy, match="in use by another process; try again"):
                LedgerDB(folder)
    finally:
        _end(holder)


def test_a_folder_that_takes_no_note_still_locks(folder: Path) -> None:
    (folder / f"{LOCK}.by").mkdir()
    with LedgerDB(folder) as database:
        assert database.ledger.seq == 6
