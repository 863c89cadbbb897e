"""Remedies: what each would leave of an indicator, and the set that changes the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Actor, Grade, Indicator, Remedy
from ddq.scoring.arithmetic import FULL, HIDDEN, concern, hidden_up_to
from ddq.scoring.knapsack import Action, most_saved, saved_by
from ddq.scoring.measure import Measured
from ddq.scoring.model import Interval, Nano, RemedyOption

LEAST_OF_HISTORY = 0.5
"""What remains of a thing of the past, whatever is done: a conviction stays a conviction."""


@dataclass(frozen=True, slots=True)
class Case:
    """What remedies can do in one reading of the facts: the concern of each indicator, and the offered remedies."""

    low: dict[str, int]
    high: dict[str, int]
    on_low: tuple[Action, ...]
    """The remedies as they act on the lower ends."""
    on_high: tuple[Action, ...]
    """The remedies as they act on the upper ends, on which the plan rests."""

    def with_all(self, whole: Nano) -> Nano:
        """What is left of the whole concern with every offered remedy that the others allow."""
        return Nano(
            whole.lo - most_saved(self.on_low, self.low),
            whole.hi - most_saved(self.on_high, self.high),
        )

    def with_some(self, chosen: Iterable[str], whole: Nano) -> Nano:
        """What is left with the chosen remedies."""
        ids = frozenset(chosen)
        return Nano(
            whole.lo - saved_by((action for action in self.on_low if action.id in ids), self.low),
            whole.hi - saved_by((action for action in self.on_high if action.id in ids), self.high),
        )


def done(remedy: Remedy, indicator: Indicator, largest: float) -> Interval:
    """The presence once the remedy is done, at the grade that its acceptance test yields."""
    lo, hi = remedy.done if isinstance(remedy.done, tuple) else (remedy.done, remedy.done)
    if indicator.history:
        lo, hi = max(lo, LEAST_OF_HISTORY), max(hi, LEAST_OF_HISTORY)
    if remedy.grade is Grade.E:
        return Interval(lo, FULL.hi)
    return Interval(lo, hidden_up_to(hi, largest, HIDDEN[remedy.grade]).hi)


def options(measured: Measured) -> tuple[RemedyOption, ...]:
    """The remedies of one indicator, with what each would gain alone."""
    indicator, largest = measured.declared.indicator, measured.declared.largest
    found: list[RemedyOption] = []
    for remedy in indicator.remedies:
        reached = done(remedy, indicator, largest)
        left = concern(indicator.strength, min(measured.presence.hi, reached.hi))
        found.append(
            RemedyOption(
                indicator=indicator.indicator,
                id=remedy.id,
                title=remedy.title,
                who=remedy.who,
                effort=remedy.effort,
                done=reached,
                gain=measured.concern.hi - left,
                test=remedy.test,
                excludes=remedy.excludes,
            )
        )
    return tuple(found)


def case(measured: Sequence[Measured]) -> Case:
    """The offered remedies over all indicators; the same id under several indicators is one action, done once."""
    effort: dict[str, int] = {}
    excludes: dict[str, frozenset[str]] = defaultdict(frozenset)
    low: dict[str, list[tuple[str, int]]] = defaultdict(list)
    high: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in measured:
        indicator = one.declared.indicator
        for remedy in indicator.remedies if one.applicable else ():
            if remedy.who is Actor.nobody:
                continue
            reached = done(remedy, indicator, one.declared.largest)
            effort[remedy.id] = max(effort.get(remedy.id, 0), remedy.effort)
            excludes[remedy.id] |= frozenset(remedy.excludes)
            name, strength = indicator.indicator, indicator.strength
            low[remedy.id].append((name, concern(strength, min(one.presence.lo, reached.lo))))
            high[remedy.id].append((name, concern(strength, min(one.presence.hi, reached.hi))))
    return Case(
        {one.declared.indicator.indicator: one.concern.lo for one in measured},
        {one.declared.indicator.indicator: one.concern.hi for one in measured},
        tuple(Action(name, effort[name], tuple(low[name]), excludes[name]) for name in sorted(effort)),
        tuple(Action(name, effort[name], tuple(high[name]), excludes[name]) for name in sorted(effort)),
    )
