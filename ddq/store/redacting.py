"""A text taken out of a ledger for good, by an event that keeps the chain provable.

The lines that held it keep their hashes, so every hash after them, and every anchor that was ever printed, stays as it
is. What stands in such a line now does not give its hash any more; the event says which lines these are, and the
SHA-256 of what stands in each instead, and is itself in the chain.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, cast
from xml.sax.saxutils import escape

import orjson

from ddq.assessment.fold import BrokenHistory, fold
from ddq.assessment.model import Assessment, Event, EventKind
from ddq.store.chain import canonical, write_line
from ddq.store.diagnosis import examine
from ddq.store.protocol import Damaged, NotFound, StoreError

INSTEAD = "[redacted]"
_PART = 50 * 1024 * 1024
"""Bytes: a larger part of an archive is not looked into."""
SHORTEST = 3
"""Characters: a shorter text stands in too many words that have nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A ledger without the text."""

    content: bytes
    entries: tuple[int, ...]
    """The numbers of the entries that held it."""


def redact(content: bytes, text: str, by: str, at: datetime, why: str) -> Redacted:
    """The ledger with a text taken out of every value and reason, and the event that says so at its end.

    Names of those who acted, subjects and hashes stay: they are the record itself.

    Raises:
        NotFound: no entry holds the text.
        Damaged: the ledger does not hold together.
        StoreError: without the text the entries would contradict each other, or it is too short.
    """
    if len(text) < SHORTEST:
        raise StoreError(f"a text of {SHORTEST} characters or more can be redacted; name more of it")
    found = examine(content)
    if found.problem is not None or found.assessment is None:
        raise Damaged(f"nothing was redacted: {found.problem}; `ddq repair` or a backup first")
    lines, events, said = content.splitlines(keepends=True), list(found.events), list[Any]()
    for place, (event, digest) in enumerate(zip(found.events, found.hashes, strict=True)):
        values = {name: _without(getattr(event, name), text) for name in ("old", "new", "why")}
        changed = event.model_copy(update=values)
        if changed != event and event.kind is not EventKind.redacted:
            body = canonical(changed)
            lines[place] = b"%s %s\n" % (digest.encode(), body)
            events[place] = changed
            said.append({"seq": changed.seq, "hash": digest, "sha256": hashlib.sha256(body).hexdigest()})
    if not said:
        raise NotFound("no entry holds this text, in these letters, in a value or a reason")
    event = _redaction(found.assessment, {"entries": said}, by, at, why)
    try:
        fold([*events, event])
    except BrokenHistory as error:
        raise StoreError(f"nothing was redacted: without this text {error}") from error
    line, _ = write_line(found.hashes[-1], event)
    return Redacted(b"".join([*lines, line]), tuple(one["seq"] for one in said))


def redacted_evidence(assessment: Assessment, digests: Sequence[str], by: str, at: datetime, why: str) -> Event:
    """The event that says that evidence files were taken away; the hash of each stays in the history."""
    return _redaction(assessment, {"entries": [], "evidence": list(digests)}, by, at, why)


def taken_away(events: Iterable[Event]) -> dict[str, Event]:
    """By the hash of an evidence file, the event that says that it was taken away."""
    found: dict[str, Event] = {}
    for event in events:
        if event.kind is EventKind.attached and event.new is not None:
            found.pop(event.subject, None)  # it came back
        elif event.kind is EventKind.redacted and isinstance(event.new, dict):
            digests = event.new.get("evidence", ())
            found |= {str(digest): event for digest in (digests if isinstance(digests, list) else ())}
    return found


def found_in_file(content: bytes, text: str) -> bool:
    """Whether the text stands in a file as plain text, or in a part of an Office file or another archive.

    What a PDF or a picture shows is not read.
    """
    if any(text.encode(encoding, "replace") in content for encoding in ("utf-8", "utf-16-le", "latin-1")):
        return True
    spelled = escape(text).encode()
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            for part in parts.infolist():
                if part.file_size <= _PART and spelled in parts.read(part):
                    return True
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return False
    return False


def _redaction(assessment: Assessment, said: dict[str, Any], by: str, at: datetime, why: str) -> Event:
    return Event(
        seq=assessment.seq + 1,
        at=at,
        by=by,
        kind=EventKind.redacted,
        subject="redaction",
        revision=assessment.revisions.get("redaction", 0) + 1,
        new=cast(Any, said),
        why=why,
    )


def holds(content: bytes, text: str) -> bool:
    """Whether a file of ours may hold the text, as it is spelled in JSON."""
    return text.encode() in content or orjson.dumps(text)[1:-1] in content


def _without(value: Any, text: str) -> Any:
    if isinstance(value, str):
        return value.replace(text, INSTEAD)
    if isinstance(value, list):
        return [_without(one, text) for one in cast(list[Any], value)]
    if isinstance(value, dict):
        return {name: _without(one, text) for name, one in cast(dict[str, Any], value).items()}
    return value
