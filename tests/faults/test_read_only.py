"""A disk that cannot be written to: everything can be read, a save is refused in a sentence, and nothing changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ddq.store.local import LocalStore
from ddq.store.protocol import StoreError
from tests.faults.given import BEGUN, answer


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with a store in it, made read-only: permissions alone do not stop root."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a read-only file system")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", tmp_path]
    made = subprocess.run(command, check=False, capture_output=True)
    if made.returncode:
        pytest.skip(f"a file system cannot be mounted here: {made.stderr.decode().strip()}")
    with LocalStore(tmp_path / "store", by="ana") as store:
        store.create([BEGUN])
        store.append("a-1", [answer([BEGUN], "Q-1", 1)])
    subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
    yield tmp_path / "store"
    subprocess.run(["umount", tmp_path], check=True)


def test_it_is_read_and_every_save_is_refused_in_a_sentence(mounted: Path, tmp_path: Path) -> None:
    with LocalStore(mounted, by="ana") as store:
        events = store.events("a-1")
        assert len(events) == 2
        assert [(one.id, one.recorded) for one in store.summaries()] == [("a-1", 1)]
        assert "open for reading only" in store.notices("a-1")[0]
        assert "Read-only file system" in store.notices("a-1")[0]
        with pytest.raises(StoreError, match=r"nothing was saved, it is open for reading only.*Read-only file system"):
            store.append("a-1", [answer(events, "Q-2", 1)])
        with pytest.raises(StoreError, match="cannot be locked: Read-only file system"):
            store.create([BEGUN.model_copy(update={"subject": "b-1"})])
    assert len(LocalStore(mounted).events("a-1")) == 2


def test_a_new_store_there_is_refused(mounted: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used: Read-only file system; choose another folder"):
        LocalStore(mounted.parent / "other")
