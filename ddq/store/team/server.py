"""The connection to the server: opened when it is needed, opened anew when it was lost, every failure a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import RLock
from typing import LiteralString, TypeVar

import psycopg
from psycopg import Connection, conninfo, errors

from ddq.store.protocol import Busy, Damaged, NotAllowed, NotFound, StoreError, Unreachable
from ddq.store.team.migrating import check_current

WAIT_SECONDS = 10
"""For a row that another process is writing to, and for the server itself."""
_SETTINGS: LiteralString = """
SELECT set_config('lock_timeout', %s, false), set_config('idle_in_transaction_session_timeout', '60s', false),
  set_config('synchronous_commit', CASE current_setting('synchronous_commit')
    WHEN 'off' THEN 'on' WHEN 'local' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
"""What is acknowledged is on the server's disk, whatever the database has as its default."""

Read = TypeVar("Read")


class Server:
    """One connection at a time, for one thread at a time."""

    def __init__(self, address: str, *, checked: bool = True) -> None:
        """Connect.

        Args:
            address: `postgresql://…`, as libpq reads it.
            checked: whether the tables must be those of this version.

        Raises:
            Unreachable: nobody answers there, or not to this login.
            NewerFormat: a newer version of ddq set it up.
            StoreError: ddq was not set up there, or by an older version.
        """
        self.address = shown(address)
        """Without the password."""
        self._address = address
        self._checked = checked
        self._held = RLock()
        self._connection: Connection | None = None
        self._listening = False
        self._afresh = False
        """Whether what was told while there was no connection was missed."""
        with self.connected() as connection:
            self.login: str = str(_value(connection, "SELECT session_user::text"))
            """Who is logged in; nobody can say otherwise."""

    @contextmanager
    def connected(self) -> Generator[Connection]:
        """The connection, for this thread alone; what the server refuses becomes a sentence."""
        with self._held, self._told():
            if self._connection is None or self._connection.closed:
                self._connection = self._connect()
            yield self._connection

    def read(self, read: Callable[[Connection], Read]) -> Read:
        """What `read` finds; asked once more over a new connection where the old one was lost."""
        with self._held:
            try:
                with self.connected() as connection:
                    return read(connection)
            except Unreachable:
                with self.connected() as connection:
                    return read(connection)

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """The connection within a transaction, which is rolled back where anything is raised.

        Raises:
            Unsettled: the connection was lost while committing, so that only the server knows what became of it.
            Unreachable: it was lost before, so that nothing was kept.
        """
        with self.connected() as connection:
            self._begin(connection)
            try:
                yield connection
            except BaseException:
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")
                raise
            try:
                connection.execute("COMMIT")
            except psycopg.OperationalError as error:
                self.drop()
                raise Unsettled from error

    def again(self, settle: Callable[[], Read]) -> Read:
        """What `settle` finds once the server answers again; tried for some seconds."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return settle()
            except (Unreachable, Unsettled):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def listen(self) -> None:
        """Be told from now on, over any connection, what others keep."""
        with self.connected() as connection:
            self._listening = True
            connection.execute("LISTEN ddq")

    def told(self) -> tuple[tuple[str, int], ...] | None:
        """Each assessment to which something was kept since the last time, and its number; None where all may have.

        Nothing is sent and nobody is waited for: a connection that is lost or in use says nothing until the next time.
        """
        if not self._held.acquire(blocking=False):
            return ()
        try:
            if self._connection is None or self._connection.closed:
                return ()
            afresh, self._afresh = self._afresh, False
            notes = [note.payload.split(" ") for note in self._connection.notifies(timeout=0)]
            return None if afresh else tuple((note[0], int(note[1])) for note in notes if _is_ours(note))
        except psycopg.Error:
            self.drop()
            return ()
        finally:
            self._held.release()

    def drop(self) -> None:
        """Let go of the connection; the next use makes a new one."""
        with self._held:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _begin(self, connection: Connection) -> None:
        try:
            connection.execute("BEGIN")
        except psycopg.OperationalError:  # lost while nobody looked; nothing was begun
            self.drop()
            self._connection = connection = self._connect()
            connection.execute("BEGIN")

    def _connect(self) -> Connection:
        connection = psycopg.connect(
            self._address, autocommit=True, connect_timeout=WAIT_SECONDS, application_name="ddq", client_encoding="utf8"
        )
        try:
            connection.execute(_SETTINGS, (f"{WAIT_SECONDS}s",))
            if self._checked:
                check_current(connection)
            if self._listening:
                connection.execute("LISTEN ddq")
                self._afresh = True
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except psycopg.Error as error:
            if isinstance(error, psycopg.OperationalError) and not isinstance(error, errors.LockNotAvailable):
                self.drop()
            raise sentence(error, self.address, getattr(self, "login", "")) from error


class Unsettled(Exception):
    """The connection was lost while a transaction was being committed."""


def sentence(error: psycopg.Error, address: str, login: str) -> StoreError:
    """What the server refused, in our words: with a place and what to do, and without any value."""
    said = (error.diag.message_primary or str(error)).strip().splitlines()[0]
    match error.sqlstate:
        case "DQ001":
            return StoreError(f"{said}; look at it and answer again")
        case "DQ003":
            return Damaged(f"{address}: refused, as it does not follow from what is kept: {said}")
        case "DQ004":
            return NotFound(said)
        case "DQ005":
            return NotAllowed(f"not saved: {said}")
        case "DQ007":
            return StoreError(said)
        case "DQ006":
            return NotAllowed(
                f"{said}: name one with ?options=-cddq.team%3DTEAM in the address, or ask whoever keeps it"
            )
        case _:
            pass
    if isinstance(error, errors.LockNotAvailable):
        return Busy(f"{address}: somebody else has been saving to it for {WAIT_SECONDS} seconds; try again")
    if isinstance(error, errors.InsufficientPrivilege):
        return NotAllowed(
            f"{login or 'this login'} may not do this at {address}: the role on the server does not allow it, or the"
            " assessment is not where it was; ask whoever keeps the server"
        )
    if isinstance(error, psycopg.OperationalError):
        return Unreachable(f"{address}: the server does not answer: {said}; try again, or ask whoever keeps it")
    return StoreError(f"{address}: the server refused: {said}")


def shown(address: str) -> str:
    """An address as it may be shown: without the password and options.

    Raises:
        StoreError: it is no address.
    """
    try:
        parts = conninfo.conninfo_to_dict(address)
    except psycopg.Error as error:
        raise StoreError("the address of the server cannot be read; write postgresql://LOGIN@HOST/DATABASE") from error
    login = f"{parts['user']}@" if parts.get("user") else ""
    host = str(parts.get("host") or "")
    return f"postgresql://{login}{'' if host.startswith('/') else host}/{parts.get('dbname') or ''}"


def has_password(address: str) -> bool:
    """Whether a password stands in an address: it belongs in libpq's password file."""
    return bool(conninfo.conninfo_to_dict(address).get("password"))


def _is_ours(note: list[str]) -> bool:
    """Any login may say something on the channel."""
    return len(note) == 2 and note[1].isascii() and note[1].isdecimal() and len(note[1]) < 10


def _value(connection: Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]
