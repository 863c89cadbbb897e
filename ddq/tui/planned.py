"""The plan in a sentence, the same on screen and in lines."""

from __future__ import annotations

from ddq.scoring.arithmetic import shown
from ddq.scoring.model import Score
from ddq.scoring.weighted import changing as weighted
from ddq.scoring.weighted.model import WeightedScore
from ddq.tui.words import counted


def plan_sentence(score: Score) -> str:
    """What the plan comes to, that none is needed, or that none is enough."""
    if isinstance(score, WeightedScore):
        return weighted.plan_sentence(score)
    plan = score.plan
    if plan is not None:
        low, high = shown(plan.trust)
        least = "" if plan.proven_least else " It is not proven that none is cheaper."
        return (
            f"Plan: {counted(len(plan.remedies), 'remedy', 'remedies')}, effort {plan.effort}, trust then {low} to "
            f"{high}; {score.required:g} is required.{least}"
        )
    if score.trust.lo >= score.required:
        return f"Trust reaches the {score.required:g} that is required; nothing need be done."
    low, high = shown(score.all_remedies)
    return f"No set of remedies is sure to reach {score.required:g}: with all of them trust is {low} to {high}."
