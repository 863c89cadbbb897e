"""An assessment deleted with what belongs to it alone; a tombstone in the journal says that it was there.

The folder is first put aside, then the tombstone is written, then the content goes. A crash before the tombstone leaves
the assessment as it was; one after it leaves the rest to be taken away when the store is opened next.
"""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ddq.store.fsio import sync_folder
from ddq.store.journal import JournalDB

ASIDE = ".deleted-"
"""What the name of a folder begins with that is about to go."""
TABLE = "deleted"
_DIGEST = re.compile(rb"[0-9a-f]{64}")
_ATTACHING = 5
"""Seconds: a file that was attached, or attached again, so lately may be about to be named by another assessment."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an assessment: enough to match a report that was printed, and no answer, vendor or person."""

    id: str
    entries: int
    head: str
    """The hash of its last entry, as a report prints it."""
    questionnaire: str
    began: str
    """The day."""
    at: datetime
    by: str
    why: str


def tombstones(journal: JournalDB) -> tuple[Tombstone, ...]:
    """All that were deleted, oldest first."""
    found: list[Tombstone] = []
    for entry in journal.journal.all_events():
        for change in entry.changes:
            if change.table == TABLE and isinstance(change.new, dict):
                said: dict[str, Any] = change.new
                named = (str(said["assessment"]), int(said["entries"]), str(said["head"]))
                told = (str(said["questionnaire"]), str(said["began"]))
                found.append(Tombstone(*named, *told, entry.at, entry.by, entry.why or ""))
    return tuple(found)


def own_evidence(store: Path, folder: Path) -> tuple[Path, ...]:
    """The evidence files that this assessment names and no other does."""
    mine = _named(folder)
    others: set[str] = set()
    for other in sorted((store / "assessments").iterdir()):
        if other.is_dir() and other != folder:
            others |= _named(other)
    paths = [store / "evidence" / "sha256" / digest[:2] / digest for digest in sorted(mine - others)]
    return tuple(path for path in paths if path.is_file())


def take_away(store: Path, folder: Path) -> tuple[str, ...]:
    """Take away a folder that has its tombstone, and its evidence; returns what was left, as it was just used."""
    left: list[str] = []
    for path in own_evidence(store, folder):
        if path.stat().st_mtime > time.time() - _ATTACHING:
            left.append(path.name)
        else:
            path.unlink()
    shutil.rmtree(folder)
    sync_folder(folder.parent)
    return tuple(left)


def finish(store: Path, journal: JournalDB) -> None:
    """After a crash: what has its tombstone goes, what has none is put back. The store's lock is held."""
    for folder in sorted((store / "assessments").glob(f"{ASIDE}*")):
        name = folder.name.removeprefix(ASIDE)
        if any(one.id == name for one in tombstones(journal)):
            take_away(store, folder)
        else:
            folder.rename(folder.with_name(name))
            sync_folder(folder.parent)


def _named(folder: Path) -> set[str]:
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    return {digest.decode() for path in files for digest in _DIGEST.findall(path.read_bytes())}
