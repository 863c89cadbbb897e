"""Sums over indicators: the whole, the domains, and the attribution to origins. Each is the same product of trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Origin
from ddq.scoring.arithmetic import bands, total, trust
from ddq.scoring.measure import Measured
from ddq.scoring.model import DomainResult, Nano, OriginResult, OriginShare
from ddq.scoring.reach import DOMAIN, LawIndicator


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator's share of every sum."""

    indicator: str
    domain: str
    origin: Origin
    inherent: Nano
    concern: Nano


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


def domains(found: Sequence[Part], order: Sequence[str]) -> tuple[DomainResult, ...]:
    """The result of each domain, in the order of the questionnaire's sections."""
    by_domain: dict[str, list[Nano]] = defaultdict(list)
    for part in found:
        by_domain[part.domain].append(part.concern)
    known = [name for name in dict.fromkeys(order) if name in by_domain]
    rest = sorted(by_domain.keys() - set(known))
    return tuple(_domain(name, by_domain[name]) for name in (*known, *rest))


def _domain(name: str, concerns: list[Nano]) -> DomainResult:
    summed = total(concerns)
    interval = trust(summed)
    return DomainResult(name, interval, summed, len(concerns), bands(interval))


def origins(found: Sequence[Part]) -> tuple[OriginResult, ...]:
    """The result of each origin; one without indicators has a trust of 100."""
    return tuple(_origin(origin, [part.concern for part in found if part.origin is origin]) for origin in Origin)


def _origin(origin: Origin, concerns: list[Nano]) -> OriginResult:
    summed = total(concerns)
    interval = trust(summed)
    return OriginResult(origin, interval, summed, len(concerns), bands(interval))


def attribution(lowest: Sequence[Part], concern: Nano) -> tuple[OriginShare, ...]:
    """What is known by origin, and the rest as "not yet known"; the slices add up to `C_hi` exactly.

    Args:
        lowest: the parts in the reading of the open gates that has the least concern.
        concern: of the whole; its lower end is the sum over `lowest`.
    """
    known = {origin: sum(part.concern.lo for part in lowest if part.origin is origin) for origin in Origin}
    slices = [OriginShare(origin, nano) for origin, nano in known.items()]
    return (*slices, OriginShare(None, concern.hi - sum(known.values())))
