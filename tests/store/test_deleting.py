"""Retention: an assessment goes with what is its alone, a tombstone stays, and a crash leaves one or the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store import deleting
from ddq.store.local import LocalStore
from ddq.store.protocol import NotFound, StoreError

MakeEvents = Callable[..., list[Event]]
SECRET = "Jane Doe told us"


@pytest.fixture
def root(tmp_path: Path, events: MakeEvents) -> Path:
    """Two assessments: `a-1` with evidence of its own, and one file that both name."""
    place = tmp_path / "store"
    with LocalStore(place, by="ana") as store:
        for name in ("a-1", "a-2"):
            first = events()[0].model_copy(update={"subject": name})
            store.create([first])
            for file, only in (("own.txt", "a-1"), ("shared.txt", None)):
                (tmp_path / file).write_text(file, encoding="utf-8")
                if only in (None, name):
                    _attach(store, name, tmp_path / file, events)
        store.append("a-1", [_answer(events, SECRET)])
        store.summaries()
    for path in place.rglob("evidence/*/*/*"):
        os.utime(path, (1, 1))
    return place


def _answer(events: MakeEvents, text: str) -> Event:
    return events(("q", text))[-1]


def _attach(store: LocalStore, name: str, file: Path, events: MakeEvents) -> None:
    kept = store.put_evidence(file)
    update = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json"), "revision": 1}
    store.append(name, [_answer(events, "x").model_copy(update=update)])


def test_it_goes_with_what_is_its_alone_and_leaves_a_tombstone(root: Path) -> None:
    with LocalStore(root, by="ben") as store:
        seq, head = store.anchor("a-1")
        assert len(store.deletion("a-1")) == 1
        assert store.delete("a-1", "ten years are over") == ()
        assert [one.id for one in store.summaries()] == ["a-2"]
        (stone,) = store.deleted()
        assert (stone.id, stone.entries, stone.head) == ("a-1", seq, head)
        assert (stone.by, stone.why, stone.questionnaire) == ("ben", "ten years are over", "sample")
        with pytest.raises(NotFound):
            store.events("a-1")
    everything = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in content for content in everything), "no answer is left anywhere"
    assert [path.read_text() for path in root.rglob("evidence/sha256/*/*")] == ["shared.txt"]


def test_it_does_not_come_back(root: Path, events: MakeEvents) -> None:
    with LocalStore(root, by="ben") as store:
        ledger = store.ledger("a-1")
        store.delete("a-1", "over")
        for again in (lambda: store.create(events()), lambda: store.adopt({"a-1": ledger})):
            with pytest.raises(StoreError, match=r"was deleted on .* by ben: over"):
                again()


def test_an_open_handle_elsewhere_is_told(root: Path, events: MakeEvents) -> None:
    with LocalStore(root) as mine, LocalStore(root, by="ben") as theirs:
        before = list(mine.events("a-1"))
        theirs.delete("a-1", "over")
        with pytest.raises(NotFound, match="it was deleted or moved meanwhile"):
            mine.append("a-1", events(("Q-9", 1), before=before[:1]))
        assert not (root / "assessments" / "a-1").exists(), "waiting for its lock did not make the folder anew"


class Crash(BaseException):
    """The process ends here."""


def _crash(*_: object, **__: object) -> None:
    raise Crash


def test_a_crash_before_the_tombstone_leaves_it_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched, pytest.raises(Crash):
        patched.setattr("ddq.store.journal.JournalDB.note", _crash)
        with LocalStore(root) as store:
            before = store.events("a-1")
            store.delete("a-1", "over")
    with LocalStore(root) as store:
        assert store.events("a-1") == before
        assert store.deleted() == ()


def test_a_crash_after_the_tombstone_is_finished_when_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched, pytest.raises(Crash):
        patched.setattr(deleting.shutil, "rmtree", _crash)
        with LocalStore(root) as store:
            store.delete("a-1", "over")
    assert list((root / "assessments").glob(".deleted-*"))
    with LocalStore(root) as store:
        assert len(store.deleted()) == 1
    assert sorted(path.name for path in (root / "assessments").iterdir()) == ["a-2"]


def test_evidence_that_was_used_just_now_stays_for_later(root: Path, tmp_path: Path) -> None:
    """Another process may be attaching the same file to another assessment in this second."""
    with LocalStore(root) as store:
        kept = store.put_evidence(tmp_path / "own.txt")
        assert store.delete("a-1", "over") == (kept.id,)
        assert store.evidence(kept.id).exists()
