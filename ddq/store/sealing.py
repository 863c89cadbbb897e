"""Seals: where each history of a workspace ended at which time, noted under a key and outside the workspace's folder.

A chain shows that nothing in its middle was altered; that its end was cut off, or that all of it was computed anew, it
cannot show, as whoever can write the folder can write all of it. A seal can: it lies elsewhere, and nobody makes one
who has not the key.

`FILE` holds the key, and `FILE.seals` beside it one line for each seal: `MAC SP NUMBER SP HASH SP TIME SP NAME LF`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ddq.store.chain import GENESIS, read_lines
from ddq.store.encryption import NoKey
from ddq.store.fsio import BINARY, sync_file, sync_folder, write_all
from ddq.store.journal import JOURNAL
from ddq.store.noted import Noted
from ddq.store.protocol import NotSaved, StoreError

LOST = (
    "Nothing is encrypted with this key: if it is lost, no answer is. What is lost is the proof: nobody can show any"
    " more that an end was not cut off, or a history not written anew, before the day on which a new key sealed it."
    " Keep two copies of the key file and of the seals beside it, in two places, neither of them in the workspace or"
    " its backups; whoever has the key can write seals."
)
SUFFIX = ".seals"
_LINE = re.compile(r"([0-9a-f]{64}) (\d+ ([0-9a-f]{64}) (\S+) (\S+))")
_KEY = re.compile(r"ddq-seal-1:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Seal:
    """One history ended so at one time."""

    name: str
    """The id of an assessment, or the name of the workspace's journal."""
    seq: int
    head: str
    at: datetime


class Seals:
    """The key of a workspace, and what was sealed with it."""

    def __init__(self, key_file: Path, seals: Path | None = None) -> None:
        """Read the key.

        Args:
            key_file: it holds the key.
            seals: what was sealed with it, such as a copy that was kept elsewhere; beside the key where absent.

        Raises:
            NoKey: the file cannot be read, or holds no such key.
        """
        self.file = seals or key_file.with_name(f"{key_file.name}{SUFFIX}")
        try:
            content = key_file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise NoKey(
                f"{key_file}: cannot be read: {error.strerror or error}; name it in $DDQ_SEAL_KEY, or unset that"
            ) from error
        found = _KEY.search(content)
        if found is None:
            raise NoKey(f"{key_file}: holds no key for seals; `ddq key seal FILE` makes one")
        self._secret = bytes.fromhex(found[1])

    @property
    def name(self) -> str:
        """What the key is called where it must not be told."""
        return hashlib.sha256(b"ddq seal " + self._secret).hexdigest()[:16]

    def add(self, seals: Iterable[Seal], *, durable: bool = False) -> None:
        """Note seals; only `durable` waits for the disk, as a seal that a power cut took away proves less, not wrong.

        Raises:
            NotSaved: they could not be written.
        """
        lines = "".join(self._line(seal) for seal in seals).encode()
        try:
            fd = os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT | BINARY, 0o600)
            try:
                if os.fstat(fd).st_size and (os.lseek(fd, -1, os.SEEK_END), os.read(fd, 1))[1] != b"\n":
                    lines = b"\n" + lines  # a line that was cut short stays one
                write_all(fd, lines)
                if durable:
                    sync_file(fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise NotSaved(f"{self.file}: not sealed: {error.strerror or error}; what was saved is saved") from error

    def read(self) -> tuple[tuple[Seal, ...], int]:
        """All seals, in the order in which they were written, and how many lines have a MAC that is not this key's.

        Raises:
            StoreError: they cannot be read.
        """
        found: list[Seal] = []
        foreign = 0
        try:
            lines = self.file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise StoreError(f"{self.file}: cannot be read: {error.strerror or error}; it holds the seals") from error
        for line in lines:
            said = _LINE.fullmatch(line)
            if said is None:
                continue
            if not hmac.compare_digest(self._mac(said[2]), said[1]):
                foreign += 1
                continue
            found.append(Seal(said[5], int(said[2].split(" ", 1)[0]), said[3], datetime.fromisoformat(said[4])))
        return tuple(found), foreign

    def _line(self, seal: Seal) -> str:
        said = f"{seal.seq} {seal.head} {seal.at.astimezone(UTC).isoformat(timespec='seconds')} {seal.name}"
        return f"{self._mac(said)} {said}\n"

    def _mac(self, said: str) -> str:
        return hmac.digest(self._secret, said.encode(), "sha256").hex()


def sealed_with(folder: Path) -> tuple[str, ...]:
    """The names of the keys with which a workspace was sealed, as its journal says; none where it never was."""
    try:
        content = (folder / JOURNAL).read_bytes()
    except OSError:
        return ()
    if b'"seals"' not in content:
        return ()
    changes = [change for noted in read_lines(content, GENESIS, 0, Noted).events for change in noted.changes]
    said = [change.new for change in changes if change.table == "seals" and isinstance(change.new, dict)]
    return tuple(str(one.get("key")) for one in said)


def make_seal_key(path: Path, at: datetime) -> Seals:
    """Write a new key, with which nothing is sealed yet.

    Raises:
        StoreError: there is a file already: a key is never written over.
        NotSaved: the disk refused.
    """
    content = f"# created: {at.isoformat(timespec='seconds')}\n# keep it outside the workspace\n"
    content += f"ddq-seal-1:{secrets.token_hex(32)}\n"
    try:
        for new, text in ((path, content), (path.with_name(f"{path.name}{SUFFIX}"), "")):
            fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
            try:
                write_all(fd, text.encode())
                sync_file(fd)
            finally:
                os.close(fd)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise StoreError(
            f"{error.filename}: is there already; a key is never written over, choose another name"
        ) from None
    except OSError as error:
        raise NotSaved(f"{path}: not written: {error.strerror or error}; choose another place") from error
    return Seals(path)


def broken_seals(name: str, seals: Iterable[Seal], hashes: Sequence[str]) -> tuple[str, ...]:
    """What the seals of a history show against the hashes that it has now; nothing where every one of them holds."""
    found: list[str] = []
    mine = [seal for seal in seals if seal.name == name]
    last = max(mine, key=lambda seal: seal.seq, default=None)
    if last is not None and last.seq > len(hashes):
        found.append(
            f"entry {last.seq} was sealed on {last.at:%Y-%m-%d %H:%M} UTC, and {len(hashes)} hold together: entries"
            " were cut off, or an older backup was restored"
        )
    for seal in sorted(mine, key=lambda seal: seal.seq):
        if 0 < seal.seq <= len(hashes) and hashes[seal.seq - 1] != seal.head:
            found.append(
                f"entry {seal.seq} has another hash than was sealed on {seal.at:%Y-%m-%d %H:%M} UTC: the history was"
                " written anew up to there"
            )
            break
    return tuple(found)
