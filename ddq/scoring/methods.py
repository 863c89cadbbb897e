"""The methods by which an assessment can be scored, each under its name and version, and their results side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from ddq.assessment.model import Assessment
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring import explaining
from ddq.scoring.explaining import Step
from ddq.scoring.method import METHOD, score
from ddq.scoring.model import Score
from ddq.scoring.weighted import explaining as weighted_explaining
from ddq.scoring.weighted import method as weighted
from ddq.scoring.weighted.model import WeightedScore


class Method(Protocol):
    """One method: from an assessment, and what it is read against, to its score."""

    def __call__(
        self,
        assessment: Assessment,
        loaded: LoadedQuestionnaire,
        reading: Reading,
        profile: Profile,
        day: date,
        *,
        refine: bool = True,
    ) -> Score:
        """The score, which bears the method's name and version."""
        ...


METHODS: Mapping[str, Method] = MappingProxyType({METHOD: score, weighted.METHOD: weighted.score})
"""By name and version. One that is changed gets a version of its own beside the old one, which stays as it is."""


def results(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    reading: Reading,
    profile: Profile,
    day: date,
    *,
    methods: Mapping[str, Method] = METHODS,
) -> Mapping[str, Score]:
    """The result of every method on the same inputs, by its name and version: none takes the place of another.

    Raises:
        ValueError: a method gives its result another name than its own, under which it would pass for another.
    """
    found = {name: method(assessment, loaded, reading, profile, day) for name, method in methods.items()}
    for name, result in found.items():
        if result.method != name:
            raise ValueError(f"the method {name} gave a result of {result.method}")
    return found


def explanation(score: Score) -> tuple[Step, ...]:
    """The steps under a score, unfolded down to the answers and laws that it rests on, as its method tells them."""
    if isinstance(score, WeightedScore):
        return weighted_explaining.explanation(score)
    return explaining.explanation(score)
