"""The list of assessments on the server: each with the line that whoever saved last computed.

The line is a copy. It counts only where it is of the last event, with the status that the database computed itself; of
any other assessment the events are read.
"""

from __future__ import annotations

from psycopg import Connection
from pydantic import TypeAdapter, ValidationError

from ddq.store.catalogue import summary_of, unreadable
from ddq.store.protocol import StoreError, Summary
from ddq.store.team.history import History

_LINE: TypeAdapter[Summary] = TypeAdapter(Summary)
_ALL = """
SELECT id, seq, head, status, summary::text, summary_head FROM ddq.assessment
WHERE seq > 0 ORDER BY changed_at DESC, id
"""


def listed(connection: Connection) -> tuple[Summary, ...]:
    """All that this login sees, the last changed first."""
    found: list[Summary] = []
    for name, seq, head, status, line, of in connection.execute(_ALL).fetchall():
        known = known_line(line) if line is not None and of == head else None
        if known is None:
            found.append(_read(connection, name))
        else:
            found.append(known._replace(id=name, seq=seq, head=head, status=status, problem=None))
    return tuple(found)


def known_line(line: str) -> Summary | None:
    """The line as it was kept; None where somebody wrote what is none, or another version of ddq did."""
    try:
        return _LINE.validate_json(line)
    except ValidationError:
        return None


def _read(connection: Connection, name: str) -> Summary:
    history = History(name)
    try:
        history.read_on(connection)
    except StoreError as error:
        return unreadable(name, str(error))
    assert history.assessment is not None, "there is at least one event"
    return summary_of(history.assessment, history.head)._replace(problem=history.problem)
