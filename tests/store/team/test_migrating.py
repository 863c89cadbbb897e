"""The server is set up in numbered steps, each taken once; what another version did there is told, not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ddq.store.protocol import NewerFormat, StoreError
from ddq.store.team.migrating import migrate, migrations, outstanding
from ddq.store.team.store import TeamStore
from tests.postgres import PostgresServer, server


@pytest.fixture
def running() -> PostgresServer:
    return server()


@pytest.fixture
def database(running: PostgresServer) -> str:
    return running.database()


@pytest.fixture
def keeper(running: PostgresServer, database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(running.address("keeper", database), autocommit=True) as connection:
        yield connection


def test_steps_are_numbered_without_a_gap() -> None:
    assert [one.number for one in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_step_is_taken_once(keeper: psycopg.Connection) -> None:
    assert list(migrate(keeper)) == []
    taken = keeper.execute("SELECT number, login FROM ddq.migration ORDER BY number").fetchall()
    assert taken == [(one.number, "keeper") for one in migrations()]


def test_a_step_that_fails_leaves_nothing(running: PostgresServer, database: str, keeper: psycopg.Connection) -> None:
    """The next try finds the database as it was before the step."""
    keeper.execute("DROP SCHEMA ddq CASCADE")
    keeper.execute("CREATE SCHEMA ddq CREATE TABLE ddq.answer ()")
    with pytest.raises(psycopg.errors.DuplicateTable):
        list(migrate(keeper))
    assert [one.number for one in outstanding(keeper)] == [one.number for one in migrations()]
    keeper.execute("DROP TABLE ddq.answer")
    assert list(migrate(keeper)) == list(migrations())


def test_a_database_on_which_ddq_was_never_set_up_is_told(
    running: PostgresServer, keeper: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    keeper.execute("DROP SCHEMA ddq CASCADE")
    with pytest.raises(StoreError, match="ddq store init"):
        TeamStore(running.address("ana", database), tmp_path)


def test_an_older_server_is_not_used_before_it_is_migrated(
    running: PostgresServer, keeper: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    keeper.execute("DELETE FROM ddq.migration WHERE number > 1")
    with pytest.raises(StoreError, match="at step 1; whoever keeps it runs `ddq store migrate`"):
        TeamStore(running.address("ana", database), tmp_path)


def test_a_newer_server_is_refused(
    running: PostgresServer, keeper: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    keeper.execute("INSERT INTO ddq.migration (number, name, sha256) VALUES (99, 'later', '')")
    with pytest.raises(NewerFormat, match="upgrade ddq"):
        TeamStore(running.address("ana", database), tmp_path)


def test_a_step_with_other_sql_is_noticed(
    running: PostgresServer, keeper: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    keeper.execute("UPDATE ddq.migration SET sha256 = 'x' WHERE number = 2")
    with pytest.raises(StoreError, match="with other SQL"):
        TeamStore(running.address("ana", database), tmp_path)


def test_who_has_no_part_in_it_is_told(
    running: PostgresServer, keeper: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    keeper.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stranger') THEN"
        " CREATE ROLE stranger LOGIN; END IF; END $$"
    )
    with pytest.raises(StoreError, match="not set up in this database, or you have no part in it"):
        TeamStore(running.address("stranger", database), tmp_path)
