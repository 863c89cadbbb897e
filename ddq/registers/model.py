"""Jurisdictions with their laws and features, regimes, and buyer profiles.

Every fact keeps its `confidence` (how sure the editor is) and its verification (`basis`: whether it was compared with
a public source); both are shown wherever the fact is used. A date that is not known reads as unknown.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ddq.questionnaire.model import Code, Model, Share

StateCode = Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
"""ISO 3166-1 alpha-2, or a group's pseudo-code such as EU or INT."""


class Verification(StrEnum):
    """Whether a fact in a register was compared with a public source."""

    checked = "checked"
    mixed = "mixed"
    unchecked = "unchecked"


class FeatureValue(StrEnum):
    """What a law provides."""

    yes = "yes"
    partial = "partial"
    no = "no"
    unknown = "unknown"


FEATURES = (
    "targeted_compelled_access",
    "general_intelligence_support_duty",
    "extraterritorial_reach",
    "secrecy_duty",
    "prior_independent_authorisation",
    "effective_challenge_for_foreigners",
    "data_localisation",
    "outbound_or_blocking_restriction",
    "ruling_party_role_in_companies",
    "vulnerability_reporting_to_state",
    "technical_capability_or_decryption_mandate",
)
"""The eleven features of law, the same for every state."""


class Fact(Model):
    """What every entry of a register carries."""

    source: str
    confidence: Literal["high", "medium", "low"]
    basis: Verification
    checked_on: date | None = None


class Period(Model):
    """When something is in force, as far as that is known."""

    start: date | None = None
    """The first day in force; None: not known."""
    end: date | None = None
    """The first day on which it is no longer in force; None: none known."""

    def in_force(self, day: date) -> bool | None:
        """Whether it was in force on `day`; None where the register cannot say."""
        if self.end is not None and day >= self.end:
            return False
        return None if self.start is None else day >= self.start


class Law(Fact):
    """A law of a jurisdiction."""

    id: Code
    name: str
    citation: str
    force: tuple[Period, ...]
    """Usually one period; a law that lapsed and was renewed has several."""
    in_force: str
    """The register's own words about the dates, amendments included."""
    status: str
    kind: str
    effect: str
    oversight: str | None = None


class Feature(Fact):
    """One of the eleven features, with the laws that give it; it lives as long as they do."""

    value: FeatureValue
    laws: tuple[Code, ...] = ()
    note: str | None = None


class Membership(Fact):
    """Membership of a group or treaty, such as `eu`, with its dates."""

    group: Code
    member: bool
    force: Period | None = None


class Jurisdiction(Model):
    """A state (or group) with its laws and features."""

    ddq: Literal["jurisdiction/1"]
    code: StateCode
    name: str
    memberships: tuple[Membership, ...] = ()
    features: dict[str, Feature] = {}
    laws: tuple[Law, ...] = ()


class Regime(Fact):
    """A legal regime, list or rule that questions refer to and that may bind a buyer."""

    id: Code
    jurisdiction: StateCode
    kind: str
    name: str
    citation: str
    force: tuple[Period, ...]
    in_force: str
    status: str
    effect: str


class Trusted(Model):
    """A state or group that the buyer trusts, wholly (1) or by half (0.5), and why."""

    state: StateCode | None = None
    group: Code | None = None
    """A group that expands through the memberships in the register; it never carries a path itself."""
    trust: Share
    reason: str
    citation: str


class Bound(Model):
    """A regime, or all prohibitions of a jurisdiction, that bind the buyer."""

    regime: Code | None = None
    jurisdiction: StateCode | None = None
    reason: str
    citation: str


class Profile(Model):
    """A buyer profile: whose eyes the same facts are read with."""

    ddq: Literal["profile/1"]
    id: Code
    version: str
    title: str
    description: str
    home: tuple[StateCode, ...] = ()
    """Shown, and scored 0; may be empty."""
    trusted: tuple[Trusted, ...] = ()
    bound_by: tuple[Bound, ...] = ()
    tiers: dict[Literal["1", "2", "3", "4"], Annotated[float, Field(ge=0, le=100)]] = {
        "1": 20,
        "2": 40,
        "3": 60,
        "4": 80,
    }
    """The trust required by exposure tier."""
