"""An assessment that can only be read: as far as its ledger holds together, and where it stops."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from ddq.assessment.model import Assessment, Event
from ddq.store.diagnosis import examine
from ddq.store.ledger import LEDGER
from ddq.store.protocol import Damaged, StoreError

Signature = tuple[int, int, int]


class Excerpt:
    """What of one assessment can be read; nothing in its folder is touched."""

    def __init__(self, folder: Path, why: StoreError) -> None:
        """Read as far as it holds.

        Args:
            folder: of the assessment.
            why: it could not be opened for writing.

        Raises:
            StoreError: nothing of it holds; then it is `why`.
        """
        self._folder = folder
        self._signature = self._look()
        found = examine((folder / LEDGER).read_bytes())
        if found.assessment is None:
            raise why
        self.assessment: Assessment = found.assessment
        self.events: tuple[Event, ...] = found.events[: found.assessment.seq]
        self.head = found.hashes[found.assessment.seq - 1]
        self.why = why
        stops = f" Behind entry {self.seq}: {found.problem}." if found.problem else ""
        rest = (
            f" `ddq verify {folder.name}` says more, `ddq repair {folder.name}` what can be done"
            if isinstance(why, Damaged)
            else ""
        )
        self.notices = (f"open for reading only, as of entry {self.seq}: {why}.{stops}{rest}",)

    @property
    def seq(self) -> int:
        """The number of the last entry that holds."""
        return len(self.events)

    @property
    def current(self) -> bool:
        """Whether the ledger is as it was when it was read."""
        return self._signature == self._look()

    def refuse(self) -> NoReturn:
        """Nothing is written to what does not hold together."""
        raise type(self.why)(f"nothing was saved, it is open for reading only: {self.why}")

    def _look(self) -> Signature:
        found = (self._folder / LEDGER).stat()
        return (found.st_mtime_ns, found.st_size, found.st_ino)
