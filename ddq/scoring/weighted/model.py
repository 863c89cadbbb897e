"""The score of `weighted/1`: a percentage of points, with every question and category behind it."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.questionnaire.model import Grade
from ddq.scoring.model import Because, Interval, Score, ends
from ddq.sentence import Number, say


@dataclass(frozen=True, slots=True)
class QuestionPoints:
    """What one question earns of what it weighs."""

    question: str
    title: str
    domain: str
    weight: float
    earned: Interval
    applies: bool | None
    """False: hidden, or accepted as not applicable, and so in neither sum; None: not known yet."""
    answered: bool
    """Whether a value counts: one that is answered, on some basis, and not behind an open question."""
    because: Because

    @property
    def lost(self) -> float:
        """The points that are surely not earned."""
        return self.weight - self.earned.hi if self.applies and self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Category:
    """The points of one domain."""

    domain: str
    earned: Interval
    weight: float
    """Of all its questions that may apply."""
    percentage: Interval | None
    """None where no question of it applies."""
    shown: tuple[str, str] | None
    band: tuple[str, str]
    questions: int


@dataclass(frozen=True, slots=True)
class GradePoints:
    """The points that rest on one evidence grade."""

    grade: Grade
    points: float


@dataclass(frozen=True, slots=True)
class WeightedScore(Score):
    """A score whose figure is a percentage: `trust`, `shown`, `band` and `required` are of that percentage."""

    rated: bool
    """Whether anything is known that counts."""
    demanded: bool
    """Whether the questionnaire names a percentage that is required; without one there is no outcome."""
    earned: Interval
    weight: float
    """Of all questions that may apply."""
    questions: tuple[QuestionPoints, ...]
    """In order of id."""
    categories: tuple[Category, ...]
    """In the order of the questionnaire."""
    grades: tuple[GradePoints, ...]
    """What the points that are earned rest on, the best grade first."""
    if_heaviest_fails: float | None
    """The percentage with the worst answer to the heaviest question and the best to all others."""

    @property
    def has_figure(self) -> bool:
        """Whether enough is known for a figure; it may be there without an outcome."""
        return self.rated

    @property
    def figure(self) -> str:
        """The figure in words, such as `71.4 to 80.0 % of the points`."""
        return say("{share} of the points", share=self.shown_words)

    @property
    def shown_words(self) -> str:
        """Both ends, such as `71.4 to 80.0 %`."""
        return say("{share} %", share=ends(self.shown))

    @property
    def required_words(self) -> str:
        """What is required, such as `70 % required`."""
        if not self.demanded:
            return say("no percentage is required")
        return say("{figure} % required", figure=Number(f"{self.required:g}"))

    @property
    def mark(self) -> float | None:
        """The percentage that is required; None where the questionnaire names none."""
        return self.required if self.demanded else None

    @property
    def width(self) -> int:
        """What is not known yet, in millionths of a percentage point."""
        return round((self.trust.hi - self.trust.lo) * 1_000_000)


def points_words(earned: Interval, weight: float) -> str:
    """`10 to 20 of 20 points`."""
    found = ends((Number(f"{earned.lo:g}"), Number(f"{earned.hi:g}")))
    if weight == 1:
        return say("{earned} of {weight} point", earned=found, weight=1)
    return say("{earned} of {weight} points", earned=found, weight=Number(f"{weight:g}"))
