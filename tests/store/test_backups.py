"""Backup at any moment, and restore with a proof that it is whole."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.backups import back_up, restore
from ddq.store.bundle_file import NoBundle
from ddq.store.encryption import NoKey, check_public, decrypted, encrypt, is_encrypted, make_key
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import StoreError
from ddq.store.verifying import verify_store

MakeEvents = Callable[..., list[Event]]
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, events: MakeEvents) -> Path:
    """A store with an assessment, evidence, a questionnaire of one's own and something in the journal."""
    place = tmp_path / "store"
    (tmp_path / "proof.txt").write_text("It is so.", encoding="utf-8")
    with LocalStore(place, by="ana") as opened:
        opened.create(events(("q", 1), ("r", "two")))
        kept = opened.put_evidence(tmp_path / "proof.txt")
        named = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json"), "revision": 1}
        opened.append("a-1", [events(("q", 1))[-1].model_copy(update=named)])
        opened.trust("age1x")
    (place / "questionnaires" / "profiles").mkdir(parents=True)
    (place / "questionnaires" / "own.yaml").write_text("own", encoding="utf-8")
    (place / "questionnaires" / "a note.txt").write_text("x", encoding="utf-8")
    return place


def kept(folder: Path) -> dict[str, bytes]:
    """All that is the truth, by path."""
    derived = {"state.json", "catalogue.json"}
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name not in derived}


def test_what_was_backed_up_comes_back_byte_for_byte(store: Path, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "b.zip", "ddq")
    assert (made.assessments, made.entries, made.evidence, made.problems) == (1, 4, 1, ())
    assert made.left_out == ("questionnaires/a note.txt",), "told, not dropped in silence"
    found = restore(tmp_path / "b.zip", tmp_path / "again")
    assert (found.assessments, found.entries, found.evidence, found.files) == (1, 4, 1, made.files)
    before = kept(store)
    del before["questionnaires/a note.txt"]
    assert kept(tmp_path / "again") == before
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o700
    with LocalStore(tmp_path / "again") as opened:
        assert opened.anchor("a-1")[0] == 4
        assert opened.trusts("age1x"), "the journal came back too"
    (one,) = verify_store(tmp_path / "again")
    assert [problem for problem in one.problems if not problem.startswith("versions:")] == []


def test_the_same_store_gives_the_same_bytes(store: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        back_up(store, tmp_path / name, "ddq")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_backup_made_while_another_process_writes_is_whole(store: Path, tmp_path: Path, events: MakeEvents) -> None:
    child = os.fork()
    if child == 0:
        try:
            with LocalStore(store) as writing:
                while True:
                    before = list(writing.events("a-1"))
                    last = before[1].model_copy(update={"revision": sum(one.subject == "q" for one in before) + 1})
                    writing.append("a-1", [last])
        finally:
            os._exit(1)
    try:
        ends = []
        for number in range(12):
            back_up(store, tmp_path / "hot.zip", "ddq")
            found = restore(tmp_path / "hot.zip", tmp_path / f"hot-{number}")
            assert found.problems == ()
            ends.append(found.entries)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert ends == sorted(ends)
    assert ends[-1] > ends[0], "it was written to meanwhile"


def test_a_half_written_last_line_is_left_out(store: Path, tmp_path: Path) -> None:
    """It was never acknowledged."""
    with (store / "assessments" / "a-1" / LEDGER).open("ab") as file:
        file.write(b"0123 half a li")
    made = back_up(store, tmp_path / "b.zip", "ddq")
    assert (made.entries, made.problems) == (4, ())


def test_a_damaged_assessment_is_backed_up_as_it_is_and_told(store: Path, tmp_path: Path) -> None:
    """Better a copy of what is left than none; a backup is what is made before a repair."""
    ledger = store / "assessments" / "a-1" / LEDGER
    ledger.write_bytes(ledger.read_bytes().replace(b'"two"', b'"too"'))
    made = back_up(store, tmp_path / "b.zip", "ddq")
    assert "entry 3 was changed" in made.problems[0]
    found = restore(tmp_path / "b.zip", tmp_path / "again")
    assert "as it was when the backup was made" in found.problems[0]
    assert (tmp_path / "again" / "assessments" / "a-1" / LEDGER).read_bytes() == ledger.read_bytes()


def test_an_altered_backup_is_refused_and_nothing_is_left(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.zip", "ddq")
    content = (tmp_path / "b.zip").read_bytes()
    for place in range(0, len(content), 97):
        (tmp_path / "c.zip").write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        try:
            restore(tmp_path / "c.zip", tmp_path / "again")
        except StoreError:
            assert not [path for path in tmp_path.iterdir() if path.name.endswith((".restoring", "again"))]
        else:  # a flipped bit in a date or a flag of the zip that says nothing of the content
            found = kept(tmp_path / "again")
            assert all(found[name] == content for name, content in kept(store).items() if name in found)
            import shutil

            shutil.rmtree(tmp_path / "again")


def test_a_folder_with_something_in_it_is_refused(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.zip", "ddq")
    with pytest.raises(StoreError, match="there is something already"):
        restore(tmp_path / "b.zip", store)
    (tmp_path / "empty").mkdir()
    assert restore(tmp_path / "b.zip", tmp_path / "empty").assessments == 1


def test_a_backup_and_a_bundle_are_not_taken_for_each_other(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "b.zip", "ddq")
    from ddq.store.bundle_file import open_bundle

    with pytest.raises(NoBundle, match="is a backup, not a bundle; `ddq restore` reads it"):
        open_bundle(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("manifest.json", orjson.dumps({"ddq": "bundle/1"}))
    with pytest.raises(NoBundle, match="is a bundle, not a backup"):
        restore(tmp_path / "x.zip", tmp_path / "again")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "assessments/a-1/../../evil", "assessments/a-1/state.json"])
def test_a_name_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("store.json", b"{}")
        made.writestr(name, b"x")
    with pytest.raises(NoBundle, match="is no name that a backup may hold"):
        restore(tmp_path / "x.zip", tmp_path / "again")


def test_what_is_encrypted_opens_with_its_key_alone(store: Path, tmp_path: Path) -> None:
    public = make_key(tmp_path / "key", NOON)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    back_up(store, tmp_path / "b.zip", "ddq")
    encrypt(tmp_path / "b.zip", tmp_path / "b.age", [public])
    assert is_encrypted(tmp_path / "b.age")
    assert b"It is so." in (tmp_path / "b.zip").read_bytes()
    assert b"It is so." not in (tmp_path / "b.age").read_bytes()
    make_key(tmp_path / "other", NOON)
    for key, why in ((None, "name the key file"), (tmp_path / "other", "does not open it"), (store, "cannot be read")):
        with pytest.raises(NoKey, match=why), decrypted(tmp_path / "b.age", key, tmp_path):
            pass
    with decrypted(tmp_path / "b.age", tmp_path / "key", tmp_path) as plain:
        assert restore(plain, tmp_path / "again").entries == 4
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")], "no plain copy is left"


def test_an_altered_or_cut_encrypted_file_is_refused(store: Path, tmp_path: Path) -> None:
    public = make_key(tmp_path / "key", NOON)
    (tmp_path / "plain").write_bytes(b"x" * 200_000)
    encrypt(tmp_path / "plain", tmp_path / "b.age", [public])
    content = (tmp_path / "b.age").read_bytes()
    for altered in (content[:-1], content[:100_000], content[:150_000] + b"!" + content[150_001:]):
        (tmp_path / "c.age").write_bytes(altered)
        with pytest.raises(NoKey, match="altered or cut"), decrypted(tmp_path / "c.age", tmp_path / "key", tmp_path):
            pass


def test_a_key_is_never_written_over_and_a_secret_is_not_taken_for_the_public_part(tmp_path: Path) -> None:
    make_key(tmp_path / "key", NOON)
    with pytest.raises(StoreError, match="never written over"):
        make_key(tmp_path / "key", NOON)
    secret = (tmp_path / "key").read_text().splitlines()[-1]
    with pytest.raises(NoKey, match="stays with you") as refused:
        check_public(secret)
    assert secret not in str(refused.value)
    with pytest.raises(NoKey, match="begins with age1"):
        check_public("age2abc")
