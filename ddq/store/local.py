"""The local store: a folder with one TinyDB for each assessment, evidence files, and a derived catalogue.

store.json                            the format's version
journal.jsonl                         what happened to the store as a whole: repairs, deletions
assessments/<id>/ledger.jsonl         the truth
                 state.json           derived: the tables, as vanilla TinyDB opens them
                 .lock
evidence/sha256/ab/<digest>
versions/<digest>.json                the questionnaires, each at a version that an assessment began with
catalogue.json                        derived
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from ddq.assessment.fold import BrokenHistory, fold
from ddq.assessment.model import Event, EvidenceFile
from ddq.store.catalogue import Catalogue, summary_of, unreadable
from ddq.store.collecting import Unreferenced, unreferenced
from ddq.store.database import STATE, LedgerDB
from ddq.store.deleting import ASIDE, TABLE, Tombstone, finish, own_evidence, take_away, tombstones
from ddq.store.diagnosis import examine
from ddq.store.evidence import SIZE_LIMIT, EvidenceFolder, Quarantined
from ddq.store.excerpt import Excerpt
from ddq.store.formats import FORMAT, bring_up_to_date, format_of
from ddq.store.fsio import make_private_folder, sync_folder, write_atomically
from ddq.store.journal import JournalDB
from ddq.store.ledger import LEDGER, LOCK, create_ledger
from ddq.store.locking import NamedLock
from ddq.store.presence import Presence
from ddq.store.protocol import ID, Damaged, NotFound, NotSaved, StoreError, Summary
from ddq.store.redacting import holds, redact
from ddq.store.repairing import Repair, plan_repair, repair
from ddq.store.versions import VersionFolder


class LocalStore:
    """The store in one folder; implements `ddq.store.protocol.Store`."""

    def __init__(
        self,
        folder: Path,
        key: bytes | None = None,
        evidence_limit: int = SIZE_LIMIT,
        by: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open the folder, or make it.

        Args:
            folder: made for this user alone where it does not exist.
            key: hashes are keyed with it (HMAC), so that only its holder can extend a ledger.
            evidence_limit: the largest evidence file in bytes.
            by: who works here: named to those who wait for a lock, and in the journal.
            clock: the time, for the journal.

        Raises:
            NewerFormat: a newer version of ddq wrote it; nothing was touched.
            StoreError: others may write into it, or it cannot be made.
        """
        self.folder = folder
        """Where it is."""
        self._assessments = folder / "assessments"
        self._key = key
        self._by = by
        self._clock = clock
        self._open: dict[str, LedgerDB] = {}
        self._excerpts: dict[str, Excerpt] = {}
        self._journal: JournalDB | None = None
        self._catalogue = Catalogue(self._assessments, folder / "catalogue.json", self._summary)
        self._evidence = EvidenceFolder(folder / "evidence", evidence_limit, self._released)
        self._versions = VersionFolder(folder / "versions")
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
        except OSError as error:
            raise StoreError(f"{folder}: cannot be used: {error.strerror or error}; choose another folder") from error

    def __enter__(self) -> LocalStore:
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
                create_ledger(making, events, self._key)
                making.rename(target)
                sync_folder(self._assessments)
        except OSError as error:
            raise NotSaved(f"not saved: {error.strerror or error}; free space or check the disk") from error
        except BrokenHistory as error:
            raise StoreError(str(error)) from error

    def adopt(self, ledgers: Mapping[str, bytes]) -> None:
        """Keep assessments that were begun elsewhere, each by its ledger: all of them, or none.

        Raises:
            StoreError: there is one of such an id already, or a ledger does not hold together.
            NotSaved: the disk refused.
        """
        for assessment, content in ledgers.items():
            problem = examine(content, self._key).problem
            if problem is not None:
                raise StoreError(f"{assessment}: {problem}")
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

    def ledger(self, assessment: str) -> bytes:
        """The whole ledger as it stands, verified."""
        ledger = self.database(assessment).ledger
        with ledger.held():
            return ledger.path.read_bytes()

    def has(self, assessment: str) -> bool:
        """Whether there is an assessment of exactly this id."""
        return ID.fullmatch(assessment) is not None and (self._assessments / assessment / LEDGER).is_file()

    @property
    def journal(self) -> JournalDB:
        """What happened to the store as a whole."""
        if self._journal is None:
            self._journal = JournalDB(self.folder, self._by, self._clock, self._key)
        return self._journal

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
        return self.database(assessment).append(events)

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
        return found.notices if isinstance(found, Excerpt) else tuple(found.ledger.notices)

    def repair_plan(self, assessment: str) -> Repair:
        """What could be done for an assessment that does not hold together; nothing is touched."""
        return plan_repair(self._path(assessment), self._key)

    def repair(self, assessment: str, why: str) -> Repair:
        """Do it; what is cut off or set aside stays beside the ledger, and the journal says so."""
        done = repair(self._path(assessment), self.journal, why, self._key)
        self._let_go(assessment)
        return done

    def deletion(self, assessment: str) -> tuple[Path, ...]:
        """The evidence files that would go with an assessment; nothing is touched."""
        self._reading(assessment)
        return own_evidence(self.folder, self._path(assessment))

    def delete(self, assessment: str, why: str) -> tuple[str, ...]:
        """Delete an assessment with its history and the evidence that is its alone; a tombstone stays in the journal.

        Returns the evidence that was left, as it was used in the last seconds: `unreferenced` finds it later.
        """
        path = self._path(assessment)
        aside = path.with_name(f"{ASIDE}{assessment}")
        with self._lock():
            seq, head = self.anchor(assessment)
            first = self.events(assessment)[0]
            self._let_go(assessment)
            assessed = fold([first])
            stone = {"assessment": assessment, "entries": seq, "head": head, "began": first.at.date().isoformat()}
            try:
                with NamedLock(path / LOCK, assessment, self._by):
                    path.rename(aside)
                    sync_folder(self._assessments)
                self.journal.note(TABLE, {**stone, "questionnaire": assessed.questionnaire.id}, why)
                left = take_away(self.folder, aside)
            except OSError as error:
                raise NotSaved(
                    f"{assessment}: not deleted: {error.strerror or error}; open the workspace again"
                ) from error
        self.summaries()
        return left

    def redact(self, assessment: str, text: str, why: str) -> tuple[int, ...]:
        """Take a text out of an assessment for good; the entries that held it, by number.

        What was set aside beside the ledger and holds it goes as a whole.
        """
        database = self.database(assessment)
        folder = self._path(assessment)
        try:
            with database.ledger.held():
                content = database.ledger.path.read_bytes()
                redacted = redact(content, text, self._by, self._clock(), why, key=self._key)
                (folder / STATE).unlink(missing_ok=True)  # first: it would not follow from the new ledger
                sync_folder(folder)
                write_atomically(database.ledger.path, redacted.content)
                for aside in (*folder.glob("*.torn.*"), *folder.glob("*.damaged.*"), *folder.glob("*.aside.*")):
                    if holds(aside.read_bytes(), text):
                        aside.unlink()
                sync_folder(folder)
        except OSError as error:
            raise NotSaved(f"{assessment}: not redacted: {error.strerror or error}; check the disk") from error
        self._let_go(assessment)
        self.summaries()
        return redacted.entries

    def deleted(self) -> tuple[Tombstone, ...]:
        """What is left of the assessments that were deleted."""
        return tombstones(self.journal)

    def summaries(self) -> tuple[Summary, ...]:
        """All assessments, the last changed first."""
        return self._catalogue.listed()

    def put_evidence(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file under the hash of its content."""
        return self._evidence.put(file, name)

    def evidence(self, digest: str) -> Path:
        """The kept file, its content checked against its hash."""
        return self._evidence.get(digest)

    def keep_copy(self, content: bytes) -> Path:
        """Keep a copy of a file that another store keeps as evidence, and judged when it was attached."""
        return self._evidence.keep_copy(content)

    def copy_evidence(self, file: Path) -> None:
        """Keep a file that another store keeps as evidence."""
        self.keep_copy(file.read_bytes())

    def evidence_problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file; None where it is as it was."""
        return self._evidence.problem(file, whole=whole)

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Files that were not taken as evidence and not let go since."""
        return tuple(one for one in self._evidence.quarantined() if not self._released(one.digest))

    def release(self, digest: str, why: str) -> Quarantined:
        """Let a quarantined file go, named by the beginning of its digest: attaching it again keeps it."""
        found = [one for one in self.quarantined() if digest and one.digest.startswith(digest)]
        if len(found) != 1:
            many = f"{len(found)} files in quarantine begin" if found else "no file in quarantine begins"
            raise NotFound(f"{many} with {digest!r}; `ddq evidence quarantine` lists them")
        self.journal.note("released", {"evidence": found[0].digest, "name": found[0].name}, why)
        return found[0]

    def trusts(self, public: str) -> bool:
        """Whether somebody said that the key of this public part is kept where it will not be lost."""
        return any(one["public"] == public for one in self.journal.noted("keys"))

    def trust(self, public: str) -> None:
        """Note that somebody said so."""
        if not self.trusts(public):
            self.journal.note("keys", {"public": public}, "said that the key is kept in two places")

    def unreferenced(self) -> tuple[Unreferenced, ...]:
        """Evidence files that nothing refers to; nothing is touched."""
        return unreferenced(self.folder, self._key)

    def collect(self, why: str) -> tuple[Unreferenced, ...]:
        """Take them away, and note it."""
        with self._lock():
            found = unreferenced(self.folder, self._key)
            if found:
                self.journal.note("collected", {"evidence": [one.path.name for one in found]}, why)
            for one in found:
                one.path.unlink(missing_ok=True)
            return found

    def put_questionnaire(self, digest: str, content: bytes) -> None:
        """Keep a questionnaire under its digest."""
        self._versions.put(digest, content)

    def has_questionnaire(self, digest: str) -> bool:
        """Whether it is kept."""
        return self._versions.has(digest)

    def questionnaire(self, digest: str) -> bytes | None:
        """The kept questionnaire; None where nothing was kept."""
        return self._versions.get(digest)

    def close(self) -> None:
        """Write what is derived and let go of all files."""
        while self._open:
            self._open.popitem()[1].close()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

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
            database = LedgerDB(folder, self._key, self._by)
        except Damaged as damaged:
            return Excerpt(folder, damaged, self._key)
        except OSError as error:
            why = StoreError(f"{folder}: cannot be opened: {error.strerror or error}; ddq must be able to write there")
            if not os.access(folder / LEDGER, os.R_OK):
                raise why from error
            return Excerpt(folder, why, self._key)
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

    def _released(self, digest: str) -> bool:
        return any(one["evidence"] == digest for one in self.journal.noted("released"))

    def _let_go(self, assessment: str) -> None:
        """Close one assessment; it is opened anew when it is asked for."""
        self._excerpts.pop(assessment, None)
        database = self._open.pop(assessment, None)
        if database is not None:
            database.close()

    def _lock(self) -> NamedLock:
        return NamedLock(self.folder / ".lock", str(self.folder), self._by)


def _refuse_foreign_writers(folder: Path) -> None:
    """A folder that others may write to keeps no trail worth the name."""
    if sys.platform != "win32" and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise StoreError(f"{folder}: other users may write into it; run chmod go-w on it, or choose another folder")
