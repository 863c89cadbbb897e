"""Compiled templates kept for the next report: compiling them anew costs more than filling them.

They stand in the user's cache folder, as Python's own compiled files do, and are used only where the template, Jinja,
Python and the rules of the sandbox are those that they were made with.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

SIZE = hashlib.sha256().digest_size


class TemplateCache(BytecodeCache):
    """Files in a folder, one a template; a folder that cannot be written or a damaged file costs time, nothing else."""

    def __init__(self, folder: Path, rules: bytes) -> None:
        """Keep them in `folder`.

        Args:
            folder: made when the first is kept.
            rules: what else decides how a template is compiled.
        """
        self.folder = folder
        made_by = f"{sys.implementation.cache_tag} {sys.hexversion:x} Jinja2 {metadata.version('jinja2')} "
        self._made_by = made_by.encode() + rules

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept of this template, where it is whole and still fits."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            content = self._file(bucket).read_bytes()
            if content[:SIZE] == self._seal(bucket, content[SIZE:]):
                bucket.code = marshal.loads(content[SIZE:])  # noqa: S302 - of the user's own cache, like a .pyc

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled; two processes may do this at once."""
        code = marshal.dumps(bucket.code)
        file = self._file(bucket)
        draft = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(self._seal(bucket, code) + code)
                draft.replace(file)
            finally:
                draft.unlink(missing_ok=True)

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.jinja"

    def _seal(self, bucket: Bucket, code: bytes) -> bytes:
        """What the code must begin with, so that it is taken for this template as it reads now."""
        return hashlib.sha256(b"\0".join((self._made_by, bucket.checksum.encode(), code))).digest()
