"""Evidence files that nothing refers to any more: found, and taken away when asked."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ddq.store.diagnosis import examine
from ddq.store.ledger import LEDGER
from ddq.store.protocol import Damaged

DAY = 24 * 60 * 60
"""Seconds for which a file is left alone: whoever attaches one keeps the file first and says so in the ledger then."""
_DIGEST = re.compile(rb"[0-9a-f]{64}")
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.\d+\.tmp")


@dataclass(frozen=True, slots=True)
class Unreferenced:
    """One file that nothing refers to."""

    path: Path
    size: int


def unreferenced(store: Path, now: float | None = None) -> tuple[Unreferenced, ...]:
    """The evidence files that no ledger, no set-aside piece of one and no journal ever named, older than a day.

    What was taken off an assessment is still named by its history, and an undo may bring it back: it stays.

    Raises:
        Damaged: a ledger does not hold together, so that what it named cannot be known.
    """
    named = set(_named(store))
    before = (time.time() if now is None else now) - DAY
    found: list[Unreferenced] = []
    for path in sorted((store / "evidence" / "sha256").glob("??/*")):
        known = _TEMPORARY.fullmatch(path.name) or (_DIGEST.fullmatch(path.name.encode()) and path.name not in named)
        state = path.stat()
        if known and state.st_mtime < before:
            found.append(Unreferenced(path, state.st_size))
    return tuple(found)


def _named(store: Path) -> Iterator[str]:
    for folder in sorted((store / "assessments").iterdir()):
        for file in sorted(folder.iterdir()):
            if not file.is_file() or file.name.startswith("."):
                continue
            content = file.read_bytes()
            if file.name == LEDGER and (problem := examine(content).problem) is not None:
                raise Damaged(
                    f"{file}: {problem}. Nothing was taken away: what it refers to cannot be known; `ddq repair`"
                    " or a backup first"
                )
            yield from (digest.decode() for digest in _DIGEST.findall(content))
