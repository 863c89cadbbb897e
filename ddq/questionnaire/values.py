"""The values that answers have, and the two readings beside them: unknown and not applicable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, TypeAlias


class Reading(Enum):
    """How a name reads when it does not read as a value."""

    U = "unknown"
    """Unasked, unknown, refused, pending, barred, not reviewed, expired, or of unknown visibility."""
    NA = "not applicable"
    """Hidden by branching, or a not-applicable that a reviewer accepted."""

    def __repr__(self) -> str:
        return self.name

    def __bool__(self) -> bool:
        """Refused: `if reading:` would silently take unknown for true."""
        raise TypeError(f"{self.name} ({self.value}) is neither true nor false")


U: Final = Reading.U
NA: Final = Reading.NA


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or an organisation."""

    name: str
    kind: Literal["person", "organisation"] = "organisation"
    country: str | None = None
    """ISO 3166-1 alpha-2, of an organisation's seat; never a person's nationality."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme and identifier, such as `("LEI", "…")`."""


Scalar: TypeAlias = str | bool | int | Decimal | date | tuple[str, ...] | Money | Entity


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a group, each from field id to value; an absent field is unknown."""

    rows: tuple[Mapping[str, Value | Reading], ...] = ()
    complete: bool = False
    """Whether somebody declared that the list is complete."""
    ids: tuple[str, ...] = ()
    """The rows' own ids in the same order; may be empty."""


Value: TypeAlias = Scalar | Rows
Answered: TypeAlias = Value | Reading
"""A value, or U, or NA."""
