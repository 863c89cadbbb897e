"""Two handles on one assessment, in any order, with crashes and lost copies: always what a plain list would hold."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ddq.assessment.fold import fold
from ddq.assessment.model import Event, EventKind
from ddq.store.database import STATE, LedgerDB
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.protocol import Conflict
from ddq.store.tables import tables_of

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}
SUBJECTS = st.sampled_from(["Q-1", "Q-2", "owners/1", "owners/2"])
VALUES = st.one_of(st.none(), st.integers(0, 9), st.text(max_size=4))
HANDLES = st.sampled_from([0, 1])


class StoreMachine(RuleBasedStateMachine):
    """The store beside a list of events."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        created = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)
        create_ledger(self.folder, [created])
        self.model = [created]
        self.handles = [LedgerDB(self.folder), LedgerDB(self.folder)]

    def _event(self, subject: str, value: object, stale: int = 0) -> Event:
        revision = sum(event.subject == subject for event in self.model) + 1 - stale
        new: Any = None if value is None else {"value": value}
        return Event(
            seq=len(self.model) + 1,
            at=NOON,
            by="ana",
            kind=EventKind.answered,
            subject=subject,
            revision=revision,
            new=new,
        )

    @rule(handle=HANDLES, subject=SUBJECTS, value=VALUES)
    def answer(self, handle: int, subject: str, value: object) -> None:
        self.model += self.handles[handle].append([self._event(subject, value)])

    @rule(handle=HANDLES, values=st.lists(VALUES, min_size=2, max_size=5))
    def answer_several(self, handle: int, values: list[object]) -> None:
        events = [self._event(f"B-{len(self.model)}-{place}", value) for place, value in enumerate(values)]
        self.model += self.handles[handle].append(events)

    @precondition(lambda self: len(self.model) > 1)
    @rule(handle=HANDLES)
    def answer_late(self, handle: int) -> None:
        """Somebody else was first: refused, and nothing of the batch is kept."""
        late = self._event(self.model[-1].subject, "late", stale=1)
        try:
            self.handles[handle].append([self._event("Q-1", "first of the batch"), late])
        except Conflict:
            return
        raise AssertionError("a stale answer was accepted")

    @rule(handle=HANDLES)
    def close_and_open(self, handle: int) -> None:
        self.handles[handle].close()
        self.handles[handle] = LedgerDB(self.folder)

    @rule(handle=HANDLES)
    def crash_and_open(self, handle: int) -> None:
        """The handle is gone without having written its copy."""
        self.handles[handle].ledger.close()
        self.handles[handle] = LedgerDB(self.folder)

    @rule(handle=HANDLES, torn=st.binary(min_size=1, max_size=80).filter(lambda content: b"\n" not in content))
    def crash_while_writing(self, handle: int, torn: bytes) -> None:
        self.handles[handle].ledger.close()
        with (self.folder / LEDGER).open("ab") as file:
            file.write(torn)
        self.handles[handle] = LedgerDB(self.folder)
        assert self.handles[handle].ledger.notices

    @rule()
    def lose_the_copy(self) -> None:
        (self.folder / STATE).unlink(missing_ok=True)

    @invariant()
    def both_hold_what_was_acknowledged(self) -> None:
        expected = fold(self.model)
        tables = tables_of(expected)
        for handle in getattr(self, "handles", []):
            assert handle.assessment == expected
            assert handle.storage.read() == tables
            assert handle.ledger.events == self.model

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()
        shutil.rmtree(self.folder)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=50, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
