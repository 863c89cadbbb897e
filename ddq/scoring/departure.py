"""How a decision stands to the outcome: whether it is what the method suggests, or departs from it, and which way.

| outcome                 | approve       | approve with conditions        | reject        |
| proceed                 | fits          | more cautious                  | more cautious |
| proceed with conditions | less cautious | fits, if the plan is among them | more cautious |
| defer                   | less cautious | less cautious                  | more cautious |
| not rated               | less cautious | less cautious                  | more cautious |
| do not proceed          | less cautious | less cautious                  | fits          |
| do not proceed: a bar   | across a bar  | across a bar                   | fits          |

Whatever does not fit needs a recorded reason, more cautious or less; across a bar also the authority that allows it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ddq.assessment.decision import Condition, Departure, Direction, Verb
from ddq.scoring.model import OutcomeKind, Score

_CAUTION = {Verb.approve: 0, Verb.approve_with_conditions: 1, Verb.reject: 2}
_SUGGESTED: dict[OutcomeKind, Verb | None] = {
    OutcomeKind.proceed: Verb.approve,
    OutcomeKind.proceed_with_conditions: Verb.approve_with_conditions,
    OutcomeKind.defer: None,
    OutcomeKind.not_rated: None,
    OutcomeKind.do_not_proceed: Verb.reject,
}
"""What the method suggests; None: not to decide yet."""
_IN_WORDS = {
    Verb.approve: "an approval without conditions",
    Verb.approve_with_conditions: "an approval with conditions",
    Verb.reject: "a rejection",
}


def suggested(score: Score) -> Verb | None:
    """The decision that is what the method says; None where it says to wait for answers."""
    return _SUGGESTED[score.outcome]


def departure(score: Score, verb: Verb, remedies: Collection[str] = ()) -> Departure | None:
    """How a decision departs from the outcome; None where it does not.

    Args:
        score: what the method says.
        verb: what is decided.
        remedies: ids of the plan's remedies that the conditions ask for.
    """
    bars = tuple(f"{bar.title} ({bar.authority})" for bar in score.bars if bar.binds)
    said = f"the method says {score.outcome.value}"
    if bars and verb is not Verb.reject:
        sentence = f"{said}, as {bars[0]} binds this buyer; this is {_IN_WORDS[verb]}"
        return Departure(direction=Direction.across_a_bar, sentence=sentence, bars=bars)
    fitting = suggested(score)
    if verb is not fitting:
        cautious = _is_more_cautious(verb, fitting)
        direction = Direction.more_cautious if cautious else Direction.less_cautious
        sentence = f"{said}; this is {_IN_WORDS[verb]}, which is {'more' if cautious else 'less'} cautious"
        return Departure(direction=direction, sentence=sentence)
    left_out = missing_remedies(score, remedies) if verb is Verb.approve_with_conditions else ()
    if not left_out:
        return None
    sentence = f"{said}; of its plan, the conditions leave out {', '.join(left_out)}"
    return Departure(direction=Direction.less_cautious, sentence=sentence)


def missing_remedies(score: Score, remedies: Collection[str]) -> tuple[str, ...]:
    """The remedies of the plan that no condition asks for."""
    return tuple(name for name in plan_remedies(score) if name not in remedies)


def plan_remedies(score: Score) -> dict[str, str]:
    """The remedies of the plan: `INDICATOR/REMEDY` to title."""
    chosen = score.plan.remedies if score.plan is not None and score.plan.reaches else ()
    return {f"{remedy.indicator}/{remedy.id}": remedy.title for remedy in chosen}


def proposed_conditions(score: Score, owner: str, due: date) -> Sequence[Condition]:
    """The plan as conditions, for somebody to change before deciding."""
    return [Condition(text=title, owner=owner, due=due, remedy=name) for name, title in plan_remedies(score).items()]


def _is_more_cautious(verb: Verb, fitting: Verb | None) -> bool:
    """Where the method says to wait, to decline is the cautious side of it, and to approve is not."""
    return verb is Verb.reject if fitting is None else _CAUTION[verb] > _CAUTION[fitting]
