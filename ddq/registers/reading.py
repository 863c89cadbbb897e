"""The registers as they read on one day: which laws are in force, what each feature says, who is a member of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ddq.registers.model import FeatureValue, Law, Regime, Verification


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
    """Group or treaty (such as `eu`) to the codes of its members on the day."""
    regimes: Mapping[str, RegimeReading]
    digest: str
    """SHA-256 of the register's files."""
