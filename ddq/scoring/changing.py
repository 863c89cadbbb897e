"""What would change an outcome: the plan, what else is on offer, what remains, and what an answer would show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pydantic import JsonValue

from ddq.assessment.model import Answer, Assessment, Basis
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import Actor, Grade, Origin
from ddq.questionnaire.values import Answered
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.methods import METHODS
from ddq.scoring.model import IndicatorResult, OutcomeKind, RemedyOption, Score
from ddq.scoring.open_gates import possible_answers


@dataclass(frozen=True, slots=True)
class Supposed:
    """What the score would be if one open question were shown to have a certain answer."""

    question: str
    answer: str
    """In words."""
    figure: str
    """What the figure would be, in words."""
    outcome: OutcomeKind


@dataclass(frozen=True, slots=True)
class Remaining:
    """What the plan, or where there is none no remedy, takes away."""

    by_contract: tuple[IndicatorResult, ...]
    """The largest concern first."""
    of_law: tuple[IndicatorResult, ...]
    """What the law of a state can compel: no contract changes law."""


def alternatives(score: Score) -> tuple[RemedyOption, ...]:
    """The remedies that are on offer and not in the plan, the largest gain first; each once, where it gains most."""
    planned = {remedy.id for remedy in score.plan.remedies} if score.plan else set[str]()
    best: dict[str, RemedyOption] = {}
    for one in score.indicators:
        for remedy in one.remedies if one.applicable else ():
            offered = remedy.id not in planned and remedy.gain > 0 and remedy.who is not Actor.nobody
            if offered and (remedy.id not in best or remedy.gain > best[remedy.id].gain):
                best[remedy.id] = remedy
    return tuple(sorted(best.values(), key=lambda remedy: (-remedy.gain, remedy.effort, remedy.id)))


def remaining(score: Score) -> Remaining:
    """The sure concerns that no remedy of the plan bears on."""
    planned = {remedy.id for remedy in score.plan.remedies} if score.plan else set[str]()
    left = [
        one
        for one in score.indicators
        if one.applicable and one.concern.lo > 0 and not any(remedy.id in planned for remedy in one.remedies)
    ]
    left.sort(key=lambda one: (-one.concern.lo, one.id))
    return Remaining(
        tuple(one for one in left if one.origin is not Origin.law),
        tuple(one for one in left if one.origin is Origin.law),
    )


def supposed(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    reading: Reading,
    profile: Profile,
    *,
    day: date,
    score: Score,
    most: int = 8,
) -> Iterator[Supposed]:
    """For the most valuable open questions with few answers, what each answer would make of the score, best first.

    Each is supposed alone, shown by an official document; every other answer stays as it is.
    """
    asked = 0
    for found in score.open_questions:
        answers = possible_answers(loaded, found.question)
        if not answers:
            continue
        asked += 1
        if asked > most:
            return
        results: list[tuple[float, Supposed]] = []
        score_of = METHODS[score.method]
        for value in answers:
            given = Answer(value=_raw(value), basis=Basis(grade=Grade.A))
            answered = {**assessment.answers, found.question: given}
            then = assessment.model_copy(update={"answers": answered})
            after = score_of(then, loaded, reading, profile, day, refine=score.exact)
            words = format_value(loaded.questions[found.question], value)
            results.append(
                (after.trust.lo + after.trust.hi, Supposed(found.question, words, after.figure, after.outcome))
            )
        yield from (one for _, one in sorted(results, key=lambda pair: -pair[0]))


def _raw(value: Answered) -> JsonValue:
    """A possible answer as an assessment keeps it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return [*value] if isinstance(value, tuple) else cast(JsonValue, value)
