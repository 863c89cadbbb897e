"""The team store: one save, 200 people at once, twenty on one assessment. Nothing where PostgreSQL is missing."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from measure import Row, Sample, in_turn

from ddq.assessment.fold import fold
from ddq.assessment.model import Event, EventKind
from ddq.store.protocol import Conflict
from ddq.store.team.store import TeamStore

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.postgres import PostgresServer, programs

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROUNDS = 300
PEOPLE = 200
SAVES_A_SECOND = 67
SECONDS = 15
WRITERS = 20
SAVES_EACH = 25
QUESTIONS = 200
PAGE = 100


def rows() -> Iterator[Row]:
    """Each measured on a server that waits for its disk."""
    found = programs()
    if found is None:
        return
    running = PostgresServer(found, durable=True, connections=PEOPLE + 20)
    try:
        with tempfile.TemporaryDirectory() as folder:
            address, place = running.address("ana", running.database()), Path(folder)
            with TeamStore(address, place / "here") as store:
                for number in range(PEOPLE):
                    store.create([_begun(f"a-{number}")])
                yield _save(store, place)
                listed = Sample(tuple(_seconds(store.summaries) for _ in range(40)))
            yield Row(
                "list 200 assessments of a team",
                listed.median * 1e3,
                "ms",
                "",
                None,
                "<= 25 ms",
                listed.median <= 0.025,
                listed.spread,
            )
            yield _page(running.address("ana", running.database()), place)
            yield _many(address, place)
            yield from _together(address, place)
    finally:
        running.stop()


def _page(address: str, place: Path) -> Row:
    """A list of as many as stand on a long page; the slowest of many looks counts."""
    with TeamStore(address, place / "page") as store:
        for number in range(PAGE):
            store.create([_begun(f"a-{number}")])
        taken = [_seconds(store.summaries) for _ in range(ROUNDS)]
    sample = Sample(tuple(taken[20:]))
    return Row(
        "page of 100 assessments of a team, p99",
        sample.p99 * 1e3,
        "ms",
        "the median",
        sample.median * 1e3,
        "<= 5 ms",
        sample.p99 <= 0.005,
        sample.spread,
    )


def _save(store: TeamStore, place: Path) -> Row:
    turn = iter(range(10**6))
    with (place / "bare").open("ab") as bare:

        def append() -> None:
            os.write(bare.fileno(), b"x" * 400)
            os.fdatasync(bare.fileno())

        def save() -> float:
            event = _answer(store, "a-0", f"Q-{next(turn) % QUESTIONS}")
            return _seconds(partial(store.append, "a-0", [event]))

        taken = in_turn({"save": save, "bare": lambda: _seconds(append)}, ROUNDS, warm_up=20)
    more = (taken["save"].median - taken["bare"].median) * 1e3
    return Row(
        "save an answer on a team's server",
        taken["save"].median * 1e3,
        "ms",
        "bare append + fdatasync",
        taken["bare"].median * 1e3,
        "<= bare + 5 ms",
        more <= 5,
        taken["save"].spread,
        taken["save"].median / taken["bare"].median,
    )


def _many(address: str, place: Path) -> Row:
    """Each person on an assessment of their own, saving now and then; 67 saves a second together."""
    stores = [TeamStore(address, place / f"p-{number}") for number in range(PEOPLE)]
    taken: list[float] = []
    began = time.perf_counter() + 0.5

    def work(number: int) -> None:
        for turn in range(SAVES_A_SECOND * SECONDS // PEOPLE):
            name = f"a-{number}"
            event = _answer(stores[number], name, f"Q-{turn}-{time.monotonic_ns()}")
            due = began + (turn * PEOPLE + number) / SAVES_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            taken.append(_seconds(partial(stores[number].append, name, [event])))

    _all_at_once(work, PEOPLE)
    for store in stores:
        store.close()
    sample = Sample(tuple(taken))
    return Row(
        "save, p99, 200 people, 67 saves a second",
        sample.p99 * 1e3,
        "ms",
        "the median",
        sample.median * 1e3,
        "<= 100 ms",
        sample.p99 <= 0.1,
        sample.spread,
    )


def _together(address: str, place: Path) -> Iterator[Row]:
    """Twenty writers on one assessment, each at a question chosen by chance; who is second looks and answers again."""
    stores = [TeamStore(address, place / f"w-{number}") for number in range(WRITERS)]
    stores[0].create([_begun("together")])
    conflicts, kept = [0] * WRITERS, [0] * WRITERS

    def work(number: int) -> None:
        chance = random.Random(number)
        store = stores[number]
        for _ in range(SAVES_EACH):
            subject = f"Q-{chance.randrange(QUESTIONS)}"
            while True:
                event = _answer(store, "together", subject)
                time.sleep(0.01)  # between looking at what stands and answering somebody else may
                try:
                    store.append("together", [event])
                    kept[number] += 1
                    break
                except Conflict:
                    conflicts[number] += 1

    _all_at_once(work, WRITERS)
    events = stores[0].events("together")
    lost = sum(kept) - (len(events) - 1)
    for store in stores:
        store.close()
    share = 100 * sum(conflicts) / (sum(conflicts) + sum(kept))
    yield Row("conflicts, 20 writers on one assessment", share, "%", "", None, "<= 15 %", share <= 15)
    yield Row("updates lost, 20 writers on one assessment", float(lost), "lost", "", None, "0", lost == 0)


def _all_at_once(work: Any, many: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _begun(name: str) -> Event:
    new: dict[str, Any] = {
        "title": "Acme",
        "vendor": {"name": "Acme Ltd"},
        "engagement": {"profile": "de-authority"},
        "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
    }
    return Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject=name, revision=1, new=new)


def _answer(store: TeamStore, name: str, subject: str) -> Event:
    revision = fold(store.events(name)).revisions.get(subject, 0) + 1
    return Event(
        seq=2, at=NOON, by="ana", kind=EventKind.answered, subject=subject, revision=revision, new={"value": subject}
    )


def _seconds(act: Any) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
