"""The history of one assessment as it was read from the server: verified, and read on from where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

from psycopg import Connection

from ddq.assessment.fold import BrokenHistory, apply, fold
from ddq.assessment.model import Assessment, Event
from ddq.store.chain import GENESIS, BrokenChain, canonical, link_hash, read_lines
from ddq.store.diagnosis import examine
from ddq.store.ledger import after
from ddq.store.protocol import Damaged, NotFound

Kept: TypeAlias = tuple[str, str]
"""The body of an event and its hash, as the server keeps them."""

_REST = """
SELECT a.seq, a.head, e.body, e.hash FROM ddq.assessment a
LEFT JOIN ddq.event e ON e.assessment = a.id AND e.seq > %s
WHERE a.id = %s AND a.seq > 0 ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class Extension:
    """Further events of a history, before they are kept."""

    assessment: Assessment
    """What they lead to."""
    events: tuple[Event, ...]
    """Each under the next number."""
    kept: tuple[Kept, ...]

    @property
    def head(self) -> str:
        """The hash of the last."""
        return self.kept[-1][1]


@dataclass(slots=True)
class History:
    """What is known of one assessment."""

    id: str
    events: list[Event] = field(default_factory=list[Event])
    hashes: list[str] = field(default_factory=list[str])
    assessment: Assessment | None = None
    """The fold of the events; None while there are none."""
    problem: str | None = None
    """Why it can only be read: what does not hold together behind the last event."""

    @property
    def seq(self) -> int:
        """The number of the last event."""
        return len(self.events)

    @property
    def head(self) -> str:
        """Its hash."""
        return self.hashes[-1] if self.hashes else GENESIS

    def read_on(self, connection: Connection) -> None:
        """Read and verify what was kept since.

        Raises:
            NotFound: there is no such assessment, or it is another team's.
            Damaged: nothing of it holds together.
        """
        if self.problem is not None:  # whatever was done about it is seen from the first event on
            self.events, self.hashes, self.assessment, self.problem = [], [], None, None
        rows = connection.execute(_REST, (self.seq, self.id)).fetchall()
        if not rows:
            raise NotFound(f"there is no assessment {self.id}")
        seq, head = int(rows[0][0]), str(rows[0][1])
        rest = [(str(row[2]), str(row[3])) for row in rows if row[2] is not None]
        try:
            self._take_in(rest)
        except (BrokenChain, BrokenHistory):
            self._examine(connection)
        if self.problem is None and (self.seq, self.head) != (seq, head):
            self.problem = f"the server says that {seq} entries are kept, and has {self.seq} that hold together"

    def extended(self, events: Sequence[Event]) -> Extension:
        """The events as they would be kept.

        Raises:
            Conflict: the subject of one was changed since the revision that it follows.
            ClosedMeanwhile: it was closed.
            Damaged: the history can only be read.
        """
        if self.problem is not None:
            raise Damaged(f"nothing was saved, it is open for reading only: {self.problem}")
        assessment, head = self.assessment, self.head
        numbered: list[Event] = []
        kept: list[Kept] = []
        for event in events:
            one = event.model_copy(update={"seq": self.seq + len(numbered) + 1})
            assessment = after(assessment, one, self.events)
            body = canonical(one)
            head = link_hash(head, body)
            numbered.append(one)
            kept.append((body.decode(), head))
        assert assessment is not None, "there is at least one event"
        return Extension(assessment, tuple(numbered), tuple(kept))

    def add(self, committed: Extension) -> None:
        """What was committed."""
        self.events.extend(committed.events)
        self.hashes.extend(digest for _, digest in committed.kept)
        self.assessment = committed.assessment

    def _take_in(self, rest: Sequence[Kept]) -> None:
        found = read_lines(as_ledger(rest), self.head, self.seq, Event)
        if found.broken is not None:
            raise found.broken
        events = found.events
        if events:
            self.assessment = fold(events) if self.assessment is None else reduce(apply, events, self.assessment)
        self.events.extend(events)
        self.hashes.extend(found.hashes)

    def _examine(self, connection: Connection) -> None:
        found = examine(ledger_of(connection, self.id))
        if found.assessment is None:
            raise Damaged(f"{self.id}: {found.problem}; nothing of it holds together. Restore the server's backup")
        last = found.assessment.seq
        self.events = list(found.events[:last])
        self.hashes = list(found.hashes[:last])
        self.assessment, self.problem = found.assessment, found.problem or "it changed while it was read"


def as_ledger(kept: Sequence[Kept]) -> bytes:
    """The lines of a ledger, as any store writes them."""
    return "".join(f"{digest} {body}\n" for body, digest in kept).encode()


def ledger_of(connection: Connection, assessment: str) -> bytes:
    """The whole ledger, unverified; empty where there is none."""
    query = "SELECT body, hash FROM ddq.event WHERE assessment = %s ORDER BY seq"
    return as_ledger([(str(body), str(digest)) for body, digest in connection.execute(query, (assessment,)).fetchall()])
