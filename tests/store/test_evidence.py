"""Evidence: what is a program, or not what its name says, is set apart; what nothing refers to is found, no more."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.collecting import DAY
from ddq.store.content_kind import Kind, kind_of, refusal
from ddq.store.evidence import SIZE_LIMIT
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import Damaged, NotFound, StoreError

MakeEvents = Callable[..., list[Event]]


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), "x")  # with no time in it: the names of the tests hold its bytes
    return content.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
ELF = b"\x7fELF\2\1\1" + b"\0" * 50
DOCX = zipped("[Content_Types].xml", "word/document.xml")
KINDS = [
    (b"%PDF-1.7\n...", Kind.pdf),
    (b"\r\n%PDF-1.4", Kind.pdf),
    (PNG, Kind.png),
    (b"\xff\xd8\xff\xe0", Kind.jpeg),
    (b"RIFF\0\0\0\0WEBPVP8 ", Kind.webp),
    (DOCX, Kind.word),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), Kind.excel),
    (zipped("mimetype", "content.xml"), Kind.opendocument),
    (zipped("a.txt"), Kind.zip),
    (zipped("[Content_Types].xml", "word/vbaProject.bin"), Kind.macros),
    (zipped("META-INF/MANIFEST.MF", "A.class"), Kind.program),
    (b"PK\x03\x04 cut short", Kind.unknown),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", Kind.office),
    (ELF, Kind.program),
    (b"MZ\x90\0\3\0\0\0", Kind.program),
    (b"MZ is what the minister signs with.", Kind.text),
    (b"#!/bin/sh\nrm -rf /", Kind.program),
    (b"<!DOCTYPE html><p>x", Kind.html),
    (b"<?xml version='1.0'?><svg xmlns='...'/>", Kind.svg),
    (b"<?xml version='1.0'?><a/>", Kind.xml),
    ("Grüße".encode("latin-1"), Kind.text),
    ("\ufeffGrüße".encode("utf-16-le"), Kind.text),
    (b"\0\1\2\3", Kind.unknown),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_a_file_is_known_by_its_content(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


REFUSED = [
    ("report.pdf", ELF, "it is a program, and its name says .pdf"),
    ("report.pdf", PNG, "its name says .pdf, and it is a PNG picture"),
    ("report.pdf", b"<html><script>", "its name says .pdf, and it is a web page"),
    ("photo.PNG", b"plain", "its name says .png, and it is text"),
    ("sheet.xlsx", DOCX, "its name says .xlsx, and it is a Word document"),
    ("letter.docx", zipped("[Content_Types].xml", "word/vbaProject.bin"), "it is an Office file with macros"),
    ("setup.exe", b"plain", r"its name says that it is a program or has macros \(.exe\)"),
    ("report.pdf.js", b"plain", "program"),
    ("without ending", ELF, "it is a program"),
    ("data.bin", b"\0\1\2", "of a kind that is not known"),
]


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store", by="ana")


@pytest.mark.parametrize(("name", "content", "why"), REFUSED)
def test_what_is_not_what_it_says_is_set_apart(
    store: LocalStore, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreError, match=f"not taken as evidence: .*{why}.*in quarantine"):
        store.put_evidence(tmp_path / name)
    (found,) = store.quarantined()
    assert found.name == name
    apart = tmp_path / "store" / "evidence" / "quarantine" / found.digest
    assert apart.read_bytes() == content
    assert apart.stat().st_mode & 0o777 == 0o400, "nobody runs it from there"
    assert not (tmp_path / "store" / "evidence" / "sha256").exists()


@pytest.mark.parametrize("name", ["a.txt", "b", "c.csv", "d.unheard-of"])
def test_text_is_evidence_under_any_name_that_claims_nothing_else(store: LocalStore, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"It is so.")
    assert store.put_evidence(tmp_path / name).name == name


def test_what_somebody_let_go_may_be_attached_and_the_journal_says_who(store: LocalStore, tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(b"\0\1\2")
    with pytest.raises(StoreError):
        store.put_evidence(tmp_path / "data.bin")
    with pytest.raises(NotFound, match="no file in quarantine begins with 'zz'"):
        store.release("zz", "looked")
    store.release(store.quarantined()[0].digest[:12], "looked at it in a machine of its own")
    assert store.quarantined() == ()
    assert store.put_evidence(tmp_path / "data.bin").size == 3
    (entry,) = store.journal.journal.events
    assert (entry.by, entry.why) == ("ana", "looked at it in a machine of its own")


def test_the_limit_of_size_is_told(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 1001)
    with LocalStore(tmp_path / "store", evidence_limit=1000) as store, pytest.raises(StoreError, match="larger than"):
        store.put_evidence(tmp_path / "big.txt")
    assert SIZE_LIMIT == 100 * 1024 * 1024


def attached(store: LocalStore, events: MakeEvents, file: Path) -> str:
    """An assessment that names the file; its digest."""
    store.create(events(("q", 1)))
    kept = store.put_evidence(file)
    named = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json")}
    store.append("a-1", [events(("q", 1))[-1].model_copy(update=named)])
    return kept.id


def aged(store: LocalStore) -> None:
    for path in (store.folder / "evidence").rglob("*"):
        os.utime(path, (1, 1))


def test_only_what_was_never_named_is_collected(store: LocalStore, tmp_path: Path, events: MakeEvents) -> None:
    (tmp_path / "named.txt").write_bytes(b"named")
    (tmp_path / "forgotten.txt").write_bytes(b"forgotten")
    named = attached(store, events, tmp_path / "named.txt")
    forgotten = store.put_evidence(tmp_path / "forgotten.txt").id
    last = store.events("a-1")[-1]
    store.append("a-1", [last.model_copy(update={"old": last.new, "new": None, "revision": 2})])
    assert store.unreferenced() == (), "nothing younger than a day"
    aged(store)
    assert [one.path.name for one in store.unreferenced()] == [forgotten]
    assert store.evidence(forgotten).exists(), "looking takes nothing away"
    assert [one.path.name for one in store.collect("asked")] == [forgotten]
    assert store.evidence(named).read_bytes() == b"named", "taken off the assessment, but its history names it"
    assert store.journal.noted("collected") == [{"evidence": [forgotten]}]
    assert store.collect("again") == ()


def test_a_file_that_is_attached_again_is_young_again(store: LocalStore, tmp_path: Path) -> None:
    """Its ledger entry is about to be written: between the two a collection must not come."""
    (tmp_path / "f.txt").write_bytes(b"f")
    store.put_evidence(tmp_path / "f.txt")
    aged(store)
    assert len(store.unreferenced()) == 1
    store.put_evidence(tmp_path / "f.txt")
    assert store.unreferenced() == ()
    assert DAY == 86_400


def test_nothing_is_collected_while_a_ledger_is_damaged(store: LocalStore, tmp_path: Path, events: MakeEvents) -> None:
    """What it named cannot be known."""
    (tmp_path / "named.txt").write_bytes(b"named")
    attached(store, events, tmp_path / "named.txt")
    ledger = store.folder / "assessments" / "a-1" / LEDGER
    ledger.write_bytes(ledger.read_bytes()[:-80])
    aged(store)
    with pytest.raises(Damaged, match="Nothing was taken away"):
        store.collect("asked")


def test_refusal_is_none_for_what_is_as_named() -> None:
    assert refusal("a.pdf", b"%PDF-1.7") is None
    assert refusal("a.docx", DOCX) is None
