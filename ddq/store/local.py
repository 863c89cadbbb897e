"""The local store: a folder with one TinyDB for each assessment, evidence files, and a derived catalogue.

store.json                            the format's version
journal.jsonl                         what happened to the store as a whole: repairs, deletions
assessments/<id>/ledger.jsonl         the truth
                 state.json           derived: the tables, as vanilla TinyDB opens them
                 .lock
evidence/sha256/ab/<digest>
versions/<digest>.json                the questionnaires, each at a version that an assessment began with
catalogue.json                        derived
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ddq.assessment.fold import fold
from ddq.assessment.model import EvidenceFile
from ddq.store.database import STATE
from ddq.store.deleting import ASIDE, TABLE, own_evidence, take_away
from ddq.store.diagnosis import examine
from ddq.store.fsio import sync_folder, write_atomically
from ddq.store.ledger import LEDGER, LOCK
from ddq.store.local_assessments import LocalAssessments
from ddq.store.locking import NamedLock
from ddq.store.protocol import NotFound, NotSaved
from ddq.store.redacting import found_in_file, holds, redact, redacted_evidence, taken_away
from ddq.store.repairing import Repair, plan_repair, repair
from ddq.store.sealing import Seals


class LocalStore(LocalAssessments):
    """The store in one folder; implements `ddq.store.protocol.Store`, and repairs, deletes, redacts and seals."""

    def repair_plan(self, assessment: str) -> Repair:
        """What could be done for an assessment that does not hold together; nothing is touched."""
        return plan_repair(self._path(assessment))

    def repair(self, assessment: str, why: str) -> Repair:
        """Do it; what is cut off or set aside stays beside the ledger, and the journal says so."""
        done = repair(self._path(assessment), self.journal, why)
        self._let_go(assessment)
        return done

    def deletion(self, assessment: str) -> tuple[str, ...]:
        """The hashes of the evidence files that would go with an assessment; nothing is touched."""
        self._reading(assessment)
        return tuple(path.name for path in own_evidence(self.folder, self._path(assessment)))

    def delete(self, assessment: str, why: str) -> tuple[str, ...]:
        """Delete an assessment with its history and the evidence that is its alone; a tombstone stays in the journal.

        Returns the evidence that was left, as it was used in the last seconds: `unreferenced` finds it later.
        """
        path = self._path(assessment)
        aside = path.with_name(f"{ASIDE}{assessment}")
        with self._lock():
            seq, head = self.anchor(assessment)
            first = self.events(assessment)[0]
            self._let_go(assessment)
            assessed = fold([first])
            stone = {"assessment": assessment, "entries": seq, "head": head, "began": first.at.date().isoformat()}
            try:
                with NamedLock(path / LOCK, assessment, self._by):
                    path.rename(aside)
                    sync_folder(self._assessments)
                self.journal.note(TABLE, {**stone, "questionnaire": assessed.questionnaire.id}, why)
                left = take_away(self.folder, aside)
            except OSError as error:
                raise NotSaved(
                    f"{assessment}: not deleted: {error.strerror or error}; open the workspace again"
                ) from error
        self.summaries()
        self._seal(*self._journal_end())
        return left

    def redact(self, assessment: str, text: str, why: str) -> tuple[int, ...]:
        """Take a text out of an assessment for good; the entries that held it, by number.

        What was set aside beside the ledger and holds it goes as a whole.
        """
        database = self.database(assessment)
        folder = self._path(assessment)
        try:
            with database.ledger.held():
                content = database.ledger.path.read_bytes()
                redacted = redact(content, text, self._by, self._clock(), why)
                (folder / STATE).unlink(missing_ok=True)  # first: it would not follow from the new ledger
                sync_folder(folder)
                write_atomically(database.ledger.path, redacted.content)
                for aside in (*folder.glob("*.torn.*"), *folder.glob("*.damaged.*"), *folder.glob("*.aside.*")):
                    if holds(aside.read_bytes(), text):
                        aside.unlink()
                sync_folder(folder)
        except OSError as error:
            raise NotSaved(f"{assessment}: not redacted: {error.strerror or error}; check the disk") from error
        self._let_go(assessment)
        self.summaries()
        self._seal(assessment, *self.anchor(assessment))
        return redacted.entries

    def evidence_with(self, assessment: str, text: str) -> tuple[EvidenceFile, ...]:
        """The evidence files of an assessment in which a text stands, as far as that can be read."""
        files = fold(self.events(assessment)).evidence.values()
        kept = [file for file in files if self.evidence_problem(file, whole=True) is None]
        return tuple(file for file in kept if found_in_file(self.evidence(file.id).read_bytes(), text))

    def redact_evidence(self, assessment: str, names: Sequence[str], why: str) -> Mapping[str, tuple[str, ...]]:
        """Take evidence files away for good, each named by the beginning of its hash; their hashes stay in the history.

        By the hash of each, the other assessments that name it still: it stays until it was redacted there too.

        Raises:
            NotFound: the assessment has no such file, or several.
            NotSaved: the disk refused.
        """
        database = self.database(assessment)
        with self._lock(), database.ledger.held():
            digests = [_named(name, database.assessment.evidence) for name in names]
            said = taken_away(self.events(assessment))
            if new := [digest for digest in dict.fromkeys(digests) if digest not in said]:
                self.append(assessment, [redacted_evidence(database.assessment, new, self._by, self._clock(), why)])
            still = {digest: self._naming(digest) for digest in digests}
            for digest in (digest for digest, others in still.items() if not others):
                self.take_evidence_away(digest, why)
        return still

    def _naming(self, digest: str) -> tuple[str, ...]:
        """The assessments that name an evidence file and do not say that it was taken away."""
        found: list[str] = []
        for ledger in sorted(self._assessments.glob(f"*/{LEDGER}")):
            content = ledger.read_bytes()
            if digest.encode() in content and digest not in taken_away(examine(content).events):
                found.append(ledger.parent.name)
        return tuple(found)

    def seal(self, seals: Seals) -> int:
        """Seal every history as it ends now, and what is saved from now on; how many hold together and were sealed."""
        ends = [(one.id, one.seq, one.head) for one in self.summaries() if one.seq and one.problem is None]
        self.seal_with(seals, ends)
        return len(ends)


def _named(name: str, evidence: Mapping[str, EvidenceFile]) -> str:
    """The whole hash of an evidence file, told by its beginning."""
    found = [digest for digest in evidence if name and digest.startswith(name.lower())]
    if len(found) != 1:
        many = f"{len(found)} evidence files begin" if found else "no evidence file begins"
        there = ", ".join(f"{digest[:12]} {file.name}" for digest, file in evidence.items())
        raise NotFound(f"{many} with {name!r}; the assessment has {there or 'none'}")
    return found[0]
