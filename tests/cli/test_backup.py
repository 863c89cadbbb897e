"""`ddq backup`, `restore` and `key` as a user meets them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_backup_is_restored_elsewhere_and_verifies(ddq: Run, acme: str, tmp_path: Path) -> None:
    made = ddq("backup", "-o", "b.zip")
    assert (made.code, made.out) == (0, "b.zip\n")
    assert "1 assessment with 1 entry, 0 evidence files" in made.err
    assert "read again and are whole" in made.err
    assert ddq("backup", "-o", "b.zip").code == 2, "never over a file unasked"
    assert ddq("verify", "b.zip").code == 0
    back = ddq("restore", "b.zip", "again")
    assert back.code == 0, back.err
    assert "every history are as the backup says" in back.err
    assert acme in ddq("--workspace", "again", "list", "--json").out
    refused = ddq("restore", "b.zip", "again")
    assert (refused.code, "there is something already" in refused.err) == (1, True)


def test_key_loss_is_explained_before_anything_is_encrypted(ddq: Run, acme: str, tmp_path: Path) -> None:
    made = ddq("key", "new", "key.txt")
    assert "if the key file is lost, every backup" in made.err
    public = made.out.strip()
    first = ddq("backup", "-o", "b.age", "--encrypt-to", public)
    assert first.code == 2
    assert "nobody can bring it back" in first.err
    assert not (tmp_path / "b.age").exists()
    assert ddq("backup", "-o", "b.age", "--encrypt-to", public, "--key-kept").code == 0
    assert ddq("backup", "-o", "c.age", "--encrypt-to", public).code == 0, "asked once"
    assert ddq("restore", "b.age", "again").code == 1
    assert ddq("restore", "b.age", "again", "--key", "key.txt").code == 0
    assert not list((tmp_path / "workspace").glob(".*.tmp")), "no plain copy stays"


def test_a_bundle_is_encrypted_and_taken_in_with_the_key(ddq: Run, acme: str, tmp_path: Path) -> None:
    public = ddq("key", "new", "key.txt").out.strip()
    assert ddq("bundle", "export", acme, "-o", "b.age", "--encrypt-to", public, "--key-kept").code == 0
    locked = ddq("--workspace", "other", "bundle", "import", "b.age")
    assert (locked.code, "--key FILE" in locked.err) == (1, True)
    assert not (tmp_path / "other").exists(), "a file that is refused leaves no workspace behind"
    assert ddq("--workspace", "other", "bundle", "import", "b.age", "--key", "key.txt").code == 0
    assert acme in ddq("--workspace", "other", "list", "--json").out


def test_deleting_says_first_what_would_go_and_leaves_a_tombstone(ddq: Run, acme: str) -> None:
    asked = ddq("delete", acme)
    assert (asked.code, "Acme Ltd: 1 entry, 0 evidence files" in asked.out, "nothing was deleted" in asked.err) == (
        0,
        True,
        True,
    )
    assert ddq("delete", acme, "--write").code == 2, "a reason is needed"
    assert ddq("delete", acme, "--write", "--why", "withdrawn").code == 0
    assert ddq("show", acme).code == 1
    listed = ddq("delete")
    assert listed.err == "1 assessment was deleted\n"
    assert (acme in listed.out, "by ana: withdrawn" in listed.out, "Acme" in listed.out) == (True, True, False)


def test_a_text_is_redacted_from_the_standard_input(ddq: Run, acme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Acme Ltd\n"))
    done = ddq("redact", acme, "--why", "asked")
    assert done.code == 0, done.err
    assert "Acme Ltd" not in ddq("history", acme, "--json").out
    assert ddq("verify", acme).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("Nobody\n"))
    assert ddq("redact", acme, "--why", "asked").code == 1
    assert ddq("redact", acme, "--why", "Nobody").code == 2


def test_evidence_that_holds_the_text_is_named_and_goes_when_asked(
    ddq: Run, acme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("Met Jane Doe.", encoding="utf-8")
    assert ddq("attach", acme, "note.txt").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("Jane Doe\n"))
    named = ddq("redact", acme, "--why", "asked")
    (digest,) = [word for word in named.out.split() if len(word) == 12 and word.isalnum()][:1]
    assert (named.code, f"evidence {digest} holds it: note.txt" in named.out) == (0, True)
    assert "no evidence file begins" in ddq("redact", acme, "--evidence", "zzz", "--why", "asked").err
    assert f"{digest} was taken away" in ddq("redact", acme, "--evidence", digest, "--why", "asked").out
    said = ddq("verify", acme)
    assert (said.code, "noted: evidence" in said.out) == (0, True)


def test_a_repaired_assessment_holds_from_there_on_and_says_what_was_lost(ddq: Run, acme: str, tmp_path: Path) -> None:
    """With an exit code of its own, so that a watch on `ddq verify` sees the next damage."""
    ddq("comment", acme, "first")
    (ledger,) = (tmp_path / "workspace").rglob("ledger.jsonl")
    content = ledger.read_bytes()
    ledger.write_bytes(content.replace(b'"first"', b'"other"'))
    assert ddq("verify").code == 1
    assert ddq("repair", acme, "--write", "--why", "the disk failed").code == 0
    said = ddq("verify")
    assert (said.code, "lost before: repaired from entry" in said.out, "the disk failed" in said.out) == (3, True, True)
    assert "Of 1 something was lost before" in said.out
    assert ddq("verify", "--json").json[0]["problems"] == []
    ledger.write_bytes(ledger.read_bytes().replace(b"Acme", b"Acne"))
    assert ddq("verify").code == 1


def test_a_sealed_workspace_shows_an_end_that_was_cut_off(
    ddq: Run, acme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert ddq("key", "seal", "workspace/key").code == 2, "where whoever can write the workspace finds it"
    sealed = ddq("key", "seal", "seal.key")
    assert "sealed 1 assessment; from now on: export DDQ_SEAL_KEY=" in sealed.out
    assert "if it is lost" in sealed.err
    assert "its key is not named" in ddq("show", acme).err
    monkeypatch.setenv("DDQ_SEAL_KEY", str(tmp_path / "seal.key"))
    ddq("comment", acme, "a second entry")
    assert ddq("verify").code == 0
    (ledger,) = (tmp_path / "workspace").rglob("ledger.jsonl")
    ledger.write_bytes(ledger.read_bytes().splitlines(keepends=True)[0])
    for copy in (tmp_path / "workspace").rglob("state.json"):
        copy.unlink()
    said = ddq("verify")
    assert (said.code, "entries were cut off" in said.out) == (1, True)
    shutil.copy("seal.key.seals", "kept.seals")
    Path("seal.key.seals").write_bytes(b"")
    assert (ddq("verify").code, ddq("verify", "--seals", "kept.seals").code) == (0, 1)
    monkeypatch.delenv("DDQ_SEAL_KEY")
    assert ddq("verify", "--seals", "kept.seals").code == 2
