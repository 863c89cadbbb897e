"""What every store does, and how it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ddq.assessment.model import Event, EvidenceFile
from ddq.store.presence import Presence

if TYPE_CHECKING:
    from ddq.store.deleting import Tombstone
    from ddq.store.evidence import Quarantined


ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
"""What the id of an assessment looks like."""


class StoreError(Exception):
    """The store cannot do what was asked; the message says what is wrong and what to do."""

    title = "The store cannot be used"

    @property
    def msg(self) -> str:
        """What is wrong and what to do."""
        return str(self)


class NotFound(StoreError):
    """There is no such assessment or evidence."""

    title = "Not found"


class NotSaved(StoreError):
    """A change did not reach the disk; what is stored is what was stored before."""

    title = "Not saved"


class Busy(StoreError):
    """Another process holds the assessment for longer than we waited."""

    title = "In use"


class Conflict(StoreError):
    """Somebody else changed the same thing in the meantime."""

    title = "Changed in the meantime"

    def __init__(self, given: Event, revision: int, stands: Event | None = None) -> None:
        self.given = given
        """What was not kept."""
        self.subject = given.subject
        self.revision = revision
        """The revision that stands."""
        self.stands = stands
        """The event that stands; None where the subject changed with another, as by a newer questionnaire."""
        who = f"{stands.by} at {stands.at:%Y-%m-%d %H:%M} UTC" if stands else "somebody else"
        super().__init__(f"{given.subject} was changed by {who} in the meantime; look at it and answer again")


class ClosedMeanwhile(StoreError):
    """Somebody else sent the assessment to review, or decided, before the change was kept."""

    title = "Closed in the meantime"

    def __init__(self, subject: str) -> None:
        super().__init__(f"{subject} was closed by somebody else in the meantime; look at the status of the assessment")


class Damaged(StoreError):
    """What is stored does not hold together: a file was altered, cut or damaged."""

    title = "Damaged"


class Unreachable(StoreError):
    """The server does not answer; nothing was kept."""

    title = "The server does not answer"


class NotAllowed(StoreError):
    """The server does not let this login do it."""

    title = "Not allowed"


class NewerFormat(StoreError):
    """The store was written by a newer version of ddq; nothing in it was touched."""

    title = "Written by a newer version"


class Summary(NamedTuple):
    """One assessment in a list; a tuple, as ten thousand of anything else take twice as long to read."""

    id: str
    title: str
    vendor: str
    status: str
    questionnaire: str
    profile: str
    recorded: int
    """How many answers of any state are on record: of questions, of rows and of declarations."""
    flagged: int
    created_at: datetime | None
    changed_at: datetime | None
    seq: int
    head: str
    """The hash of the last ledger line; with `seq` the anchor that a report prints."""
    who: tuple[str, ...]
    """Whose turn it is; where nobody is assigned, who changed it last. Names as they were entered."""
    decided_by: str | None
    """Who made the decision that is in force."""
    next_review: date | None
    """When the decision that is in force is due to be looked at again, or ends."""
    condition_due: date | None
    """The next day on which an open condition of it is due."""
    identifiers: tuple[str, ...]
    """Of the vendor, as `SCHEME:VALUE`."""
    problem: str | None = None
    """What is wrong with it. It can be read as far as it holds together; where the rest is empty, not at all."""


class Store(Protocol):
    """Where assessments are kept, as events."""

    def create(self, events: Sequence[Event]) -> None:
        """Keep a new assessment; the first event creates it and its subject is the id."""
        ...

    def append(self, assessment: str, events: Sequence[Event]) -> tuple[Event, ...]:
        """Keep further events, all or none; returns them as they were kept once they are on disk.

        An event whose subject still has the revision before it is kept under the next free `seq`.

        Raises:
            Conflict: its subject was changed in the meantime.
            ClosedMeanwhile: the assessment was sent to review or decided in the meantime.
            NotSaved: the disk refused.
        """
        ...

    def adopt(self, ledgers: Mapping[str, bytes]) -> None:
        """Keep assessments that were begun elsewhere, each by its ledger: all of them, or none."""
        ...

    def ledger(self, assessment: str) -> bytes:
        """The whole ledger as it stands, verified: the same bytes in every store."""
        ...

    def has(self, assessment: str) -> bool:
        """Whether there is an assessment of exactly this id."""
        ...

    def events(self, assessment: str) -> tuple[Event, ...]:
        """All events, verified, oldest first."""
        ...

    @property
    def user(self) -> str | None:
        """Who is logged in, where the store knows; None where it takes the name that it is given."""
        ...

    def anchor(self, assessment: str) -> tuple[int, str]:
        """The `seq` and the hash of the last event."""
        ...

    def presence(self, assessment: str) -> Presence:
        """Where it is said who has the assessment open."""
        ...

    def moved(self, assessment: str) -> bool:
        """Whether somebody kept something that `events` has not given here yet; costs next to nothing to ask."""
        ...

    def notices(self, assessment: str) -> tuple[str, ...]:
        """What the user must be told about this assessment, such as a half-written line that was set aside."""
        ...

    def deletion(self, assessment: str) -> tuple[str, ...]:
        """The hashes of the evidence files that would go with an assessment; nothing is touched."""
        ...

    def delete(self, assessment: str, why: str) -> tuple[str, ...]:
        """Delete an assessment with what belongs to it alone; the hashes of evidence that was left for now."""
        ...

    def deleted(self) -> tuple[Tombstone, ...]:
        """What was here and was deleted."""
        ...

    def summaries(self) -> tuple[Summary, ...]:
        """All assessments, the last changed first."""
        ...

    def put_evidence(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file under the hash of its content."""
        ...

    def evidence(self, digest: str) -> Path:
        """The kept file, its content checked against its hash."""
        ...

    def copy_evidence(self, file: Path) -> None:
        """Keep a file that another store keeps as evidence, and judged when it was attached."""
        ...

    def evidence_problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file, such as `is missing`; None where it is as it was.

        By its size alone, or with `whole` by its content, which takes as long as reading it.
        """
        ...

    def quarantined(self) -> tuple[Quarantined, ...]:
        """Files that were not taken as evidence on this machine and not let go since."""
        ...

    def release(self, digest: str, why: str) -> Quarantined:
        """Let a quarantined file go, named by the beginning of its digest: attaching it again keeps it."""
        ...

    def trusts(self, public: str) -> bool:
        """Whether somebody said that the key of this public part is kept where it will not be lost."""
        ...

    def trust(self, public: str) -> None:
        """Note that somebody said so."""
        ...

    def put_questionnaire(self, digest: str, content: bytes) -> None:
        """Keep a questionnaire under its digest, for as long as the store."""
        ...

    def has_questionnaire(self, digest: str) -> bool:
        """Whether it is kept."""
        ...

    def questionnaire(self, digest: str) -> bytes | None:
        """The kept questionnaire; None where nothing was kept."""
        ...

    def close(self) -> None:
        """Write what is derived and let go of all files."""
        ...
