"""Who has an assessment open, as an advisory lock on the server: it ends with the connection, however that ends."""

from __future__ import annotations

from psycopg import Connection

from ddq.store.presence import Holder, Presence
from ddq.store.protocol import StoreError
from ddq.store.team.server import Server

_SPACE = 0x646471
"""`ddq`: the first of the two numbers of the lock; the second is of the assessment."""
_HOLDER = """
SELECT a.usename::text, a.backend_start FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.classid = %s::bigint::oid AND l.objid = (hashtext(%s)::bigint & 4294967295)::oid
  AND l.objsubid = 2 AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
LIMIT 1
"""


class TeamPresence(Presence):
    """One process at one assessment."""

    def __init__(self, server: Server, assessment: str) -> None:
        self._server = server
        self._assessment = assessment
        self._taken = False

    def take(self, by: str) -> Holder | None:
        """Say that it is open here now; None, or else who was first. Both may write.

        Who it is is who is logged in; a server that does not answer is told by whatever is saved next.
        """
        try:
            return self._server.read(self._take)
        except StoreError:
            return None

    def release(self) -> None:
        """It is no longer open here."""
        if self._taken:
            self._taken = False
            try:
                with self._server.connected() as connection:
                    connection.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_SPACE, self._assessment))
            except StoreError:
                return

    def _take(self, connection: Connection) -> Holder | None:
        query = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
        row = connection.execute(query, (_SPACE, self._assessment)).fetchone()
        if row is not None and row[0]:
            self._taken = True
            return None
        found = connection.execute(_HOLDER, (_SPACE, self._assessment)).fetchone()
        return Holder(str(found[0]) if found else "somebody", found[1] if found else None)
