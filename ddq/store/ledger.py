"""The ledger of one assessment: its events, chained, and what they add up to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from ddq.assessment.fold import BrokenHistory, Closed, apply, fold
from ddq.assessment.model import Assessment, Event
from ddq.store.chain import GENESIS, Lines, write_line
from ddq.store.chained_file import ChainedFile
from ddq.store.fsio import BINARY, sync_file, sync_folder, write_all
from ddq.store.protocol import ClosedMeanwhile, Conflict, Damaged, StoreError

LEDGER = "ledger.jsonl"
LOCK = ".lock"


class Ledger(ChainedFile[Event]):
    """The open ledger."""

    def __init__(self, folder: Path, by: str = "") -> None:
        """Open, and verify every line from the first.

        Raises:
            Damaged: a line was altered, or lines do not follow from each other.
            Busy: another process holds the lock.
        """
        self.folder = folder
        self.assessment: Assessment | None = None
        """The fold of the events; None while there are none."""
        super().__init__(folder / LEDGER, folder / LOCK, Event, by)

    def append(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Write the events, each under the next number; returns them as written, once they are on the disk.

        Raises:
            Conflict: the subject of one was changed since the revision that it follows.
            NotSaved: the disk refused; nothing changed.
        """
        with self.held():
            assessment = self.assessment
            written: list[Event] = []
            for event in events:
                numbered = event.model_copy(update={"seq": self.seq + len(written) + 1})
                assessment = after(assessment, numbered, self.events)
                written.append(numbered)
            self._add(written)
            self.assessment = assessment
            return tuple(written)

    def _begin_again(self) -> None:
        super()._begin_again()
        self.assessment = None

    def _take_in(self, found: Lines[Event]) -> None:
        events = found.events
        try:
            assessment = fold(events) if self.assessment is None else reduce(apply, events, self.assessment)
        except BrokenHistory as error:
            raise Damaged(f"{self.path}: {error}") from error
        super()._take_in(found)
        self.assessment = assessment


def create_ledger(folder: Path, events: Sequence[Event]) -> str:
    """Write a new ledger into the existing folder and force it to the disk; the hash of its last entry.

    Raises:
        BrokenHistory: the events do not begin an assessment.
        OSError: the disk refused.
    """
    fold(events)
    head, lines = GENESIS, list[bytes]()
    for event in events:
        line, head = write_line(head, event)
        lines.append(line)
    fd = os.open(folder / LEDGER, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    try:
        write_all(fd, b"".join(lines))
        sync_file(fd)
    finally:
        os.close(fd)
    sync_folder(folder)
    return head


def after(assessment: Assessment | None, event: Event, before: Sequence[Event]) -> Assessment:
    """The assessment after the event, or Conflict where its subject has moved on or was closed."""
    if assessment is not None:
        stands = assessment.revisions.get(event.subject, 0)
        if event.revision != stands + 1:
            last = next((one for one in reversed(before) if one.subject == event.subject), None)
            raise Conflict(event, stands, last)
    try:
        return fold([event]) if assessment is None else apply(assessment, event)
    except Closed as error:
        raise ClosedMeanwhile(error.subject) from error
    except BrokenHistory as error:
        raise StoreError(str(error)) from error
