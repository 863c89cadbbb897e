"""The outcome: what the method says, by the first condition that holds, and in words that a board understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Origin
from ddq.scoring.arithmetic import shown, trust
from ddq.scoring.model import BarResult, Nano, OutcomeKind, Plan
from ddq.scoring.words import ACTORS, ORIGIN_MEANINGS
from ddq.sentence import Country, Number, begun, joined, numeric, say, say_many


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
    states: Sequence[Country]
    """The states whose law remains, the strongest first."""


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
        because = (*because, say("The exposure is not settled; the highest tier that is still possible was used."))
    return Outcome(kind, headline, because)


Words = tuple[str, tuple[str, ...]]


def _required(grounds: Grounds) -> str:
    return say("{tier} requires {figure}", tier=grounds.tier, figure=Number(f"{grounds.required:g}"))


def _not_rated(grounds: Grounds, _: Plan | None) -> Words:
    waiting = say("Nothing is asked.")
    if grounds.open_questions:
        waiting = say_many("{count} question open.", "{count} questions open.", count=grounds.open_questions)
    return say("Not rated: nothing is known yet that could be rated."), (waiting,)


def _proceed(grounds: Grounds, _: Plan | None) -> Words:
    low = shown(trust(grounds.concern))[0]
    headline = say("Proceed: trust is at least {low}; {requirement}.", low=low, requirement=_required(grounds))
    still = say("No question is open.")
    if grounds.open_questions:
        still = say_many(
            "{count} open question could still move trust, but not below what is required.",
            "{count} open questions could still move trust, but not below what is required.",
            count=grounds.open_questions,
        )
    return headline, (still,)


def _conditions(grounds: Grounds, plan: Plan | None) -> Words:
    low, high = shown(trust(grounds.concern))
    if plan is None or not plan.reaches:
        reached = shown(trust(grounds.with_remedies))[0]
        headline = say("Proceed with conditions: with every remedy offered, trust is at least {low}.", low=reached)
        requirement = _required(grounds)
        now = say("As things stand it is {low} to {high}; {requirement}.", low=low, high=high, requirement=requirement)
        return headline, (now,)
    headline = say_many(
        "Proceed with conditions: {count} condition would bring trust to at least {low}; {requirement}.",
        "Proceed with conditions: {count} conditions would bring trust to at least {low}; {requirement}.",
        count=len(plan.remedies),
        low=shown(plan.trust)[0],
        requirement=_required(grounds),
    )
    because = (
        say("As things stand, trust is {low} to {high}.", low=low, high=high),
        *(
            say("Condition for {actor}: {remedy}", actor=ACTORS[remedy.who], remedy=remedy.title)
            for remedy in plan.remedies
        ),
    )
    return headline, because


def _defer(grounds: Grounds, _: Plan | None) -> Words:
    low, high = shown(trust(grounds.concern))
    possible = [bar for bar in grounds.bars if bar.possible]
    if possible and trust(grounds.with_remedies).lo >= grounds.required:
        headline = say("Defer: it must first be settled whether “{bar}” bars this purchase.", bar=possible[0].title)
        return headline, tuple(say("“{bar}”: {reason}.", bar=bar.title, reason=bar.reason) for bar in possible)
    headline = say_many(
        "Defer: trust is {low} to {high}, {requirement}, and {count} open question could decide.",
        "Defer: trust is {low} to {high}, {requirement}, and {count} open questions could decide.",
        count=grounds.open_questions,
        low=low,
        high=high,
        requirement=_required(grounds),
    )
    because: list[str] = []
    if trust(grounds.concern).hi >= grounds.required:
        because.append(say("Good answers alone could be enough."))
    else:
        best = shown(trust(grounds.with_remedies))[1]
        because.append(
            say("Answers alone are not enough; with every remedy offered, trust could reach {high}.", high=best)
        )
    because += map(may_bar, possible)
    return headline, tuple(because)


def _do_not_proceed(grounds: Grounds, _: Plan | None) -> Words:
    binding = [bar for bar in grounds.bars if bar.binds]
    if binding:
        first = binding[0]
        return barred(first), tuple(bar_words(bar) for bar in binding)
    headline = say(
        "Do not proceed: even with every remedy offered, trust reaches at most {high}; {requirement}.",
        high=shown(trust(grounds.with_remedies))[1],
        requirement=_required(grounds),
    )
    return headline, _remaining_words(grounds)


def barred(bar: BarResult) -> str:
    """The headline where a bar binds."""
    return say("Do not proceed: “{bar}” ({authority}) binds this buyer.", bar=bar.title, authority=bar.authority)


def may_bar(bar: BarResult) -> str:
    """A bar of which it is open whether it binds, and why it may."""
    return say("“{bar}” may bar the purchase: {reason}.", bar=bar.title, reason=bar.reason)


def bar_words(bar: BarResult) -> str:
    """A bar that binds: by whom, under what, for what, since when, and why."""
    told = say(
        "“{bar}”: {authority}, {citation}; scope: {scope}; {dates}.",
        bar=bar.title,
        authority=bar.authority,
        citation=bar.citation,
        scope=bar.scope,
        dates=_dates(bar),
    )
    return say("{bar} {reason}.", bar=told, reason=begun(bar.reason)) if bar.reason else told


def _dates(bar: BarResult) -> str:
    start, end = bar.start and numeric(bar.start), bar.end and numeric(bar.end)
    if start:
        return say("from {start} to {end}", start=start, end=end) if end else say("from {start}", start=start)
    return say("start not recorded to {end}", end=end) if end else say("start not recorded")


def _remaining_words(grounds: Grounds) -> tuple[str, ...]:
    whole = sum(grounds.remaining.values())
    left = sorted(((nano, origin) for origin, nano in grounds.remaining.items() if nano > 0), key=lambda one: -one[0])
    shares = joined(
        say("{share} % from {origin}", share=round(100 * nano / whole), origin=ORIGIN_MEANINGS[origin])
        for nano, origin in left
    )
    found: list[str] = []
    if left:
        found.append(
            say(
                "If every remedy were done and every open question were answered well, concern would still remain: "
                "{shares} (shares of that remaining concern).",
                shares=shares,
            )
        )
    if grounds.remaining.get(Origin.law, 0) > 0:
        names = joined(grounds.states) or say("the states that can reach the service")
        found.append(
            say("No contract term changes what law can compel; here that is the law of {states}.", states=names)
        )
    return tuple(found)
