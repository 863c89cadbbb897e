"""A whole store looked through: every line, every derived copy, every evidence file. Only read, never mended."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ddq.assessment.model import Assessment, EvidenceFile
from ddq.questionnaire.archive import from_archive
from ddq.questionnaire.problems import SourceError
from ddq.store.chain import GENESIS, Lines, read_lines
from ddq.store.content_kind import refusal
from ddq.store.database import STATE, CutOff, check_state
from ddq.store.deleting import TABLE as DELETED
from ddq.store.diagnosis import Examined, examine
from ddq.store.evidence import MISSING, EvidenceFolder
from ddq.store.formats import format_of
from ddq.store.journal import JOURNAL
from ddq.store.ledger import LEDGER
from ddq.store.noted import Noted
from ddq.store.protocol import Damaged, StoreError
from ddq.store.redacting import taken_away
from ddq.store.sealing import Seals, broken_seals
from ddq.store.versions import VersionFolder


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of one assessment."""

    id: str
    assessment: Assessment | None
    """As of the last entry that holds."""
    hashes: tuple[str, ...]
    """Of the entries that hold together, from the first."""
    files: int
    """Evidence files that are as they were attached."""
    problems: tuple[str, ...]
    lost: tuple[str, ...] = ()
    """What is gone for good and on record, as by a repair; from there on it holds."""
    notes: tuple[str, ...] = ()
    """What was meant to be so, as evidence that a redaction took away."""

    @property
    def journal(self) -> bool:
        """Whether it is the journal of the store, and no assessment."""
        return self.id == JOURNAL

    @property
    def entries(self) -> int:
        """How many hold together."""
        return len(self.hashes)

    @property
    def head(self) -> str:
        """The hash of the last of them; empty where there is none."""
        return self.hashes[-1] if self.hashes else ""


def verify_store(folder: Path, only: str | None = None, seals: Seals | None = None) -> Iterator[Verified]:
    """The assessments in a store, or the one of this id, in order of id; before them a journal that is broken.

    With `seals`, also what was sealed and is not there.

    Raises:
        NewerFormat: a newer version of ddq wrote the store.
        StoreError: the store's format file is not one of ours.
    """
    format_of(folder)
    told = _Told(folder, seals)
    if only is None and (broken := told.journal_problems()):
        yield Verified(JOURNAL, None, tuple(told.journal.hashes), 0, broken)
    assessments = folder / "assessments"
    names = [only] if only else sorted(path.name for path in assessments.iterdir() if not path.name.startswith("."))
    there = [name for name in names if (assessments / name / LEDGER).is_file()]
    for name in there:
        yield _verify(folder, assessments / name, told)
    if only is None:
        for name in told.sealed_and_gone(there):
            problem = "was sealed, and is gone: no tombstone says that it was deleted"
            yield Verified(name, None, (), 0, (problem,))


class _Told:
    """What the journal of a store and its seals tell of the assessments."""

    def __init__(self, folder: Path, seals: Seals | None) -> None:
        self.journal: Lines[Noted] = Lines([], [], 0, None)
        self._problems: list[str] = []
        try:
            self.journal = read_lines((folder / JOURNAL).read_bytes(), GENESIS, 0, Noted)
            if self.journal.broken is not None:
                self._problems.append(str(self.journal.broken).replace("the ledger", "the journal"))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._problems.append(f"cannot be read: {error.strerror or error}")
        self._seals, foreign = ((), 0) if seals is None else seals.read()
        if seals is not None and foreign:
            self._problems.append(f"{seals.file}: {foreign} seals were not made with this key: altered, or another's")

    def journal_problems(self) -> tuple[str, ...]:
        """What is wrong with the journal, and with the seals as a whole."""
        return (*self._problems, *broken_seals(JOURNAL, self._seals, self.journal.hashes))

    def repairs(self, name: str) -> list[tuple[Noted, dict[str, Any]]]:
        """The repairs of an assessment, each with its entry in the journal, the first first."""
        return [(noted, said) for noted, said in self._noted("repairs") if said.get("assessment") == name]

    def seal_problems(self, name: str, hashes: Sequence[str]) -> tuple[str, ...]:
        """What the seals show against these hashes; what a repair cut off since is told as such instead."""
        cuts = [(noted.at, int(said["entries"])) for noted, said in self.repairs(name)]
        seals = [one for one in self._seals if not any(one.at <= at and one.seq > entries for at, entries in cuts)]
        return broken_seals(name, seals, hashes)

    def sealed_and_gone(self, there: Sequence[str]) -> tuple[str, ...]:
        """The assessments that were sealed, are not there, and have no tombstone."""
        stones = {str(said.get("assessment")) for _, said in self._noted(DELETED)}
        return tuple(sorted({one.name for one in self._seals} - {JOURNAL, *there} - stones))

    def released(self) -> set[str]:
        """The hashes of files that somebody let go from quarantine."""
        return {str(said.get("evidence")) for _, said in self._noted("released")}

    def _noted(self, table: str) -> list[tuple[Noted, dict[str, Any]]]:
        return [
            (noted, change.new)
            for noted in self.journal.events
            for change in noted.changes
            if change.table == table and isinstance(change.new, dict)
        ]


def _verify(store: Path, folder: Path, told: _Told) -> Verified:
    try:
        content = (folder / LEDGER).read_bytes()
    except OSError as error:
        return Verified(folder.name, None, (), 0, (f"{LEDGER} cannot be read: {error.strerror or error}",))
    found = examine(content)
    problems = [f"{LEDGER}: {found.told}"] if found.told else []
    notes, whole = list[str](), 0
    try:
        check_state(folder / STATE, found.events, found.has)
    except Damaged as error:
        # What stands behind the damage was not cut off: it was not read.
        if not (isinstance(error, CutOff) and error.seen <= found.reach):
            problems.append(str(error).removeprefix(f"{folder}/"))
    problems += told.seal_problems(folder.name, found.hashes)
    if found.assessment is not None:
        kept, gone, released = EvidenceFolder(store / "evidence"), taken_away(found.events), told.released()
        for file in found.assessment.evidence.values():
            wrong = kept.problem(file, whole=True)
            if wrong == MISSING and (event := gone.get(file.id)):
                notes.append(
                    f"evidence {file.id[:12]} was taken away by a redaction on {event.at:%Y-%m-%d}: {event.why}"
                )
                continue
            if wrong is None and file.id not in released:
                wrong = _not_as_recorded(file, kept.get(file.id))
            whole += wrong is None
            if wrong is not None:
                problems.append(f"evidence {file.name} ({file.id[:12]}) {wrong}")
        problems += _version_problems(VersionFolder(store / "versions"), found.assessment.questionnaire.digest)
    lost = list(_lost(folder, told, found))
    problems += [one for one, on_record in lost if not on_record]
    return Verified(
        folder.name,
        found.assessment,
        found.hashes,
        whole,
        tuple(problems),
        tuple(one for one, on_record in lost if on_record),
        tuple(notes),
    )


def _lost(folder: Path, told: _Told, found: Examined) -> Iterator[tuple[str, bool]]:
    """What was lost before, and whether it is on record: then the history holds from there on."""
    repairs = told.repairs(folder.name)
    for noted, said in repairs:
        entries, head = int(said["entries"]), str(said["head"])
        what = "; ".join(map(str, said.get("found", ())))
        by = f"on {noted.at:%Y-%m-%d} by {noted.by}: {noted.why}. What was wrong: {what}"
        if found.has(entries, head):
            yield f"repaired from entry {entries} on, {by}", True
        else:
            yield f"was repaired, and does not go on from entry {entries} as it stood then, {by}", False
    for path in sorted(folder.glob("*.torn.*")):
        yield (
            f"{path.name}: a last entry that was cut short or damaged was set aside; no save of it was confirmed",
            True,
        )
    for kind in ("damaged", "aside"):
        for path in sorted(folder.glob(f"*.{kind}.*")):
            yield (
                f"{path.name}: set aside by a repair" + ("" if repairs else " that the journal does not know"),
                bool(repairs),
            )


def _not_as_recorded(file: EvidenceFile, path: Path) -> str | None:
    """Why the content is not what the recorded name and type say; None where it is."""
    content = path.read_bytes()
    # The type says what a name without an ending leaves open; beside an ending it was taken from it.
    ending = "" if "." in file.name else mimetypes.guess_extension(file.media_type or "") or ""
    why = refusal(f"{file.name}{ending}", content)
    return None if why is None else f"is not what its name and type say: {why}"


def _version_problems(versions: VersionFolder, digest: str) -> Iterator[str]:
    try:
        content = versions.get(digest)
        if content is not None:
            from_archive(content, digest)
    except SourceError:
        yield f"versions/{digest[:12]}….json: the questionnaire that it rests on was changed"
    except StoreError as error:
        yield str(error)
    else:
        if content is None:
            yield f"versions: the questionnaire that it rests on ({digest[:12]}…) was never kept, or is gone"
