"""Getting bytes onto the disk, on each system: a save is done when these functions return."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl

    def sync_file(fd: int) -> None:
        """Force the file to the medium: fsync alone stops at the drive's cache on macOS."""
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)

else:
    _sync = getattr(os, "fdatasync", os.fsync)

    def sync_file(fd: int) -> None:
        """Force the file's content and size to the disk."""
        _sync(fd)


BINARY = getattr(os, "O_BINARY", 0)
"""For `os.open`: Windows would otherwise write a carriage return before every line feed."""


def sync_folder(folder: Path) -> None:
    """Force the folder's entries to the disk; Windows has no such call and keeps its own journal."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_all(fd: int, content: bytes) -> None:
    """Write everything: one call may write less than it was given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_atomically(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replace the file as a whole: a reader, or a crash, finds the old content or the new.

    Raises:
        OSError: and then the old file stands.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode)
        try:
            write_all(fd, content)
            sync_file(fd)
        finally:
            os.close(fd)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_private_folder(folder: Path) -> None:
    """Make the folder and what is missing above it, for this user alone, and force the new entries to the disk."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)
