"""Assessments deleted on a server, by whoever keeps it; the database leaves the tombstone and guards it."""

from __future__ import annotations

from psycopg import Connection

from ddq.store.deleting import Tombstone

_STONES = (
    "SELECT id, entries, head, questionnaire, began::text, at, login::text, why FROM ddq.tombstone ORDER BY at, id"
)


def own_evidence(connection: Connection, assessment: str) -> tuple[str, ...]:
    """The hashes of the evidence files that would go with an assessment."""
    row = connection.execute("SELECT ddq.own_evidence(%s)", (assessment,)).fetchone()
    return tuple(row[0]) if row is not None else ()


def delete(connection: Connection, assessment: str, why: str) -> None:
    """Delete it with its history and its evidence; within a transaction, so that all goes or nothing."""
    connection.execute("SELECT ddq.delete_assessment(%s, %s)", (assessment, why))


def tombstones(connection: Connection) -> tuple[Tombstone, ...]:
    """All that this login sees, oldest first."""
    return tuple(Tombstone(*row) for row in connection.execute(_STONES).fetchall())
