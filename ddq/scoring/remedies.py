"""Remedies: what each would leave of an indicator, and the set that changes the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Actor
from ddq.scoring.knapsack import Action, most_saved, saved_by
from ddq.scoring.measure import Measured
from ddq.scoring.model import Nano, RemedyOption


@dataclass(frozen=True, slots=True)
class Case:
    """What remedies can do in one reading of the facts: the concern of each indicator, and the offered remedies."""

    low: dict[str, int]
    high: dict[str, int]
    on_low: tuple[Action, ...]
    """The remedies as they act on the lower ends."""
    on_high: tuple[Action, ...]
    """The remedies as they act on the upper ends, on which the plan rests."""

    def least(self, whole: Nano) -> int:
        """The least that any allowed set of remedies leaves of the lower end."""
        return whole.lo - most_saved(self.on_low, self.low)

    def with_some(self, chosen: Iterable[str], whole: Nano) -> Nano:
        """What is left with the chosen remedies."""
        ids = frozenset(chosen)
        return Nano(
            whole.lo - saved_by((action for action in self.on_low if action.id in ids), self.low),
            whole.hi - saved_by((action for action in self.on_high if action.id in ids), self.high),
        )


def options(measured: Measured) -> tuple[RemedyOption, ...]:
    """The remedies of one indicator, with what each would gain alone."""
    return tuple(
        RemedyOption(
            indicator=measured.declared.indicator.indicator,
            id=offer.remedy.id,
            title=offer.remedy.title,
            who=offer.remedy.who,
            effort=offer.remedy.effort,
            done=offer.done,
            gain=max(0, measured.concern.hi - offer.concern.hi),
            test=offer.remedy.test,
            excludes=offer.remedy.excludes,
        )
        for offer in measured.declared.offers
    )


def case(measured: Sequence[Measured]) -> Case:
    """The offered remedies over all indicators; the same id under several indicators is one action, done once.

    Since concern grows with presence, the concern at `min(p, done)` is the lesser of the two concerns.
    """
    effort: dict[str, int] = {}
    excludes: dict[str, frozenset[str]] = defaultdict(frozenset)
    low: dict[str, list[tuple[str, int]]] = defaultdict(list)
    high: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in measured:
        name = one.declared.indicator.indicator
        for offer in one.declared.offers if one.applicable else ():
            remedy = offer.remedy
            if remedy.who is Actor.nobody:
                continue
            effort[remedy.id] = max(effort.get(remedy.id, 0), remedy.effort)
            excludes[remedy.id] |= frozenset(remedy.excludes)
            low[remedy.id].append((name, min(one.concern.lo, offer.concern.lo)))
            high[remedy.id].append((name, min(one.concern.hi, offer.concern.hi)))
    return Case(
        {one.declared.indicator.indicator: one.concern.lo for one in measured},
        {one.declared.indicator.indicator: one.concern.hi for one in measured},
        tuple(Action(name, effort[name], tuple(low[name]), excludes[name]) for name in sorted(effort)),
        tuple(Action(name, effort[name], tuple(high[name]), excludes[name]) for name in sorted(effort)),
    )
