"""A disk that takes no more: the save is refused with its reason, nothing is lost, and with room again it goes on."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.database import LedgerDB
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.protocol import NotSaved

resource = pytest.importorskip("resource", reason="only POSIX can limit the size of files")

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}


def _answer(database: LedgerDB, subject: str, note: int = 40) -> Event:
    return Event(
        seq=database.ledger.seq + 1,
        at=NOON,
        by="ana",
        kind=EventKind.answered,
        subject=subject,
        revision=database.assessment.revisions.get(subject, 0) + 1,
        new={"value": database.ledger.seq, "note": "n" * note},
    )


def _fill_up_and_go_on(folder: Path) -> None:
    """Saves until the system refuses, at every offset of a line; then with room again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with LedgerDB(folder) as database:
        for room in range(1, 700, 23):
            before = database.ledger.seq
            size = (folder / LEDGER).stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, hard))
            try:
                batch = [_answer(database, "Q-1"), _answer(database, "Q-2").model_copy(update={"seq": before + 2})]
                database.append(batch)
            except NotSaved as refused:
                assert "free space" in refused.msg
                assert database.ledger.seq == before
                assert (folder / LEDGER).stat().st_size == size
            else:
                assert database.ledger.seq == before + 2
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            database.append([_answer(database, "Q-3")])
        events = list(database.ledger.events)
    with LedgerDB(folder) as again:
        assert again.ledger.events == events
        assert again.ledger.notices == []


def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path) -> None:
    """In a process of its own, whose files may not grow beyond a limit that the system itself enforces."""
    created = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)
    create_ledger(tmp_path, [created])
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _fill_up_and_go_on(tmp_path)
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
