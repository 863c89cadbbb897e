"""Whole assessments out of a store and into another one: all or none, and nothing that does not hold together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ddq.assessment.model import EvidenceFile
from ddq.questionnaire.archive import from_archive
from ddq.questionnaire.problems import SourceError
from ddq.store.bundle_file import AssessmentEntry, Bundle, Content, NoBundle
from ddq.store.diagnosis import Examined, examine
from ddq.store.fsio import write_atomically
from ddq.store.protocol import NotFound, NotSaved, Store, StoreError
from ddq.store.redacting import taken_away


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one part of a bundle is to the store that it comes into."""

    name: str
    """The id of an assessment, or the path of a file."""
    words: str
    """What it holds."""
    conflict: str | None
    """Why it cannot come in; None where it can."""
    known: bool
    """Whether it is there already, just so."""


def files_of(store: Store, ids: Sequence[str]) -> tuple[dict[str, Content], tuple[AssessmentEntry, ...]]:
    """What a bundle of these assessments holds, by path, and what its manifest says of them.

    Raises:
        NotFound: there is no such assessment, or an evidence file is missing.
        Damaged: an evidence file was changed.
    """
    files: dict[str, Content] = {}
    entries: list[AssessmentEntry] = []
    for name in ids:
        content = store.ledger(name)
        found = examine(content)
        assert found.assessment is not None, "the store verified it"
        files[f"assessments/{name}/ledger.jsonl"] = content
        files |= {f"evidence/{digest}": store.evidence(digest) for digest in _kept(found)}
        digest = found.assessment.questionnaire.digest
        kept = store.questionnaire(digest)
        if kept is not None:
            files[f"versions/{digest}.json"] = kept
        vendor = found.assessment.vendor.name
        entries.append(AssessmentEntry(id=name, vendor=vendor, entries=len(found.events), head=found.hashes[-1]))
    return files, tuple(entries)


def verify_bundle(bundle: Bundle) -> Mapping[str, Examined]:
    """Read everything in a bundle, and the ledgers by id.

    Raises:
        NoBundle: something in it is not what the manifest says, or does not hold together.
    """
    found = {entry.id: _examined(bundle, entry) for entry in bundle.manifest.assessments}
    named = {f"assessments/{name}/ledger.jsonl" for name in found}
    if named != set(bundle.names("assessments")) or len(found) != len(bundle.manifest.assessments):
        raise NoBundle(f"{bundle.path}: holds other assessments than its manifest names")
    needed = {f"evidence/{digest}" for one in found.values() for digest in _kept(one)}
    if needed != set(bundle.names("evidence")):
        raise NoBundle(f"{bundle.path}: holds other evidence files than its assessments name")
    for name in bundle.names("evidence"):
        for _ in bundle.chunks(name):
            pass
        if next(entry.sha256 for entry in bundle.manifest.files if entry.path == name) != Path(name).name:
            raise NoBundle(f"{bundle.path}: {name} is not the file of that hash")
    for name in bundle.names("versions"):
        try:
            from_archive(bundle.read(name), Path(name).stem)
        except SourceError as error:
            raise NoBundle(f"{bundle.path}: {name} is not the questionnaire of that digest") from error
    for name in bundle.names("questionnaires"):
        bundle.read(name)
    return found


def _kept(found: Examined) -> dict[str, EvidenceFile]:
    """The evidence files of an assessment, without those that a redaction took away."""
    gone = taken_away(found.events)
    files = found.assessment.evidence if found.assessment is not None else {}
    return {digest: file for digest, file in files.items() if digest not in gone}


def _examined(bundle: Bundle, entry: AssessmentEntry) -> Examined:
    name = f"assessments/{entry.id}/ledger.jsonl"
    if name not in bundle.names("assessments"):
        raise NoBundle(f"{bundle.path}: lacks the ledger of {entry.id}")
    found = examine(bundle.read(name))
    if found.problem is not None or found.assessment is None:
        raise NoBundle(f"{bundle.path}: {name}: {found.problem}")
    if (len(found.events), found.hashes[-1]) != (entry.entries, entry.head) or found.assessment.id != entry.id:
        raise NoBundle(f"{bundle.path}: the history of {entry.id} ends elsewhere than the manifest says")
    return found


def arrivals(store: Store, own: Path, bundle: Bundle) -> Iterator[Arrival]:
    """What would become of each part of a bundle; `own` is the folder of the user's own questionnaires."""
    for entry in bundle.manifest.assessments:
        words = f"{entry.vendor}, {entry.entries} entries"
        stone = next((one for one in store.deleted() if one.id == entry.id), None)
        if stone is not None:
            gone = f"it was deleted here on {stone.at:%Y-%m-%d} by {stone.by}: {stone.why}"
            yield Arrival(entry.id, words, gone, known=False)
            continue
        if not store.has(entry.id):
            yield Arrival(entry.id, words, None, known=False)
            continue
        seq, head = store.anchor(entry.id)
        if (seq, head) == (entry.entries, entry.head):
            yield Arrival(entry.id, words, None, known=True)
        else:
            conflict = f"there is an assessment of this id with {seq} entries, the last {head[:12]}…"
            yield Arrival(entry.id, words, f"{conflict}; in the bundle the last is {entry.head[:12]}…", known=False)
    for name in bundle.names("questionnaires"):
        target = own / name.removeprefix("questionnaires/")
        if not target.exists():
            yield Arrival(name, "a file", None, known=False)
        elif target.is_file() and target.read_bytes() == bundle.read(name):
            yield Arrival(name, "a file", None, known=True)
        else:
            yield Arrival(name, "a file", f"{target} says something else", known=False)


def take_in(store: Store, own: Path, bundle: Bundle) -> tuple[Arrival, ...]:
    """Take a bundle in whole, or not at all; what is there already just so is left as it is.

    Evidence and questionnaires, which stand under their own hashes, go in first, then the user's own files, and the
    assessments last. A crash in between leaves at most files that nothing refers to; taking it in again completes it.

    Raises:
        NoBundle: something in it does not hold together.
        StoreError: there is a conflict.
        NotSaved: the disk refused.
    """
    ledgers = verify_bundle(bundle)
    found = tuple(arrivals(store, own, bundle))
    conflicts = [f"{one.name}: {one.conflict}" for one in found if one.conflict is not None]
    if conflicts:
        raise StoreError("nothing was taken in; " + "; ".join(conflicts))
    for name in bundle.names("versions"):
        store.put_questionnaire(Path(name).stem, bundle.read(name))
    held = [_kept(one) for one in ledgers.values()]
    _take_evidence(store, bundle, {digest: file.name for files in held for digest, file in files.items()})
    new = {one.name for one in found if not one.known}
    _take_files(own, {name: bundle.read(name) for name in bundle.names("questionnaires") if name in new})
    store.adopt({name: bundle.read(f"assessments/{name}/ledger.jsonl") for name in ledgers if name in new})
    return found


def _take_evidence(store: Store, bundle: Bundle, names: Mapping[str, str]) -> None:
    """Under the names that the histories give them, so that what is not what its name says is refused here too."""
    with tempfile.TemporaryDirectory() as folder:
        for name in bundle.names("evidence"):
            try:
                store.evidence(Path(name).name)
                continue
            except NotFound:
                pass
            file = Path(folder) / "file"
            with file.open("wb") as opened:
                for chunk in bundle.chunks(name):
                    opened.write(chunk)
            store.put_evidence(file, names[Path(name).name])


def _take_files(own: Path, files: Mapping[str, bytes]) -> None:
    """Write the user's own files; those that were written are taken out again where one cannot be."""
    written: list[Path] = []
    try:
        for name, content in files.items():
            target = own / name.removeprefix("questionnaires/")
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, content)
            written.append(target)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise NotSaved(f"not taken in: {error.strerror or error}; free space or check the disk") from error
