"""Several processes on one assessment: every acknowledged save counts, none overwrites another."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.database import LedgerDB
from ddq.store.ledger import create_ledger
from ddq.store.protocol import Conflict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}
PROCESSES, SAVES = 4, 25


def _count_up(folder: Path) -> None:
    """Raise the shared counter SAVES times, looking again whenever somebody else was first."""
    with LedgerDB(folder) as database:
        done = 0
        while done < SAVES:
            assessment = database.assessment
            stands = assessment.answers.get("counter")
            value = 1 if stands is None else int(str(stands.value)) + 1
            event = Event(
                seq=assessment.seq + 1,
                at=NOON,
                by="ana",
                kind=EventKind.answered,
                subject="counter",
                revision=assessment.revisions.get("counter", 0) + 1,
                new={"value": value},
            )
            try:
                database.append([event])
            except Conflict:
                continue
            done += 1


@pytest.mark.slow
def test_a_counter_raised_by_four_processes_counts_every_save(tmp_path: Path) -> None:
    create_ledger(
        tmp_path,
        [Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)],
    )
    children: list[int] = []
    for _ in range(PROCESSES):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _count_up(tmp_path)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * PROCESSES
    with LedgerDB(tmp_path) as database:
        assert database.assessment.answers["counter"].value == PROCESSES * SAVES
        assert database.ledger.seq == 1 + PROCESSES * SAVES
