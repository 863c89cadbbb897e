"""Stores of every format that was ever written, newest included, are opened by this version, and prove themselves."""

from __future__ import annotations

import zipfile
from pathlib import Path

import orjson
import pytest

from ddq.store.formats import FORMAT
from ddq.store.local import LocalStore
from ddq.store.protocol import NewerFormat
from ddq.store.verifying import verify_store

WRITTEN = Path(__file__).parent / "workspaces"
ACME = "01a21771-8f20-71ed-8cc1-e8f0bfb8e99a"
HEADS = {
    ACME: (6, "bdcf5fc573e52ae4f0723785f60e906ab4a8c6b68f28fe501d86967725093343"),
    "01a21771-c803-71a1-afaf-b6ac727ee913": (132, "369349bbeee3b2cb7b1a0d4040db794ae2dc0c61e11c659b549a6d4e9faad6e3"),
}
"""What `ddq verify` said of each on the day on which it was written."""
EVERY = [f"store-{number}" for number in range(1, FORMAT + 1)]


def unpacked(name: str, place: Path) -> Path:
    """A workspace as that version of ddq wrote it."""
    folder = place / name
    folder.mkdir(mode=0o700)
    with zipfile.ZipFile(WRITTEN / f"{name}.zip") as written:
        written.extractall(folder)
    return folder


@pytest.mark.parametrize("name", EVERY)
def test_a_store_of_each_format_opens_whole_and_goes_on(name: str, tmp_path: Path) -> None:
    folder = unpacked(name, tmp_path)
    assert [one.problems for one in verify_store(folder)] == [(), ()], "verified before this version touched it"
    with LocalStore(folder, by="ana") as store:
        assert {one: store.anchor(one) for one in HEADS} == HEADS
        assert [one.problem for one in store.summaries()] == [None, None]
        store.repair_plan(ACME)
        last = store.events(ACME)[-1]
        changed = {"seq": 7, "kind": "changed", "subject": "title", "revision": 1, "old": None, "new": "Again"}
        store.append(ACME, [type(last).model_validate_json(orjson.dumps(last.model_dump(mode="json") | changed))])
    assert orjson.loads((folder / "store.json").read_bytes()) == {"ddq": f"store/{FORMAT}"}
    assert [one.problems for one in verify_store(folder)] == [(), ()]


def test_the_journal_says_from_which_format_a_store_came(tmp_path: Path) -> None:
    with LocalStore(unpacked("store-1", tmp_path), by="ana") as store:
        assert store.journal.noted("formats") == [{"from": 1, "to": 2}]
        assert [entry.by for entry in store.journal.journal.events] == ["ana"]


def test_bringing_up_to_date_changes_no_file_of_the_older_format(tmp_path: Path) -> None:
    folder = unpacked("store-1", tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    LocalStore(folder).close()
    after = {path for path in before if path.read_bytes() != before[path]}
    assert [path.name for path in after] == ["store.json"]


def test_a_crash_while_it_is_brought_up_to_date_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal has the step, and the format's file does not yet: it is not noted twice."""
    folder = unpacked("store-1", tmp_path)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ddq.store.formats.write_atomically", fail)
        with pytest.raises(KeyboardInterrupt):
            LocalStore(folder)
    with LocalStore(folder) as store:
        assert store.journal.noted("formats") == [{"from": 1, "to": 2}]


@pytest.mark.parametrize("version", [FORMAT + 1, 99])
def test_a_newer_store_is_refused_and_not_a_byte_of_it_changes(version: int, tmp_path: Path) -> None:
    folder = unpacked("store-1", tmp_path)
    (folder / "store.json").write_bytes(orjson.dumps({"ddq": f"store/{version}"}))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(NewerFormat, match=rf"store/{version}, this one knows store/{FORMAT}.*upgrade ddq"):
        LocalStore(folder)
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    } == before
