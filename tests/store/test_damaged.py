"""A damaged assessment opens for reading as far as it verifies and says where it stops; it is mended when asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.assessment.model import Event
from ddq.store.database import STATE
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import Damaged, StoreError
from ddq.store.verifying import verify_store

MakeEvents = Callable[..., list[Event]]
GIVEN = (("Q-1", "yes"), ("Q-2", "a note"), ("Q-1", "no"), ("Q-3", 5))


@pytest.fixture
def root(tmp_path: Path, events: MakeEvents) -> Path:
    """A store whose one assessment has five entries, closed."""
    with LocalStore(tmp_path / "store") as store:
        store.create(events(*GIVEN))
        store.events("a-1")
    return tmp_path / "store"


def altered(root: Path, line: int = 3) -> Path:
    ledger = root / "assessments" / "a-1" / LEDGER
    lines = ledger.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"ana"', b'"eve"')
    ledger.write_bytes(b"".join(lines))
    return ledger


def files(root: Path) -> dict[str, bytes]:
    written = {".lock", ".lock.by", "catalogue.json", ".journal.lock", ".journal.lock.by"}
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name not in written}


def test_it_opens_for_reading_as_far_as_it_verifies_and_says_where_it_stops(root: Path, events: MakeEvents) -> None:
    altered(root)
    before = files(root)
    with LocalStore(root) as store:
        assert [event.seq for event in store.events("a-1")] == [1, 2, 3]
        assert store.anchor("a-1")[0] == 3
        (notice,) = store.notices("a-1")
        assert "open for reading only, as of entry 3" in notice
        assert "entry 4 was changed" in notice
        assert "`ddq repair a-1`" in notice
        (summary,) = store.summaries()
        assert (summary.vendor, summary.recorded) == ("Acme Ltd", 2)
        assert summary.problem is not None
        with pytest.raises(Damaged, match="nothing was saved, it is open for reading only"):
            store.append("a-1", events(("Q-9", 1), before=list(store.events("a-1"))))
    assert files(root) == before, "nothing is mended unasked"


def test_entries_that_contradict_each_other_are_read_up_to_there(root: Path, events: MakeEvents) -> None:
    """The chain holds, as whoever writes the folder can compute one; what it says cannot have happened."""
    from ddq.store.chain import GENESIS, write_line

    told = events(*GIVEN)
    told[3] = told[3].model_copy(update={"revision": 7})
    head, lines = GENESIS, list[bytes]()
    for event in told:
        line, head = write_line(head, event)
        lines.append(line)
    (root / "assessments" / "a-1" / LEDGER).write_bytes(b"".join(lines))
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 3
        assert "contradict each other" in store.notices("a-1")[0]


def test_where_nothing_verifies_there_is_nothing_to_read(root: Path) -> None:
    altered(root, 0)
    with LocalStore(root) as store:
        with pytest.raises(Damaged, match="Restore it from a backup"):
            store.events("a-1")
        with pytest.raises(Damaged, match="Nothing of it holds"):
            store.repair("a-1", "asked")


def test_a_repair_keeps_what_held_and_what_did_not_and_is_noted(root: Path, events: MakeEvents) -> None:
    damaged = altered(root).read_bytes()
    with LocalStore(root, by="ben") as store:
        assert len(store.events("a-1")) == 3
        planned = store.repair_plan("a-1")
        assert planned.entries == 3
        assert (root / "assessments" / "a-1" / LEDGER).read_bytes() == damaged, "a plan touches nothing"
        assert store.repair("a-1", "the disk failed, no backup") == planned
        assert store.notices("a-1") == ()
        store.append("a-1", events(("Q-9", 1), before=list(store.events("a-1"))))
        (noted,) = store.journal.noted("repairs")
        assert (noted["assessment"], noted["entries"]) == ("a-1", 3)
        (entry,) = store.journal.journal.events
        assert (entry.by, entry.why) == ("ben", "the disk failed, no backup")
    (aside,) = (root / "assessments" / "a-1").glob("*.damaged.*")
    assert aside.read_bytes() == damaged
    (one,) = verify_store(root)
    assert [problem for problem in one.problems if not problem.startswith("versions:")] == [], "it holds from there on"
    assert "repaired from entry 3 on" in one.lost[0]
    assert "by ben: the disk failed, no backup" in one.lost[0]
    journal = root / "journal.jsonl"
    kept, _ = journal.read_bytes(), journal.unlink()
    (one,) = verify_store(root)
    assert "set aside by a repair that the journal does not know" in str(one.problems)
    journal.write_bytes(kept)
    with LocalStore(root) as store, pytest.raises(StoreError, match="nothing to repair"):
        store.repair("a-1", "again")


def test_an_altered_copy_is_set_aside_and_the_ledger_goes_on(root: Path) -> None:
    state = root / "assessments" / "a-1" / STATE
    state.write_bytes(state.read_bytes().replace(b'"no"', b'"ok"'))
    altered_copy = state.read_bytes()
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 5
        assert "does not follow from the ledger" in store.notices("a-1")[0]
        assert not store.repair("a-1", "asked").cut
        assert store.notices("a-1") == ()
    (aside,) = (root / "assessments" / "a-1").glob("state.json.aside.*")
    assert aside.read_bytes() == altered_copy


def test_a_handle_that_was_open_sees_the_repair_of_another_process(root: Path, events: MakeEvents) -> None:
    with LocalStore(root) as mine:
        mine.events("a-1")
        whole = (root / "assessments" / "a-1" / LEDGER).read_bytes()
        altered(root)
        with LocalStore(root) as theirs:
            theirs.repair("a-1", "asked")
        assert [event.seq for event in mine.events("a-1")] == [1, 2, 3]
        mine.append("a-1", events(("Q-9", 1), before=list(mine.events("a-1"))))
    assert whole not in (root / "assessments" / "a-1" / LEDGER).read_bytes()
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 4
