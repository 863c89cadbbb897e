"""One assessment on the server looked through: its chain, what was derived from it, its evidence. Only read."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import Connection

from ddq.assessment.model import Assessment
from ddq.questionnaire.archive import from_archive
from ddq.questionnaire.problems import SourceError
from ddq.store.catalogue import summary_of
from ddq.store.diagnosis import examine
from ddq.store.team.history import ledger_of
from ddq.store.team.listing import known_line
from ddq.store.verifying import Verified

_STANDS = "SELECT seq, head, status, summary::text, summary_head FROM ddq.assessment WHERE id = %s"
_ANSWERS = "SELECT subject, revision, body IS NOT NULL FROM ddq.answer WHERE assessment = %s"
_FILE = "SELECT length(content), encode(sha256(content), 'hex') = digest FROM ddq.evidence WHERE digest = %s"


def check(connection: Connection, name: str) -> Verified:
    """What was found of one assessment."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = examine(ledger_of(connection, name))
        problems = [f"ddq.event: {found.problem}"] if found.problem else []
        whole = 0
        if found.assessment is not None:
            problems += _derived(connection, found.assessment, found.hashes[-1])
            for file in found.assessment.evidence.values():
                row = connection.execute(_FILE, (file.id,)).fetchone()
                wrong = "is missing" if row is None else None if row == (file.size, True) else "was changed"
                whole += wrong is None
                problems += [] if wrong is None else [f"evidence {file.name} ({file.id[:12]}) {wrong}"]
            problems += _questionnaire(connection, found.assessment.questionnaire.digest)
    return Verified(name, found.assessment, found.hashes, whole, tuple(problems))


def _derived(connection: Connection, assessment: Assessment, head: str) -> Iterator[str]:
    row = connection.execute(_STANDS, (assessment.id,)).fetchone()
    if row is None or tuple(row[:3]) != (assessment.seq, head, assessment.status.value):
        yield "ddq.assessment: its number, hash or status does not follow from the events"
    elif row[4] == head and row[3] is not None and known_line(row[3]) != summary_of(assessment, head):
        yield "ddq.assessment: its line in the list does not follow from the events"
    rows = connection.execute(_ANSWERS, (assessment.id,)).fetchall()
    if {subject: revision for subject, revision, _ in rows} != assessment.revisions:
        yield "ddq.answer: the revisions do not follow from the events"
    if {subject for subject, _, answered in rows if answered} != set(assessment.answers):
        yield "ddq.answer: the answers do not follow from the events"


def _questionnaire(connection: Connection, digest: str) -> Iterator[str]:
    query = "SELECT content FROM ddq.questionnaire WHERE digest = %s"
    row = connection.execute(query, (digest,), binary=True).fetchone()
    if row is None:
        yield f"the questionnaire that it rests on ({digest[:12]}…) was never kept, or is gone"
        return
    try:
        from_archive(bytes(row[0]), digest)
    except SourceError:
        yield f"the questionnaire that it rests on ({digest[:12]}…) was changed"
