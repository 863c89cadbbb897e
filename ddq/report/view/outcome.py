"""The outcome, where its concern comes from, what binds and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.answers import SourceView
from ddq.report.view.figures import BandRange, Scale


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The outcome, the interval and why."""

    kind: str
    key: str
    """The outcome as a word for a style class, such as `defer`."""
    headline: str
    because: tuple[str, ...]
    trust: Scale
    inherent: Scale
    all_remedies: Scale
    band: str
    tier: int
    tier_name: str
    tier_known: bool
    required: float | None
    """None where nothing is required."""
    required_shown: str
    exact: bool
    known: str
    """The share of concern that is known, in per cent."""
    bands: tuple[BandRange, ...]


@dataclass(frozen=True, slots=True)
class SliceView:
    """A slice of the attribution bar."""

    key: str
    """`conduct`, `control`, `law`, `state_action` or `unknown`: chooses the pattern."""
    name: str
    words: str
    share: float
    """Of the whole bar, in [0, 1]."""
    shown: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A prohibition or a listing."""

    id: str
    listed: bool
    """Whether an answer lists it; otherwise the questionnaire names it as a prohibition to be tested."""
    title: str
    authority: str
    citation: str
    scope: str
    dates: str
    binding: str
    """`binds this buyer`, `may bind this buyer` or `does not bind this buyer`."""
    binds: bool
    possible: bool
    reason: str
    question: str | None
    ground: str | None
    next: str | None
    """What comes next, with its day where it has one."""
    allegation: bool
    position: str | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class RemedyView:
    """Something that somebody can do."""

    title: str
    who: str
    effort: int
    effort_words: str
    gain: str
    """What it takes off the concern, as a share of all concern."""
    done: str
    test: str | None
    indicator: str
    finding: str | None
    """Anchor of the finding."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """The remedies that reach the required trust."""

    remedies: tuple[RemedyView, ...]
    effort: int
    trust: Scale
    reaches: bool
    proven_least: bool


@dataclass(frozen=True, slots=True)
class OpenView:
    """An open question and what its answer is worth."""

    rank: int
    id: str
    text: str
    state: str
    value: float
    """Share of what is not yet known that its answer could close, in [0, 1]."""
    shown: str
    if_shown: str | None
    """Which answers would remove the concern."""
    evidence: tuple[str, ...]
    asked_of: str


@dataclass(frozen=True, slots=True)
class DomainView:
    """The product over one domain's indicators."""

    title: str
    trust: Scale
    band: str
    indicators: int
    share: str
    """Of all concern."""
