"""The chain of lines of a ledger, or of the journal: each line's hash covers the line before it.

A line is `HASH SP JSON LF`, where `HASH = SHA-256(hash of the line before || JSON)` in hex.
It shows that nothing in the middle was altered; it cannot show that the end was cut off (docs/explanation/storage.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

import orjson
from pydantic import ValidationError

from ddq.assessment.model import Event, EventKind
from ddq.store.collector import collector_waiting
from ddq.store.noted import Noted

GENESIS = "0" * 64
"""The hash before the first line."""
_HASH_LENGTH = 64
_REDACTED = b'"kind":"redacted"'


Entry = TypeVar("Entry", Event, Noted)
"""What a line says, under its number in the chain."""


@dataclass(slots=True)
class Lines(Generic[Entry]):
    """The lines of a buffer that follow from each other, from its first on."""

    events: list[Entry]
    hashes: list[str]
    end: int
    """The offset in the buffer after the line feed of the last."""
    broken: BrokenChain | None
    """The line behind them that is not the next; None where they are all."""


class BrokenChain(Exception):
    """A line that is not the next of its chain."""

    def __init__(self, seq: int, start: int, *, last: bool) -> None:
        self.start = start
        """The offset of the line in the buffer."""
        self.last = last
        """Whether nothing follows it: then a write that was cut short looks the same."""
        super().__init__(f"the ledger does not hold together after entry {seq}")


def canonical(event: Event | Noted) -> bytes:
    """The entry's one spelling in bytes: JSON, keys sorted, UTF-8."""
    return orjson.dumps(event.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)


def link_hash(previous: str, body: bytes) -> str:
    """The hash of a line."""
    return hashlib.sha256(previous.encode() + body).hexdigest()


def write_line(previous: str, event: Event | Noted) -> tuple[bytes, str]:
    """The line of an entry after the line hashed `previous`, and its own hash."""
    body = canonical(event)
    digest = link_hash(previous, body)
    return b"%s %s\n" % (digest.encode(), body), digest


def read_lines(buffer: bytes, previous: str, seq: int, kind: type[Entry]) -> Lines[Entry]:
    """The lines of `buffer`, which follow entry `seq`, whose hash is `previous`: verified, as far as they hold."""
    redacted = _redacted(buffer, previous, seq) if _REDACTED in buffer else {}
    *lines, rest = buffer.split(b"\n")
    events, hashes, end = list[Entry](), list[str](), 0
    read: Callable[[bytes], Entry] = kind.__pydantic_validator__.validate_json
    every, altered = set(kind.model_fields), False
    with collector_waiting():
        for number, line in enumerate(lines, start=seq + 1):
            digest = link_hash(previous, body := line[_HASH_LENGTH + 1 :])
            same = line[:_HASH_LENGTH] == digest.encode()
            if not _separated(line) or not (same or _was_redacted(line, number, redacted)):
                altered = True
                break
            digest = digest if same else line[:_HASH_LENGTH].decode()
            try:
                event = read(body)
            except ValidationError:
                break
            if event.seq != number:
                break
            # A line sets every field: one set that says so serves them all, and saves a fifth of the time.
            object.__setattr__(event, "__pydantic_fields_set__", every)
            events.append(event)
            hashes.append(digest)
            previous, end = digest, end + len(line) + 1
    if len(events) == len(lines) and not rest:
        return Lines(events, hashes, end, None)
    # A write that was cut short has nothing behind it; and what has the right hash is none, whatever it says.
    last = len(events) == len(lines) or (altered and len(events) == len(lines) - 1)
    return Lines(events, hashes, end, BrokenChain(seq + len(events), end, last=last))


Redactions: TypeAlias = dict[int, tuple[str, str]]
"""By the number of an entry: its hash, and the SHA-256 of what stands in it instead of what was redacted."""


def redactions(events: Iterable[Event]) -> Redactions:
    """What these events say was redacted; the last that names an entry counts."""
    found: Redactions = {}
    for event in events:
        if event.kind is EventKind.redacted:
            new: Any = event.new
            try:
                found |= {int(one["seq"]): (str(one["hash"]), str(one["sha256"])) for one in new["entries"]}
            except (KeyError, TypeError, ValueError):
                continue
    return found


def _redacted(buffer: bytes, previous: str, seq: int) -> Redactions:
    """What was redacted, as far as the events that say so are themselves in the chain."""
    lines = buffer.split(b"\n")[:-1]
    claims: list[Event] = []
    for line in lines:
        if _REDACTED in line:
            try:
                claims.append(Event.model_validate_json(line[_HASH_LENGTH + 1 :]))
            except ValidationError:
                continue
    claimed, proved, numbers = redactions(claims), list[Event](), {event.seq: event for event in claims}
    for number, line in enumerate(lines, start=seq + 1):
        if not _follows(line, previous, number, claimed):
            break
        if number in numbers and number not in claimed:
            proved.append(numbers[number])
        previous = line[:_HASH_LENGTH].decode("ascii", "replace")
    return redactions(proved)


def _follows(line: bytes, previous: str, seq: int, redacted: Redactions) -> bool:
    """Whether the line is the next: its hash is that of what it says, or of what was redacted in it."""
    hashed = link_hash(previous, line[_HASH_LENGTH + 1 :]).encode()
    return line[:_HASH_LENGTH] == hashed or _was_redacted(line, seq, redacted)


def _was_redacted(line: bytes, seq: int, redacted: Redactions) -> bool:
    """Whether its hash, and what stands in it instead, are those that a redaction names."""
    return seq in redacted and redacted[seq] == (
        line[:_HASH_LENGTH].decode("ascii", "replace"),
        hashlib.sha256(line[_HASH_LENGTH + 1 :]).hexdigest(),
    )


def _separated(line: bytes) -> bool:
    """The separator is not hashed, so it is compared: otherwise a flipped bit in it would go unnoticed."""
    return line[_HASH_LENGTH : _HASH_LENGTH + 1] == b" "
