"""The exposure tier: what the buyer puts at stake, as the triage declares it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.values import Answered, U
from ddq.registers.model import Profile
from ddq.scoring.open_gates import combinations, lacks_value
from ddq.scoring.prepared import Prepared

OUTPUT = "exposure_tier"


@dataclass(frozen=True, slots=True)
class Tier:
    """The tier, and whether the triage settles it."""

    number: int
    known: bool

    def required(self, profile: Profile) -> float:
        """The trust that the profile requires at this tier, in [0, 100]."""
        return next(required for number, required in profile.tiers.items() if int(number) == self.number)


def tier(
    prepared: Prepared,
    loaded: LoadedQuestionnaire,
    evaluation: Evaluation,
    values: Mapping[str, Answered],
    day: date,
) -> Tier:
    """The declared tier; while the triage leaves it open, the highest that is still possible."""
    settled = _number(evaluation.outputs.get(OUTPUT, U))
    if settled is not None:
        return Tier(settled, known=True)
    waiting = {name for read in prepared.tier_reads for name in (read, *prepared.gates_of[read])}
    unanswered = tuple(sorted(name for name in waiting if lacks_value(evaluation, values, name)))
    possible = combinations(loaded, unanswered) if unanswered else None
    if possible is None:
        return Tier(4, known=False)
    known = evaluation.scope
    outcomes = (
        evaluate(loaded, {**values, **assumed}, day, states=known.states, sets=known.sets).outputs.get(OUTPUT, U)
        for assumed in possible
    )
    return Tier(max((_number(outcome) or 4 for outcome in outcomes), default=4), known=False)


def _number(value: Answered) -> int | None:
    """A whole number from 1 to 4; a number beyond is the nearest, a fraction the next higher."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return min(4, max(1, math.ceil(value)))
