"""A bundle carries assessments whole from one store to another; what is not safe or not whole does not come in."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store import fsio
from ddq.store import local_assessments as local_module
from ddq.store.bundle_file import NoBundle, open_bundle, write_bundle
from ddq.store.bundles import arrivals, files_of, take_in, verify_bundle
from ddq.store.local import LocalStore
from ddq.store.protocol import NewerFormat, NotSaved, StoreError
from ddq.store.verifying import verify_store

MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def origin(tmp_path: Path, events: MakeEvents) -> Path:
    """A store with one assessment and its evidence."""
    place = tmp_path / "origin"
    proof = tmp_path / "proof.txt"
    proof.write_text("It is so.", encoding="utf-8")
    with LocalStore(place) as store:
        store.create(events(("q", 1)))
        kept = store.put_evidence(proof)
        file_of = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json")}
        store.append("a-1", [events(("q", 1))[-1].model_copy(update=file_of)])
    return place


@pytest.fixture
def bundle(origin: Path, tmp_path: Path) -> Path:
    """A bundle of it, with a questionnaire of the user's own."""
    path = tmp_path / "a.zip"
    _write(origin, path)
    return path


def _write(origin: Path, path: Path) -> None:
    with LocalStore(origin) as store:
        files, entries = files_of(store, ["a-1"])
        write_bundle(path, {**files, "questionnaires/own.yaml": b"ddq: x\n"}, entries, "ddq 0")


def _come_in(bundle: Path, place: Path) -> dict[str, bool]:
    with LocalStore(place) as store, open_bundle(bundle) as opened:
        return {one.name: one.known for one in take_in(store, place / "questionnaires", opened)}


def test_what_comes_in_is_what_went_out(origin: Path, bundle: Path, tmp_path: Path) -> None:
    place = tmp_path / "other"
    assert _come_in(bundle, place) == {"a-1": False, "questionnaires/own.yaml": False}
    with LocalStore(origin) as there, LocalStore(place) as here:
        assert here.events("a-1") == there.events("a-1")
        assert here.anchor("a-1") == there.anchor("a-1")
    (found,) = verify_store(place)
    assert (found.files, [one for one in found.problems if not one.startswith("versions")]) == (1, [])
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (place / "assessments").rglob("*")}
    assert modes == {0}, "for this user alone"


def test_taking_it_in_again_changes_nothing(bundle: Path, tmp_path: Path) -> None:
    place = tmp_path / "other"
    _come_in(bundle, place)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert _come_in(bundle, place) == {"a-1": True, "questionnaires/own.yaml": True}
    after = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    derived = {"state.json", ".lock", ".lock.by", "catalogue.json"}
    assert {path.name for path in after if after[path] != before.get(path)} <= derived


def test_the_same_content_gives_the_same_bytes(origin: Path, bundle: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    _write(origin, again)
    assert again.read_bytes() == bundle.read_bytes()


def test_an_assessment_that_went_on_is_a_conflict_and_nothing_comes_in(
    bundle: Path, tmp_path: Path, events: MakeEvents
) -> None:
    """Both ends are named, and the other parts of the bundle stay out too."""
    place = tmp_path / "other"
    _come_in(bundle, place)
    (place / "questionnaires" / "own.yaml").unlink()
    with LocalStore(place) as store:
        store.append("a-1", events(("q", 3), before=list(store.events("a-1"))))
        with open_bundle(bundle) as opened:
            one, _ = arrivals(store, place / "questionnaires", opened)
            assert one.conflict is not None
            assert one.conflict.startswith("there is an assessment of this id with 4 entries")
            with pytest.raises(StoreError, match="nothing was taken in"):
                take_in(store, place / "questionnaires", opened)
    assert not (place / "questionnaires" / "own.yaml").exists()


def test_a_file_of_the_users_own_that_says_something_else_is_a_conflict(bundle: Path, tmp_path: Path) -> None:
    place = tmp_path / "other"
    place.mkdir(mode=0o700)
    (place / "questionnaires").mkdir()
    (place / "questionnaires" / "own.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="says something else"):
        _come_in(bundle, place)
    assert not list((place / "assessments").iterdir())


def test_a_disk_that_refuses_in_the_middle_leaves_no_assessment(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, content: bytes, mode: int = 0o600) -> None:
        if path.name == "ledger.jsonl":
            raise OSError(28, "No space left on device")
        fsio.write_atomically(path, content, mode)

    monkeypatch.setattr(local_module, "write_atomically", refuse)
    with pytest.raises(NotSaved, match="No space left"):
        _come_in(bundle, tmp_path / "other")
    assert not list((tmp_path / "other" / "assessments").iterdir())


def test_a_changed_evidence_file_does_not_go_out(origin: Path, tmp_path: Path) -> None:
    (file,) = [path for path in (origin / "evidence").rglob("*") if path.is_file()]
    file.chmod(0o600)
    file.write_bytes(b"It is not")
    with pytest.raises(StoreError, match="changed since it was attached"):
        _write(origin, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_whatever_bit_is_flipped_nothing_false_comes_in(bundle: Path, tmp_path: Path) -> None:
    """Refused, or, where a bit of the zip's own bookkeeping says nothing, taken in as it was."""
    content = bundle.read_bytes()
    with open_bundle(bundle) as opened:
        whole = {name: one.hashes for name, one in verify_bundle(opened).items()}
    path = tmp_path / "flipped.zip"
    refused = 0
    for index in range(0, len(content), 7):
        path.write_bytes(content[:index] + bytes([content[index] ^ (1 << index % 8)]) + content[index + 1 :])
        try:
            with open_bundle(path) as opened:
                assert {name: one.hashes for name, one in verify_bundle(opened).items()} == whole
        except (NoBundle, NewerFormat):
            refused += 1
    assert refused > len(content) / 7 * 0.8


Entry = tuple[zipfile.ZipInfo | str, bytes]


def _zip(path: Path, *entries: Entry, compression: int = zipfile.ZIP_STORED) -> Path:
    """A zip with a manifest that names every entry as it is."""
    files: list[dict[str, Any]] = [
        {
            "path": name if isinstance(name, str) else name.filename,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in entries
    ]
    manifest = {"ddq": "bundle/1", "made_by": "x", "assessments": [], "files": files}
    with zipfile.ZipFile(path, "w", compression) as found:
        for name, content in (("manifest.json", orjson.dumps(manifest)), *entries):
            found.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "questionnaires/../../evil.yaml",
        "/etc/cron.d/evil.yaml",
        "C:\\evil.yaml",
        "questionnaires\\evil.yaml",
        "questionnaires/.hidden.yaml",
        "questionnaires/evil.py",
        "questionnaires/a..yaml",
        "questionnaires/a/b/c/d/e/f/g.yaml",
        "questionnaires/ü.yaml",
        "questionnaires/evil.yaml/",
        "evidence/proof.pdf",
        "assessments/a/state.json",
        "store.json",
        "evil\x00.yaml",
        "",
    ],
)
def test_names_that_are_not_ours_are_refused(tmp_path: Path, name: str) -> None:
    path = _zip(tmp_path / "x.zip", (zipfile.ZipInfo(name or "x"), b"x"))
    with pytest.raises(NoBundle):
        open_bundle(path)


def test_links_devices_and_folders_are_refused(tmp_path: Path) -> None:
    for mode in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFDIR, stat.S_IFIFO):
        info = zipfile.ZipInfo("questionnaires/own.yaml")
        info.external_attr = (mode | 0o777) << 16
        with pytest.raises(NoBundle, match="no ordinary file"):
            open_bundle(_zip(tmp_path / "x.zip", (info, b"/etc/passwd")))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """By the size that it admits to; and one that lies about its size is read no further than it says."""
    path = _zip(tmp_path / "x.zip", ("questionnaires/own.yaml", b"0" * 50_000_000), compression=zipfile.ZIP_DEFLATED)
    content = path.read_bytes()
    assert len(content) < 100_000
    small = struct.pack("<I", 10)
    path.write_bytes(content.replace(struct.pack("<I", 50_000_000), small))
    with pytest.raises(NoBundle, match="other files than its manifest"):
        open_bundle(path)
    honest = content.replace(b'"size":50000000', b'"size":10      ').replace(struct.pack("<I", 50_000_000), small)
    path.write_bytes(honest)
    with pytest.raises(NoBundle), open_bundle(path) as opened:
        opened.read("questionnaires/own.yaml")


def test_names_twice_encrypted_and_packed_otherwise(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = _zip(tmp_path / "x.zip", ("questionnaires/a.yaml", b"1"), ("questionnaires/a.yaml", b"2"))
    with pytest.raises(NoBundle, match="twice"):
        open_bundle(path)
    with pytest.raises(NoBundle, match="packed in a way"):
        open_bundle(_zip(tmp_path / "y.zip", ("questionnaires/a.yaml", b"1" * 99), compression=zipfile.ZIP_LZMA))


def test_a_manifest_that_is_none_or_newer(tmp_path: Path) -> None:
    for manifest, error in (
        (b"", NoBundle),
        (b"[]", NoBundle),
        (b'{"ddq":"bundle/1"}', NoBundle),
        (b'{"ddq":"bundle/2"}', NewerFormat),
    ):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as found:
            found.writestr("manifest.json", manifest)
        with pytest.raises(error):
            open_bundle(path)
    for content in (b"", b"PK", b"x" * 1000):
        path.write_bytes(content)
        with pytest.raises(NoBundle, match="no zip"):
            open_bundle(path)
    with pytest.raises(NoBundle, match="No such file"):
        open_bundle(tmp_path / "none.zip")


def test_evidence_that_nobody_names_stays_out(tmp_path: Path) -> None:
    content = b"stowaway"
    path = _zip(tmp_path / "x.zip", (f"evidence/{hashlib.sha256(content).hexdigest()}", content))
    with open_bundle(path) as opened, pytest.raises(NoBundle, match="other evidence files"):
        verify_bundle(opened)
