"""A whole store in one checked file, at any moment; and back, with a proof that it is all there.

Ledgers only grow, so the first bytes of one are whole at any time: other processes may go on writing meanwhile.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ddq.store.bundle_file import (
    AssessmentEntry,
    Beginning,
    Bundle,
    Content,
    NoBundle,
    may_hold,
    open_bundle,
    write_bundle,
)
from ddq.store.diagnosis import Examined, examine
from ddq.store.formats import FILE, format_of
from ddq.store.fsio import BINARY, make_private_folder, sync_file, sync_folder, write_all
from ddq.store.journal import JOURNAL
from ddq.store.ledger import LEDGER
from ddq.store.protocol import NotSaved, StoreError


@dataclass(frozen=True, slots=True)
class Whole:
    """What a backup holds."""

    assessments: int
    entries: int
    """Of all ledgers together."""
    evidence: int
    files: int
    left_out: tuple[str, ...]
    """Files of the user's own that have names which a backup does not hold."""
    problems: tuple[str, ...]
    """What was damaged before; it is in the backup as it is."""


def back_up(store: Path, target: Path, made_by: str) -> Whole:
    """Write everything of a store into one file, and read the file again to prove that it is there.

    Raises:
        StoreError: there is no store, or it changed in a way that stores do not while it was copied.
        NotSaved: the disk refused; nothing is left then, and an older file at `target` is untouched.
    """
    if format_of(store) is None:
        raise StoreError(f"{store}: is no workspace; name the folder of one")
    try:
        files, entries, problems = _ledgers(store)
        files |= dict(_rest(store))
        own, left_out = _own(store)
    except OSError as error:
        raise StoreError(f"{error.filename or store}: cannot be read: {error.strerror or error}") from error
    write_bundle(target, {**files, **own}, entries, made_by, "backup")
    with open_bundle(target, "backup") as written:
        for entry in written.manifest.files:
            for _ in written.chunks(entry.path):
                pass
    return Whole(
        assessments=sum(name.endswith(f"/{LEDGER}") for name in files),
        entries=sum(entry.entries for entry in entries),
        evidence=sum(name.startswith("evidence/") for name in files),
        files=len(files) + len(own),
        left_out=left_out,
        problems=problems,
    )


def restore(backup: Path, target: Path) -> Whole:
    """Bring a store back into a folder that is not there, or is empty; it appears whole, or not at all.

    Raises:
        NoBundle: the file is no backup, or was altered or damaged.
        StoreError: there is something in the folder.
        NotSaved: the disk refused.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target}: there is something already; restore into a folder that is empty or not there")
    making = target.with_name(f".{target.name}.{os.getpid()}.restoring")
    try:
        with open_bundle(backup, "backup") as bundle:
            make_private_folder(target.parent)
            making.mkdir(mode=0o700)
            for entry in bundle.manifest.files:
                _put(making, entry.path, bundle)
            found = _proved(making, bundle)
        if target.exists():
            target.rmdir()
        making.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise NotSaved(f"{target}: not restored: {error.strerror or error}; choose another place") from error
    finally:
        if making.exists():
            with suppress(OSError):
                shutil.rmtree(making)
    return found


def _ledgers(store: Path) -> tuple[dict[str, Content], tuple[AssessmentEntry, ...], tuple[str, ...]]:
    """Every ledger up to its last whole line, and what was set aside beside it."""
    files: dict[str, Content] = {}
    entries: list[AssessmentEntry] = []
    problems: list[str] = []
    for folder in sorted(path for path in (store / "assessments").iterdir() if not path.name.startswith(".")):
        if not (folder / LEDGER).is_file():
            continue
        content = (folder / LEDGER).read_bytes()
        size = content.rfind(b"\n") + 1
        found = examine(content[:size])
        files[f"assessments/{folder.name}/{LEDGER}"] = Beginning(folder / LEDGER, size)
        for aside in (*folder.glob(f"{LEDGER}.*.*"), *folder.glob("*.aside.*")):
            if aside.suffix != ".tmp":
                files[f"assessments/{folder.name}/{aside.name}"] = aside
        entries += _entry(folder.name, found)
        if found.problem is not None:
            problems.append(f"{folder.name}: {found.problem}")
    return files, tuple(entries), tuple(problems)


def _entry(name: str, found: Examined) -> Iterator[AssessmentEntry]:
    if found.assessment is not None:
        vendor = found.assessment.vendor.name
        yield AssessmentEntry(id=name, vendor=vendor, entries=len(found.events), head=found.hashes[-1])


def _rest(store: Path) -> Iterator[tuple[str, Content]]:
    yield FILE, store / FILE
    if (store / JOURNAL).is_file():
        content = (store / JOURNAL).read_bytes()
        yield JOURNAL, content[: content.rfind(b"\n") + 1]
    for path in sorted((store / "evidence" / "sha256").glob("??/*")):
        if len(path.name) == 64:
            yield f"evidence/{path.name}", path
    for path in sorted((store / "versions").glob("*.json")):
        yield f"versions/{path.name}", path


def _own(store: Path) -> tuple[dict[str, Content], tuple[str, ...]]:
    """The user's own questionnaires, profiles and cases, and the names that cannot be kept."""
    found: dict[str, Content] = {}
    left_out: list[str] = []
    for path in sorted((store / "questionnaires").rglob("*")):
        name = path.relative_to(store).as_posix()
        if path.is_file() and not path.is_symlink() and may_hold(name, "backup"):
            found[name] = path
        elif not path.is_dir() or path.is_symlink():
            left_out.append(name)
    return found, tuple(left_out)


def _put(making: Path, name: str, bundle: Bundle) -> None:
    evidence = name.startswith("evidence/")
    digest = Path(name).name
    target = making / "evidence" / "sha256" / digest[:2] / digest if evidence else making / name
    make_private_folder(target.parent)
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o440 if evidence else 0o600)
    try:
        for chunk in bundle.chunks(name):
            write_all(fd, chunk)
        sync_file(fd)
    finally:
        os.close(fd)


def _proved(making: Path, bundle: Bundle) -> Whole:
    """Every file was compared with its hash as it was written; here every ledger is read as a store would."""
    problems: list[str] = []
    ends = {entry.id: (entry.entries, entry.head) for entry in bundle.manifest.assessments}
    ledgers = [name for name in bundle.names("assessments") if name.endswith(f"/{LEDGER}")]
    for name in ledgers:
        folder = Path(name).parent.name
        found = examine((making / name).read_bytes())
        if ends.get(folder, (0, "")) != (len(found.events), found.hashes[-1] if found.events else ""):
            raise NoBundle(f"{bundle.path}: the history of {folder} ends elsewhere than the manifest says")
        if found.problem is not None:
            problems.append(f"{folder}: {found.problem}, as it was when the backup was made")
    for name in bundle.names("evidence"):
        if bundle.entry(name).sha256 != Path(name).name:
            problems.append(f"{name[:21]}…: the evidence file was changed before the backup was made")
    return Whole(
        assessments=len(ledgers),
        entries=sum(entry.entries for entry in bundle.manifest.assessments),
        evidence=len(bundle.names("evidence")),
        files=len(bundle.manifest.files),
        left_out=(),
        problems=tuple(problems),
    )
