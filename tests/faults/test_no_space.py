"""A disk that is really full: a small file system in memory. Each save is kept or refused, nothing in between is lost.

TinyDB's own storage, which rewrites its file in place, is destroyed by the same disk, and the harness sees it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import NotSaved
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, answer

PAGE = 4096


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small file system")
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", place]
    made = subprocess.run(command, check=False, capture_output=True)
    if made.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(ballast: Path) -> None:
    """Take all that is left."""
    with ballast.open("ab", buffering=0) as file:
        try:
            while file.write(b"\0" * PAGE):
                pass
        except OSError:
            return


def test_a_full_disk_loses_nothing(small: Path, tally: Tally, times: int) -> None:
    chance = random.Random(8)
    ballast = small / "ballast"
    with LocalStore(small / "store", by="ana") as store:
        store.create([BEGUN])
        kept = list(store.events("a-1"))
        fill(ballast)
        while tally.faults < 220 * min(times, 3):
            tally.rounds += 1
            given = answer(kept, f"Q-{chance.randrange(5)}", tally.rounds, "n" * chance.randrange(2500))
            size = (small / "store" / "assessments" / "a-1" / LEDGER).stat().st_size
            try:
                kept += store.append("a-1", [given])
            except NotSaved as refused:
                tally.faults += 1
                assert "No space left on device; free space" in refused.msg
                assert (small / "store" / "assessments" / "a-1" / LEDGER).stat().st_size == size
                if tally.faults % 3 == 0:  # a little room again: some saves fit, and the next ones do not
                    os.truncate(ballast, ballast.stat().st_size - PAGE)
            assert store.events("a-1") == tuple(kept), "what is in memory is what is on the disk"
        ballast.unlink()
        kept += store.append("a-1", [answer(kept, "Q-1", "with room again")])
        tally.acknowledged = len(kept)
    with LocalStore(small / "store") as again:
        tally.lost = len(kept) - len(again.events("a-1"))
        assert again.events("a-1") == tuple(kept)
        assert again.notices("a-1") == ()


def test_creating_and_attaching_on_a_full_disk_leaves_nothing_behind(small: Path, tally: Tally) -> None:
    (small / "proof.txt").write_bytes(b"x" * 9000)
    with LocalStore(small / "store", by="ana") as store:
        store.create([BEGUN])
        fill(small / "ballast")
        for number in range(20):
            tally.rounds += 2
            with pytest.raises(NotSaved, match="free space"):
                store.create([BEGUN.model_copy(update={"subject": f"b-{number}"})])
            with pytest.raises(NotSaved, match="free space"):
                store.put_evidence(small / "proof.txt")
            tally.faults += 2
        assert [one.id for one in store.summaries()] == ["a-1"]
        (small / "ballast").unlink()
        store.create([BEGUN.model_copy(update={"subject": "b-1"})])
        assert store.put_evidence(small / "proof.txt").size == 9000
    assert not list((small / "store").rglob("*.tmp"))


def test_the_harness_catches_tinydbs_own_storage(small: Path) -> None:
    database = TinyDB(small / "db.json")
    database.insert({"note": "n" * 50_000})
    fill(small / "ballast")
    with pytest.raises(OSError, match="No space left"):
        database.insert({"note": "n" * 50_000})
    with pytest.raises(ValueError, match=r"Unterminated string|Expecting|Extra data"):
        TinyDB(small / "db.json").all()
