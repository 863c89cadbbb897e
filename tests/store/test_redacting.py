"""Redaction: the text is gone from every file, every printed hash still holds, and nothing else may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from ddq.assessment.model import Event
from ddq.store.diagnosis import examine
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import Damaged, NotFound, StoreError
from ddq.store.verifying import verify_store

MakeEvents = Callable[..., list[Event]]
PERSON = 'Jane "JD" Döe'


@pytest.fixture
def root(tmp_path: Path, events: MakeEvents) -> Path:
    with LocalStore(tmp_path / "store", by="ana") as store:
        store.create(events(("Q-1", f"asked {PERSON} twice"), ("Q-2", "nobody"), ("Q-1", "the register")))
        last = store.events("a-1")[-1]
        asked = {"value": "x", "note": f"{PERSON}: yes"}
        store.append("a-1", [last.model_copy(update={"subject": "Q-3", "revision": 1, "new": asked, "why": PERSON})])
    return tmp_path / "store"


def ledger(root: Path) -> Path:
    return root / "assessments" / "a-1" / LEDGER


def test_the_text_is_gone_and_every_printed_anchor_holds(root: Path) -> None:
    with LocalStore(root, by="ben") as store:
        hashes = examine(store.ledger("a-1")).hashes
        anchor = store.anchor("a-1")
        assert store.redact("a-1", PERSON, "asked to be forgotten") == (2, 5)
        found = examine(store.ledger("a-1"))
        assert found.problem is None
        assert found.hashes[:5] == hashes
        assert found.has(*anchor), "the anchor of a report that was printed before"
        event = store.events("a-1")[-1]
        assert (event.kind.value, event.by, event.why, event.seq) == ("redacted", "ben", "asked to be forgotten", 6)
        assert found.assessment is not None
        assert found.assessment.answers["Q-3"].note == "[redacted]: yes"
    spelled = (PERSON.encode(), orjson.dumps(PERSON)[1:-1])
    for path in root.rglob("*"):
        assert not path.is_file() or not any(one in path.read_bytes() for one in spelled), path
    (one,) = verify_store(root)
    assert [problem for problem in one.problems if not problem.startswith("versions:")] == []


def test_it_goes_on_and_other_handles_see_it(root: Path, events: MakeEvents) -> None:
    with LocalStore(root) as mine, LocalStore(root) as theirs:
        before = mine.events("a-1")
        theirs.redact("a-1", PERSON, "asked")
        assert len(mine.events("a-1")) == len(before) + 1
        mine.append("a-1", [before[2].model_copy(update={"subject": "Q-9", "revision": 1})])
        theirs.redact("a-1", "nobody", "asked too")
        assert len(theirs.events("a-1")) == 8
    with LocalStore(root) as again:
        assert [event.seq for event in again.events("a-1")] == list(range(1, 9))


def test_after_a_redaction_no_flipped_bit_goes_unnoticed(root: Path) -> None:
    """Not in the line that was redacted either: what stands there now is in the chain through the event."""
    with LocalStore(root) as store:
        store.redact("a-1", PERSON, "asked")
    content = ledger(root).read_bytes()
    for index in range(len(content)):
        flipped = content[:index] + bytes([content[index] ^ 1 << index % 8]) + content[index + 1 :]
        assert examine(flipped).problem is not None, f"byte {index}"


def test_a_line_that_no_event_of_the_chain_redacts_is_refused(root: Path) -> None:
    """Whoever alters a line and adds a claim that is not chained is found; with a key nobody else can chain one."""
    with LocalStore(root) as store:
        store.redact("a-1", PERSON, "asked")
    lines = ledger(root).read_bytes().splitlines(keepends=True)
    for altered in ([*lines[:-1]], [*lines[:-1], b"0" * 64 + lines[-1][64:]]):
        assert examine(b"".join(altered)).problem is not None


def test_what_does_not_occur_is_too_short_or_carries_the_history_is_refused(root: Path) -> None:
    before = ledger(root).read_bytes()
    with LocalStore(root) as store:
        for text, kind, why in (
            ("John", NotFound, "no entry holds this text"),
            ("a", StoreError, "name more of it"),
            ("answered", NotFound, "in these letters"),
        ):
            with pytest.raises(kind, match=why):
                store.redact("a-1", text, "asked")
    assert ledger(root).read_bytes() == before


def test_a_crash_in_between_leaves_the_one_or_the_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt), LocalStore(root) as store:
        patched.setattr("ddq.store.local.write_atomically", fail)
        store.redact("a-1", PERSON, "asked")
    with LocalStore(root) as store:
        assert len(store.events("a-1")) == 5
        assert store.notices("a-1") == ()


def test_a_damaged_ledger_is_not_redacted(root: Path) -> None:
    content = ledger(root).read_bytes()
    ledger(root).write_bytes(content.replace(b'"nobody"', b'"no one"'))
    with LocalStore(root) as store, pytest.raises(Damaged):
        store.redact("a-1", PERSON, "asked")
