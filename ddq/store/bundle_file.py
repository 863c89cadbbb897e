"""The file that a bundle or a backup is: a zip whose manifest names every file with size and hash, and nothing else.

What is read was perhaps made by somebody who means harm, so nothing is unpacked by name: only what the manifest names,
under names of our own patterns, is read, no further than it says.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, ValidationError

from ddq.questionnaire.model import Model
from ddq.store.fsio import sync_folder
from ddq.store.protocol import NewerFormat, NotSaved, StoreError

FORMAT = 1
MANIFEST = "manifest.json"
MAX_FILES = 20_000
MAX_BYTES = 4 * 1024**3
MAX_MANIFEST = 8 * 1024**2
_CHUNK = 1 << 20
_DATED = (1980, 1, 1, 0, 0, 0)
"""The date of every file in it: the same content gives the same bytes."""
_PART = r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*"
_SHARED = r"evidence/[0-9a-f]{64}|versions/[0-9a-f]{64}\.json"
_FOLDER = r"assessments/[A-Za-z0-9][A-Za-z0-9-]{0,63}"
_NAMES = {
    "bundle": re.compile(rf"{_FOLDER}/ledger\.jsonl|{_SHARED}|questionnaires/({_PART}/){{0,5}}{_PART}\.yaml"),
    "backup": re.compile(
        rf"{_FOLDER}/(ledger\.jsonl(\.(torn|damaged)\.\d+)?|state\.json\.aside\.\d+)|{_SHARED}"
        rf"|questionnaires/({_PART}/){{0,8}}{_PART}|journal\.jsonl|store\.json"
    ),
}
"""By kind, the names that may stand in such a file."""
Kind = Literal["bundle", "backup"]
_FORMATS: dict[Kind, Literal["bundle/1", "backup/1"]] = {"bundle": "bundle/1", "backup": "backup/1"}
_MOST = {"bundle": (MAX_FILES, MAX_BYTES), "backup": (2_000_000, 4 * 1024**4)}
"""By kind, how many files and how many bytes; a backup is made by oneself."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first bytes of a file that only grows."""

    path: Path
    size: int


Content = bytes | Path | Beginning


class NoBundle(StoreError):
    """A file that is no bundle, or one that is not safe to read."""

    title = "Not a bundle"


class FileEntry(Model):
    """One file of a bundle."""

    path: Annotated[str, Field(max_length=300)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class AssessmentEntry(Model):
    """One assessment of a bundle, and where its history ends."""

    id: str
    vendor: str
    entries: Annotated[int, Field(ge=1)]
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Model):
    """What a bundle says of itself."""

    ddq: Literal["bundle/1", "backup/1"]
    made_by: str
    assessments: tuple[AssessmentEntry, ...]
    files: tuple[FileEntry, ...]


def write_bundle(
    path: Path,
    files: Mapping[str, Content],
    assessments: tuple[AssessmentEntry, ...],
    made_by: str,
    kind: Kind = "bundle",
) -> None:
    """Write a bundle; the same content gives the same bytes, on every machine.

    Files are stored as they are, since compressors differ from one system to the next, and evidence is mostly
    compressed already.

    Raises:
        NotSaved: the disk refused; nothing is left then, and an older file at `path` is untouched.
    """
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        entries = tuple(_entry(name, files[name]) for name in sorted(files))
        manifest = Manifest(ddq=_FORMATS[kind], made_by=made_by, assessments=assessments, files=entries)
        with draft.open("wb") as file:
            draft.chmod(0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
                _put(bundle, MANIFEST, orjson.dumps(manifest.model_dump(), option=orjson.OPT_SORT_KEYS))
                for entry in entries:
                    _put(bundle, entry.path, files[entry.path])
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(f"{path}: not written: {error.strerror or error}; choose another place or free space") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _entry(name: str, content: Content) -> FileEntry:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        digest.update(chunk)
        size += len(chunk)
    return FileEntry(path=name, size=size, sha256=digest.hexdigest())


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    if isinstance(content, Beginning):
        left = content.size
        with content.path.open("rb") as file:
            while left and (chunk := file.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk
        return
    with content.open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def _put(bundle: zipfile.ZipFile, name: str, content: Content) -> None:
    info = zipfile.ZipInfo(name, _DATED)
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    with bundle.open(info, "w", force_zip64=True) as file:
        for chunk in _chunks(content):
            file.write(chunk)


@dataclass(frozen=True, slots=True)
class Bundle:
    """An open bundle whose names, sizes and kinds were checked; contents are checked as they are read."""

    path: Path
    manifest: Manifest
    _zip: zipfile.ZipFile
    _entries: Mapping[str, FileEntry]

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder, such as `evidence`."""
        return tuple(entry.path for entry in self.manifest.files if entry.path.startswith(f"{folder}/"))

    def entry(self, name: str) -> FileEntry:
        """What the manifest says of a file."""
        return self._entries[name]

    def read(self, name: str) -> bytes:
        """A whole file.

        Raises:
            NoBundle: it is not what the manifest says.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file piece by piece; the last piece is given once the whole was compared with the manifest.

        Raises:
            NoBundle: it is not what the manifest says.
        """
        entry = self._entries[name]
        digest, left, held = hashlib.sha256(), entry.size, b""
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    if held:
                        yield held
                    held = chunk
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise NoBundle(f"{self.path}: {name} cannot be read; the bundle is damaged") from error
        if left != 0 or digest.hexdigest() != entry.sha256:
            raise NoBundle(f"{self.path}: {name} is not what the manifest says; it was altered or damaged")
        yield held


def open_bundle(path: Path, kind: Kind = "bundle") -> Bundle:
    """Open a bundle or a backup, having checked every name, size and kind in it before a byte of its content is read.

    Raises:
        NoBundle: it is none, or is not safe to read.
        NewerFormat: a newer version of ddq wrote it.
    """
    try:
        found = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or "it is no zip, or a damaged one"
        raise NoBundle(f"{path}: cannot be read as a bundle: {why}") from error
    try:
        infos = found.infolist()
        _check_infos(path, infos, kind)
        manifest = _manifest(path, found, kind)
        _check_manifest(path, manifest, {info.filename: info.file_size for info in infos})
    except BaseException:
        found.close()
        raise
    return Bundle(path, manifest, found, {entry.path: entry for entry in manifest.files})


def may_hold(name: str, kind: Kind) -> bool:
    """Whether a file of this name may stand in such a file."""
    return _NAMES[kind].fullmatch(name) is not None


def kind_of_file(path: Path) -> Kind:
    """Whether a file is a bundle or a backup, by what it holds; a bundle where it is neither."""
    try:
        with zipfile.ZipFile(path) as found:
            return "backup" if "store.json" in found.NameToInfo else "bundle"
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return "bundle"


def _check_infos(path: Path, infos: list[zipfile.ZipInfo], kind: Kind) -> None:
    most_files, most_bytes = _MOST[kind]
    if len(infos) > most_files:
        raise NoBundle(f"{path}: holds more than {most_files} files")
    if sum(info.file_size for info in infos) > most_bytes:
        raise NoBundle(f"{path}: holds more than {most_bytes // 1024**3} GB")
    other = kind_of_file(path)
    if other != kind:
        hint = "`ddq restore` reads it" if other == "backup" else "`ddq bundle import` reads it"
        raise NoBundle(f"{path}: is a {other}, not a {kind}; {hint}")
    names: set[str] = set()
    for info in infos:
        name = info.filename
        if name in names:
            raise NoBundle(f"{path}: {name!r} stands in it twice")
        names.add(name)
        if name != MANIFEST and not _NAMES[kind].fullmatch(name):
            raise NoBundle(f"{path}: {name!r} is no name that a {kind} may hold")
        mode = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir() or mode not in (0, stat.S_IFREG):
            raise NoBundle(f"{path}: {name!r} is no ordinary file")
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NoBundle(f"{path}: {name!r} is encrypted or packed in a way that bundles are not")


def _manifest(path: Path, found: zipfile.ZipFile, kind: Kind) -> Manifest:
    most = MAX_MANIFEST if kind == "bundle" else 1024**3
    try:
        with found.open(MANIFEST) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise NoBundle(f"{path}: its manifest is larger than {most // 1024**2} MB")
        data: Any = orjson.loads(content)
        version = str(data["ddq"]).removeprefix(f"{kind}/")
        if version.isdecimal() and int(version) > FORMAT:
            raise NewerFormat(
                f"{path}: a newer version of ddq wrote it ({kind}/{version}, this one knows {kind}/{FORMAT});"
                " upgrade ddq"
            )
        return Manifest.model_validate_json(content)
    except (KeyError, TypeError, ValueError, ValidationError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise NoBundle(f"{path}: has no manifest that can be read; it is no {kind} of ddq") from error


def _check_manifest(path: Path, manifest: Manifest, sizes: Mapping[str, int]) -> None:
    named = {entry.path: entry.size for entry in manifest.files}
    if len(named) != len(manifest.files) or MANIFEST in named:
        raise NoBundle(f"{path}: its manifest names a file twice")
    if {name: size for name, size in sizes.items() if name != MANIFEST} != named:
        raise NoBundle(f"{path}: holds other files than its manifest names")
