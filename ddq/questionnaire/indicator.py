"""What scores, as it is declared: indicators and what feeds them, mitigations, remedies, rules and bars."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Expression = Annotated[
    str, Field(min_length=1, max_length=2000, description="An expression; see docs/reference/expressions.md")
]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
IndicatorId = Annotated[
    str, Field(pattern=r"^(law:\*|[A-Za-z0-9][A-Za-z0-9_.-]*)$", max_length=60, description="or `law:*`")
]
Share = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    """A value that does not change and accepts nothing it does not know."""

    # Built when first used: most of the models are only ever built as parts of another, and building costs ~40 ms.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Strength(StrEnum):
    """The share of the remaining trust that an indicator removes when it is fully present (scoring, `trust/1`)."""

    informational = "informational"
    minor = "minor"
    moderate = "moderate"
    major = "major"
    severe = "severe"
    decisive = "decisive"

    @property
    def share(self) -> float:
        """`s` in [0, 0.9]; 0 for an informational question, which is no indicator."""
        return _SHARES[self]


_SHARES: dict[Strength, float] = {
    Strength.informational: 0.0,
    Strength.minor: 0.02,
    Strength.moderate: 0.06,
    Strength.major: 0.20,
    Strength.severe: 0.60,
    Strength.decisive: 0.90,
}


class Origin(StrEnum):
    """Where a concern arises from."""

    conduct = "conduct"
    """What the vendor does or did."""
    control = "control"
    """Who owns or commands it."""
    law = "law"
    """What a state can compel."""
    state_action = "state_action"
    """What governments have decided about it."""


class Actor(StrEnum):
    """Who can carry out a remedy."""

    vendor = "vendor"
    owners = "owners"
    buyer = "buyer"
    nobody = "nobody"


class Grade(StrEnum):
    """The evidence grade: how far an answer can be relied on."""

    A = "A"
    """Official document or judgment, checked."""
    B = "B"
    """Independent report."""
    C = "C"
    """Vendor's document."""
    D = "D"
    """Vendor's word."""
    E = "E"
    """No basis: reads as unknown."""


class Remedy(Model):
    """One thing somebody can do so that an indicator's presence falls to `min(p, done)`."""

    id: Code
    title: str
    who: Actor
    effort: Annotated[int, Field(ge=1, le=5)]
    done: tuple[Share, Share] | Share
    """The presence once done; with `grade`, the interval is widened as an answer of that grade would be."""
    grade: Grade = Grade.B
    """The evidence grade that its acceptance test yields."""
    test: str | None = None
    """The acceptance test: how the buyer knows that it is done."""
    excludes: tuple[Code, ...] = ()


class Indicator(Model):
    """What an indicator is, wherever it is declared. One concern, one indicator."""

    indicator: Code
    title: str
    strength: Strength
    origin: Origin
    reason: str | None = None
    """Why this strength; required above `moderate`."""
    domain: str | None = None
    """The section's domain where absent."""
    references: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    history: bool = False
    """What is history cannot be undone: every remedy's `done` is at least 0.5."""


class Risk(Indicator):
    """An indicator fed by the answer to the question that it stands under."""

    presence: dict[str, Share] | Expression
    """From the answer: a map over choice codes (or `yes`/`no`), or an expression that yields a number in [0, 1]."""


class Feeds(Model):
    """This answer feeds an indicator that is declared elsewhere, by the largest presence."""

    indicator: Code
    presence: dict[str, Share] | Expression


class Mitigation(Model):
    """An indicator of the other sign: it reduces others by a share, as far as it is present."""

    id: Code
    title: str
    reduces: dict[IndicatorId, Share]
    """Indicator id to the share of its presence that is removed; `law:*` stands for every state's law indicator."""
    presence: dict[str, Share] | Expression
    references: tuple[str, ...] = ()


class Rule(Indicator):
    """An indicator declared over answers and computed facts."""

    presence: Expression


class Bar(Model):
    """A legal prohibition that, where its regime binds the buyer, closes the matter. Never points."""

    id: Code
    title: str
    when: Expression
    regime: str
    """Id of a regime in the registers; the bar acts only on a buyer whose profile names it in `bound_by`."""
    scope: str


class Unlisted(Indicator):
    """The indicator *unlisted entries*: at its full range until the list is declared complete."""
