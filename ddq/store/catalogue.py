"""The list of all assessments: derived, kept in `catalogue.json`, and healed by itself.

Every ledger's time and size are looked at; only those that moved are read again. The file is safe to delete.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from pydantic import TypeAdapter, ValidationError

from ddq.assessment.deciding import conditions, in_force
from ddq.assessment.decision import ConditionState
from ddq.assessment.model import Assessment
from ddq.assessment.roles import people
from ddq.assessment.same_vendor import identifiers
from ddq.store.collector import collector_waiting
from ddq.store.fsio import write_atomically
from ddq.store.ledger import LEDGER
from ddq.store.protocol import Summary

Signature: TypeAlias = tuple[int, int, int]
"""Time of the last change in nanoseconds, size, inode."""
Entries: TypeAlias = dict[str, tuple[Signature, Summary]]

_ENTRIES: TypeAdapter[Entries] = TypeAdapter(Entries)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def summary_of(assessment: Assessment, head: str) -> Summary:
    """The assessment as one line of the list."""
    decision = assessment.decision if in_force(assessment) else None
    due = (one.condition.due for one in conditions(assessment) if one.state is ConditionState.open)
    return Summary(
        id=assessment.id,
        title=assessment.title,
        vendor=assessment.vendor.name,
        status=assessment.status.value,
        questionnaire=assessment.questionnaire.id,
        profile=assessment.engagement.profile,
        recorded=len(assessment.answers),
        flagged=len(assessment.flags),
        created_at=assessment.created_at,
        changed_at=assessment.changed_at,
        seq=assessment.seq,
        head=head,
        who=people(assessment),
        decided_by=decision.by if decision else None,
        next_review=decision.review_on if decision else None,
        condition_due=min(due, default=None) if decision else None,
        identifiers=identifiers(assessment.vendor),
    )


def unreadable(assessment: str, problem: str) -> Summary:
    """The line of an assessment that cannot be opened: one damaged folder must not hide the others."""
    return Summary(assessment, "", "", "", "", "", 0, 0, None, None, 0, "", (), None, None, None, (), problem)


class Catalogue:
    """The list of one store, kept in a file for the next process, and in memory for the next look."""

    def __init__(self, folder: Path, file: Path, summarise: Callable[[str], Summary]) -> None:
        """Nothing is read yet.

        Args:
            folder: in which each assessment has a folder.
            file: where the list is kept.
            summarise: reads one assessment that moved.
        """
        self._folder = folder
        self._file = file
        self._summarise = summarise
        self._known: tuple[Signature | None, Entries] = (None, {})
        """What stood in the file when it had this signature."""

    def listed(self) -> tuple[Summary, ...]:
        """The assessments, the last changed first."""
        known, entries = self._read(), Entries()
        # Texts, not paths: of 10,000 assessments making paths took a third of the time.
        for name in sorted(name for name in os.listdir(self._folder) if not name.startswith(".")):  # noqa: PTH208
            signature = _signature(f"{self._folder}/{name}/{LEDGER}")
            if signature is None:
                continue
            hit = known.get(name)
            if hit is not None and hit[0] == signature and hit[1].problem is None:
                entries[name] = hit
            else:
                summary = self._summarise(name)
                # Opening may have set a torn line aside, so look again.
                entries[name] = (_signature(f"{self._folder}/{name}/{LEDGER}") or signature, summary)
        if entries != known:
            self._write(entries)
        # By id already, which a sort that is stable leaves so.
        return tuple(sorted((summary for _, summary in entries.values()), key=_changed, reverse=True))

    def _read(self) -> Entries:
        """What was known; nothing where the file is missing, not ours or older, as all of it can be found again."""
        try:
            signature = _signature(str(self._file))
            if signature is None or signature != self._known[0]:
                with collector_waiting():
                    self._known = (signature, _ENTRIES.validate_json(self._file.read_bytes()))
        except (OSError, ValidationError):
            return {}
        return self._known[1]

    def _write(self, entries: Entries) -> None:
        """Keep it for the next time; a disk that refuses costs only time."""
        content: Any = {name: (signature, tuple(summary)) for name, (signature, summary) in entries.items()}
        try:
            write_atomically(self._file, orjson.dumps(content))
        except OSError:
            return


def _changed(summary: Summary) -> datetime:
    return summary.changed_at or _LONG_AGO


def _signature(file: str) -> Signature | None:
    try:
        found = os.stat(file)  # noqa: PTH116
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
