"""What happened to a store as a whole, as a TinyDB of which every change is one line of a chain on the disk.

Nothing in it is an answer: it says which assessments were deleted, what was repaired, and from which format the store
came.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document

from ddq.store.chain import Lines
from ddq.store.chained_file import ChainedFile
from ddq.store.copies import CopiedTable
from ddq.store.fsio import BINARY, sync_folder
from ddq.store.noted import Change, Noted
from ddq.store.protocol import Damaged, StoreError
from ddq.store.tables import Tables

JOURNAL = "journal.jsonl"
LOCK = ".journal.lock"


class Journal(ChainedFile[Noted]):
    """The open journal, and the tables that it adds up to."""

    def __init__(self, folder: Path, by: str = "") -> None:
        """Open, and verify every line from the first; an empty journal is made where there is none.

        Raises:
            Damaged: a line was altered, or lines do not follow from each other.
            Busy: another process holds the lock.
        """
        self.tables: Tables = {}
        self.highest: dict[str, int] = {}
        """By table, the highest id that a document of it ever had."""
        path = folder / JOURNAL
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | BINARY, 0o600))
            sync_folder(folder)
        super().__init__(path, folder / LOCK, Noted, by)

    def append(self, changes: Sequence[Change], by: str, at: datetime, why: str | None) -> None:
        """Keep the changes as one entry; they stand once it is on the disk."""
        with self.held():
            self._add([Noted(seq=self.seq + 1, at=at, by=by, why=why, changes=tuple(changes))])
            self._stand(changes)

    def _begin_again(self) -> None:
        super()._begin_again()
        self.tables, self.highest = {}, {}

    def _take_in(self, found: Lines[Noted]) -> None:
        for noted in found.events:
            for change in noted.changes:
                if self.tables.get(change.table, {}).get(str(change.document)) != change.old:
                    raise Damaged(f"{self.path}: entry {noted.seq} does not follow from what stood before it")
            self._stand(noted.changes)
        super()._take_in(found)

    def _stand(self, changes: Iterable[Change]) -> None:
        for change in changes:
            table = self.tables.setdefault(change.table, {})
            if isinstance(change.new, dict):
                table[str(change.document)] = change.new
            else:
                table.pop(str(change.document), None)
                if not table:
                    del self.tables[change.table]
            self.highest[change.table] = max(self.highest.get(change.table, 0), change.document)


class JournalStorage(Storage):
    """The tables of the journal of one store."""

    def __init__(self, folder: Path, by: str, clock: Callable[[], datetime]) -> None:
        self.journal = Journal(folder, by)
        self._by = by
        self._clock = clock
        self._why: str | None = None

    def read(self) -> Tables:
        """The tables after everything that any process noted."""
        with self.journal.held():
            return self.journal.tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Refused: a whole new content says nothing of what became of the old one."""
        raise StoreError("the journal is not written as a whole; change its tables")

    def append(self, changes: Sequence[Change]) -> None:
        """Keep the changes as one entry, under the name, the time and the reason that hold now."""
        self.journal.append(changes, self._by, self._clock(), self._why)

    @contextmanager
    def because(self, why: str | None) -> Generator[None]:
        """What is changed meanwhile is noted with this reason."""
        before, self._why = self._why, why
        try:
            yield
        finally:
            self._why = before

    def close(self) -> None:
        """Let go of the file."""
        self.journal.close()


class JournalTable(CopiedTable):
    """A table of which every insert, update and removal is one entry: all of it is kept, or nothing."""

    def insert(self, document: Mapping[str, Any]) -> int:
        """Keep a new document under an id that no document of the table ever had."""
        table: Any = super()
        with self._journal.held():
            return table.insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Keep new documents, all or none."""
        table: Any = super()
        with self._journal.held():
            numbered: list[Document] = []
            for document in documents:
                next_id = max([self._get_next_id(), *(one.doc_id + 1 for one in numbered)])
                numbered.append(document if isinstance(document, Document) else Document(document, next_id))
            return table.insert_multiple(numbered)

    @property
    def _journal(self) -> Journal:
        assert isinstance(self._storage, JournalStorage)
        return self._storage.journal

    def _get_next_id(self) -> int:
        return self._journal.highest.get(self.name, 0) + 1

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        """The one way in which TinyDB changes a table."""
        assert isinstance(self._storage, JournalStorage)
        with self._journal.held():
            before = self._journal.tables.get(self.name, {})
            after = {int(number): orjson.loads(orjson.dumps(document)) for number, document in before.items()}
            updater(after)
            changes = [
                Change(table=self.name, document=number, old=before.get(str(number)), new=_plain(after.get(number)))
                for number in dict.fromkeys([*map(int, before), *after])
            ]
            changes = [change for change in changes if change.old != change.new]
            if changes:
                self._storage.append(changes)


class JournalDB(TinyDB):
    """The TinyDB of a store's journal: `JournalDB(folder, by, clock)`."""

    table_class = JournalTable
    default_storage_class = JournalStorage

    @property
    def journal(self) -> Journal:
        """The file behind the tables."""
        assert isinstance(self._storage, JournalStorage)
        return self._storage.journal

    def note(self, table: str, document: Mapping[str, Any], why: str | None = None) -> int:
        """Keep a document, with the reason; returns its id once it is on the disk."""
        assert isinstance(self._storage, JournalStorage)
        with self._storage.because(why):
            return self._named(table).insert(document)

    def noted(self, table: str) -> list[dict[str, Any]]:
        """The documents of a table as they stand, oldest first."""
        return [dict(document) for document in self._named(table)]

    def drop_table(self, name: str) -> None:
        """Take every document out of a table; the journal goes on saying what they were."""
        self._named(name).truncate()
        self._tables.pop(name, None)

    def _named(self, name: str) -> JournalTable:
        found: Any = self
        return found.table(name)

    def drop_tables(self) -> None:
        """Take every document out of every table."""
        for name in self.tables():
            self.drop_table(name)


def _plain(document: Mapping[str, Any] | None) -> Any:
    """As JSON holds it; what JSON cannot hold is refused before anything is written."""
    return None if document is None else orjson.loads(orjson.dumps(dict(document)))
