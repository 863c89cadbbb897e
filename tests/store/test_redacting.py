"""Redaction: the text is gone from every file, every printed hash still holds, and nothing else may change."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import orjson
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.bundle_file import open_bundle, write_bundle
from ddq.store.bundles import files_of, take_in
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


@pytest.fixture
def with_files(root: Path, tmp_path: Path) -> tuple[Path, list[str]]:
    """The same store with two evidence files: one holds the person as text, one in a part of an Office file."""
    plain, office = tmp_path / "note.txt", tmp_path / "letter.docx"
    plain.write_text(f"Met {PERSON} on Monday.", encoding="utf-8")
    with zipfile.ZipFile(office, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f"<w:t>{escape(PERSON)}</w:t>")
    digests: list[str] = []
    with LocalStore(root, by="ana") as store:
        for file in (plain, office):
            kept = store.put_evidence(file)
            attached = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json")}
            last = store.events("a-1")[-1]
            store.append("a-1", [last.model_copy(update={**attached, "revision": 1, "old": None, "why": None})])
            digests.append(kept.id)
    return root, digests


def test_evidence_that_holds_the_text_is_named_and_taken_away(with_files: tuple[Path, list[str]]) -> None:
    root, digests = with_files
    with LocalStore(root, by="ben") as store:
        anchor = store.anchor("a-1")
        assert {file.id for file in store.evidence_with("a-1", PERSON)} == set(digests)
        assert store.evidence_with("a-1", "somebody else") == ()
        with pytest.raises(NotFound, match=r"the assessment has .*note\.txt"):
            store.redact_evidence("a-1", ["0000"], "asked")
        assert store.redact_evidence(
            "a-1", [digest[:12] for digest in digests], "asked to be forgotten"
        ) == dict.fromkeys(digests, ())
        assert examine(store.ledger("a-1")).has(*anchor), "the anchor of a report that was printed before"
        for file in store.database("a-1").assessment.evidence.values():
            assert store.evidence_problem(file) == "was taken away by a redaction"
            with pytest.raises(NotFound, match="taken away by a redaction"):
                store.evidence(file.id)
    assert [path for path in (root / "evidence").rglob("*") if path.is_file()] == []
    (one,) = verify_store(root)
    assert [problem for problem in one.problems if not problem.startswith("versions:")] == []
    assert [note.split(" on ")[0] for note in one.notes] == [
        f"evidence {digest[:12]} was taken away by a redaction" for digest in digests
    ]


def test_what_went_without_a_redaction_is_missing_still(with_files: tuple[Path, list[str]]) -> None:
    root, digests = with_files
    with LocalStore(root) as store:
        store.redact_evidence("a-1", digests[:1], "asked")
    (root / "evidence" / "sha256" / digests[1][:2] / digests[1]).unlink()
    (one,) = verify_store(root)
    assert ["is missing" in problem for problem in one.problems if problem.startswith("evidence")] == [True]


def test_a_file_that_another_assessment_names_goes_with_the_last(
    with_files: tuple[Path, list[str]], events: MakeEvents
) -> None:
    root, (first, _) = with_files
    with LocalStore(root) as store:
        attached = next(event for event in store.events("a-1") if event.subject == first)
        store.create([events()[0].model_copy(update={"subject": "a-2"}), attached.model_copy(update={"seq": 2})])
        assert store.redact_evidence("a-1", [first], "asked") == {first: ("a-2",)}
        assert store.evidence(first).is_file()
        assert store.redact_evidence("a-2", [first], "asked") == {first: ()}
        with pytest.raises(NotFound):
            store.evidence(first)


def test_an_assessment_without_a_redacted_file_travels_in_a_bundle(
    with_files: tuple[Path, list[str]], tmp_path: Path
) -> None:
    root, digests = with_files
    with LocalStore(root) as store, LocalStore(tmp_path / "other") as other:
        store.redact_evidence("a-1", digests[:1], "asked")
        files, entries = files_of(store, ["a-1"])
        write_bundle(tmp_path / "b.zip", files, entries, "ddq")
        with open_bundle(tmp_path / "b.zip") as bundle:
            take_in(other, tmp_path, bundle)
        assert other.evidence(digests[1]).is_file()
    (one,) = verify_store(tmp_path / "other")
    assert len(one.notes) == 1
