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

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from ddq.assessment.decision import Condition, Decision, Departure, Direction, Verb
from ddq.scoring.model import OutcomeKind, Score
from ddq.scoring.words import OUTCOMES
from ddq.sentence import Said, joined, say

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
    Verb.approve: say("an approval without conditions"),
    Verb.approve_with_conditions: say("an approval with conditions"),
    Verb.reject: say("a rejection"),
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
    if bars and verb is not Verb.reject:
        sentence = _across(score.outcome, verb, bars[0])
        return Departure(direction=Direction.across_a_bar, sentence=sentence, bars=bars)
    fitting = suggested(score)
    if verb is not fitting:
        cautious = _is_more_cautious(verb, fitting)
        direction = Direction.more_cautious if cautious else Direction.less_cautious
        return Departure(direction=direction, sentence=_otherwise(score.outcome, verb, cautious=cautious))
    left_out = missing_remedies(score, remedies) if verb is Verb.approve_with_conditions else ()
    if not left_out:
        return None
    return Departure(direction=Direction.less_cautious, sentence=_incomplete(score.outcome, left_out))


def _across(outcome: OutcomeKind, verb: Verb, bar: str) -> Said:
    return say(
        "the method says {outcome}, as {bar} binds this buyer; this is {decision}",
        outcome=OUTCOMES[outcome],
        bar=bar,
        decision=_IN_WORDS[verb],
    )


def _otherwise(outcome: OutcomeKind, verb: Verb, *, cautious: bool) -> Said:
    said, decision = OUTCOMES[outcome], _IN_WORDS[verb]
    if cautious:
        return say(
            "the method says {outcome}; this is {decision}, which is more cautious", outcome=said, decision=decision
        )
    return say("the method says {outcome}; this is {decision}, which is less cautious", outcome=said, decision=decision)


def _incomplete(outcome: OutcomeKind, left_out: Iterable[str]) -> Said:
    return say(
        "the method says {outcome}; of its plan, the conditions leave out {remedies}",
        outcome=OUTCOMES[outcome],
        remedies=joined(left_out),
    )


def departure_sentence(decision: Decision) -> str:
    """How a recorded decision departs, as it was recorded, with what the sentence was made of where that is known."""
    departure = decision.departure
    if departure is None:
        return ""
    left_out = departure.sentence.rpartition(" leave out ")[2].split(", ")
    for outcome in OutcomeKind:
        candidates = [
            *(_across(outcome, decision.decision, bar) for bar in departure.bars[:1]),
            *(_otherwise(outcome, decision.decision, cautious=cautious) for cautious in (True, False)),
            _incomplete(outcome, left_out),
        ]
        for candidate in candidates:
            if candidate == departure.sentence:
                return candidate
    return departure.sentence


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
