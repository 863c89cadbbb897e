"""What the journal of a store holds: one entry for each thing that happened to the store as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue, SkipValidation

from ddq.questionnaire.model import Model


class Change(Model):
    """What became of one document of a table."""

    table: str
    document: int
    old: Annotated[JsonValue, SkipValidation] = None
    """What stood before; None where the document is new."""
    new: Annotated[JsonValue, SkipValidation] = None
    """What stands now; None where it was taken out."""


class Noted(Model):
    """One entry of the journal."""

    seq: Annotated[int, Field(ge=1)]
    at: datetime
    """UTC."""
    by: str
    why: str | None = None
    changes: tuple[Change, ...]
