"""The system refuses a call here and there, for a reason of its own: each save is kept, or refused and not there."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Event
from ddq.store.local import LocalStore
from ddq.store.protocol import StoreError
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, answer

REASONS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE)


class Refusing:
    """The calls that write, each of which fails now and then; `write` also writes less than it was given."""

    def __init__(self, patch: pytest.MonkeyPatch, chance: random.Random, share: float) -> None:
        self.chance, self.share, self.count, self.on = chance, share, 0, False
        for name in ("open", "write", "fsync", "ftruncate", "replace", "rename", "mkdir"):
            patch.setattr(os, name, self._refusing(getattr(os, name)))
        patch.setattr("ddq.store.fsio._sync", self._refusing(os.fdatasync if hasattr(os, "fdatasync") else os.fsync))

    def _refusing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **options: Any) -> Any:
            if self.on and self.chance.random() < self.share:
                self.count += 1
                if call.__name__ == "write" and self.chance.random() < 0.5:
                    return call(given[0], bytes(given[1])[: max(1, len(given[1]) // 2)])
                raise OSError(reason := self.chance.choice(REASONS), os.strerror(reason))
            return call(*given, **options)

        return called


def test_no_refused_call_loses_or_invents_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, times: int
) -> None:
    chance = random.Random(9)
    with LocalStore(tmp_path / "store", by="ana") as first:
        first.create([BEGUN])
    system = Refusing(monkeypatch, chance, 0.05)
    acknowledged: list[Event] = []
    attempted: list[Event] = [BEGUN]
    store: LocalStore | None = None
    root = tmp_path / "store"
    while tally.rounds < 1_500 * times:
        tally.rounds += 1
        system.on = False
        store = store or LocalStore(root, by="ana")
        before = list(store.events("a-1"))
        given = answer(before, f"Q-{chance.randrange(9)}", tally.rounds)
        system.on = True
        try:
            acknowledged += store.append("a-1", [given])
        except (StoreError, OSError) as refused:
            assert isinstance(refused, StoreError), "every refusal is a sentence"
            attempted.append(given)
            system.on = False
            store.close()
            store = None
        if chance.random() < 0.02 and store is not None:
            system.on = False
            store.close()
            store = None
        system.on = False
        if tally.rounds % 250 == 0:
            if store is not None:
                store.close()
            with LocalStore(root) as check:
                _check(check, acknowledged, attempted)
            tally.acknowledged += len(acknowledged)
            acknowledged, attempted, store = [], [BEGUN], None
            root = tmp_path / f"store-{tally.rounds}"  # a new one: a long ledger only takes longer to open
            with LocalStore(root, by="ana") as next_one:
                next_one.create([BEGUN])
    tally.faults = system.count


def _check(store: LocalStore, acknowledged: list[Event], attempted: list[Event]) -> None:
    """All that was acknowledged is there in its order; what else is there was at least asked for."""
    found = list(store.events("a-1"))
    values = [event.new for event in found]
    places = [values.index(event.new) for event in acknowledged]
    assert places == sorted(places)
    rest = [event.new for event in found if event.new not in [one.new for one in acknowledged]]
    assert all(one in [event.new for event in attempted] for one in rest)


def test_a_failed_fsync_is_not_tried_again_and_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second fsync may say yes without having written: where cutting back fails too the handle is dead."""
    with LocalStore(tmp_path / "store") as store:
        store.create([BEGUN])
        events = store.events("a-1")

        def fail(fd: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patched:
            patched.setattr("ddq.store.fsio._sync", fail)
            with pytest.raises(StoreError, match="not saved: Input/output error"):
                store.append("a-1", [answer(events, "Q-1", 1)])
        with pytest.raises(StoreError, match="open it again"):
            store.append("a-1", [answer(events, "Q-1", 1)])
