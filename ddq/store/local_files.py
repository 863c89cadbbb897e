"""What a store in a folder keeps beside its assessments: evidence, questionnaires, its journal, and its seals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from ddq.assessment.model import EvidenceFile
from ddq.store.collecting import Unreferenced, unreferenced
from ddq.store.evidence import MISSING, EvidenceFolder, Quarantined
from ddq.store.journal import JOURNAL, JournalDB
from ddq.store.locking import NamedLock
from ddq.store.protocol import NotFound, NotSaved, StoreError
from ddq.store.sealing import Seal, Seals, sealed_with
from ddq.store.versions import VersionFolder

_REDACTED = "redacted"
"""The table of the journal that names evidence files which were taken away."""


class LocalFiles:
    """The part of a local store that knows no assessment."""

    def __init__(
        self, folder: Path, by: str, clock: Callable[[], datetime], evidence_limit: int, seals: Seals | None
    ) -> None:
        self.folder = folder
        """Where it is."""
        self._by = by
        self._clock = clock
        self._seals = seals
        self._unsealed = ""
        """Why the last save could not be sealed."""
        self._journal: JournalDB | None = None
        self._evidence = EvidenceFolder(folder / "evidence", evidence_limit, self._released)
        self._versions = VersionFolder(folder / "versions")

    @property
    def journal(self) -> JournalDB:
        """What happened to the store as a whole."""
        if self._journal is None:
            self._journal = JournalDB(self.folder, self._by, self._clock)
        return self._journal

    def put_evidence(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file under the hash of its content."""
        return self._evidence.put(file, name)

    def evidence(self, digest: str) -> Path:
        """The kept file, its content checked against its hash."""
        try:
            return self._evidence.get(digest)
        except NotFound:
            if self._taken_away(digest):
                raise NotFound(f"the evidence file {digest[:12]}… was taken away by a redaction") from None
            raise

    def keep_copy(self, content: bytes) -> Path:
        """Keep a copy of a file that another store keeps as evidence, and judged when it was attached."""
        return self._evidence.keep_copy(content)

    def copy_evidence(self, file: Path) -> None:
        """Keep a file that another store keeps as evidence."""
        self.keep_copy(file.read_bytes())

    def evidence_problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file; None where it is as it was."""
        problem = self._evidence.problem(file, whole=whole)
        return "was taken away by a redaction" if problem == MISSING and self._taken_away(file.id) else problem

    def take_evidence_away(self, digest: str, why: str) -> None:
        """Take a file away for good, and note it before; whoever asks says that nothing is to name it any more.

        Raises:
            NotSaved: the disk refused.
        """
        self.journal.note(_REDACTED, {"evidence": digest}, why)
        try:
            self._evidence.remove(digest)
        except OSError as error:
            raise NotSaved(f"the evidence file {digest[:12]}… is still there: {error.strerror or error}") from error

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Files that were not taken as evidence and not let go since."""
        return tuple(one for one in self._evidence.quarantined() if not self._released(one.digest))

    def release(self, digest: str, why: str) -> Quarantined:
        """Let a quarantined file go, named by the beginning of its digest: attaching it again keeps it."""
        found = [one for one in self.quarantined() if digest and one.digest.startswith(digest)]
        if len(found) != 1:
            many = f"{len(found)} files in quarantine begin" if found else "no file in quarantine begins"
            raise NotFound(f"{many} with {digest!r}; `ddq evidence quarantine` lists them")
        self.journal.note("released", {"evidence": found[0].digest, "name": found[0].name}, why)
        return found[0]

    def trusts(self, public: str) -> bool:
        """Whether somebody said that the key of this public part is kept where it will not be lost."""
        return any(one["public"] == public for one in self.journal.noted("keys"))

    def trust(self, public: str) -> None:
        """Note that somebody said so."""
        if not self.trusts(public):
            self.journal.note("keys", {"public": public}, "said that the key is kept in two places")

    def unreferenced(self) -> tuple[Unreferenced, ...]:
        """Evidence files that nothing refers to; nothing is touched."""
        return unreferenced(self.folder)

    def collect(self, why: str) -> tuple[Unreferenced, ...]:
        """Take them away, and note it."""
        with self._lock():
            found = unreferenced(self.folder)
            if found:
                self.journal.note("collected", {"evidence": [one.path.name for one in found]}, why)
            for one in found:
                one.path.unlink(missing_ok=True)
            return found

    def put_questionnaire(self, digest: str, content: bytes) -> None:
        """Keep a questionnaire under its digest."""
        self._versions.put(digest, content)

    def has_questionnaire(self, digest: str) -> bool:
        """Whether it is kept."""
        return self._versions.has(digest)

    def questionnaire(self, digest: str) -> bytes | None:
        """The kept questionnaire; None where nothing was kept."""
        return self._versions.get(digest)

    def seal_with(self, seals: Seals, ends: Iterable[tuple[str, int, str]]) -> None:
        """Note in the journal with which key it is sealed, and seal how each history ends: by name, number and hash."""
        self.journal.note("seals", {"key": seals.name}, "sealed from now on")
        at = self._clock()
        seals.add([Seal(name, seq, head, at) for name, seq, head in (*ends, self._journal_end())], durable=True)
        self._seals = seals

    def seal_notices(self) -> tuple[str, ...]:
        """What the user must be told of the seals."""
        if self._unsealed:
            return (self._unsealed,)
        if self._seals is None and sealed_with(self.folder):
            return (
                "this workspace is sealed, and its key is not named: what is saved now is not sealed. Name the key file"
                " in $DDQ_SEAL_KEY",
            )
        return ()

    def _check_key(self) -> None:
        """Refuse a key that seals another workspace, as its seals would be missing here."""
        if self._seals is not None and self._seals.name not in sealed_with(self.folder):
            raise StoreError(
                f"{self.folder}: was not sealed with the key {self._seals.name} that $DDQ_SEAL_KEY names; unset it,"
                " name the key of this workspace, or seal it with `ddq key seal FILE`"
            )

    def _seal(self, name: str, seq: int, head: str) -> None:
        """Seal how a history ends; where that fails what was saved is saved, and the user is told."""
        if self._seals is not None:
            try:
                self._seals.add([Seal(name, seq, head, self._clock())])
                self._unsealed = ""
            except NotSaved as error:
                self._unsealed = str(error)

    def _journal_end(self) -> tuple[str, int, str]:
        journal = self.journal.journal
        return JOURNAL, journal.seq, journal.head

    def _close_journal(self) -> None:
        if self._journal is not None:
            if self._seals is not None:
                self._seal(*self._journal_end())
            self._journal.close()
            self._journal = None

    def _taken_away(self, digest: str) -> bool:
        return any(one["evidence"] == digest for one in self.journal.noted(_REDACTED))

    def _released(self, digest: str) -> bool:
        return any(one["evidence"] == digest for one in self.journal.noted("released"))

    def _lock(self) -> NamedLock:
        return NamedLock(self.folder / ".lock", str(self.folder), self._by)
