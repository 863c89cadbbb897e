"""What was put on record beside the answers: evidence files and comments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file that was attached."""

    name: str
    sha256: str
    size: str
    """Such as `1,204 bytes`."""
    kind: str
    """Its media type; or empty."""
    expires: str | None
    questions: tuple[str, ...]
    """Ids of the questions whose answers name it."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """What somebody said to a question, or to the whole."""

    on: str
    """The question's id; or empty."""
    by: str
    at: str
    text: str
    settled: str | None
    """Who settled it, when and how; None while it is open."""
