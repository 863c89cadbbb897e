"""The chain of lines of a ledger, or of the journal: each line's hash covers the line before it.

A line is `HASH SP JSON LF`, where `HASH = SHA-256(hash of the line before || JSON)` in hex, or HMAC-SHA-256 with a key.
It shows that nothing in the middle was altered; it cannot show that the end was cut off (docs/explanation/storage.md).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import orjson
from pydantic import ValidationError

from ddq.assessment.model import Event
from ddq.store.noted import Noted

GENESIS = "0" * 64
"""The hash before the first line."""
_HASH_LENGTH = 64


Entry = TypeVar("Entry", Event, Noted)
"""What a line says, under its number in the chain."""


@dataclass(frozen=True, slots=True)
class Link(Generic[Entry]):
    """One verified line."""

    event: Entry
    hash: str
    end: int
    """The offset in the buffer after its line feed."""


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


def link_hash(previous: str, body: bytes, key: bytes | None) -> str:
    """The hash of a line."""
    message = previous.encode() + body
    return hmac.new(key, message, "sha256").hexdigest() if key else hashlib.sha256(message).hexdigest()


def write_line(previous: str, event: Event | Noted, key: bytes | None) -> tuple[bytes, str]:
    """The line of an entry after the line hashed `previous`, and its own hash."""
    body = canonical(event)
    digest = link_hash(previous, body, key)
    return b"%s %s\n" % (digest.encode(), body), digest


def read_lines(buffer: bytes, previous: str, seq: int, key: bytes | None, kind: type[Entry]) -> Iterator[Link[Entry]]:
    """The lines of `buffer`, which follow entry `seq`, whose hash is `previous`; each is verified before it is given.

    Raises:
        BrokenChain: at the first line that is cut short or not the next of the chain.
    """
    start = 0
    while start < len(buffer):
        end = buffer.find(b"\n", start)
        line = buffer[start:end] if end >= 0 else b""
        body = line[_HASH_LENGTH + 1 :]
        if not _separated(line) or line[:_HASH_LENGTH] != link_hash(previous, body, key).encode():
            raise BrokenChain(seq, start, last=end < 0 or buffer.find(b"\n", end + 1) < 0)
        try:
            event = kind.model_validate_json(body)
        except ValidationError:
            raise BrokenChain(seq, start, last=False) from None
        if event.seq != seq + 1:
            raise BrokenChain(seq, start, last=False)
        previous, seq, start = line[:_HASH_LENGTH].decode(), event.seq, end + 1
        yield Link(event, previous, start)


def _separated(line: bytes) -> bool:
    """The separator is not hashed, so it is compared: otherwise a flipped bit in it would go unnoticed."""
    return line[_HASH_LENGTH : _HASH_LENGTH + 1] == b" "
