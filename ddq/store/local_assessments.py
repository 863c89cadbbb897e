"""Assessments in the folder of a local store: made, added to, read and listed; nothing here takes anything away."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ddq.assessment.fold import BrokenHistory
from ddq.assessment.model import Event
from ddq.store.catalogue import Catalogue, summary_of, unreadable
from ddq.store.database import LedgerDB
from ddq.store.deleting import ASIDE, Tombstone, finish, tombstones
from ddq.store.diagnosis import examine
from ddq.store.evidence import SIZE_LIMIT
from ddq.store.excerpt import Excerpt
from ddq.store.formats import FORMAT, bring_up_to_date, format_of
from ddq.store.fsio import make_private_folder, sync_folder, write_atomically
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.local_files import LocalFiles
from ddq.store.presence import Presence
from ddq.store.protocol import ID, Damaged, NotFound, NotSaved, StoreError, Summary
from ddq.store.sealing import Seals


class LocalAssessments(LocalFiles):
    """The part of a local store that keeps and reads assessments, each opened and verified once."""

    def __init__(
        self,
        folder: Path,
        evidence_limit: int = SIZE_LIMIT,
        by: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        seals: Seals | None = None,
    ) -> None:
        """Open the folder, or make it.

        Args:
            folder: made for this user alone where it does not exist.
            evidence_limit: the largest evidence file in bytes.
            by: who works here: named to those who wait for a lock, and in the journal.
            clock: the time, for the journal.
            seals: what is saved is sealed with them, where the workspace was sealed with their key.

        Raises:
            NewerFormat: a newer version of ddq wrote it; nothing was touched.
            StoreError: others may write into it, it cannot be made, or it was sealed with another key.
        """
        super().__init__(folder, by, clock, evidence_limit, seals)
        self._assessments = folder / "assessments"
        self._open: dict[str, LedgerDB] = {}
        self._excerpts: dict[str, Excerpt] = {}
        self._catalogue = Catalogue(self._assessments, folder / "catalogue.json", self._summary)
        try:
            version = format_of(folder)
            make_private_folder(self._assessments)
            _refuse_foreign_writers(folder)
            if version != FORMAT and (version is None or os.access(folder / "store.json", os.W_OK)):
                with self._lock():
                    bring_up_to_date(folder, format_of(folder), lambda: self.journal)
            if any(self._assessments.glob(f"{ASIDE}*")):
                with self._lock():
                    finish(folder, self.journal)
            self._check_key()
        except OSError as error:
            raise StoreError(f"{folder}: cannot be used: {error.strerror or error}; choose another folder") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def user(self) -> str | None:
        """Nobody is logged in to a folder: whoever is named is believed."""
        return None

    def create(self, events: Sequence[Event]) -> None:
        """Keep a new assessment: its folder appears whole, or not at all."""
        assessment = events[0].subject
        target = self._path(assessment)
        try:
            with self._lock():
                self._check_new(assessment)
                for left in self._assessments.glob(".new-*"):
                    shutil.rmtree(left)
                making = self._assessments / f".new-{assessment}"
                making.mkdir(mode=0o700)
                head = create_ledger(making, events)
                making.rename(target)
                sync_folder(self._assessments)
        except OSError as error:
            raise NotSaved(f"not saved: {error.strerror or error}; free space or check the disk") from error
        except BrokenHistory as error:
            raise StoreError(str(error)) from error
        self._seal(assessment, len(events), head)

    def adopt(self, ledgers: Mapping[str, bytes]) -> None:
        """Keep assessments that were begun elsewhere, each by its ledger: all of them, or none.

        Raises:
            StoreError: there is one of such an id already, or a ledger does not hold together.
            NotSaved: the disk refused.
        """
        found = {assessment: examine(content) for assessment, content in ledgers.items()}
        for assessment, one in found.items():
            if one.problem is not None:
                raise StoreError(f"{assessment}: {one.problem}")
        making = {name: self._assessments / f".new-{name}" for name in ledgers}
        placed: list[Path] = []
        try:
            with self._lock():
                for name, folder in making.items():
                    self._check_new(name)
                    if folder.exists():
                        shutil.rmtree(folder)
                    folder.mkdir(mode=0o700)
                    write_atomically(folder / LEDGER, ledgers[name])
                for name, folder in making.items():
                    placed.append(folder.rename(self._path(name)))
                sync_folder(self._assessments)
        except OSError as error:
            for folder in placed:
                shutil.rmtree(folder, ignore_errors=True)
            raise NotSaved(f"not saved: {error.strerror or error}; free space or check the disk") from error
        finally:
            for folder in making.values():
                shutil.rmtree(folder, ignore_errors=True)
        for assessment, one in found.items():
            self._seal(assessment, len(one.hashes), one.hashes[-1])

    def ledger(self, assessment: str) -> bytes:
        """The whole ledger as it stands, verified."""
        ledger = self.database(assessment).ledger
        with ledger.held():
            return ledger.path.read_bytes()

    def has(self, assessment: str) -> bool:
        """Whether there is an assessment of exactly this id."""
        return ID.fullmatch(assessment) is not None and (self._assessments / assessment / LEDGER).is_file()

    def database(self, assessment: str) -> LedgerDB:
        """The assessment's TinyDB, opened and verified once, then kept open.

        Raises:
            StoreError: it is open for reading only.
        """
        found = self._reading(assessment)
        if isinstance(found, Excerpt):
            found.refuse()
        return found

    def append(self, assessment: str, events: Sequence[Event]) -> tuple[Event, ...]:
        """Keep further events, all or none; returns them as they were kept once they are on disk."""
        database = self.database(assessment)
        if self._seals is None:
            return database.append(events)
        with database.ledger.held():
            written = database.append(events)
            self._seal(assessment, database.ledger.seq, database.ledger.head)
        return written

    def events(self, assessment: str) -> tuple[Event, ...]:
        """All events, verified, oldest first; of an assessment that does not hold together, those that do."""
        found = self._reading(assessment)
        return found.events if isinstance(found, Excerpt) else found.ledger.all_events()

    def anchor(self, assessment: str) -> tuple[int, str]:
        """The `seq` and the hash of the last event."""
        found = self._reading(assessment)
        if isinstance(found, Excerpt):
            return found.seq, found.head
        with found.ledger.held():
            return found.ledger.seq, found.ledger.head

    def presence(self, assessment: str) -> Presence:
        """Where it is said who has the assessment open."""
        return Presence(self._path(assessment))

    def moved(self, assessment: str) -> bool:
        """Whether another process appended to it since it was read here."""
        found = self._open.get(assessment)
        return found is not None and found.ledger.behind

    def notices(self, assessment: str) -> tuple[str, ...]:
        """What the user must be told about this assessment."""
        found = self._reading(assessment)
        told = found.notices if isinstance(found, Excerpt) else found.ledger.notices
        return (*told, *self.seal_notices())

    def deleted(self) -> tuple[Tombstone, ...]:
        """What is left of the assessments that were deleted."""
        return tombstones(self.journal)

    def summaries(self) -> tuple[Summary, ...]:
        """All assessments, the last changed first."""
        return self._catalogue.listed()

    def close(self) -> None:
        """Write what is derived and let go of all files."""
        while self._open:
            self._open.popitem()[1].close()
        self._close_journal()

    def _path(self, assessment: str) -> Path:
        if not ID.fullmatch(assessment):
            raise NotFound(f"{assessment!r} is not the id of an assessment")
        return self._assessments / assessment

    def _reading(self, assessment: str) -> LedgerDB | Excerpt:
        """The assessment, opened once; for reading only where it does not hold together or cannot be written to."""
        found = self._open.get(assessment)
        if found is not None:
            return found
        excerpt = self._excerpts.pop(assessment, None)
        if excerpt is None or not excerpt.current:
            excerpt = self._opened(assessment)
        if isinstance(excerpt, Excerpt):
            self._excerpts[assessment] = excerpt
        else:
            self._open[assessment] = excerpt
        return excerpt

    def _opened(self, assessment: str) -> LedgerDB | Excerpt:
        folder = self._path(assessment)
        if not (folder / LEDGER).is_file():
            raise NotFound(f"there is no assessment {assessment}")
        try:
            database = LedgerDB(folder, self._by)
        except Damaged as damaged:
            return Excerpt(folder, damaged)
        except OSError as error:
            why = StoreError(f"{folder}: cannot be opened: {error.strerror or error}; ddq must be able to write there")
            if not os.access(folder / LEDGER, os.R_OK):
                raise why from error
            return Excerpt(folder, why)
        if database.ledger.seq == 0:
            database.close()
            raise NotFound(f"the assessment {assessment} is empty")
        return database

    def _summary(self, assessment: str) -> Summary:
        """Read one assessment for the list, without keeping it open."""
        held = self._open.get(assessment)
        try:
            found = held or self._opened(assessment)
            if isinstance(found, Excerpt):
                return summary_of(found.assessment, found.head)._replace(problem=str(found.why))
            try:
                return summary_of(found.assessment, found.ledger.head)
            finally:
                if held is None:
                    found.close()
        except StoreError as error:
            return unreadable(assessment, str(error))

    def _check_new(self, assessment: str) -> None:
        if self._path(assessment).exists():
            raise StoreError(f"there is an assessment {assessment} already")
        for stone in self.deleted():
            if stone.id == assessment:
                raise StoreError(
                    f"the assessment {assessment} was deleted on {stone.at:%Y-%m-%d} by {stone.by}: {stone.why}"
                )

    def _let_go(self, assessment: str) -> None:
        """Close one assessment; it is opened anew when it is asked for."""
        self._excerpts.pop(assessment, None)
        database = self._open.pop(assessment, None)
        if database is not None:
            database.close()


def _refuse_foreign_writers(folder: Path) -> None:
    """A folder that others may write to keeps no trail worth the name."""
    if sys.platform != "win32" and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise StoreError(f"{folder}: other users may write into it; run chmod go-w on it, or choose another folder")
