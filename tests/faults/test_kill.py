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
from pathlib import Path

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.chain import write_line
from ddq.store.database import STATE, LedgerDB
from ddq.store.ledger import LEDGER, create_ledger
from ddq.store.protocol import Conflict, StoreError
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, NOON

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9 and no fork")

ROUNDS = 100
SUBJECTS = 5
ACK = struct.Struct("<ii")
Writer = Callable[[Path, int, Callable[[int, int], None]], None]
"""Appends for ever in a folder, as the writer of a number; calls back with writer and value once that is saved."""


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
            line, head = write_line(head, event)
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
def test_a_hundred_kills_of_two_writers_lose_nothing_that_was_acknowledged(
    folder: Path, tally: Tally, times: int
) -> None:
    chance = random.Random(20210410)
    acknowledged: list[tuple[int, int]] = []
    for round_number in range(ROUNDS * times):
        said = run_and_kill(folder, honest, 2, chance)
        acknowledged += said
        tally.acknowledged += len(said)
        tally.rounds, tally.faults = round_number + 1, 2 * round_number + 2
        if round_number % 10 == 9 or round_number < 5:
            missing = lost(folder, acknowledged)
            tally.lost += len(missing)
            assert missing == []
        if len(acknowledged) > 2_000:  # a fresh ledger, so that a round does not take longer and longer
            assert lost(folder, acknowledged) == []
            acknowledged.clear()
            (folder / LEDGER).unlink()
            (folder / STATE).unlink(missing_ok=True)
            create_ledger(folder, [BEGUN])
    assert tally.acknowledged > 100


def test_the_harness_catches_a_writer_that_says_saved_too_early(folder: Path) -> None:
    chance = random.Random(1)
    for _ in range(5):
        try:
            if lost(folder, run_and_kill(folder, hasty, 1, chance)):
                return
        except StoreError:
            return
    pytest.fail("five kills of a writer that does not save lost nothing: the harness sees nothing")
