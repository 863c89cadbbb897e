"""The journal of a store: a TinyDB whose every change is on the disk, in a chain, and names who, when and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import where

from ddq.store.journal import JOURNAL, JournalDB
from ddq.store.protocol import Damaged, StoreError

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def opened(folder: Path, by: str = "ana") -> JournalDB:
    return JournalDB(folder, by, lambda: NOON)


def test_what_was_noted_is_there_again_with_name_time_and_reason(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.note("deleted", {"assessment": "a-1"}, "the period of retention is over")
    with opened(tmp_path) as journal:
        assert journal.table("deleted").all() == [{"assessment": "a-1"}]
        (entry,) = journal.journal.events
        assert (entry.by, entry.at, entry.why) == ("ana", NOON, "the period of retention is over")


def test_a_document_that_was_taken_out_is_still_told(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.table("deleted").insert({"assessment": "a-1"})
        journal.table("deleted").update({"assessment": "a-2"})
        journal.table("deleted").remove(where("assessment") == "a-2")
        changes = [change for entry in journal.journal.events for change in entry.changes]
        assert [(change.old, change.new) for change in changes] == [
            (None, {"assessment": "a-1"}),
            ({"assessment": "a-1"}, {"assessment": "a-2"}),
            ({"assessment": "a-2"}, None),
        ]
        assert journal.table("deleted").insert({}) == 2, "an id is never used twice"


def test_two_handles_see_each_other_and_never_give_one_id_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path, "ben") as other:
        assert one.table("t").insert({"n": 1}) == 1
        assert other.table("t").insert({"n": 2}) == 2
        assert one.table("t").insert_multiple([{"n": 3}, {"n": 4}]) == [3, 4]
        assert [document["n"] for document in other.table("t")] == [1, 2, 3, 4]


def test_what_json_cannot_hold_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        with pytest.raises(TypeError):
            journal.table("t").insert({"n": object()})
        assert journal.tables() == set()
        assert (tmp_path / JOURNAL).read_bytes() == b""


def test_a_whole_new_content_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, pytest.raises(StoreError, match="change its tables"):
        journal.storage.write({})


def test_no_flipped_bit_of_the_journal_goes_unnoticed(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.note("deleted", {"assessment": "a-1"}, "over")
        journal.note("deleted", {"assessment": "a-2"})
    content = (tmp_path / JOURNAL).read_bytes()
    for index in range(0, len(content), 3):
        (tmp_path / JOURNAL).write_bytes(
            content[:index] + bytes([content[index] ^ 1 << index % 8]) + content[index + 1 :]
        )
        try:
            with opened(tmp_path) as journal:
                assert journal.journal.notices, f"byte {index}"
        except Damaged:
            pass


def test_a_line_of_another_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with opened(tmp_path / "other") as other:
        other.note("deleted", {"assessment": "a-1"})
    with opened(tmp_path) as journal:
        journal.note("deleted", {"assessment": "a-9"})
    line = (tmp_path / "other" / JOURNAL).read_bytes()
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(line + line)
    with pytest.raises(Damaged):
        opened(tmp_path)


def test_the_journal_is_for_its_user_alone(tmp_path: Path) -> None:
    with opened(tmp_path):
        assert (tmp_path / JOURNAL).stat().st_mode & 0o777 == 0o600
