"""A bit that flips anywhere in a ledger or a journal is noticed; a chain that skips its separators is caught."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.store import chain
from ddq.store.chain import GENESIS, read_lines, write_line
from ddq.store.diagnosis import examine
from ddq.store.journal import JOURNAL, JournalDB
from ddq.store.noted import Noted
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, NOON, answer


def ledger() -> bytes:
    """A ledger of a few entries, one of them with characters of several bytes."""
    events = [BEGUN]
    for number in range(5):
        events.append(answer(events, f"Q-{number % 2}", number, "⟨ü⟩"))
    head, lines = GENESIS, list[bytes]()
    for event in events:
        line, head = write_line(head, event)
        lines.append(line)
    return b"".join(lines)


def journal(folder: Path) -> bytes:
    """A journal of two entries."""
    with JournalDB(folder, "ana", lambda: NOON) as made:
        made.note("deleted", {"assessment": "a-1"}, "over")
        made.note("deleted", {"assessment": "a-2"})
    return (folder / JOURNAL).read_bytes()


def unnoticed(content: bytes, bits: list[int], holds: Callable[[bytes], bool]) -> list[int]:
    """The flipped bits after which everything seems to hold."""
    found: list[int] = []
    for bit in bits:
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        if holds(bytes(flipped)):
            found.append(bit)
    return found


def ledger_holds(content: bytes) -> bool:
    return examine(content).problem is None


def journal_holds(content: bytes) -> bool:
    return read_lines(content, GENESIS, 0, Noted).broken is None


def test_no_flipped_bit_goes_unnoticed(tmp_path: Path, tally: Tally, times: int) -> None:
    chance = random.Random(5)
    for content, holds in ((ledger(), ledger_holds), (journal(tmp_path), journal_holds)):
        assert holds(content)
        every = range(8 * len(content))
        bits = list(every) if times > 1 else chance.sample(every, min(len(every), 4_000))
        tally.rounds += 1
        tally.faults += len(bits)
        tally.lost += len(unnoticed(content, bits, holds))
    assert tally.lost == 0
    assert tally.faults >= 5_000


def test_the_harness_catches_a_chain_that_does_not_compare_its_separator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_separated", lambda line: True)
    content = ledger()
    separators = [8 * content.index(b" {") + bit for bit in range(8)]
    assert unnoticed(content, separators, ledger_holds)
