"""Whole assessments from one store into another: the same bytes and hashes, with evidence and questionnaires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from ddq.assessment.model import Beginning, Event, EventKind, Migrated
from ddq.store.diagnosis import examine
from ddq.store.protocol import Store, StoreError


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of one assessment."""

    id: str
    entries: int
    was_there: bool
    """It was there already, just so."""
    problem: str | None = None
    """Why it was not copied."""


def copy_store(source: Store, target: Store, only: Sequence[str] = ()) -> Iterator[Copied]:
    """Copy the assessments of these ids, or all; each whole or not at all, and what is there already is left as it is.

    The copy of each is read again and compared byte for byte.
    """
    for name in only or sorted(summary.id for summary in source.summaries()):
        try:
            yield _copy(source, target, name)
        except StoreError as error:
            yield Copied(name, 0, was_there=False, problem=str(error))


def _copy(source: Store, target: Store, name: str) -> Copied:
    content = source.ledger(name)
    found = examine(content)
    assert found.assessment is not None, "the store verified it"
    entries = len(found.events)
    there = target.has(name)
    if there and target.anchor(name) != (entries, found.hashes[-1]):
        seq, head = target.anchor(name)
        raise StoreError(
            f"{name}: there is one of this id with {seq} entries, the last {head[:12]}…; nothing was copied"
        )
    for digest in sorted(_questionnaires(found.events)):
        kept = source.questionnaire(digest)
        if kept is not None:
            target.put_questionnaire(digest, kept)
    for file in found.assessment.evidence.values():
        if target.evidence_problem(file) is not None:
            target.copy_evidence(source.evidence(file.id))
    if not there:
        target.adopt({name: content})
    if target.ledger(name) != content:
        raise StoreError(f"{name}: the copy is not the same; it was changed while it was copied. Copy it again")
    return Copied(name, entries, was_there=there)


def _questionnaires(events: Sequence[Event]) -> set[str]:
    """The digests of every version that it began with or went on to."""
    digests: set[str] = set()
    for event in events:
        if event.kind in (EventKind.created, EventKind.migrated):
            kind = Beginning if event.kind is EventKind.created else Migrated
            digests.add(kind.model_validate_json(orjson.dumps(event.new)).questionnaire.digest)
    return digests
