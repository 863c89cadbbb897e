"""The registers as they read on one day: which laws are in force, what each feature says, who is a member of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ddq.registers.model import (
    FEATURES,
    Feature,
    FeatureName,
    FeatureValue,
    Group,
    Jurisdiction,
    Law,
    Regime,
    Verification,
    in_force,
)
from ddq.registers.transfers import RuleReading, TransferReading
from ddq.sentence import joined, say

WITHOUT: Mapping[FeatureName, FeatureValue] = {
    "targeted_compelled_access": FeatureValue.unknown,
    "extraterritorial_reach": FeatureValue.unknown,
    "secrecy_duty": FeatureValue.unknown,
    "technical_capability_or_decryption_mandate": FeatureValue.unknown,
    "prior_independent_authorisation": FeatureValue.unknown,
    "effective_challenge_for_foreigners": FeatureValue.unknown,
    "general_intelligence_support_duty": FeatureValue.no,
    "data_localisation": FeatureValue.no,
    "outbound_or_blocking_restriction": FeatureValue.no,
    "ruling_party_role_in_companies": FeatureValue.no,
    "vulnerability_reporting_to_state": FeatureValue.no,
}
"""What a feature reads while none of the laws that it cites is in force, unless the register says otherwise.

A duty begins with the law that lays it down, so without that law there is none. Powers to compel, and the guarantees
against them, nearly always continue an older law that the register does not hold, so their absence is not knowledge.
"""


UNCITED = say("the register cites no law for it, so what held on an earlier day is not known")
"""Why a feature is unknown on a day before the editor looked."""


@dataclass(frozen=True, slots=True)
class FeatureReading:
    """A feature of law on the day; `value` is unknown where a date that it depends on is not known."""

    feature: str
    value: FeatureValue
    laws: tuple[str, ...]
    """Ids of the laws in force that give it."""
    confidence: str
    basis: Verification
    note: str | None


@dataclass(frozen=True, slots=True)
class StateReading:
    """A jurisdiction on the day."""

    code: str
    name: str
    features: Mapping[str, FeatureReading]
    """All eleven, by name."""
    laws: tuple[Law, ...]
    """In force on the day."""
    laws_unknown: tuple[Law, ...]
    """Those of which the register cannot say whether they were in force."""


@dataclass(frozen=True, slots=True)
class RegimeReading:
    """A regime on the day; `in_force` is None where the register cannot say."""

    regime: Regime
    in_force: bool | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All registers on one day."""

    states: Mapping[str, StateReading]
    groups: Mapping[str, frozenset[str]]
    """Group or treaty (such as `eu`) to the codes of those that are surely its members on the day."""
    regimes: Mapping[str, RegimeReading]
    digest: str
    """SHA-256 of the register's files."""
    group_names: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the group's id."""
    transfers: TransferReading = field(default_factory=dict[str, tuple[RuleReading, ...]])
    """The rules on the transfer of data, by the state that it leaves."""

    def group_name(self, group: str) -> str:
        """What a group is called."""
        return self.group_names.get(group, group.replace("_", " "))


def read_state(jurisdiction: Jurisdiction, day: date) -> StateReading:
    """A jurisdiction on `day`."""
    force = {law.id: in_force(law.force, day) for law in jurisdiction.laws}
    features = {name: _read_feature(jurisdiction, name, force, day) for name in FEATURES}
    laws = tuple(law.read_on(day) for law in jurisdiction.laws if force[law.id])
    unknown = tuple(law.read_on(day) for law in jurisdiction.laws if force[law.id] is None)
    return StateReading(jurisdiction.code, jurisdiction.name, features, laws, unknown)


def read_members(group: Group, day: date, verified_through: date) -> frozenset[str]:
    """The states that are surely members of `group` on `day`."""
    return frozenset(
        member.state
        for member in group.members
        if (day >= verified_through if member.force is None else member.force.in_force(day))
    )


def read_regimes(regimes: Iterable[Regime], day: date) -> dict[str, RegimeReading]:
    """Regimes on `day`, by id."""
    return {regime.id: RegimeReading(regime.read_on(day), in_force(regime.force, day)) for regime in regimes}


def _read_feature(
    jurisdiction: Jurisdiction, name: FeatureName, force: Mapping[str, bool | None], day: date
) -> FeatureReading:
    feature, reading = jurisdiction.features[name], jurisdiction.reading
    giving = tuple(law for law in feature.laws if force[law])
    value, why = _value(feature, name, [force[law] for law in feature.laws], day >= jurisdiction.verified_through)
    note = joined((part for part in (feature.note, why) if part), "; ") or None
    return FeatureReading(name, value, giving, reading.confidence, reading.basis, note)


def _value(
    feature: Feature, name: FeatureName, force: list[bool | None], verified: bool
) -> tuple[FeatureValue, str | None]:
    """A feature's value and, where it is not the one written down, why."""
    cited = ", ".join(feature.laws)
    if feature.value is FeatureValue.unknown or True in force:
        return feature.value, None
    if not force:
        # A duty that no law lays down is none on any day, for every state alike.
        holds = verified or feature.value is WITHOUT[name]
        return (feature.value, None) if holds else (FeatureValue.unknown, UNCITED)
    if None in force:
        return FeatureValue.unknown, say("whether {laws} was in force on the day is not known", laws=cited)
    return feature.without or WITHOUT[name], say("{laws} not in force on the day", laws=cited)
