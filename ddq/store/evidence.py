"""Evidence files, each kept under the SHA-256 of its content: the same file is kept once, a changed one is noticed.

Nothing here opens, runs or draws a file. What is a program, or not what its name says, is kept in quarantine instead.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from ddq.assessment.model import EvidenceFile
from ddq.questionnaire.text import clean_text
from ddq.store.content_kind import refusal
from ddq.store.fsio import BINARY, make_private_folder, sync_file, sync_folder, write_all, write_atomically
from ddq.store.protocol import Damaged, NotFound, NotSaved, StoreError

SIZE_LIMIT = 100 * 1024 * 1024
"""Bytes; a larger file belongs in a document system, with a link to it."""
MISSING = "is missing"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that was set apart."""

    digest: str
    name: str
    why: str


def _nothing(digest: str) -> bool:
    return False


class EvidenceFolder:
    """The folder `evidence/sha256/ab/<digest>`, and `evidence/quarantine/<digest>` beside it."""

    def __init__(self, folder: Path, size_limit: int = SIZE_LIMIT, released: Callable[[str], bool] = _nothing) -> None:
        """Use the folder; it is made when the first file comes.

        Args:
            folder: where the files are.
            size_limit: of one file, in bytes.
            released: whether somebody looked at a quarantined file and let it go.
        """
        self._folder = folder / "sha256"
        self._quarantine = folder / "quarantine"
        self._size_limit = size_limit
        self._released = released

    def put(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a copy of the file, read-only, on the disk when this returns.

        Raises:
            StoreError: it cannot be read, is no ordinary file, is empty or too large; or it is a program, or not what
                its name says, and was set apart in quarantine.
            NotSaved: the disk refused.
        """
        shown = clean_text(name or file.name).replace("\n", " ")[:255] or "evidence"
        content = self._content(file)
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
        why = refusal(shown, content)
        if why is not None and not self._released(digest):
            self._set_apart(file, Quarantined(digest, shown, why), content)
        media_type, _ = mimetypes.guess_type(shown)
        kept = EvidenceFile(id=digest, name=shown, size=len(content), media_type=media_type)
        try:
            if self.problem(kept, whole=True) is not None:  # new, or missing or changed since: it is whole again
                self._write(target, content)
            else:
                os.utime(target)  # it is in use again: not to be collected before the ledger says so
        except OSError as error:
            raise NotSaved(f"{file}: not kept: {error.strerror or error}; free space or check the disk") from error
        return kept

    def keep_copy(self, content: bytes) -> Path:
        """Keep what another store keeps as evidence; whether it is any was judged there.

        Raises:
            NotSaved: the disk refused.
        """
        target = self._path(hashlib.sha256(content).hexdigest())
        try:
            self._write(target, content)
        except OSError as error:
            raise NotSaved(f"{target}: not kept: {error.strerror or error}; free space or check the disk") from error
        return target

    def quarantined(self) -> tuple[Quarantined, ...]:
        """What was set apart, and why."""
        found: list[Quarantined] = []
        for path in sorted(self._quarantine.glob("*.json")):
            try:
                told = orjson.loads(path.read_bytes())
                found.append(Quarantined(path.stem, str(told["name"]), str(told["why"])))
            except (OSError, ValueError, KeyError, TypeError):
                found.append(Quarantined(path.stem, "?", "its note cannot be read"))
        return tuple(found)

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
            return MISSING
        except Damaged:
            changed = True
        return "was changed since it was attached" if changed else None

    def remove(self, digest: str) -> None:
        """Take a file away, from quarantine too; it is gone from the disk when this returns.

        Raises:
            OSError: the disk refused.
        """
        for path in (self._path(digest), self._quarantine / digest, (self._quarantine / digest).with_suffix(".json")):
            if path.exists():
                path.unlink()
                sync_folder(path.parent)

    def _set_apart(self, file: Path, found: Quarantined, content: bytes) -> None:
        """Keep it where nothing looks for evidence, and refuse it."""
        target = self._quarantine / found.digest
        try:
            if not target.exists():
                self._write(target, content, 0o400)
            told = {"name": found.name, "why": found.why}
            write_atomically(target.with_suffix(".json"), orjson.dumps(told))
        except OSError as error:
            raise NotSaved(f"{file}: not kept: {error.strerror or error}; free space or check the disk") from error
        raise StoreError(
            f"{file}: not taken as evidence: {found.why}. It is in quarantine as {found.digest[:12]}; ask for a PDF"
            " instead; or look at it where it can do no harm, let it go (`ddq evidence release`), and attach it again"
        )

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

    def _write(self, target: Path, content: bytes, mode: int = 0o440) -> None:
        make_private_folder(target.parent)
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode)
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
