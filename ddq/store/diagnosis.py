"""What became of a ledger that does not hold together, as far as its lines still tell: for people who must find out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from ddq.assessment.fold import BrokenHistory, apply, fold
from ddq.assessment.model import Assessment, Event
from ddq.store.chain import GENESIS, link_hash, read_lines

_HASH = 64
"""Characters of the hash before a line; one space follows."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A ledger, read from the first line as far as it holds together."""

    events: tuple[Event, ...]
    """Those that hold."""
    hashes: tuple[str, ...]
    """Of each of them."""
    assessment: Assessment | None
    """As of the last entry that holds; None where there is none."""
    problem: str | None
    """What is wrong behind it; None where nothing is."""
    unread: int = 0
    """Lines behind the last that holds: nothing was read from them."""
    reach: int = 0
    """The entry up to which the lines that were not read seem to go; no proof, as nothing vouches for them."""

    @property
    def told(self) -> str | None:
        """The problem, and how much stands behind it that was not read."""
        if self.problem is None or self.unread < 2:
            return self.problem
        return (
            f"{self.problem}; reading stopped after entry {len(self.hashes)}, and {self.unread} lines behind it were"
            " not read"
        )

    def has(self, seq: int, head: str) -> bool:
        """Whether the entry `seq` is there and has the hash `head`."""
        return 1 <= seq <= len(self.hashes) and self.hashes[seq - 1] == head


def examine(content: bytes) -> Examined:
    """Read the whole of a ledger; nothing is written, and nothing is raised for what is wrong in it."""
    lines = read_lines(content, GENESIS, 0, Event)
    rest = content[lines.end :]
    problem = None if lines.broken is None else _named(rest, lines.hashes)
    assessment, contradiction = _folded(lines.events)
    if contradiction is not None:
        problem = f"the entries contradict each other: {contradiction}"
    elif problem is None and not lines.events:
        problem = "the ledger is empty"
    unread = rest.removesuffix(b"\n").split(b"\n") if rest else []
    reach = _reach(unread, len(lines.hashes))
    return Examined(tuple(lines.events), tuple(lines.hashes), assessment, problem, len(unread), reach)


def _folded(events: Sequence[Event]) -> tuple[Assessment | None, BrokenHistory | None]:
    """The assessment as far as the events follow from each other, and the first that does not."""
    try:
        return (fold(events) if events else None), None
    except BrokenHistory as error:
        contradiction = error
    assessment: Assessment | None = None
    for event in events:
        try:
            assessment = fold([event]) if assessment is None else apply(assessment, event)
        except BrokenHistory:
            break
    return assessment, contradiction


def _named(rest: bytes, hashes: Sequence[str]) -> str:
    """What happened at the first line of `rest`, the one after the last that holds."""
    lines = rest.split(b"\n")
    entry, before = len(hashes) + 1, hashes[-1] if hashes else GENESIS
    if len(lines) == 1:
        return f"line {entry} has no end: it was cut short, or is being written"
    seq, later = _seq(lines[0]), [_seq(line) for line in lines[1:]]
    if seq in (None, entry) and _seq(lines[1]) == entry and _follows(lines[1], before):
        return f"before entry {entry} a line was put in"
    if seq is None:
        return f"line {entry} cannot be read: it was damaged or overwritten"
    if seq < entry:
        return f"after entry {entry - 1} a line was put in that says it is entry {seq}"
    if seq > entry:
        if entry in later:
            return f"the lines are in another order from entry {entry} on: entry {seq} stands in its place"
        gone = f"entry {entry} is" if seq == entry + 1 else f"entries {entry} to {seq - 1} are"
        return f"{gone} missing: taken out"
    if _follows(lines[1], link_hash(before, lines[0][_HASH + 1 :])):
        return f"the hash of entry {entry} was changed; what it says was not"
    if _follows(lines[1], lines[0][:_HASH].decode("ascii", "replace")):
        return f"entry {entry} was changed"
    return f"entry {entry} was changed, or the lines after it were"


def _reach(lines: Sequence[bytes], entry: int) -> int:
    """The last entry among these lines by what they say; one that cannot be read stands for one more entry."""
    for line in lines:
        seq = _seq(line)
        entry = entry + 1 if seq is None else max(entry, seq)
    return entry


def _seq(line: bytes) -> int | None:
    try:
        seq = orjson.loads(line[_HASH + 1 :])["seq"]
    except (ValueError, KeyError, TypeError):
        return None
    return seq if isinstance(seq, int) else None


def _follows(line: bytes, previous: str) -> bool:
    return line[:_HASH] == link_hash(previous, line[_HASH + 1 :]).encode()
