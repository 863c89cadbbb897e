"""Lint of what the figures can come to: bands of trust that no answers lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ddq.questionnaire.indicator import Strength
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.problems import Problem
from ddq.scoring.arithmetic import BANDS, band, concern, trust_of
from ddq.scoring.model import Band
from ddq.scoring.prepared import prepare

MAX_SUMS = 20_000
"""More sums of concerns than these are not tried out."""


def unreachable_bands(linted: Linted) -> Iterator[Problem]:
    """A015: a band of trust that no answers, all known and proven, lead to; A011 tells of the lowest."""
    reached = _reached(linted)
    if reached is None:
        return
    missing = [name for _, name in BANDS if name not in reached and name is not Band.untenable]
    if missing:
        message = f"no answers lead to {' or '.join(f'“{name}”' for name in missing)}"
        hint = "few or strong indicators leave gaps between the figures that trust can have"
        found = linted.parts[0][0].problem(("title",), "A015", message, hint, key=True)
        yield replace(found, level="info")


def _reached(linted: Linted) -> frozenset[Band] | None:
    """The bands that come about; None where that cannot be told, or nothing is scored.

    Every indicator is taken to be free of the others: what is not reached then is not reached at all.
    """
    prepared = prepare(linted.loaded)
    if not prepared.indicators or prepared.engines or prepared.mitigations:
        return None
    values = _presences_of(linted)
    sums, found = {0}, {band(100.0)}
    for each in prepared.indicators:
        possible = values.get(each.indicator.indicator)
        if possible is None:
            return None
        concerns = {concern(each.indicator.strength, presence) for presence in possible}
        sums = {one + other for one in sums for other in concerns}
        found |= {band(trust_of(nano)) for nano in sums}
        if len(found) == len(BANDS):
            break  # 0 is always possible, so what is reached stays reached
        if len(sums) > MAX_SUMS:
            return None
    return frozenset(found)


def _presences_of(linted: Linted) -> dict[str, set[float] | None]:
    """By indicator, the presences that it can have, 0 among them; None where these cannot be told."""
    from ddq.authoring.lint import declared, figures_of, presences  # which builds on this module

    found: dict[str, set[float] | None] = {}
    for each in presences(linted):
        if each.indicator is None:
            continue
        possible = figures_of(linted, each)
        known = found.setdefault(each.indicator, {0.0})
        legal = possible is not None and all(0 <= presence <= 1 for presence in possible)
        found[each.indicator] = {*known, *possible} if known is not None and possible is not None and legal else None
    for each in declared(linted):
        if each.indicator.strength is not Strength.informational:
            found.setdefault(each.indicator.indicator, {0.0, 1.0})  # *unlisted entries*: there or not
    return found


RULES: tuple[LintRule, ...] = (unreachable_bands,)
