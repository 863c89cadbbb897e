"""A whole store looked through: every line, every derived copy, every evidence file. Only read, never mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ddq.assessment.model import Assessment
from ddq.questionnaire.archive import from_archive
from ddq.questionnaire.problems import SourceError
from ddq.store.chain import GENESIS, read_lines
from ddq.store.database import STATE, check_state
from ddq.store.diagnosis import examine
from ddq.store.evidence import EvidenceFolder
from ddq.store.journal import JOURNAL
from ddq.store.ledger import LEDGER
from ddq.store.noted import Noted
from ddq.store.protocol import Damaged, StoreError
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


def verify_store(folder: Path, only: str | None = None, key: bytes | None = None) -> Iterator[Verified]:
    """The assessments in a store, or the one of this id, in order of id; before them a journal that is broken."""
    if only is None:
        yield from _journal(folder, key)
    assessments = folder / "assessments"
    names = [only] if only else sorted(path.name for path in assessments.iterdir() if not path.name.startswith("."))
    for name in names:
        if (assessments / name / LEDGER).is_file():
            yield _verify(folder, assessments / name, key)


def _journal(folder: Path, key: bytes | None) -> Iterator[Verified]:
    hashes: Sequence[str] = ()
    try:
        found = read_lines((folder / JOURNAL).read_bytes(), GENESIS, 0, key, Noted)
        if found.broken is None:
            return
        problem, hashes = str(found.broken).replace("the ledger", "the journal"), found.hashes
    except FileNotFoundError:
        return
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
    yield Verified(JOURNAL, None, tuple(hashes), 0, (problem,))


def _verify(store: Path, folder: Path, key: bytes | None) -> Verified:
    try:
        content = (folder / LEDGER).read_bytes()
    except OSError as error:
        return Verified(folder.name, None, (), 0, (f"{LEDGER} cannot be read: {error.strerror or error}",))
    found = examine(content, key)
    problems = [f"{LEDGER}: {found.problem}"] if found.problem else []
    try:
        check_state(folder / STATE, found.events, found.has)
    except Damaged as error:
        problems.append(str(error).removeprefix(f"{folder}/"))
    whole = 0
    if found.assessment is not None:
        kept = EvidenceFolder(store / "evidence")
        for file in found.assessment.evidence.values():
            wrong = kept.problem(file, whole=True)
            whole += wrong is None
            if wrong is not None:
                problems.append(f"evidence {file.name} ({file.id[:12]}) {wrong}")
        problems += _version_problems(VersionFolder(store / "versions"), found.assessment.questionnaire.digest)
    problems += [f"{path.name}: set aside, a last entry that was cut short" for path in folder.glob("*.torn.*")]
    problems += [
        f"{path.name}: set aside by a repair" for kind in ("damaged", "aside") for path in folder.glob(f"*.{kind}.*")
    ]
    return Verified(folder.name, found.assessment, found.hashes, whole, tuple(problems))


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
