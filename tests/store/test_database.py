"""An assessment is a TinyDB: any query works, and nothing is written but events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where

from ddq.assessment.model import Event
from ddq.store.database import CHECKPOINT_EVERY, STATE, LedgerDB
from ddq.store.protocol import StoreError

MakeEvents = Callable[..., list[Event]]


def test_queries_read_what_stands(folder: Path) -> None:
    with LedgerDB(folder) as database:
        answers = database.table("answers")
        assert {document["subject"] for document in answers} == {"Q-1", "Q-3"}
        assert answers.get(where("subject") == "Q-1") == {
            **dict.fromkeys(("carried_from", "law", "note", "reason", "vendor_position")),
            "subject": "Q-1",
            "state": "answered",
            "value": "no",
            "basis": {"grade": "E", "sources": [], "evidence": [], "confidence": None},
            "allegation": False,
            "by": "ana",
            "revision": 2,
        }
        assert answers.count(Query().value == 5) == 1
        assert database.table("meta").get(doc_id=1)["seq"] == 6  # type: ignore[index,call-overload]


def test_vanilla_tinydb_opens_the_copy(folder: Path) -> None:
    with LedgerDB(folder) as ours:
        documents = sorted((document.doc_id, dict(document)) for document in ours.table("answers"))
    with TinyDB(folder / STATE, access_mode="r") as vanilla:
        assert sorted((document.doc_id, dict(document)) for document in vanilla.table("answers")) == documents
        assert vanilla.table("_ledger").get(doc_id=1)["seq"] == 6  # type: ignore[index,call-overload]


WRITES: list[Callable[[LedgerDB], Any]] = [
    lambda database: database.table("answers").insert({"subject": "Q-1"}),
    lambda database: database.table("answers").update({"value": "yes"}),
    lambda database: database.table("answers").upsert({"value": "yes"}, where("subject") == "Q-1"),
    lambda database: database.table("answers").remove(where("subject") == "Q-1"),
    lambda database: database.table("answers").truncate(),
    lambda database: database.drop_table("answers"),
    lambda database: database.drop_tables(),
    lambda database: database.insert({"x": 1}),
    lambda database: database.storage.write({}),
]


@pytest.mark.parametrize("write", WRITES)
def test_every_write_around_the_ledger_is_refused(folder: Path, write: Callable[[LedgerDB], Any]) -> None:
    with LedgerDB(folder) as database:
        before = database.storage.read()
        with pytest.raises(StoreError, match="append an event"):
            write(database)
        assert database.storage.read() == before


def test_a_returned_document_is_a_copy(folder: Path) -> None:
    """TinyDB hands out its own documents; changing one would change the store behind the ledger's back."""
    with LedgerDB(folder) as database:
        for document in database.table("answers"):
            document["basis"]["grade"] = "A"
        assert {document["basis"]["grade"] for document in database.table("answers")} == {"E"}


def test_what_another_handle_appends_is_seen_at_once(folder: Path, events: MakeEvents) -> None:
    with LedgerDB(folder) as one, LedgerDB(folder) as other:
        one.append(events(("Q-9", "new"), before=one.ledger.events))
        assert other.table("answers").contains(where("subject") == "Q-9")
        assert "Q-9" in other.assessment.answers


def test_the_copy_is_written_now_and_then(folder: Path, events: MakeEvents) -> None:
    """So that a process that is killed after a long sitting leaves a copy that is not far behind."""
    database = LedgerDB(folder)
    more = events(*((f"R-{number}", number) for number in range(CHECKPOINT_EVERY)), before=database.ledger.events)
    for event in more:
        assert not (folder / STATE).exists()
        database.append([event])
        if database.ledger.seq == CHECKPOINT_EVERY:
            break
    assert (folder / STATE).exists()
    database.close()


def test_a_full_disk_for_the_copy_does_not_fail_a_save(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ddq.store.database.write_atomically", full)
    LedgerDB(folder).close()
    assert not (folder / STATE).exists()
