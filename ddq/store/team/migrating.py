"""The tables on the server, in numbered steps of plain SQL: made once, and brought on by newer versions of ddq."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

from psycopg import Connection, errors

from ddq.store.protocol import NewerFormat, StoreError

_FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})-[a-z-]+\.sql")
_LOCK = 0x646471
"""`ddq`: the advisory lock under which one process at a time migrates."""
_BEGIN: LiteralString = """
CREATE SCHEMA IF NOT EXISTS ddq;
CREATE TABLE IF NOT EXISTS ddq.migration (
  number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(), login name NOT NULL DEFAULT session_user)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Of its text: a step that was taken is never changed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> tuple[Migration, ...]:
    """The steps that this version knows, in order."""
    files = sorted(path for path in _FOLDER.iterdir() if _NAME.fullmatch(path.name))
    return tuple(Migration(int(path.name[:4]), path.stem[5:], path.read_text(encoding="utf-8")) for path in files)


def taken(connection: Connection) -> tuple[int, ...]:
    """The numbers of the steps that were taken on this database; none where ddq was never set up on it.

    Raises:
        NewerFormat: a newer version of ddq took more.
        StoreError: a step was taken that says something else than ours.
    """
    there = connection.execute("SELECT to_regclass('ddq.migration') IS NOT NULL").fetchone()
    if there is None or not there[0]:
        return ()
    found = connection.execute("SELECT number, name, sha256 FROM ddq.migration ORDER BY number").fetchall()
    known = {one.number: one for one in migrations()}
    for number, name, digest in found:
        if number not in known:
            raise NewerFormat(
                f"a newer version of ddq set the server up (step {number}, {name}); upgrade ddq. Nothing was changed"
            )
        if digest != known[number].sha256:
            raise StoreError(f"step {number} ({name}) was taken on the server with other SQL than this version's")
    return tuple(number for number, _, _ in found)


def check_current(connection: Connection) -> None:
    """That every step was taken.

    Raises:
        StoreError: the database was never set up, or by an older version.
        NewerFormat: it was set up by a newer one.
    """
    try:
        done = taken(connection)
    except errors.InsufficientPrivilege:
        done = ()
    if not done:
        raise StoreError("ddq is not set up in this database, or you have no part in it; see `ddq store init`")
    if len(done) < len(migrations()):
        raise StoreError(f"the server is at step {done[-1]}; whoever keeps it runs `ddq store migrate`")


def outstanding(connection: Connection) -> tuple[Migration, ...]:
    """The steps that are still to be taken."""
    done = taken(connection)
    return tuple(one for one in migrations() if one.number not in done)


def migrate(connection: Connection) -> Iterator[Migration]:
    """Take every step that is outstanding, each whole or not at all; gives those that were taken."""
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        for step in outstanding(connection):
            with connection.transaction():
                if step.number == 1:
                    connection.execute(_BEGIN)
                # The text is a file of ours, and holds no value of anybody.
                connection.execute(cast(LiteralString, step.sql))
                connection.execute(
                    "INSERT INTO ddq.migration (number, name, sha256) VALUES (%s, %s, %s)",
                    (step.number, step.name, step.sha256),
                )
            yield step
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))
