"""Saving beside a bare append that is forced to the disk; opening, listing, and several processes at once."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from generated import write
from measure import Row, Sample, in_turn

from ddq.assessment.model import Answer, Basis, Engagement, Event, EventKind, Vendor
from ddq.questionnaire.model import Grade
from ddq.store.chain import GENESIS, write_line
from ddq.store.database import LedgerDB
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.local import LocalStore
from ddq.store.protocol import Conflict
from ddq.workspace.workspace import Workspace

ROUNDS = 300
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def rows() -> Iterator[Row]:
    """One answer to one of 200 questions, to the acknowledgement; then many assessments, and several processes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "questionnaires").mkdir(parents=True)
        write(place / "questionnaires", 200)
        with Workspace(place, cache=place / "cache") as workspace, (place / "bare").open("ab") as bare:
            opened = workspace.create(
                Vendor(name="Benchmark"), "generated-200", Engagement(service="x", profile="de-authority")
            )
            codes = ("good", "partly", "bad")
            turn = iter(range(10**6))

            def save() -> float:
                given = Answer(value=codes[next(turn) % 3], basis=Basis(grade=Grade.C))
                return _seconds(lambda: opened.answer("Q-2", given))

            def append() -> float:
                return _seconds(lambda: _append(bare.fileno()))

            taken = in_turn({"save": save, "bare": append}, ROUNDS, warm_up=20)
    more = (taken["save"].median - taken["bare"].median) * 1e3
    yield Row(
        "save an answer, durable, 200 questions",
        taken["save"].median * 1e3,
        "ms",
        "bare append + fdatasync",
        taken["bare"].median * 1e3,
        "<= bare + 0.5 ms",
        more <= 0.5,
        taken["save"].spread,
        taken["save"].median / taken["bare"].median,
    )
    yield from _at_scale()
    yield from _opening()
    yield from _together()


def _at_scale() -> Iterator[Row]:
    """Saves and lists with ten and with ten thousand assessments in the store."""
    saved: dict[int, Sample] = {}
    for count in (10, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "store"
            ids = _filled(root, count)
            with LocalStore(root, by="ana") as store:
                store.summaries()
                listed = [_seconds(partial(_listed_anew, root, count)) for _ in range(7)]
                again = [_seconds(store.summaries) for _ in range(7)]
                saves: list[float] = []
                for number in range(ROUNDS):
                    before = store.events(ids[number % 5])
                    event = _answer(before, f"Q-{number % 200}", number)
                    name = ids[number % 5]
                    saves.append(_seconds(partial(store.append, name, [event])))
                saved[count] = Sample(tuple(saves[20:]))
    ratio = saved[10_000].median / saved[10].median
    yield Row(
        "save with 10,000 assessments beside 10",
        saved[10_000].median * 1e3,
        "ms",
        "with 10",
        saved[10].median * 1e3,
        "<= 1.3 times",
        ratio <= 1.3,
        saved[10_000].spread,
        ratio,
    )
    listing = Sample(tuple(listed))
    yield Row(
        "list 10,000 assessments, warm, by a store just opened",
        listing.median * 1e3,
        "ms",
        "again by the same",
        Sample(tuple(again)).median * 1e3,
        "<= 150 ms",
        listing.median <= 0.15,
        listing.spread,
    )


def _opening() -> Iterator[Row]:
    """Opening, which verifies every entry from the first."""
    for words, answers, edits, limit in (("200 answers, 500 edits", 200, 500, 8), ("10,000 entries", 200, 9_799, 80)):
        with tempfile.TemporaryDirectory() as folder:
            events = [_begun("a-1")]
            revisions: dict[str, int] = {}
            for number in range(answers + edits):
                subject = f"Q-{number % answers}"
                revisions[subject] = revisions.get(subject, 0) + 1
                event = _answer((), subject, number)
                events.append(event.model_copy(update={"seq": number + 2, "revision": revisions[subject]}))
            create_ledger(Path(folder), events)
            LedgerDB(Path(folder)).close()
            taken = Sample(tuple(_seconds(lambda at=Path(folder): LedgerDB(at).close()) for _ in range(15)))
        yield Row(
            f"open and verify {words}",
            taken.median * 1e3,
            "ms",
            "",
            None,
            f"<= {limit} ms",
            taken.median * 1e3 <= limit,
            taken.spread,
        )


def _together() -> Iterator[Row]:
    """Eight processes raise one counter; each save that was acknowledged counts."""
    with tempfile.TemporaryDirectory() as folder:
        create_ledger(Path(folder), [_begun("a-1")])
        began = time.perf_counter()
        ended = _writers(Path(folder), 8, 40)
        taken = time.perf_counter() - began
        with LedgerDB(Path(folder)) as database:
            counted = int(str(database.assessment.answers["counter"].value))
    yield Row(
        "eight processes on one assessment, saves a second",
        320 / taken,
        "saves/s",
        "acknowledged saves that do not count",
        float(320 - counted),
        "no lost update",
        counted == 320 and ended == [0] * 8,
    )


def _writers(folder: Path, count: int, saves: int) -> list[int]:
    """Run the writers to their end; their exit codes."""
    children: list[int] = []
    for _ in range(count):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _raise_counter(folder, saves)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _raise_counter(folder: Path, saves: int) -> None:
    with LedgerDB(folder) as database:
        done = 0
        while done < saves:
            stands = database.assessment
            value = int(str(stands.answers["counter"].value)) if "counter" in stands.answers else 0
            event = _answer((), "counter", value + 1)
            following = {"seq": stands.seq + 1, "revision": stands.revisions.get("counter", 0) + 1}
            try:
                database.append([event.model_copy(update=following)])
            except Conflict:
                continue
            done += 1


def _listed_anew(root: Path, count: int) -> None:
    with LocalStore(root, by="ana") as store:
        assert len(store.summaries()) == count


def _filled(root: Path, count: int) -> list[str]:
    """A store with many assessments, written without waiting for the disk."""
    LocalStore(root).close()
    ids = [f"a-{number}" for number in range(count)]
    for name in ids:
        (root / "assessments" / name).mkdir(mode=0o700)
        line, _ = write_line(GENESIS, _begun(name))
        (root / "assessments" / name / LEDGER).write_bytes(line)
    os.sync()
    return ids


def _begun(name: str) -> Event:
    beginning: Any = {
        "title": "Acme",
        "vendor": {"name": "Acme Ltd"},
        "engagement": {"profile": "de-authority"},
        "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
    }
    return Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject=name, revision=1, new=beginning)


def _answer(before: Sequence[Event], subject: str, value: int) -> Event:
    revision = sum(event.subject == subject for event in before) + 1
    return Event(
        seq=len(before) + 1,
        at=NOON,
        by="ana",
        kind=EventKind.answered,
        subject=subject,
        revision=revision,
        new={"value": value},
    )


def _append(fd: int) -> None:
    os.write(fd, b"x" * 400)
    os.fdatasync(fd)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
