"""What would change a percentage: no remedy is planned, so what lost points and what is open stand in its place."""

from __future__ import annotations

from collections.abc import Iterable

from ddq.scoring.weighted.model import QuestionPoints, WeightedScore


def lost(questions: Iterable[QuestionPoints]) -> tuple[QuestionPoints, ...]:
    """The questions that surely lost points, the most first."""
    return tuple(sorted((one for one in questions if one.lost > 0), key=lambda one: (-one.lost, one.question)))


def plan_sentence(score: WeightedScore) -> str:
    """That there is no plan, and what a plan would be for."""
    no_plan = "This method plans no remedies: a percentage changes only with the answers."
    if not score.demanded:
        return f"{no_plan} The questionnaire names no percentage that is required."
    if score.trust.lo >= score.required:
        return f"The {score.required:g} % that is required is reached; nothing need be done."
    if score.trust.hi >= score.required:
        return f"{no_plan} Good answers to the open questions alone can reach the {score.required:g} % required."
    return f"{no_plan} The {score.required:g} % required needs better answers where points were lost."
