"""What can be done for an assessment that does not hold together; nothing is done before somebody asks for it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from ddq.store.database import STATE, CutOff, check_state
from ddq.store.diagnosis import Examined, examine
from ddq.store.fsio import write_atomically
from ddq.store.journal import JournalDB
from ddq.store.ledger import LEDGER, LOCK
from ddq.store.locking import NamedLock
from ddq.store.protocol import Damaged, StoreError


@dataclass(frozen=True, slots=True)
class Repair:
    """What would be done, or was."""

    found: tuple[str, ...]
    """What is wrong, a sentence each; empty where the assessment is whole."""
    steps: tuple[str, ...]
    """What mends it, a sentence each; empty where nothing can."""
    entries: int
    """How many entries stand afterwards."""
    cut: bool
    """Whether lines of the ledger are set aside."""


def plan_repair(folder: Path) -> Repair:
    """What could be done for the assessment in a folder; nothing is touched.

    Raises:
        StoreError: its ledger cannot be read.
    """
    return _planned(folder, _examined(folder))


def repair(folder: Path, journal: JournalDB, why: str) -> Repair:
    """Do it: what does not hold is kept beside the ledger under another name, and the journal says so before.

    Raises:
        Damaged: nothing of the assessment holds; only a backup brings it back.
        StoreError: it is whole.
    """
    with NamedLock(folder / LOCK, folder.name):
        examined = _examined(folder)
        planned = _planned(folder, examined)
        if not planned.found:
            raise StoreError(f"{folder.name} holds together; there is nothing to repair")
        if not planned.steps:
            raise Damaged(f"{folder / LEDGER}: {planned.found[0]}. Nothing of it holds; restore it from a backup")
        said = {"assessment": folder.name, "entries": planned.entries, "head": examined.hashes[planned.entries - 1]}
        journal.note("repairs", {**said, "found": list(planned.found)}, why)
        aside = time.time_ns()
        if planned.cut:
            content = (folder / LEDGER).read_bytes()
            write_atomically(folder / f"{LEDGER}.damaged.{aside}", content)
            write_atomically(folder / LEDGER, b"".join(content.splitlines(keepends=True)[: planned.entries]))
        if (folder / STATE).exists():
            (folder / STATE).replace(folder / f"{STATE}.aside.{aside}")
    return planned


def _examined(folder: Path) -> Examined:
    try:
        return examine((folder / LEDGER).read_bytes())
    except OSError as error:
        raise StoreError(f"{folder / LEDGER}: cannot be read: {error.strerror or error}") from error


def _planned(folder: Path, examined: Examined) -> Repair:
    found: list[str] = []
    steps: list[str] = []
    entries = examined.assessment.seq if examined.assessment else 0
    if examined.problem is not None:
        found.append(f"{LEDGER}: {examined.problem}")
        if not entries:
            return Repair(tuple(found), (), 0, cut=False)
        steps.append(
            f"{LEDGER} is cut to the {entries} entries that hold; the whole stays beside it as {LEDGER}.damaged.*"
        )
    events = examined.events[:entries]
    try:
        check_state(folder / STATE, events, lambda seq, head: seq <= entries and examined.has(seq, head))
    except Damaged as error:
        # What stands behind the damage was not cut off: it was not read.
        if not (isinstance(error, CutOff) and error.seen <= examined.reach):
            found.append(str(error).removeprefix(f"{folder}/"))
        steps.append(f"{STATE} is set aside as {STATE}.aside.* and made anew; it shows what stood when it was written")
    return Repair(tuple(found), tuple(steps), entries, cut=examined.problem is not None)
