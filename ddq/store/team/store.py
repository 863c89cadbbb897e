"""The team store: assessments, evidence and questionnaires on a PostgreSQL server.

The server keeps the same events, with the same bytes and hashes, as a ledger on one machine. What a login may do is
settled there, and who did something is who was logged in. The workspace's folder holds copies of evidence files that
were looked at, and what was set apart as no evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from types import TracebackType

from ddq.assessment.fold import BrokenHistory
from ddq.assessment.model import Event, EventKind, EvidenceFile
from ddq.store.deleting import Tombstone
from ddq.store.diagnosis import examine
from ddq.store.evidence import SIZE_LIMIT, Quarantined
from ddq.store.local import LocalStore
from ddq.store.protocol import ID, NotFound, StoreError, Summary
from ddq.store.team.checking import check
from ddq.store.team.deleting import own_evidence, tombstones
from ddq.store.team.files import ServerFiles
from ddq.store.team.history import History, ledger_of
from ddq.store.team.listing import listed
from ddq.store.team.presence import TeamPresence
from ddq.store.team.saving import Saving
from ddq.store.team.server import Server
from ddq.store.verifying import Verified


class TeamStore:
    """The store on a server; implements `ddq.store.protocol.Store`."""

    def __init__(
        self,
        address: str,
        folder: Path,
        evidence_limit: int = SIZE_LIMIT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Connect.

        Args:
            address: `postgresql://…`, as libpq reads it.
            folder: for copies of evidence files, and for what was set apart.
            evidence_limit: the largest evidence file in bytes.
            clock: the time, for the journal in the folder.

        Raises:
            Unreachable: nobody answers there, or not to this login.
            NewerFormat: a newer version of ddq set the server up.
            StoreError: ddq was not set up there, or by an older version; or the folder cannot be used.
        """
        self._server = Server(address)
        self._here = LocalStore(folder, evidence_limit=evidence_limit, by=self.user, clock=clock)
        self._files = ServerFiles(self._server, self._here)
        self._saving = Saving(self._server)
        self._histories: dict[str, History] = {}
        self._moved: set[str] | None = None
        """Assessments that somebody kept something to since they were read; None where nobody asked for it yet."""
        self._held = RLock()

    def __enter__(self) -> TeamStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def user(self) -> str:
        """Who is logged in: every event of this store names this person."""
        return self._server.login

    @property
    def address(self) -> str:
        """Of the server, without the password."""
        return self._server.address

    def create(self, events: Sequence[Event]) -> None:
        """Keep a new assessment, of the team that this login works for: it appears whole, or not at all."""
        history = History(events[0].subject)
        try:
            begun = history.extended(events)
        except BrokenHistory as error:
            raise StoreError(str(error)) from error
        with self._held:
            self._saving.begin(history.id, begun)
            history.add(begun)
            self._histories[history.id] = history

    def append(self, assessment: str, events: Sequence[Event]) -> tuple[Event, ...]:
        """Keep further events, all or none; returns them as they were kept once they are on the server's disk."""
        with self._held:
            history = self._history(assessment)
            extension = self._saving.extend(history, events)
            history.add(extension)
            return extension.events

    def adopt(self, ledgers: Mapping[str, bytes]) -> None:
        """Keep assessments that were begun elsewhere, each by its ledger: all of them, or none.

        Only who keeps the server may, as the events name other people than who is logged in.
        """
        found = {name: examine(content) for name, content in ledgers.items()}
        for name, one in found.items():
            if one.problem is not None or one.assessment is None or one.assessment.id != name:
                raise StoreError(f"{name}: {one.problem or 'its events are of another assessment'}")
            if any(event.kind is EventKind.redacted for event in one.events):
                raise StoreError(f"{name}: a text of it was redacted; such an assessment stays on one machine")
        self._saving.adopt({name: (one, ledgers[name]) for name, one in found.items()})

    def ledger(self, assessment: str) -> bytes:
        """The whole ledger as it stands, verified: the same bytes as on one machine."""
        with self._held:
            history = self._caught_up(assessment)
            if history.problem is not None:
                raise StoreError(f"{assessment}: {history.problem}")
            content = self._server.read(lambda connection: ledger_of(connection, assessment))
            problem = examine(content).problem
            if problem is not None:
                raise StoreError(f"{assessment}: {problem}")
            return content

    def has(self, assessment: str) -> bool:
        """Whether there is an assessment of exactly this id that this login sees."""
        if not ID.fullmatch(assessment):
            return False
        query = "SELECT FROM ddq.assessment WHERE id = %s AND seq > 0"
        return self._server.read(lambda connection: connection.execute(query, (assessment,)).fetchone()) is not None

    def events(self, assessment: str) -> tuple[Event, ...]:
        """All events, verified, oldest first; of an assessment that does not hold together, those that do."""
        with self._held:
            return tuple(self._caught_up(assessment).events)

    def anchor(self, assessment: str) -> tuple[int, str]:
        """The `seq` and the hash of the last event."""
        with self._held:
            history = self._caught_up(assessment)
            return history.seq, history.head

    def presence(self, assessment: str) -> TeamPresence:
        """Where it is said who has the assessment open."""
        return TeamPresence(self._server, assessment)

    def moved(self, assessment: str) -> bool:
        """Whether the server said that somebody kept something which was not read here yet."""
        if self._moved is None:
            self._server.listen()
            self._moved = {*self._histories}
        told = self._server.told()
        known = self._histories
        self._moved |= (
            {*known} if told is None else {name for name, seq in told if name in known and seq > known[name].seq}
        )
        return assessment in self._moved

    def notices(self, assessment: str) -> tuple[str, ...]:
        """What the user must be told about this assessment."""
        with self._held:
            history = self._history(assessment)
            if history.problem is None:
                return ()
            return (
                f"open for reading only, as of entry {history.seq}: {history.problem}. `ddq store check` says more;"
                " whoever keeps the server restores it from its backup",
            )

    def deleted(self) -> tuple[Tombstone, ...]:
        """What is left of the assessments that were deleted, as far as this login sees them."""
        return self._server.read(tombstones)

    def deletion(self, assessment: str) -> tuple[str, ...]:
        """The hashes of the evidence files that would go with an assessment; nothing is touched."""
        return self._server.read(lambda connection: own_evidence(connection, assessment))

    def delete(self, assessment: str, why: str) -> tuple[str, ...]:
        """Delete an assessment with its history and the evidence that is its alone; a tombstone stays on the server.

        Only who keeps the server may. Copies of its evidence in the folders of those who looked at it stay there.
        """
        with self._held:
            self._saving.delete(assessment, why)
            self._histories.pop(assessment, None)
        return ()

    def summaries(self) -> tuple[Summary, ...]:
        """All assessments that this login sees, the last changed first."""
        return self._server.read(listed)

    def put_evidence(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file under the hash of its content."""
        return self._files.put(file, name)

    def evidence(self, digest: str) -> Path:
        """A copy of the kept file, its content checked against its hash."""
        return self._files.get(digest)

    def copy_evidence(self, file: Path) -> None:
        """Keep a file that another store keeps as evidence."""
        self._files.bring(file.read_bytes())

    def evidence_problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file; None where it is as it was."""
        return self._files.problem(file, whole=whole)

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Files that were not taken as evidence on this machine and not let go since."""
        return self._here.quarantined()

    def release(self, digest: str, why: str) -> Quarantined:
        """Let a quarantined file go: attaching it again keeps it."""
        return self._here.release(digest, why)

    def trusts(self, public: str) -> bool:
        """Whether somebody said on this machine that the key of this public part is kept where it will not be lost."""
        return self._here.trusts(public)

    def trust(self, public: str) -> None:
        """Note that somebody said so."""
        self._here.trust(public)

    def check(self) -> Iterator[Verified]:
        """Every assessment that this login sees, read from the first event and compared with what follows from it."""
        names = sorted(summary.id for summary in self.summaries())
        for name in names:
            yield self._server.read(lambda connection, name=name: check(connection, name))

    def put_questionnaire(self, digest: str, content: bytes) -> None:
        """Keep a questionnaire under its digest."""
        self._files.put_questionnaire(digest, content)

    def has_questionnaire(self, digest: str) -> bool:
        """Whether it is kept."""
        return self._files.has_questionnaire(digest)

    def questionnaire(self, digest: str) -> bytes | None:
        """The kept questionnaire; None where nothing was kept."""
        return self._files.questionnaire(digest)

    def close(self) -> None:
        """Let go of the connection and of the files on this machine."""
        self._server.drop()
        self._here.close()

    def _history(self, assessment: str) -> History:
        """What is known of it; read from the first event where it was not looked at before."""
        if assessment not in self._histories:
            return self._caught_up(assessment)
        return self._histories[assessment]

    def _caught_up(self, assessment: str) -> History:
        if not ID.fullmatch(assessment):
            raise NotFound(f"{assessment!r} is not the id of an assessment")
        history = self._histories.get(assessment) or History(assessment)
        if self._moved is not None:
            self._moved.discard(assessment)
        self._server.read(history.read_on)
        self._histories[assessment] = history
        return history
