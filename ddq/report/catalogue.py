"""Files of translations as they are looked up in: read once and kept compiled, since reading them costs 40 ms."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from ddq.workspace.surroundings import cache_folder

SIZE = hashlib.sha256().digest_size


def catalogue(path: Path) -> GNUTranslations:
    """What a file of translations holds; what is marked as fuzzy is not taken.

    Raises:
        OSError: where it cannot be read.
        ValueError: where it is not UTF-8.
        babel.messages.pofile.PoFileError: where it is no such file.
    """
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> GNUTranslations:
    source = path.read_bytes()
    kept = cache_folder() / "languages" / f"{hashlib.sha256(source).hexdigest()}.mo"
    compiled = _kept(kept)
    if compiled is None:
        compiled = _compiled(source)
        _keep(kept, compiled)
    return GNUTranslations(io.BytesIO(compiled))


def _compiled(source: bytes) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), abort_invalid=True))
    return compiled.getvalue()


def _kept(file: Path) -> bytes | None:
    """What was compiled of the same source before, where it is whole."""
    with suppress(OSError):
        content = file.read_bytes()
        if content[:SIZE] == hashlib.sha256(content[SIZE:]).digest():
            return content[SIZE:]
    return None


def _keep(file: Path, compiled: bytes) -> None:
    """Keep it for the next process; a folder that cannot be written costs time, nothing else."""
    draft = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(hashlib.sha256(compiled).digest() + compiled)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
