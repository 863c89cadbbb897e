"""The questionnaires at the versions that assessments began with: `versions/<digest>.json`, written once."""

from __future__ import annotations

import re
from pathlib import Path

from ddq.store.fsio import make_private_folder, write_atomically
from ddq.store.protocol import NotSaved, StoreError

_DIGEST = re.compile(r"[0-9a-f]{64}")


class VersionFolder:
    """The folder of kept questionnaires."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, digest: str) -> bool:
        """Whether it is kept."""
        return _DIGEST.fullmatch(digest) is not None and self._path(digest).is_file()

    def put(self, digest: str, content: bytes) -> None:
        """Keep it, on the disk when this returns; one that is kept is not written again."""
        if self.has(digest):
            return
        try:
            make_private_folder(self._folder)
            write_atomically(self._path(digest), content)
        except OSError as error:
            raise NotSaved(
                f"the questionnaire was not kept: {error.strerror or error}; free space or check the disk"
            ) from error

    def get(self, digest: str) -> bytes | None:
        """What was kept; None where nothing was."""
        if not self.has(digest):
            return None
        try:
            return self._path(digest).read_bytes()
        except OSError as error:
            raise StoreError(f"{self._path(digest)}: cannot be read: {error.strerror or error}") from error

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"
