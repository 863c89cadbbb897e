"""A clock that stands still or goes backwards changes no order and hides nothing."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from ddq.store.database import LedgerDB
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from tests.faults.given import BEGUN, NOON, answer


def test_entries_keep_their_order_when_the_clock_goes_backwards(tmp_path: Path) -> None:
    hours = iter(range(100))
    with LocalStore(tmp_path / "store", by="ana", clock=lambda: NOON - timedelta(hours=next(hours))) as store:
        store.create([BEGUN])
        for number in range(10):
            event = answer(store.events("a-1"), "Q-1", number)
            store.append("a-1", [event.model_copy(update={"at": NOON - timedelta(days=number)})])
        store.journal.note("t", {"n": 1})
        store.journal.note("t", {"n": 2})
    with LocalStore(tmp_path / "store") as store:
        assert [event.new["value"] for event in store.events("a-1")[1:]] == list(range(10))  # type: ignore[index]
        assert [one["n"] for one in store.journal.noted("t")] == [1, 2]
        assert [one.problem for one in store.summaries()] == [None]


def test_two_torn_lines_at_one_time_are_both_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named by the time; none may replace the other."""
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    for rest in (b"first half", b"second half"):
        with (folder / LEDGER).open("ab") as file:
            file.write(rest)
        LedgerDB(folder).close()
    assert {path.read_bytes() for path in folder.glob("*.torn.*")} == {b"first half", b"second half"}


def test_a_list_is_true_when_a_file_keeps_its_time(tmp_path: Path) -> None:
    """The catalogue looks at size and inode too."""
    import os

    with LocalStore(tmp_path / "store", by="ana") as store:
        store.create([BEGUN])
        path = tmp_path / "store" / "assessments" / "a-1" / LEDGER
        os.utime(path, ns=(1, 1))
        assert store.summaries()[0].recorded == 0
        store.append("a-1", [answer(store.events("a-1"), "Q-1", 1)])
        os.utime(path, ns=(1, 1))
        assert store.summaries()[0].recorded == 1
