"""Saving on a server, in one transaction; and what became of it where the connection is lost while committing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import orjson
from psycopg import Connection, errors

from ddq.assessment.model import Event
from ddq.store.catalogue import summary_of
from ddq.store.diagnosis import Examined
from ddq.store.protocol import ID, NotFound, NotSaved, StoreError, Unreachable
from ddq.store.team.deleting import delete
from ddq.store.team.history import Extension, History
from ddq.store.team.server import Server, Unsettled

_NOT_KNOWN = (
    "it is not known whether the last change was kept: the connection to {} was lost while it was saved; open the"
    " assessment again and look"
)


class Saving:
    """What is written over one connection."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def begin(self, assessment: str, begun: Extension) -> None:
        """Keep a new assessment.

        Raises:
            StoreError: there is one of this id, or there was.
            NotSaved: it is not there, or nobody can tell.
        """

        def keep() -> None:
            with self._server.writing() as connection:
                _begin(connection, assessment)
                _keep(connection, begun)

        try:
            keep()
        except Unsettled:
            self._settle_creation(assessment, begun.head, keep)
        except Unreachable as error:
            raise NotSaved(f"not saved: {error}") from error

    def extend(self, history: History, events: Sequence[Event]) -> Extension:
        """Keep further events of a history, which is read on before; what was kept.

        Raises:
            Conflict: the subject of one was changed since the revision that it follows.
            NotSaved: they are not there, or nobody can tell.
        """
        extension: Extension | None = None
        try:
            with self._server.writing() as connection:
                _lock(connection, history.id)
                history.read_on(connection)
                extension = history.extended(events)
                _keep(connection, extension)
        except Unsettled:
            assert extension is not None, "it was to be committed"
            self._settle(history.id, extension)
        except Unreachable as error:
            raise NotSaved(f"not saved: {error}") from error
        return extension

    def adopt(self, ledgers: Mapping[str, tuple[Examined, bytes]]) -> None:
        """Keep assessments that were begun elsewhere, each as it was examined, by its ledger.

        Raises:
            NotSaved: nobody can tell whether they are there.
        """
        try:
            with self._server.writing() as connection:
                for name, (found, content) in ledgers.items():
                    _begin(connection, name)
                    lines = [line.split(" ", 1) for line in content.decode().split("\n")[:-1]]
                    assert found.assessment is not None, "it was looked at"
                    _keep(connection, Extension(found.assessment, (), tuple((body, digest) for digest, body in lines)))
        except Unsettled as error:
            raise NotSaved(_NOT_KNOWN.format(self._server.address)) from error

    def delete(self, assessment: str, why: str) -> None:
        """Delete an assessment with what belongs to it alone.

        Raises:
            NotAllowed: this login does not keep the server.
            NotSaved: nobody can tell whether it is there still.
        """
        try:
            with self._server.writing() as connection:
                delete(connection, assessment, why)
        except Unsettled as error:
            raise NotSaved(_NOT_KNOWN.format(self._server.address)) from error

    def _settle(self, assessment: str, extension: Extension) -> None:
        """After the connection was lost while committing: whether the event is there, once the server answers.

        Raises:
            NotSaved: it is not, or nobody can tell.
        """

        def found() -> bool:
            with self._server.writing() as connection:
                _lock(connection, assessment)  # the lost transaction holds the row until it has ended
                query = "SELECT hash FROM ddq.event WHERE assessment = %s AND seq = %s"
                return connection.execute(query, (assessment, extension.assessment.seq)).fetchone() == (extension.head,)

        if not self._settled(found):
            raise NotSaved(f"not saved: the connection to {self._server.address} was lost; try again")

    def _settle_creation(self, assessment: str, head: str, keep: Callable[[], None]) -> None:
        """The same of a new one: it is kept once more, which waits for the lost transaction and finds what it kept."""

        def found() -> bool:
            try:
                keep()
            except _Exists:
                query = "SELECT hash FROM ddq.event WHERE assessment = %s AND hash = %s"
                with self._server.connected() as connection:
                    return connection.execute(query, (assessment, head)).fetchone() is not None
            return True

        if not self._settled(found):
            raise _Exists(assessment)

    def _settled(self, found: Callable[[], bool]) -> bool:
        try:
            return self._server.again(found)
        except (Unreachable, Unsettled) as error:
            raise NotSaved(_NOT_KNOWN.format(self._server.address)) from error


class _Exists(StoreError):
    """There is an assessment of this id already."""

    def __init__(self, assessment: str) -> None:
        super().__init__(f"there is an assessment {assessment} already")


def _begin(connection: Connection, assessment: str) -> None:
    if not ID.fullmatch(assessment):
        raise NotFound(f"{assessment!r} is not the id of an assessment")
    try:
        connection.execute("INSERT INTO ddq.assessment (id) VALUES (%s)", (assessment,))
    except errors.UniqueViolation:
        raise _Exists(assessment) from None


def _lock(connection: Connection, assessment: str) -> None:
    """One writer at a time; the row is given back when the transaction ends."""
    connection.execute("SELECT FROM ddq.assessment WHERE id = %s FOR UPDATE", (assessment,))


def _keep(connection: Connection, extension: Extension) -> None:
    """The events, and their assessment's line in the list, which counts as long as the last of them is the last."""
    assessment = extension.assessment
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ddq.event (assessment, body, hash) VALUES (%s, %s, %s)",
            [(assessment.id, body, digest) for body, digest in extension.kept],
        )
    line = orjson.dumps(summary_of(assessment, extension.head)._asdict()).decode()
    connection.execute(
        "UPDATE ddq.assessment SET summary = %s, summary_head = %s WHERE id = %s", (line, extension.head, assessment.id)
    )
