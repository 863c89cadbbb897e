"""Sums over indicators: the whole, the domains, and the attribution to origins. Each is the same product of trust."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Origin
from ddq.scoring.arithmetic import bands, total, trust
from ddq.scoring.measure import Measured
from ddq.scoring.model import DomainResult, Interval, Nano, OriginResult, OriginShare
from ddq.scoring.reach import DOMAIN, LawIndicator


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator's share of every sum."""

    indicator: str
    domain: str
    origin: Origin
    inherent: Nano
    concern: Nano


@dataclass(frozen=True, slots=True)
class Readings:
    """The parts in every reading of the facts."""

    every: Sequence[Sequence[Part]]
    admitted: Sequence[Sequence[Part]]
    """In those from which lower ends are taken."""


def parts(measured: Sequence[Measured], laws: Sequence[LawIndicator]) -> tuple[Part, ...]:
    """The applicable indicators, those of law among them."""
    declared = (
        Part(
            one.declared.indicator.indicator,
            one.declared.domain,
            one.declared.indicator.origin,
            one.inherent_concern,
            one.concern,
        )
        for one in measured
        if one.applicable
    )
    of_law = (Part(law.id, DOMAIN, Origin.law, law.inherent_concern, law.concern) for law in laws)
    return (*declared, *of_law)


def whole(found: Sequence[Part]) -> Nano:
    """The concern over all indicators."""
    return total(part.concern for part in found)


def domains(readings: Readings, order: Sequence[str]) -> tuple[DomainResult, ...]:
    """The result of each domain over every reading of the facts, in the order of the questionnaire's sections."""
    known = {part.domain for parts in readings.every for part in parts}
    ordered = [name for name in dict.fromkeys(order) if name in known]
    return tuple(_domain(name, readings) for name in (*ordered, *sorted(known.difference(ordered))))


def _domain(name: str, readings: Readings) -> DomainResult:
    summed, interval, count = _over(readings, lambda part: part.domain == name)
    return DomainResult(name, interval, summed, count, bands(interval))


def origins(readings: Readings) -> tuple[OriginResult, ...]:
    """The result of each origin over every reading of the facts; one without indicators has a trust of 100."""
    return tuple(_origin(origin, readings) for origin in Origin)


def _origin(origin: Origin, readings: Readings) -> OriginResult:
    summed, interval, count = _over(readings, lambda part: part.origin is origin)
    return OriginResult(origin, interval, summed, count, bands(interval))


def _over(readings: Readings, takes_part: Callable[[Part], bool]) -> tuple[Nano, Interval, int]:
    """The range of the sums, the trust that it leaves, and how many indicators take part in any reading."""
    every = [[part for part in parts if takes_part(part)] for parts in readings.every]
    lower = [[part for part in parts if takes_part(part)] for parts in readings.admitted]
    summed = Nano(min(whole(parts).lo for parts in lower), max(whole(parts).hi for parts in every))
    return summed, trust(summed), len({part.indicator for parts in every for part in parts})


def attribution(lowest: Sequence[Part], concern: Nano) -> tuple[OriginShare, ...]:
    """What is known by origin, and the rest as "not yet known"; the slices add up to `C_hi` exactly.

    Args:
        lowest: the parts in the reading of the open gates that has the least concern.
        concern: of the whole; its lower end is the sum over `lowest`.
    """
    known = {origin: sum(part.concern.lo for part in lowest if part.origin is origin) for origin in Origin}
    slices = [OriginShare(origin, nano) for origin, nano in known.items()]
    return (*slices, OriginShare(None, concern.hi - sum(known.values())))
