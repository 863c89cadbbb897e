"""Evidence files, each kept under the SHA-256 of its content: the same file is kept once, a changed one is noticed."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from pathlib import Path

from ddq.assessment.model import EvidenceFile
from ddq.questionnaire.text import clean_text
from ddq.store.fsio import BINARY, make_private_folder, sync_file, sync_folder, write_all
from ddq.store.protocol import Damaged, NotFound, NotSaved, StoreError

SIZE_LIMIT = 100 * 1024 * 1024
"""Bytes; a larger file belongs in a document system, with a link to it."""
_CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class EvidenceFolder:
    """The folder `evidence/sha256/ab/<digest>`."""

    def __init__(self, folder: Path, size_limit: int = SIZE_LIMIT) -> None:
        self._folder = folder / "sha256"
        self._size_limit = size_limit

    def put(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a copy of the file, read-only, on the disk when this returns.

        Raises:
            StoreError: it cannot be read, is no ordinary file, is empty or too large.
            NotSaved: the disk refused.
        """
        shown = clean_text(name or file.name).replace("\n", " ")[:255] or "evidence"
        content = self._content(file)
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
        media_type, _ = mimetypes.guess_type(shown)
        kept = EvidenceFile(id=digest, name=shown, size=len(content), media_type=media_type)
        try:
            if self.problem(kept, whole=True) is not None:  # new, or missing or changed since: it is whole again
                self._write(target, content)
        except OSError as error:
            raise NotSaved(f"{file}: not kept: {error.strerror or error}; free space or check the disk") from error
        return kept

    def get(self, digest: str) -> Path:
        """The kept file.

        Raises:
            NotFound: it was never kept, or is gone.
            Damaged: its content is not what it was.
        """
        if not _DIGEST.fullmatch(digest):
            raise NotFound(f"{digest!r} is not the id of an evidence file")
        path = self._path(digest)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise NotFound(f"the evidence file {digest[:12]}… is missing from {self._folder}") from None
        if found != digest:
            raise Damaged(f"{path}: its content was changed since it was attached; restore it from a backup")
        return path

    def problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file; None where it is as it was. By its size, or with `whole` by its content."""
        try:
            changed = self._path(file.id).stat().st_size != file.size
            if whole and not changed:
                self.get(file.id)
        except (OSError, NotFound):
            return "is missing"
        except Damaged:
            changed = True
        return "was changed since it was attached" if changed else None

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def _content(self, file: Path) -> bytes:
        try:
            if file.is_dir():
                raise StoreError(f"{file}: is a folder; attach the files in it one by one")
            if not file.is_file():
                raise StoreError(f"{file}: {'is no ordinary file' if file.exists() else 'there is no such file'}")
            with file.open("rb") as opened:
                content = opened.read(self._size_limit + 1)
        except OSError as error:
            raise StoreError(f"{file}: cannot be read: {error.strerror or error}") from error
        if len(content) > self._size_limit:
            limit = self._size_limit // (1024 * 1024)
            raise StoreError(f"{file}: larger than {limit} MB; keep it elsewhere and give a link as the source")
        if not content:
            raise StoreError(f"{file}: the file is empty")
        return content

    def _write(self, target: Path, content: bytes) -> None:
        make_private_folder(target.parent)
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o440)
            try:
                write_all(fd, content)
                sync_file(fd)
            finally:
                os.close(fd)
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
