"""The list of all assessments: derived, kept in `catalogue.json`, and healed by itself.

Every ledger's time and size are looked at; only those that moved are read again. The file is safe to delete.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from pydantic import TypeAdapter, ValidationError

from ddq.assessment.deciding import conditions, in_force
from ddq.assessment.decision import ConditionState
from ddq.assessment.model import Assessment
from ddq.assessment.roles import people
from ddq.assessment.same_vendor import identifiers
from ddq.store.fsio import write_atomically
from ddq.store.ledger import LEDGER
from ddq.store.protocol import Summary

Signature: TypeAlias = tuple[int, int, int]
"""Time of the last change in nanoseconds, size, inode."""
Entries: TypeAlias = dict[str, tuple[Signature, Summary]]

_ENTRIES: TypeAdapter[Entries] = TypeAdapter(Entries)


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


def catalogue(folder: Path, file: Path, summarise: Callable[[str], Summary]) -> tuple[Summary, ...]:
    """The assessments in `folder`, the last changed first; `summarise` reads one that moved."""
    known, entries = _read(file), Entries()
    # Texts, not paths: of 10,000 assessments making paths took a third of the time.
    for name in sorted(name for name in os.listdir(folder) if not name.startswith(".")):  # noqa: PTH208
        signature = _signature(f"{folder}/{name}/{LEDGER}")
        if signature is None:
            continue
        hit = known.get(name)
        if hit is not None and hit[0] == signature and hit[1].problem is None:
            entries[name] = hit
        else:
            summary = summarise(name)
            # Opening may have set a torn line aside, so look again.
            entries[name] = (_signature(f"{folder}/{name}/{LEDGER}") or signature, summary)
    if entries != known:
        _write(file, entries)
    return tuple(sorted((summary for _, summary in entries.values()), key=_newest_first))


def _newest_first(summary: Summary) -> tuple[float, str]:
    return (-summary.changed_at.timestamp() if summary.changed_at else 0.0, summary.id)


def _signature(ledger: str) -> Signature | None:
    try:
        found = os.stat(ledger)  # noqa: PTH116
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _read(file: Path) -> Entries:
    """What was known; nothing where the file is missing, not ours or older, as all of it can be found again."""
    try:
        return _ENTRIES.validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return {}


def _write(file: Path, entries: Entries) -> None:
    """Keep it for the next time; a disk that refuses costs only time."""
    content: Any = {name: entries[name] for name in sorted(entries)}
    try:
        write_atomically(file, orjson.dumps(content))
    except OSError:
        return
