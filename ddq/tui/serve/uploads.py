"""Files that come through the browser: kept in a private folder until an answer rests on them, gone with the server."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import AsyncIterable
from pathlib import Path

from filelock import FileLock, Timeout

from ddq.questionnaire.text import clean_text
from ddq.store.evidence import SIZE_LIMIT
from ddq.store.fsio import BINARY, make_private_folder, write_all

TOTAL_LIMIT = 10 * SIZE_LIMIT
"""Bytes that all files of one server may take."""
_LOCK = ".lock"
_PART = ".part"
_NAME_BYTES = 200
_UNFIT = re.compile(r'[/\\:*?"<>|\n\t]+')
"""What some file system does not take in a name."""


class Refused(Exception):
    """A file that is not taken, and why."""


class TooLarge(Refused):
    """A file beyond the limit."""


class Uploads:
    """The folder of one server. Nobody else may read it; a later server removes what a killed one left."""

    def __init__(self, beside: Path, limit: int = SIZE_LIMIT, total: int = TOTAL_LIMIT) -> None:
        """Make the folder under `beside`."""
        make_private_folder(beside)
        self._home = home = beside / secrets.token_hex(8)
        self._lock = FileLock(home / _LOCK, timeout=0, mode=0o600, thread_local=False)
        with FileLock(beside / _LOCK, mode=0o600):  # so that no other server takes it for left before it is locked
            _sweep(beside)
            home.mkdir(mode=0o700)
            self._lock.acquire()
        self.folder = home / "files"
        """Where whole files are."""
        self.folder.mkdir(mode=0o700)
        self.scratch = home / "scratch"
        """For temporary files of the app."""
        self.scratch.mkdir(mode=0o700)
        self._limit, self._total = limit, total
        self._taken = 0

    async def take(self, name: str, chunks: AsyncIterable[bytes], announced: int | None = None) -> Path:
        """Keep a file under its own name, or one like it.

        Args:
            name: what the browser says; only its last part is used, cleaned.
            chunks: the content.
            announced: its size in bytes, as the browser says.

        Raises:
            Refused: it is too large, empty, or the disk does not take it; nothing of it is left.
        """
        limit, left = self._limit, self._total - self._taken
        if announced is not None:
            _check_size(announced, limit, left)
        part = self._home / f"{secrets.token_hex(8)}{_PART}"
        size = 0
        try:
            fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
            try:
                async for chunk in chunks:
                    size += len(chunk)
                    _check_size(size, limit, left)
                    write_all(fd, chunk)
            finally:
                os.close(fd)
            if size == 0:
                raise Refused("The file is empty.")
            place = self._free(clean_name(name))
            part.rename(place)
        except OSError as error:
            raise Refused(f"The file was not kept: {error.strerror or error}.") from error
        finally:
            part.unlink(missing_ok=True)
        self._taken += size
        return place

    def _free(self, name: str) -> Path:
        stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
        place, count = self.folder / name, 1
        while place.exists():
            count += 1
            place = self.folder / f"{stem} ({count}){dot}{ending}"
        return place

    def close(self) -> None:
        """Remove the folder and all that is in it."""
        self._lock.release()
        shutil.rmtree(self._home, ignore_errors=True)


def clean_name(name: str) -> str:
    """The last part of a name, without what steers a terminal, hides the file or leaves the folder."""
    last = re.split(r"[/\\]", clean_text(name))[-1]
    fit = " ".join(_UNFIT.sub("_", last).split()).lstrip(".-~ ").rstrip(". ")
    stem, dot, ending = fit.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = fit, "", ""
    room = _NAME_BYTES - len(dot) - len(ending.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{stem or 'file'}{dot}{ending}"


def _sweep(beside: Path) -> None:
    """Remove the folders of servers that are no more: nobody holds their lock."""
    for home in filter(Path.is_dir, beside.iterdir()):
        lock = FileLock(home / _LOCK, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except (Timeout, OSError):
            continue
        lock.release()
        shutil.rmtree(home, ignore_errors=True)


def _check_size(size: int, limit: int, left: int) -> None:
    if size > limit:
        message = f"The file is larger than {limit // 1024**2} MB; keep it elsewhere and give a link as the source."
        raise TooLarge(message)
    if size > left:
        raise TooLarge("There is no room for more files; restart ddq serve, which drops those that were added.")
