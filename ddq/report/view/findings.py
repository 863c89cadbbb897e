"""Findings with all that they rest on, and what doubt remains elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.answers import AnswerView
from ddq.report.view.figures import Scale
from ddq.report.view.outcome import RemedyView


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One step of the explanation, with its depth in the tree."""

    depth: int
    text: str
    cites: str
    """The law that it rests on, in full; or empty."""
    question: str | None


@dataclass(frozen=True, slots=True)
class BasisView:
    """An answer that a finding rests on."""

    question: str
    label: str
    row: bool
    """Whether it is a row of a list, whose label says what it is."""
    answer: AnswerView


@dataclass(frozen=True, slots=True)
class MitigationView:
    """What reduces an indicator."""

    title: str
    share: str
    present: str
    question: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One indicator that weighs."""

    anchor: str
    number: str
    id: str
    title: str
    domain: str
    origin: str
    origin_key: str
    strength: str
    presence: Scale
    inherent: Scale
    removes: str
    """The share of the remaining trust that it takes away, as an interval in per cent."""
    removes_to: float
    weight: str
    """Its share of the established concern."""
    allegation: bool
    because: tuple[ReasonView, ...]
    basis: tuple[BasisView, ...]
    mitigations: tuple[MitigationView, ...]
    references: tuple[str, ...]
    remedies: tuple[RemedyView, ...]
    legally_barred: bool
    state: str | None
    """Anchor of the state, for an indicator of law."""


@dataclass(frozen=True, slots=True)
class DoubtView:
    """An indicator in which no concern was found, but for the doubt that its evidence leaves, or is not answered."""

    title: str
    domain: str
    presence: str
    removes: str
    questions: tuple[str, ...]
    grade: str
