"""A server that is killed in the middle of commits, and connections that are cut: nothing acknowledged is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.protocol import NotSaved, StoreError
from ddq.store.team import server as server_module
from ddq.store.team.store import TeamStore
from tests.faults.conftest import Tally
from tests.faults.cutting_proxy import CuttingProxy
from tests.postgres import PostgresServer, server

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROUNDS = 4
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}


def begun(name: str = "a-1", by: str = "ana") -> Event:
    return Event(seq=1, at=NOON, by=by, kind=EventKind.created, subject=name, revision=1, new=BEGINNING)


def answer(subject: str, by: str = "ana") -> Event:
    """The first answer of a subject; the store gives it its number."""
    return Event(seq=2, at=NOON, by=by, kind=EventKind.answered, subject=subject, revision=1, new={"value": subject})


@pytest.fixture
def running() -> PostgresServer:
    return server()


@pytest.fixture
def proxy(running: PostgresServer) -> Iterator[CuttingProxy]:
    made = CuttingProxy(running.folder)
    yield made
    made.close()


@pytest.fixture
def store(running: PostgresServer, proxy: CuttingProxy, tmp_path: Path) -> Iterator[TeamStore]:
    """Over the proxy."""
    address = running.address("ana", running.database()).replace(str(running.folder), str(proxy.folder))
    with TeamStore(address, tmp_path / "here") as opened:
        yield opened


def test_a_commit_that_the_server_never_saw_is_not_saved(store: TeamStore, proxy: CuttingProxy) -> None:
    store.create([begun()])
    proxy.cut = "before"
    with pytest.raises(NotSaved, match="was lost; try again"):
        store.append("a-1", [answer("Q-1")])
    assert proxy.cuts == 1
    assert len(store.events("a-1")) == 1
    store.append("a-1", [answer("Q-1")])
    assert [event.subject for event in store.events("a-1")] == ["a-1", "Q-1"]


def test_a_commit_whose_answer_was_lost_is_found_and_kept_once(store: TeamStore, proxy: CuttingProxy) -> None:
    store.create([begun()])
    proxy.cut = "after"
    kept = store.append("a-1", [answer("Q-1"), answer("Q-2")])
    assert proxy.cuts == 1
    assert store.events("a-1")[1:] == kept
    assert next(store.check()).problems[0].startswith("the questionnaire")  # which no test here keeps


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_new_assessment_is_there_once_wherever_the_line_is_cut(
    store: TeamStore, proxy: CuttingProxy, cut: Any
) -> None:
    proxy.cut = cut
    store.create([begun(), answer("Q-1")])
    assert proxy.cuts == 1
    assert [event.subject for event in store.events("a-1")] == ["a-1", "Q-1"]
    assert len(store.summaries()) == 1


def test_where_the_server_stays_away_nothing_is_claimed(
    store: TeamStore, proxy: CuttingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create([begun()])
    monkeypatch.setattr(server_module, "WAIT_SECONDS", 1)
    proxy.cut, proxy.refusing = "after", True
    with pytest.raises(NotSaved, match="it is not known whether the last change was kept"):
        store.append("a-1", [answer("Q-1")])
    with pytest.raises(StoreError, match="the server does not answer"):
        store.events("a-1")
    proxy.refusing = False
    assert len(store.events("a-1")) == 2


class Writer(threading.Thread):
    """Saves answer after answer, each a new subject, and remembers which were acknowledged."""

    def __init__(self, store: TeamStore, by: str) -> None:
        super().__init__(daemon=True)
        self.acknowledged: list[Event] = []
        self.refused = 0
        self.faults: list[BaseException] = []
        self.stop = False
        self._store = store
        self._by = by

    def run(self) -> None:
        number = 0
        while not self.stop:
            number += 1
            try:
                self.acknowledged += self._store.append("a-1", [answer(f"{self._by}-{number}", self._by)])
            except StoreError:
                self.refused += 1
                time.sleep(0.01)  # a person would not try again at once
            except BaseException as error:
                self.faults.append(error)
                return


def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged(
    running: PostgresServer, tmp_path: Path, tally: Tally, times: int
) -> None:
    """Two writers on one assessment, and all of the server's processes killed in between, several times."""
    database = running.database()
    stores = {by: TeamStore(running.address(by, database), tmp_path / by) for by in ("ana", "ben")}
    stores["ana"].create([begun()])
    writers = [Writer(store, by) for by, store in stores.items()]
    for writer in writers:
        writer.start()
    for _ in range(ROUNDS * times):
        before = [len(writer.acknowledged) for writer in writers]
        while any(
            len(writer.acknowledged) < count + 20 and writer.is_alive()
            for writer, count in zip(writers, before, strict=True)
        ):
            time.sleep(0.005)
        running.kill()
        running.start()
    for writer in writers:
        writer.stop = True
    for writer in writers:
        writer.join(30)
        assert writer.faults == []
    with TeamStore(running.address("ana", database), tmp_path / "fresh") as fresh:
        kept = {event.seq: event for event in fresh.events("a-1")}
        assert fresh.notices("a-1") == ()
    acknowledged = [event for writer in writers for event in writer.acknowledged]
    assert len(acknowledged) >= 2 * 20 * ROUNDS * times
    gone = [event for event in acknowledged if kept.get(event.seq) != event]
    tally.rounds = tally.faults = ROUNDS * times
    tally.acknowledged, tally.lost = len(acknowledged), len(gone)
    assert gone == []
    assert len({event.seq for event in acknowledged}) == len(acknowledged)
    for store in stores.values():
        store.close()
