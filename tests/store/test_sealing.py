"""Seals, which lie outside the folder, show what a chain alone cannot; and a lost key loses no answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.assessment.model import Event
from ddq.store.chain import GENESIS, write_line
from ddq.store.diagnosis import examine
from ddq.store.encryption import NoKey
from ddq.store.journal import JOURNAL
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import StoreError
from ddq.store.sealing import Seals, make_seal_key
from ddq.store.verifying import verify_store
from tests.store.conftest import NOON

MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "key"


@pytest.fixture
def root(tmp_path: Path, key: Path, events: MakeEvents) -> Path:
    """A workspace that was sealed when it had two entries, and went on to four."""
    place = tmp_path / "store"
    with LocalStore(place, by="ana") as store:
        store.create(events(("Q-1", "yes")))
        assert store.seal(make_seal_key(key, NOON)) == 1
        store.append("a-1", events(("Q-2", "no"), before=list(store.events("a-1"))))
    with LocalStore(place, by="ana", seals=Seals(key)) as store:
        store.append("a-1", events(("Q-3", "x"), before=list(store.events("a-1"))))
        assert store.notices("a-1") == ()
    return place


def ledger(root: Path) -> Path:
    return root / "assessments" / "a-1" / LEDGER


def problems(root: Path, key: Path) -> list[str]:
    found = [problem for one in verify_store(root, seals=Seals(key)) for problem in one.problems]
    return [problem for problem in found if not problem.startswith("versions:")]


def cut(root: Path, entries: int) -> None:
    ledger(root).write_bytes(b"".join(ledger(root).read_bytes().splitlines(keepends=True)[:entries]))
    (root / "assessments" / "a-1" / "state.json").unlink(missing_ok=True)


def test_what_is_whole_holds(root: Path, key: Path) -> None:
    assert problems(root, key) == []
    seals, foreign = Seals(key).read()
    assert ([one.seq for one in seals if one.name == "a-1"], foreign) == ([2, 3, 4], 0)
    assert any(one.name == JOURNAL for one in seals)


def test_an_end_that_was_cut_off_with_its_copy_is_found(root: Path, key: Path) -> None:
    cut(root, 3)
    assert [one.problems for one in verify_store(root) if "cut off" in str(one.problems)] == [], "the chain cannot tell"
    (problem,) = problems(root, key)
    assert "entry 4 was sealed on" in problem
    assert "3 hold together: entries were cut off" in problem


def test_a_history_that_was_written_anew_is_found(root: Path, key: Path) -> None:
    lines, head = list[bytes](), GENESIS
    for event in examine(ledger(root).read_bytes()).events:
        forged = event.model_copy(update={"new": {"value": "forged"}}) if event.seq == 2 else event
        line, head = write_line(head, forged)
        lines.append(line)
    ledger(root).write_bytes(b"".join(lines))
    (root / "assessments" / "a-1" / "state.json").unlink()
    assert "entry 2 has another hash than was sealed" in problems(root, key)[0]


def test_an_assessment_that_is_gone_is_found_and_a_deleted_one_is_not(root: Path, key: Path) -> None:
    shutil.copytree(root, root.with_name("other"))
    shutil.rmtree(root / "assessments" / "a-1")
    assert problems(root, key) == ["was sealed, and is gone: no tombstone says that it was deleted"]
    with LocalStore(root.with_name("other"), seals=Seals(key)) as store:
        store.delete("a-1", "its time is over")
    assert problems(root.with_name("other"), key) == []


def test_an_older_journal_put_back_is_found(root: Path, key: Path, events: MakeEvents) -> None:
    before = (root / JOURNAL).read_bytes()
    with LocalStore(root, seals=Seals(key)) as store:
        store.create([events()[0].model_copy(update={"subject": "a-2"})])
        store.delete("a-2", "asked")
    (root / JOURNAL).write_bytes(before)
    assert any("entries were cut off" in problem for problem in problems(root, key))


def test_nobody_makes_a_seal_without_the_key(root: Path, key: Path, tmp_path: Path) -> None:
    other = make_seal_key(tmp_path / "other", NOON)
    seals = Seals(key).file
    line = seals.read_bytes().splitlines(keepends=True)[0]
    seals.write_bytes(seals.read_bytes() + line.replace(b" 2 ", b" 9 "))
    assert any("1 seals were not made with this key" in problem for problem in problems(root, key))
    with pytest.raises(StoreError, match="was not sealed with the key"):
        LocalStore(root, seals=other)


def test_a_seal_that_was_cut_short_is_no_alarm_and_the_next_goes_on(root: Path, key: Path, events: MakeEvents) -> None:
    seals = Seals(key).file
    seals.write_bytes(seals.read_bytes()[:-20])
    assert problems(root, key) == []
    with LocalStore(root, seals=Seals(key)) as store:
        store.append("a-1", events(("Q-4", "x"), before=list(store.events("a-1"))))
    assert problems(root, key) == []
    cut(root, 4)
    assert "entry 5 was sealed on" in problems(root, key)[0]


def test_where_a_save_cannot_be_sealed_it_is_saved_and_the_user_is_told(
    root: Path, key: Path, events: MakeEvents
) -> None:
    seals = Seals(key)
    seals.file = key.parent / "gone" / "key.seals"
    with LocalStore(root, seals=seals) as store:
        store.append("a-1", events(("Q-4", "x"), before=list(store.events("a-1"))))
        assert "not sealed" in store.notices("a-1")[0]
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 5
        assert "its key is not named" in store.notices("a-1")[0]


def test_a_lost_key_loses_no_answer_and_a_new_one_seals_from_there_on(root: Path, key: Path) -> None:
    key.unlink()
    with pytest.raises(NoKey, match="cannot be read"):
        Seals(key)
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 4
        store.seal(make_seal_key(key.with_name("new"), NOON))
    assert problems(root, key.with_name("new")) == []
    with pytest.raises(StoreError, match="never written over"):
        make_seal_key(key.with_name("new"), NOON)
    (key.with_name("empty")).write_text("", encoding="utf-8")
    with pytest.raises(NoKey, match="holds no key"):
        Seals(key.with_name("empty"))
