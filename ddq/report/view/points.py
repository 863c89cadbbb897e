"""The percentage of points, where the questionnaire counts points: what earned them, and what a mean cannot promise."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.figures import FieldView, Scale


@dataclass(frozen=True, slots=True)
class CategoryView:
    """The points of one domain."""

    title: str
    scale: Scale | None
    """None where no question of it applies."""
    band: str
    points: str
    """Such as `10 to 20 of 30 points`."""
    questions: int


@dataclass(frozen=True, slots=True)
class QuestionPointsView:
    """What one question earns."""

    id: str
    text: str
    category: str
    answer: str
    """The answer with its evidence grade, or how the question stands."""
    earned: str
    weight: str
    lost: bool


@dataclass(frozen=True, slots=True)
class LawView:
    """A promise that a weighted mean cannot keep, and what follows for the reader."""

    law: str
    matters: str


@dataclass(frozen=True, slots=True)
class PointsView:
    """Everything that the percentage rests on."""

    figure: str
    """Such as `71.4 to 80.0 % of the points`."""
    points: str
    required: str
    """Such as `70 % required`; or that nothing is required."""
    band: str
    change: str
    """Why there is no plan, or that none is needed."""
    categories: tuple[CategoryView, ...]
    lost: tuple[QuestionPointsView, ...]
    """The most points first."""
    questions: tuple[QuestionPointsView, ...]
    """Every question that counts, the heaviest first in its category."""
    grades: tuple[FieldView, ...]
    """The points that rest on each evidence grade."""
    kept: tuple[str, ...]
    broken: tuple[LawView, ...]
