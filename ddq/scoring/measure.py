"""The indicators, measured: presence before and after mitigations, and the concern that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ddq.scoring.arithmetic import ABSENT, HIDDEN, NOTHING, RELIED_ON, concerns, largest
from ddq.scoring.facts import Facts
from ddq.scoring.model import AppliedMitigation, Interval, Nano
from ddq.scoring.prepared import EVERY_LAW, DeclaredIndicator, DeclaredMitigation, Feed, Prepared
from ddq.scoring.presence import Fed, fed, relied_on

_RELIED = {HIDDEN[grade]: share for grade, share in RELIED_ON.items()}


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator that the questionnaire declares, measured over some facts."""

    declared: DeclaredIndicator
    feeds: tuple[tuple[Feed, Fed], ...]
    """Those that are applicable."""
    inherent: Interval
    presence: Interval
    inherent_concern: Nano
    concern: Nano
    mitigations: tuple[AppliedMitigation, ...]

    @property
    def applicable(self) -> bool:
        """Whether anything feeds it."""
        return bool(self.feeds)

    @property
    def denied(self) -> Iterator[int]:
        """The identities of those of its feeds that say less than a refusal leaves."""
        return (id(feed) for feed, found in self.feeds if found.denied)

    @property
    def is_full(self) -> bool:
        """Whether it is applicable and the answers have not narrowed it at all."""
        largest_possible = max((found.largest for _, found in self.feeds), default=0.0)
        return self.applicable and self.inherent.lo <= 0.0 and self.inherent.hi >= largest_possible


@dataclass(frozen=True, slots=True, eq=False)
class Mitigating:
    """The mitigations as far as they are present, by the indicator that they reduce."""

    by_indicator: Mapping[str, tuple[AppliedMitigation, ...]]

    def of(self, indicator: str) -> tuple[AppliedMitigation, ...]:
        """Those that bear on an indicator."""
        return self.by_indicator.get(indicator, ())

    def of_law(self, indicator: str) -> tuple[AppliedMitigation, ...]:
        """Those that bear on a law indicator: its own, and those on every state's."""
        return (*self.of(indicator), *self.of(EVERY_LAW))


def mitigating(prepared: Prepared, facts: Facts) -> Mitigating:
    """How far each mitigation can be relied on; one that bears on several indicators is read once."""
    declared = {_key(entry): entry for entries in prepared.mitigations.values() for entry in entries}
    present = {key: _present(entry, facts) for key, entry in declared.items()}
    found: dict[str, tuple[AppliedMitigation, ...]] = {}
    for indicator, entries in prepared.mitigations.items():
        applied = (_applied(entry, indicator, present[_key(entry)]) for entry in entries)
        found[indicator] = tuple(entry for entry in applied if entry is not None)
    return Mitigating(found)


def _key(declared: DeclaredMitigation) -> tuple[str, str | None, str | None]:
    return declared.mitigation.id, declared.feed.question, declared.feed.field


def _present(declared: DeclaredMitigation, facts: Facts) -> Interval | None:
    given = fed(declared.feed, facts)
    return None if given is None else relied_on(given, facts.was_refused(declared.feed.question), _RELIED)


def _applied(declared: DeclaredMitigation, indicator: str, present: Interval | None) -> AppliedMitigation | None:
    mitigation = declared.mitigation
    if present is None:
        return None
    share = mitigation.reduces[indicator]
    return AppliedMitigation(mitigation.id, mitigation.title, share, present, declared.feed.question)


def mitigated(presence: Interval, mitigations: Iterable[AppliedMitigation]) -> Interval:
    """`p.lo * prod(1 - share*m.hi)` and `p.hi * prod(1 - share*m.lo)`."""
    lo, hi = presence
    for mitigation in mitigations:
        lo *= 1.0 - mitigation.share * mitigation.present.hi
        hi *= 1.0 - mitigation.share * mitigation.present.lo
    return Interval(lo, hi)


def measure(prepared: Prepared, facts: Facts, mitigations: Mitigating) -> tuple[Measured, ...]:
    """Every indicator that the questionnaire declares, in order of id."""
    return tuple(_measured(declared, facts, mitigations) for declared in prepared.indicators)


def _measured(declared: DeclaredIndicator, facts: Facts, mitigations: Mitigating) -> Measured:
    given = [(feed, fed(feed, facts)) for feed in declared.feeds]
    feeds = tuple((feed, found) for feed, found in given if found is not None)
    if not feeds:
        return Measured(declared, (), ABSENT, ABSENT, NOTHING, NOTHING, ())
    indicator = declared.indicator
    applied = mitigations.of(indicator.indicator)
    inherent = largest(found.presence for _, found in feeds)
    presence = mitigated(inherent, applied) if applied else inherent
    before = concerns(indicator.strength, inherent)
    after = concerns(indicator.strength, presence) if applied else before
    return Measured(declared, feeds, inherent, presence, before, after, applied)
