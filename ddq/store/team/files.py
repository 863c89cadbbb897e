"""Evidence files and questionnaires on the server, each under its hash; what was looked at is copied to the folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from psycopg import Connection

from ddq.assessment.model import EvidenceFile
from ddq.store.local import LocalStore
from ddq.store.protocol import Damaged, NotFound
from ddq.store.team.server import Server

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ServerFiles:
    """What the server keeps as bytes."""

    def __init__(self, server: Server, here: LocalStore) -> None:
        self._server = server
        self._here = here

    def put(self, file: Path, name: str | None) -> EvidenceFile:
        """Keep a file: looked at here, kept there.

        Raises:
            StoreError: it is no evidence, or the server refuses.
        """
        kept = self._here.put_evidence(file, name)
        self.bring(self._here.evidence(kept.id).read_bytes())
        return kept

    def bring(self, content: bytes) -> None:
        """Keep the content on the server."""
        digest = hashlib.sha256(content).hexdigest()
        with self._server.connected() as connection:
            # Without naming the conflict, so that a file which others brought need not be seen to be brought again.
            connection.execute("INSERT INTO ddq.evidence VALUES (%s, %b) ON CONFLICT DO NOTHING", (digest, content))

    def get(self, digest: str) -> Path:
        """A copy of the kept file.

        Raises:
            NotFound: the server has none that this login sees.
        """
        if not _DIGEST.fullmatch(digest):
            raise NotFound(f"{digest!r} is not the id of an evidence file")
        try:
            return self._here.evidence(digest)
        except (NotFound, Damaged):
            content = self._server.read(lambda connection: self._content(connection, digest))
        if content is None:
            raise NotFound(f"the evidence file {digest[:12]}… is missing from {self._server.address}")
        return self._here.keep_copy(content)

    def problem(self, file: EvidenceFile, *, whole: bool) -> str | None:
        """What is wrong with a file on the server; the database checks the content itself when `whole`."""
        size, same = self._server.read(lambda connection: self._looked_at(connection, file.id, whole=whole))
        if size is None:
            return "is missing"
        return None if size == file.size and same else "was changed since it was attached"

    def put_questionnaire(self, digest: str, content: bytes) -> None:
        """Keep a questionnaire."""
        if self.has_questionnaire(digest):
            return
        with self._server.connected() as connection:
            connection.execute(
                "INSERT INTO ddq.questionnaire VALUES (%s, %b) ON CONFLICT DO NOTHING", (digest, content)
            )

    def has_questionnaire(self, digest: str) -> bool:
        """Whether it is kept."""
        query = "SELECT FROM ddq.questionnaire WHERE digest = %s"
        return self._server.read(lambda connection: connection.execute(query, (digest,)).fetchone()) is not None

    def questionnaire(self, digest: str) -> bytes | None:
        """What was kept; None where nothing was."""
        query = "SELECT content FROM ddq.questionnaire WHERE digest = %s"
        row = self._server.read(lambda connection: connection.execute(query, (digest,), binary=True).fetchone())
        return None if row is None else bytes(row[0])

    def _content(self, connection: Connection, digest: str) -> bytes | None:
        query = "SELECT content FROM ddq.evidence WHERE digest = %s"
        row = connection.execute(query, (digest,), binary=True).fetchone()
        return None if row is None else bytes(row[0])

    def _looked_at(self, connection: Connection, digest: str, *, whole: bool) -> tuple[int | None, bool]:
        query = """
        SELECT length(content), CASE WHEN %s THEN encode(sha256(content), 'hex') = digest ELSE true END
        FROM ddq.evidence WHERE digest = %s
        """
        row = connection.execute(query, (whole, digest)).fetchone()
        return (None, False) if row is None else (int(row[0]), bool(row[1]))
