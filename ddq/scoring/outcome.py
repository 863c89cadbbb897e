"""The outcome: what the method says, by the first condition that holds, and in words that a board understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ddq.questionnaire.countries import in_sentence
from ddq.questionnaire.model import Origin
from ddq.scoring.arithmetic import shown, trust
from ddq.scoring.model import BarResult, Nano, OutcomeKind, Plan

ORIGIN_WORDS = {
    Origin.conduct: "what the vendor does or did",
    Origin.control: "who owns or commands it",
    Origin.law: "what a state's law can compel",
    Origin.state_action: "what governments have decided about it",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that the outcome rests on."""

    bars: Sequence[BarResult]
    rated: bool
    required: float
    tier: str
    """In words, such as "limited exposure (tier 2)"."""
    tier_known: bool
    concern: Nano
    with_remedies: Nano
    """With every offered remedy, no answer assumed."""
    remaining: dict[Origin, int]
    """What remains then by origin, in nano-nats, even if all that is open turns out well."""
    open_questions: int
    states: Sequence[str]
    """Names of the states whose law remains, the strongest first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the method says, in one sentence and with its reasons."""

    kind: OutcomeKind
    headline: str
    because: tuple[str, ...]


def kind_of(grounds: Grounds) -> OutcomeKind:
    """The first condition that holds. Where it is open whether a bar binds, nothing passes before that is known."""
    trusted, remedied = trust(grounds.concern), trust(grounds.with_remedies)
    if any(bar.binds for bar in grounds.bars):
        return OutcomeKind.do_not_proceed
    if not grounds.rated:
        return OutcomeKind.not_rated
    may_be_barred = any(bar.possible for bar in grounds.bars)
    if trusted.lo >= grounds.required:
        return OutcomeKind.defer if may_be_barred else OutcomeKind.proceed
    if remedied.lo >= grounds.required:
        return OutcomeKind.defer if may_be_barred else OutcomeKind.proceed_with_conditions
    return OutcomeKind.defer if remedied.hi >= grounds.required else OutcomeKind.do_not_proceed


def outcome(grounds: Grounds, plan: Plan | None) -> Outcome:
    """The outcome with its headline and its reasons."""
    kind = kind_of(grounds)
    words = {
        OutcomeKind.not_rated: _not_rated,
        OutcomeKind.proceed: _proceed,
        OutcomeKind.proceed_with_conditions: _conditions,
        OutcomeKind.defer: _defer,
        OutcomeKind.do_not_proceed: _do_not_proceed,
    }[kind]
    headline, because = words(grounds, plan)
    if not grounds.tier_known and kind is not OutcomeKind.not_rated:
        because = (*because, "The exposure is not settled; the highest tier that is still possible was used.")
    return Outcome(kind, headline, because)


Words = tuple[str, tuple[str, ...]]


def _required(grounds: Grounds) -> str:
    return f"{grounds.tier} requires {grounds.required:g}"


def _not_rated(grounds: Grounds, _: Plan | None) -> Words:
    waiting = f"{_count(grounds.open_questions, 'question')} open." if grounds.open_questions else "Nothing is asked."
    return "Not rated: nothing is known yet that could be rated.", (waiting,)


def _proceed(grounds: Grounds, _: Plan | None) -> Words:
    low = shown(trust(grounds.concern))[0]
    headline = f"Proceed: trust is at least {low}; {_required(grounds)}."
    still = (
        f"{_count(grounds.open_questions, 'open question')} could still move trust, but not below what is required."
        if grounds.open_questions
        else "No question is open."
    )
    return headline, (still,)


def _conditions(grounds: Grounds, plan: Plan | None) -> Words:
    low, high = shown(trust(grounds.concern))
    if plan is None or not plan.reaches:
        reached = shown(trust(grounds.with_remedies))[0]
        headline = f"Proceed with conditions: with every remedy offered, trust is at least {reached}."
        return headline, (f"As things stand it is {low} to {high}; {_required(grounds)}.",)
    reached = shown(plan.trust)[0]
    headline = (
        f"Proceed with conditions: {_count(len(plan.remedies), 'condition')} would bring trust to at least {reached}; "
        f"{_required(grounds)}."
    )
    because = (
        f"As things stand, trust is {low} to {high}.",
        *(f"Condition for {remedy.who.value}: {remedy.title}" for remedy in plan.remedies),
    )
    return headline, because


def _defer(grounds: Grounds, _: Plan | None) -> Words:
    low, high = shown(trust(grounds.concern))
    possible = [bar for bar in grounds.bars if bar.possible]
    if possible and trust(grounds.with_remedies).lo >= grounds.required:
        headline = f"Defer: it must first be settled whether “{possible[0].title}” bars this purchase."
        return headline, tuple(f"“{bar.title}”: {bar.reason}." for bar in possible)
    headline = (
        f"Defer: trust is {low} to {high}, {_required(grounds)}, and "
        f"{_count(grounds.open_questions, 'open question')} could decide."
    )
    because: list[str] = []
    if trust(grounds.concern).hi >= grounds.required:
        because.append("Good answers alone could be enough.")
    else:
        best = shown(trust(grounds.with_remedies))[1]
        because.append(f"Answers alone are not enough; with every remedy offered, trust could reach {best}.")
    because += [f"“{bar.title}” may bar the purchase: {bar.reason}." for bar in possible]
    return headline, tuple(because)


def _do_not_proceed(grounds: Grounds, _: Plan | None) -> Words:
    binding = [bar for bar in grounds.bars if bar.binds]
    if binding:
        first = binding[0]
        headline = f"Do not proceed: “{first.title}” ({first.authority}) binds this buyer."
        return headline, tuple(bar_words(bar) for bar in binding)
    best = shown(trust(grounds.with_remedies))[1]
    headline = f"Do not proceed: even with every remedy offered, trust reaches at most {best}; {_required(grounds)}."
    return headline, _remaining_words(grounds)


def bar_words(bar: BarResult) -> str:
    """A bar that binds: by whom, under what, for what, since when, and why."""
    dates = f"from {bar.start.isoformat()}" if bar.start else "start not recorded"
    if bar.end:
        dates += f" to {bar.end.isoformat()}"
    return f"“{bar.title}”: {bar.authority}, {bar.citation}; scope: {bar.scope}; {dates}. {_sentence(bar.reason)}"


def _remaining_words(grounds: Grounds) -> tuple[str, ...]:
    whole = sum(grounds.remaining.values())
    left = sorted(((nano, origin) for origin, nano in grounds.remaining.items() if nano > 0), key=lambda one: -one[0])
    shares = ", ".join(f"{round(100 * nano / whole)} % from {ORIGIN_WORDS[origin]}" for nano, origin in left)
    best = "If every remedy were done and every open question were answered well, concern would still remain"
    found = [f"{best}: {shares} (shares of that remaining concern)."] if left else []
    if grounds.remaining.get(Origin.law, 0) > 0:
        names = ", ".join(map(in_sentence, grounds.states)) or "the states that can reach the service"
        found.append(f"No contract term changes what law can compel; here that is the law of {names}.")
    return tuple(found)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
