"""Real power cuts: a writer on a real ext4 is stopped, the disk is copied as it is, and the copy is mounted and read.

What the kernel had not written is not in the copy, which no kill shows. The writer is waited for until it has stopped,
each round has a disk of its own, and a writer that does not sync must be caught.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ddq.store.local import LocalStore
from ddq.store.protocol import StoreError
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, answer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a disk from a file")
ACK = struct.Struct("<i")


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


@dataclass
class Disk:
    """A file that is a disk, and where it and its copies are mounted."""

    image: Path
    live: Path
    copied: Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """An ext4 of 24 megabytes on a file in memory."""
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None or not Path("/dev/loop-control").exists():
        pytest.skip("power cuts need root, mkfs.ext4 and loop devices")
    memory = Path("/dev/shm") / f"ddq-power-{os.getpid()}"
    found = Disk(memory / "disk", tmp_path / "live", tmp_path / "copied")
    for folder in (memory, found.live, found.copied):
        folder.mkdir()
    try:
        run("truncate", "-s", "24M", found.image)
        run("mkfs.ext4", "-q", found.image)
        try:
            run("mount", "-o", "loop", found.image, found.live)
        except subprocess.CalledProcessError as refused:
            pytest.skip(f"a disk cannot be mounted from a file here: {refused.stderr.decode().strip()}")
        yield found
        run("umount", found.live)
    finally:
        shutil.rmtree(memory)


def write(folder: Path, pipe: int, *, syncs: bool) -> None:
    """Answers for ever, and says each number once it is saved."""
    if not syncs:
        from ddq.store import fsio

        fsio._sync = lambda fd: None
    with LocalStore(folder, by="ana") as store:
        while True:
            events = store.events("a-1")
            store.append("a-1", [answer(events, f"Q-{len(events) % 5}", len(events), "n" * (len(events) * 37 % 1500))])
            os.write(pipe, ACK.pack(len(events) + 1))


def cut(disk: Disk, chance: random.Random, *, syncs: bool) -> tuple[int, int, int]:
    """One round: how many answers were acknowledged, the number of the last, and how many entries the copy has.

    -1 where the copy cannot be read.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(disk.live / "store", writing, syncs=syncs)
        finally:
            os._exit(1)
    os.close(writing)
    said = os.read(reading, ACK.size)
    time.sleep(chance.uniform(0.002, 0.03))  # how far it gets is left to chance; nothing is expected of the time
    os.kill(child, signal.SIGSTOP)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "the writer ended by itself"
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while more := os.read(reading, 1 << 16):
            said += more
    except BlockingIOError:
        pass
    copy = disk.image.with_name("copy")
    run("cp", "--sparse=always", disk.image, copy)  # the power goes out
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    run("mount", "-o", "loop", copy, disk.copied)
    try:
        with LocalStore(disk.copied / "store", by="ana") as store:
            found = len(store.events("a-1"))
    except StoreError:
        found = -1
    finally:
        run("umount", disk.copied)
        copy.unlink()
    return len(said) // ACK.size, ACK.unpack(said[-ACK.size :])[0], found


def begin(disk: Disk) -> None:
    shutil.rmtree(disk.live / "store", ignore_errors=True)
    with LocalStore(disk.live / "store", by="ana") as store:
        store.create([BEGUN])
    os.sync()


@pytest.mark.slow
def test_no_power_cut_loses_what_was_acknowledged(disk: Disk, tally: Tally, times: int) -> None:
    chance = random.Random(4)
    for number in range(100 * times):
        if number % 20 == 0:
            begin(disk)
        count, last, found = cut(disk, chance, syncs=True)
        tally.rounds, tally.faults = number + 1, number + 1
        tally.acknowledged += count
        tally.lost += max(0, last - found)
        assert found >= last


def test_the_harness_catches_a_writer_that_does_not_sync(disk: Disk) -> None:
    chance = random.Random(4)
    begin(disk)
    rounds = [cut(disk, chance, syncs=False) for _ in range(3)]
    assert any(found < last for _, last, found in rounds)
