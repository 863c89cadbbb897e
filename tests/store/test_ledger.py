"""The ledger keeps what it acknowledged, and says so when what it holds is not what it wrote.

The first six tests are the lessons of earlier stores, one each.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from ddq.assessment.model import Event
from ddq.store import chained_file
from ddq.store.database import STATE, LedgerDB
from ddq.store.ledger import LEDGER, Ledger
from ddq.store.protocol import Conflict, Damaged, NotSaved, StoreError

MakeEvents = Callable[..., list[Event]]


def reopened(folder: Path) -> tuple[list[Event], list[str]]:
    with LedgerDB(folder) as database:
        return list(database.ledger.events), list(database.ledger.notices)


def _outcome(folder: Path) -> str:
    """How opening goes: `whole`, `told` (with a notice) or `refused`."""
    try:
        return "told" if reopened(folder)[1] else "whole"
    except Damaged:
        return "refused"


def test_no_flipped_bit_goes_unnoticed(folder: Path) -> None:
    """Lesson 1: a separator that no hash covers must be compared. tests/faults flips every bit of what is read; here it
    is opened, too, with a flipped bit in every third byte and in every separator.
    """
    content = (folder / LEDGER).read_bytes()
    unnoticed: list[int] = []
    separators = [index for index in range(len(content)) if content[index : index + 2] == b" {"]
    for index in sorted({*range(0, len(content), 3), *separators}):
        bit = 1 << (index % 8)
        (folder / LEDGER).write_bytes(content[:index] + bytes([content[index] ^ bit]) + content[index + 1 :])
        for left in (STATE, *(path.name for path in folder.glob("*.torn.*"))):
            (folder / left).unlink(missing_ok=True)
        if _outcome(folder) == "whole":
            unnoticed.append(index)
    assert unnoticed == []


def test_an_edited_copy_is_refused_and_never_read(folder: Path) -> None:
    """Lesson 2: `state.json` could otherwise change an answer under an intact chain."""
    reopened(folder)
    state = orjson.loads((folder / STATE).read_bytes())
    next(iter(state["answers"].values()))["value"] = "yes"
    (folder / STATE).write_bytes(orjson.dumps(state))
    with pytest.raises(Damaged, match="does not follow from the ledger"):
        LedgerDB(folder)
    (folder / STATE).unlink()
    assert _outcome(folder) == "whole", "the advice in the message works"


def test_an_older_copy_is_no_damage_and_an_edited_older_one_is(folder: Path, events: MakeEvents) -> None:
    """A killed process leaves a copy that is behind; it must follow from the ledger as it was then."""
    reopened(folder)
    old = (folder / STATE).read_bytes()
    with LedgerDB(folder) as database:
        database.append(events(("Q-9", "new"), before=database.ledger.events))
    (folder / STATE).write_bytes(old)
    assert _outcome(folder) == "whole"
    (folder / STATE).write_bytes(old.replace(b'"no"', b'"ok"'))
    assert _outcome(folder) == "refused"


def test_cut_off_entries_are_noticed_by_the_copy_and_by_a_printed_anchor(folder: Path) -> None:
    """Lesson 3: a chain alone cannot show that its end is missing."""
    with LedgerDB(folder) as database:
        seq, head = database.ledger.seq, database.ledger.head
        assert database.ledger.has(seq, head)
    lines = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    (folder / LEDGER).write_bytes(b"".join(lines[:-1]))
    with pytest.raises(Damaged, match="entries were cut off"):
        LedgerDB(folder)
    (folder / STATE).unlink()
    with LedgerDB(folder) as database:
        assert not database.ledger.has(seq, head), "with the copy gone too, only the anchor in a report tells"


@pytest.mark.parametrize("cut", [1, 30, 64, 65, 100])
def test_a_torn_last_line_is_set_aside_and_told(folder: Path, cut: int) -> None:
    """Lesson 4: it was never acknowledged, and it is never dropped in silence."""
    whole = (folder / LEDGER).read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    (folder / LEDGER).write_bytes(whole[: -len(last)] + last[:cut])
    found, notices = reopened(folder)
    assert len(found) == 5
    assert "set aside" in notices[0]
    torn = next(folder.glob(f"{LEDGER}.torn.*"))
    assert torn.read_bytes() == last[:cut]
    assert reopened(folder)[1] == [], "told once: the ledger is whole now"


def test_a_failed_write_leaves_what_was_there(
    folder: Path, events: MakeEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 5: cut back to the last acknowledged entry, say so, and go on when there is room again."""
    with LedgerDB(folder) as database:
        more = events(("Q-7", "x" * 100), ("Q-8", "y"), before=database.ledger.events)
        calls = iter([None, OSError(errno.ENOSPC, "No space left on device"), None])

        def sync(fd: int) -> None:
            failure = next(calls, None)
            if failure:
                raise failure

        monkeypatch.setattr(chained_file, "sync_file", sync)
        with pytest.raises(NotSaved, match="No space left on device; free space"):
            database.append(more)
        assert "Q-7" not in database.assessment.answers
        assert len((folder / LEDGER).read_bytes().splitlines()) == 6
        monkeypatch.undo()
        database.append(more)
    assert len(reopened(folder)[0]) == 8


def test_after_a_failure_that_cannot_be_undone_the_handle_is_dead(
    folder: Path, events: MakeEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 5: an fsync that failed once may say yes the second time without having written."""
    database = LedgerDB(folder)
    more = events(("Q-7", "x"), before=database.ledger.events)

    def fail(*_: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(chained_file, "sync_file", fail)
    with pytest.raises(NotSaved):
        database.append(more)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="open it again"):
        database.append(more)
    database.close()
    assert _outcome(folder) == "whole"


def test_what_a_killed_copy_left_is_swept(folder: Path) -> None:
    """Lesson 6."""
    (folder / "state.json.4711.tmp").write_bytes(b"{half")
    reopened(folder)
    assert not list(folder.glob("*.tmp"))


def test_a_line_in_the_middle_is_never_repaired(folder: Path) -> None:
    lines = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    for changed in (lines[:2] + lines[3:], [lines[1], lines[0], *lines[2:]], [*lines[:3], lines[2], *lines[3:]]):
        (folder / LEDGER).write_bytes(b"".join(changed))
        assert _outcome(folder) == "refused"


def test_a_ledger_that_shrinks_under_an_open_handle_is_refused(folder: Path, events: MakeEvents) -> None:
    open_ledger = Ledger(folder)
    more = events(("Q-7", "x"), before=open_ledger.events)
    os.truncate(folder / LEDGER, 100)
    with pytest.raises(Damaged, match="shorter than it was"):
        open_ledger.append(more)
    open_ledger.close()


def test_an_event_after_somebody_elses_is_renumbered_and_a_stale_one_refused(folder: Path, events: MakeEvents) -> None:
    mine, theirs = Ledger(folder), Ledger(folder)
    before = list(mine.events)
    theirs.append(events(("Q-8", "theirs"), before=before))
    (kept,) = mine.append(events(("Q-9", "mine"), before=before))
    assert kept.seq == 8
    with pytest.raises(Conflict, match="Q-8 was changed") as conflict:
        mine.append(events(("Q-8", "mine"), before=before))
    assert conflict.value.revision == 1
    assert [event.seq for event in theirs.events] == list(range(1, 8))
    with theirs.held():
        assert [event.seq for event in theirs.events] == list(range(1, 9))


def test_every_line_is_on_the_disk_before_the_next_and_before_append_returns(
    folder: Path, events: MakeEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill cannot show a missing fsync, as the page cache survives it; the order of the calls can."""
    calls: list[str] = []
    write, sync = chained_file.write_all, chained_file.sync_file

    def written(fd: int, content: bytes) -> None:
        calls.append("write")
        write(fd, content)

    def synced(fd: int) -> None:
        calls.append("sync")
        sync(fd)

    monkeypatch.setattr(chained_file, "write_all", written)
    monkeypatch.setattr(chained_file, "sync_file", synced)
    with LedgerDB(folder) as database:
        database.append(events(("Q-7", 1), ("Q-8", 2), before=database.ledger.events))
        assert calls == ["write", "sync", "write", "sync"]
