"""One assessment as a TinyDB: queries read tables that are folds of the ledger; the only write is an event.

`state.json` is the same tables as a plain file that vanilla TinyDB opens. It is derived: written now and then, never
read for answers, and refused when it does not follow from the ledger, because an edit in it would be tampering.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage

from ddq.assessment.fold import fold
from ddq.assessment.model import Assessment, Event
from ddq.store.copies import CopiedTable
from ddq.store.fsio import write_atomically
from ddq.store.ledger import LEDGER, Ledger
from ddq.store.protocol import Damaged, StoreError
from ddq.store.tables import Tables, tables_of

STATE = "state.json"
_ANCHOR = "_ledger"
CHECKPOINT_EVERY = 256
"""Events between two writes of `state.json`; a rewrite costs about as much as four saves."""


class LedgerStorage(Storage):
    """The tables of one ledger."""

    def __init__(self, folder: Path, by: str = "") -> None:
        self.ledger = Ledger(folder, by)
        self._state = folder / STATE
        self._tables: tuple[str, Tables] = ("", {})
        """The tables as of an event's hash."""
        self._written = 0
        """The number of the last event in `state.json`."""
        try:
            with self.ledger.held():
                self._sweep()
                self._check_state()
        except BaseException:
            self.ledger.close()
            raise

    def read(self) -> Tables:
        """The tables after everything that any process appended."""
        with self.ledger.held():
            return self._current()

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Refused: what is not an event leaves no trail."""
        _refuse()

    def append(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Keep the events; returns them as kept, once they are on the disk."""
        with self.ledger.held():
            written = self.ledger.append(events)
            if self.ledger.seq - self._written >= CHECKPOINT_EVERY:
                self.checkpoint()
            return written

    def checkpoint(self) -> None:
        """Write `state.json`. A disk that refuses is no error: the file is derived, and the ledger is safe."""
        anchor = {"1": {"seq": self.ledger.seq, "head": self.ledger.head}}
        content = orjson.dumps({**self._current(), _ANCHOR: anchor}, option=orjson.OPT_SORT_KEYS)
        try:
            write_atomically(self._state, content)
        except OSError:
            return
        self._written = self.ledger.seq

    def close(self) -> None:
        """Write `state.json` if it is behind and the ledger is as it was, and let go of the file."""
        try:
            if self.ledger.usable and self._written != self.ledger.seq:
                with self.ledger.held():
                    self.checkpoint()
        finally:
            self.ledger.close()

    def _current(self) -> Tables:
        if self._tables[0] != self.ledger.head:
            assessment = self.ledger.assessment
            self._tables = (self.ledger.head, tables_of(assessment) if assessment else {})
        return self._tables[1]

    def _sweep(self) -> None:
        """Remove what a killed checkpoint left; we hold the lock, so nobody is writing one."""
        for left in self.ledger.folder.glob("*.tmp"):
            left.unlink()

    def _check_state(self) -> None:
        self._written = check_state(self._state, self.ledger.events, self.ledger.has, self.ledger.assessment)


class CutOff(Damaged):
    """The copy has seen more entries than the ledger has that hold."""

    def __init__(self, seen: int, message: str) -> None:
        super().__init__(message)
        self.seen = seen
        """The last entry that it has seen."""


def check_state(
    path: Path, events: Sequence[Event], has: Callable[[int, str], bool], assessment: Assessment | None = None
) -> int:
    """The number of the last entry that the `state.json` at `path` has seen; 0 where there is none.

    Args:
        path: where it is.
        events: of the ledger beside it.
        has: whether the ledger has an entry of this number with this hash.
        assessment: the fold of all the events, where it is known: folding them again takes as long as verifying them.

    Raises:
        CutOff: it is ahead of the ledger.
        Damaged: it cannot be read, or says something else than the ledger.
    """
    try:
        state = orjson.loads(path.read_bytes())
        anchor = state.pop(_ANCHOR)["1"]
        seq, head = int(anchor["seq"]), str(anchor["head"])
    except FileNotFoundError:
        return 0
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{path}: cannot be read; `ddq repair` makes it anew from the ledger") from error
    if seq > len(events):
        raise CutOff(
            seq,
            f"{path.with_name(LEDGER)}: ends at entry {len(events)}, but {STATE} has seen entry {seq}; entries were"
            " cut off. Restore the assessment from a backup",
        )
    if assessment is None or assessment.seq != seq:
        assessment = fold(events[:seq]) if seq else None
    tables = tables_of(assessment) if assessment else {}
    if not has(seq, head) or orjson.loads(orjson.dumps(tables)) != state:
        raise Damaged(
            f"{path}: does not follow from the ledger; it was altered. The ledger holds together: `ddq repair` goes on"
            " with what the ledger says"
        )
    return seq


class LedgerTable(CopiedTable):
    """A table that is a fold of the ledger: any query, no write."""

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        _refuse()


class LedgerDB(TinyDB):
    """The TinyDB of one assessment."""

    table_class = LedgerTable
    default_storage_class = LedgerStorage

    @property
    def ledger(self) -> Ledger:
        """The truth behind the tables."""
        return self._ledger_storage.ledger

    @property
    def assessment(self) -> Assessment:
        """The assessment after everything that any process appended."""
        with self.ledger.held():
            assert self.ledger.assessment is not None, "a ledger without events is never opened"
            return self.ledger.assessment

    def append(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Keep the events; returns them as kept, once they are on the disk."""
        return self._ledger_storage.append(events)

    @property
    def _ledger_storage(self) -> LedgerStorage:
        assert isinstance(self._storage, LedgerStorage)
        return self._storage

    def drop_table(self, name: str) -> None:
        """Refused."""
        _refuse()


def _refuse() -> NoReturn:
    raise StoreError("tables are not written to, as that would leave no trail; append an event")
