"""What the transfer rules say of each flow, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RulingView:
    """One flow with its ruling."""

    flow: str
    question: str
    ruling: str
    why: str
    """The rules that decide, by article; of what is not known, what is possible and by which rules."""
    turns_on: str | None
    """What is not known and would decide, as a sentence."""
    conditions: tuple[str, ...]
    """Under which it is allowed, where it is."""
    readers: tuple[str, ...]
    """Who can see the data in clear, or may."""
