"""What an expression may name and what it becomes: kinds, environment, scope of a reading, compiled form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from ddq.questionnaire.problems import Fix
from ddq.questionnaire.values import Answered, Reading, U


class Sort(StrEnum):
    """The sorts of values in expressions, as messages name them."""

    condition = "condition"
    number = "number"
    text = "text"
    date = "date"
    choice = "choice"
    choices = "several choices"
    country = "country"
    countries = "several countries"
    money = "amount of money"
    entity = "entity"
    files = "evidence"
    group = "group"
    set = "set"


TEXTS = frozenset({Sort.text, Sort.choice, Sort.country})
"""The sorts whose values are texts."""
SEVERAL = frozenset({Sort.choices, Sort.countries})
"""The sorts whose values hold several texts."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a name or a part of an expression is."""

    sort: Sort
    codes: frozenset[str] | None = None
    """The texts that it can be, where these are known."""
    fields: Mapping[str, Kind] | None = field(default=None, compare=False)
    """Of a group: its fields."""

    def __str__(self) -> str:
        """As in "expected a number, got a date"."""
        article = "" if self.sort in SEVERAL or self.sort is Sort.files else "an " if self.sort[0] in "ae" else "a "
        return article + self.sort.value


CONDITION = Kind(Sort.condition)
NUMBER = Kind(Sort.number)
TEXT = Kind(Sort.text)
DATE = Kind(Sort.date)


@dataclass(frozen=True, slots=True)
class Environment:
    """The names that an expression may use."""

    names: Mapping[str, Kind]
    """Questions, by id; `today` is always known."""
    sets: frozenset[str] = frozenset()
    """Names of shared sets of countries, such as `EU`; their members come with the scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names read as at one moment."""

    values: Mapping[str, Answered]
    """By name. An absent name is unknown."""
    today: date | Literal[Reading.U] = U
    """The as-of date."""
    states: Mapping[str, str] = field(default_factory=dict[str, str])
    """By question id, why it reads as unknown; only `state()` looks at it."""
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The members of the shared sets on the as-of date. An absent set is unknown."""


Row: TypeAlias = Mapping[str, Answered]
Node: TypeAlias = Callable[[Scope, Row], Answered]
"""A compiled part: reads a scope and, inside an aggregate, the current row."""


@dataclass(frozen=True, slots=True)
class Place:
    """A finding inside an expression that lint looks at."""

    text: str
    column: int
    """From 0, in characters."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression that was checked and is ready to be read."""

    source: str
    node: Node
    kind: Kind
    names: frozenset[str]
    """The questions that it reads; `today` and sets are not among them."""
    fields: frozenset[tuple[str, str]]
    """The fields of rows that it reads, as (group, field)."""
    nonmonotone: tuple[Place, ...]
    """Calls by which more knowledge could flip a decided result."""
    countries: tuple[Place, ...]
    """Countries that are named outright."""
    sets: tuple[Place, ...]
    """Shared sets of countries that it names."""
    na_decides: frozenset[str]
    """Names that, not applicable, make a condition true or a figure not applicable: under `!=`, `not`, arithmetic."""

    def read(self, scope: Scope) -> Answered:
        """The value in a scope, or U, or NA."""
        return self.node(scope, _NO_ROW)

    def evaluate(self, values: Mapping[str, Answered], today: date | Literal[Reading.U] = U) -> Answered:
        """The value for readings by name, or U, or NA."""
        return self.node(Scope(values, today), _NO_ROW)


_NO_ROW: Row = {}


class ExpressionError(Exception):
    """An expression that is not part of the language, or does not fit the questions."""

    def __init__(
        self,
        code: str,
        message: str,
        column: int = 0,
        width: int = 1,
        hint: str | None = None,
        *,
        fix: Fix | None = None,
    ) -> None:
        self.code, self.message, self.hint, self.fix = code, message, hint, fix
        self.column = column
        """From 0, in characters."""
        self.width = width
        super().__init__(f"column {column + 1}: {code} {message}" + (f"; {hint}" if hint else ""))
