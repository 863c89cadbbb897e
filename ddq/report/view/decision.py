"""What was decided, by whom, on what conditions, and whether that still rests on what it was made on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition of an approval."""

    number: int
    text: str
    brief: str
    """The first words of it."""
    owner: str
    due: str
    state: str
    """`open`, `met` or `waived`."""
    change: str | None
    """Who said so, when and why; None while it is open and nothing was said."""


@dataclass(frozen=True, slots=True)
class SignView:
    """Somebody who took part. Names are as they were entered."""

    role: str
    name: str
    did: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The last decision."""

    what: str
    """Such as `approved with conditions`."""
    by: str
    on: str
    in_force: bool
    """False once it was reopened or has expired."""
    reason: str | None
    brief_reason: str | None
    """The first words of it, for the cover."""
    departs: str | None
    """How it is not what the method says; None where it is."""
    bars: tuple[str, ...]
    """The bars that bind and that it goes across."""
    authority: str | None
    """What allows it across a bar."""
    brief_authority: str | None
    expires: str | None
    next_review: str | None
    rested_on: str
    """What the method said when it was decided."""
    entry: str
    """The entry of the ledger up to which it was decided, with the hash."""
    conditions: tuple[ConditionView, ...]
    signs: tuple[SignView, ...]
    """Who answered, who reviewed, who decided."""
    stale: tuple[str, ...]
    """Why it no longer rests on what it was made on; empty where it does."""
