"""Reports on more than one assessment: two side by side, and all of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ddq.report.view.figures import BandRange, Scale


@dataclass(frozen=True, slots=True)
class SideView:
    """One of two assessments."""

    id: str
    title: str
    as_of: str
    status: str
    buyer: str
    questionnaire: str
    method: str
    outcome: str
    headline: str
    figure: str
    """Such as `trust 46.2 to 61.0`; `none` where nothing is known."""
    trust: Scale
    required: float | None
    required_shown: str
    bands: tuple[BandRange, ...]
    decision: str | None
    """What was decided last, by whom and when."""
    digest: str


@dataclass(frozen=True, slots=True)
class ChangedView:
    """An answer that is not the same in both."""

    id: str
    """The question's."""
    text: str
    entry: str
    """Which entry of a list; or empty."""
    change: str
    """Such as `changed` or `other basis`."""
    before: str
    after: str
    basis_before: str
    basis_after: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """A concern, or the points of a question, that is not the same in both."""

    title: str
    direction: str
    words: str


@dataclass(frozen=True, slots=True)
class NamedView:
    """A question by id and text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two assessments side by side; facts and method apart."""

    language: str
    """That it is told in, such as `de`."""
    dated: date
    """The later as-of date."""
    vendor: str
    running: str
    earlier: SideView
    later: SideView
    figure: str
    """What the figures are: `trust`, `percentage`, or `figure` where they are not the same."""
    answers: tuple[ChangedView, ...]
    same: int
    unconfirmed: int
    """How many of the same answers were carried over and not confirmed."""
    only_earlier: tuple[NamedView, ...]
    only_later: tuple[NamedView, ...]
    method: tuple[str, ...]
    """What else than facts is different, a sentence each."""
    moved: tuple[MovedView, ...]
    one_sided: tuple[MovedView, ...]
    """What only one of the scores counts."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One assessment of several."""

    id: str
    vendor: str
    service: str
    as_of: str
    status: str
    buyer: str
    outcome: str
    key: str
    """The outcome as a word for a style class."""
    trust: Scale
    required: float | None
    tier: str
    binding: int
    """Bars that bind the buyer."""
    open: str
    """How many questions are open."""
    next_review: str | None
    overdue: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class CountView:
    """How many assessments have an outcome."""

    outcome: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """All assessments of a workspace."""

    language: str
    """That it is told in, such as `de`."""
    dated: date
    as_of: str
    title: str
    rows: tuple[PortfolioRow, ...]
    """Those that need somebody first."""
    outcomes: tuple[CountView, ...]
    overdue: int
    stale: int
    unreadable: tuple[NamedView, ...]
    """Assessments that could not be scored: id, and why."""
