"""kill -9 at any moment: what was acknowledged is there, and the chain holds.

A process appends and says so on a pipe only when `append` has returned; it is killed after a random number of answers.
The same harness must catch a writer that says so too early, or it would prove nothing.
"""

from __future__ import annotations

import os
import random
import select
import signal
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.chain import write_line
from ddq.store.database import LedgerDB
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.protocol import Conflict, StoreError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9 and no fork")

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}
ROUNDS = 60
SUBJECTS = 5
ACK = struct.Struct("<ii")
Writer = Callable[[Path, int, Callable[[int, int], None]], None]
"""Appends for ever in a folder, as the writer of a number; calls back with writer and value once that is saved."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "a-1"
    made.mkdir()
    created = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)
    create_ledger(made, [created])
    return made


def answer(events: list[Event], subject: str, value: int) -> Event:
    revision = sum(event.subject == subject for event in events) + 1
    return Event(
        seq=len(events) + 1,
        at=NOON,
        by="ana",
        kind=EventKind.answered,
        subject=subject,
        revision=revision,
        new={"value": value, "note": "n" * 300},
    )


def honest(folder: Path, writer: int, acknowledge: Callable[[int, int], None]) -> None:
    database = LedgerDB(folder)
    value = max((event.new["value"] for event in database.ledger.events[1:]), default=0)  # type: ignore[index,type-var]
    while True:
        value += 1
        event = answer(database.ledger.events, f"W-{writer}-{value % SUBJECTS}", value)
        try:
            database.append([event])
        except Conflict:
            continue
        acknowledge(writer, value)


def hasty(folder: Path, writer: int, acknowledge: Callable[[int, int], None]) -> None:
    """The wrong writer: it says "saved" while the entry is still in its own buffer."""
    with LedgerDB(folder) as database:
        events, head = list(database.ledger.events), database.ledger.head
    with (folder / LEDGER).open("ab", buffering=1 << 16) as file:
        for value in range(len(events) + 1, 1 << 20):
            event = answer(events, f"W-{writer}-{value % SUBJECTS}", value)
            line, head = write_line(head, event, None)
            file.write(line)
            events.append(event)
            acknowledge(writer, value)


def run_and_kill(folder: Path, write: Writer, writers: int, chance: random.Random) -> list[tuple[int, int]]:
    """Run the writers, kill them all after a random number of acknowledgements; returns those that were given."""
    reading, writing = os.pipe()
    children: list[int] = []
    for number in range(writers):
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                write(folder, number, lambda writer, value: _say(writing, writer, value))
            finally:
                os._exit(1)
        children.append(child)
    os.close(writing)
    wanted = chance.randint(1, 40) * ACK.size
    said = b""
    while len(said) < wanted and select.select([reading], [], [], 30)[0]:
        chunk = os.read(reading, wanted - len(said))
        if not chunk:
            break
        said += chunk
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    while chunk := os.read(reading, 1 << 16):
        said += chunk
    os.close(reading)
    assert len(said) >= wanted, "the writers ended by themselves"
    return [ACK.unpack_from(said, place) for place in range(0, len(said), ACK.size)]


def _say(pipe: int, writer: int, value: int) -> None:
    os.write(pipe, ACK.pack(writer, value))


def lost(folder: Path, acknowledged: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Opens and verifies the ledger; the acknowledged answers that are not in it."""
    with LedgerDB(folder) as database:
        kept = {(event.subject, event.new["value"]) for event in database.ledger.events[1:]}  # type: ignore[index]
    return [(writer, value) for writer, value in acknowledged if (f"W-{writer}-{value % SUBJECTS}", value) not in kept]


@pytest.mark.slow
def test_sixty_kills_lose_nothing_that_was_acknowledged(folder: Path) -> None:
    chance = random.Random(20210410)
    acknowledged: list[tuple[int, int]] = []
    for round_number in range(ROUNDS):
        acknowledged += run_and_kill(folder, honest, 1 + round_number % 2, chance)
        assert lost(folder, acknowledged) == []
    assert len(acknowledged) > ROUNDS


def test_the_harness_catches_a_writer_that_says_saved_too_early(folder: Path) -> None:
    chance = random.Random(1)
    for _ in range(5):
        try:
            if lost(folder, run_and_kill(folder, hasty, 1, chance)):
                return
        except StoreError:
            return
    pytest.fail("five kills of a writer that does not save lost nothing: the harness sees nothing")
