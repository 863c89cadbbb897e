"""What would change a percentage: no remedy is planned, so what lost points and what is open stand in its place."""

from __future__ import annotations

from collections.abc import Iterable

from ddq.scoring.weighted.model import QuestionPoints, WeightedScore
from ddq.sentence import Number, say


def lost(questions: Iterable[QuestionPoints]) -> tuple[QuestionPoints, ...]:
    """The questions that surely lost points, the most first."""
    return tuple(sorted((one for one in questions if one.lost > 0), key=lambda one: (-one.lost, one.question)))


def plan_sentence(score: WeightedScore) -> str:
    """That there is no plan, and what a plan would be for."""
    required = Number(f"{score.required:g}")
    if not score.demanded:
        return say(
            "This method plans no remedies: a percentage changes only with the answers. "
            "The questionnaire names no percentage that is required."
        )
    if score.trust.lo >= score.required:
        return say("The {figure} % that is required is reached; nothing need be done.", figure=required)
    if score.trust.hi >= score.required:
        return say(
            "This method plans no remedies: a percentage changes only with the answers. "
            "Good answers to the open questions alone can reach the {figure} % required.",
            figure=required,
        )
    return say(
        "This method plans no remedies: a percentage changes only with the answers. "
        "The {figure} % required needs better answers where points were lost.",
        figure=required,
    )
