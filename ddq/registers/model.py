"""Jurisdictions with their laws and features, groups of states, regimes, and buyer profiles.

Every fact keeps its `confidence` (how sure the editor is) and its verification (`basis`: whether it was compared with
a public source); both are shown wherever the fact is used. A date that is not known reads as unknown.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from ddq.questionnaire.model import Code, Model, Share

StateCode = Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
"""ISO 3166-1 alpha-2, or a group's pseudo-code such as EU or INT."""


class Verification(StrEnum):
    """Whether a fact in a register was compared with a public source."""

    checked = "checked"
    """All that it says was, and the source, the place in it and the day are written down."""
    mixed = "mixed"
    """Some of it was, or the place or the day was not written down."""
    unchecked = "unchecked"
    """It is from general knowledge."""


class FeatureValue(StrEnum):
    """What a law provides."""

    yes = "yes"
    partial = "partial"
    no = "no"
    unknown = "unknown"


FeatureName = Literal[
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
]
FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
"""The eleven features of law, the same for every state."""


class Fact(Model):
    """What every entry of a register carries."""

    source: str
    place: str | None = None
    """Where in the source it stands, and which part of the fact stands there."""
    confidence: Literal["high", "medium", "low"]
    basis: Verification
    checked_on: date | None = None
    """The day on which the source was looked at."""

    @property
    def is_checked(self) -> bool:
        """Whether all of it was compared with a public source that can be looked up again."""
        return self.basis is Verification.checked and self.place is not None and self.checked_on is not None


class Period(Model):
    """When something is in force, as far as that is known."""

    start: date | None = None
    """The first day in force, or the earliest day that it can be; None: not known."""
    start_latest: date | None = None
    """Where only a month, a year or a span is known: the latest day that can be the first one."""
    end: date | None = None
    """The first day on which it is no longer in force; None: none known."""
    unsure_from: date | None = None
    """The first day from which the register cannot say whether it is still in force."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [day for day in (self.start, self.start_latest, self.unsure_from, self.end) if day is not None]
        if known != sorted(known):
            raise ValueError(f"a period runs from start over start_latest and unsure_from to end, not {known}")
        return self

    def in_force(self, day: date) -> bool | None:
        """Whether it was in force on `day`; None where the register cannot say."""
        if self.end is not None and day >= self.end:
            return False
        if self.start is None:
            return None
        if day < self.start:
            return False
        if day < (self.start_latest or self.start) or (self.unsure_from is not None and day >= self.unsure_from):
            return None
        return True


def in_force(periods: tuple[Period, ...], day: date) -> bool | None:
    """Whether any of the periods holds on `day`; None where none surely does and one may. No period: never."""
    readings = [period.in_force(day) for period in periods]
    return True if True in readings else None if None in readings else False


class Earlier(Model):
    """How a law or regime was called or cited before an amendment."""

    until: date
    """The first day on which the later text is surely right; where only a year is known, its last day."""
    name: str | None = None
    """None: as it is now."""
    citation: str | None = None


class Dated(Fact):
    """What has dates, and a name and citation that may have changed since it began."""

    name: str
    citation: str
    force: tuple[Period, ...]
    """Usually one period; a law that lapsed and was renewed has several, a bill has none. Amendments begin none."""
    in_force: str
    """The register's own words about the dates, amendments included."""
    earlier: tuple[Earlier, ...] = ()
    """The first first."""

    @model_validator(mode="after")
    def _earlier_in_order(self) -> Self:
        ends = [text.until for text in self.earlier]
        if ends != sorted(ends):
            raise ValueError("earlier texts stand in the order of their days, the first first")
        return self

    def read_on(self, day: date) -> Self:
        """With the name and the citation of `day`."""
        then = next((text for text in self.earlier if day < text.until), None)
        if then is None:
            return self
        return self.model_copy(update={"name": then.name or self.name, "citation": then.citation or self.citation})

    def begins_after(self, day: date) -> bool:
        """Whether it surely began later than `day`, or never yet: a report as of that day does not name it."""
        return all(period.start is not None and period.start > day for period in self.force)


class Law(Dated):
    """A law of a jurisdiction."""

    id: Code
    status: str
    kind: str
    effect: str
    extraterritorial: FeatureValue
    """Whether it reaches data or persons abroad."""
    secrecy: FeatureValue
    """Whether those who are ordered may be forbidden to tell."""
    oversight: str


class Feature(Model):
    """One of the eleven features, with the laws that give it; it lives as long as they do."""

    value: FeatureValue
    laws: tuple[Code, ...] = ()
    """Ids of laws of the same jurisdiction; none: the editor's reading, which holds from `verified_through` on only."""
    without: FeatureValue | None = None
    """What it reads while none of its laws is in force; None: see `reading.WITHOUT`."""
    note: str | None = None


class Membership(Model):
    """A state's membership of a group; a state that left and came back stands twice."""

    state: StateCode
    force: Period | None = None
    """None: no dates are known, so it holds from `verified_through` on only."""
    note: str | None = None


class Group(Fact):
    """A union, treaty or list of states that profiles and rules refer to, such as `eu`."""

    id: Code
    name: str
    citation: str
    members: tuple[Membership, ...]


class Groups(Model):
    """The file of all groups."""

    ddq: Literal["groups/1"]
    verified_through: date
    groups: tuple[Group, ...]


class Jurisdiction(Model):
    """A state (or group) with its laws and features."""

    ddq: Literal["jurisdiction/1"]
    code: StateCode
    name: str
    verified_through: date
    """The day up to which the editor looked; what cites no law holds from this day on."""
    reading: Fact
    """Who read the features out of the laws, how surely, and whether that was checked."""
    features: dict[FeatureName, Feature]
    """All eleven."""
    laws: tuple[Law, ...] = ()
    notes: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether the editor says anything of its law: a state of which nothing is known stands there all the same."""
        return any(feature.value is not FeatureValue.unknown for feature in self.features.values())

    @model_validator(mode="after")
    def _all_features(self) -> Self:
        missing = [feature for feature in FEATURES if feature not in self.features]
        if missing:
            raise ValueError(f"features missing: {', '.join(missing)}")
        return self


Percent = Annotated[Decimal, Field(gt=0, le=100)]


class OwnershipTest(Model):
    """From which part on a holding counts under a regime, and how the regime counts."""

    more_than: Percent | None = None
    at_least: Percent | None = None
    of: Literal["capital", "votes", "either"]
    counted: Literal["direct", "multiplied", "controlled", "half_counts_whole"]
    """Only what is held directly; shares multiplied along chains; what a holder and all that it controls by majority
    hold directly; or what a holder and all that it has half of hold directly."""
    by: Literal["holder", "person", "state", "country"]
    """Each holder; each natural person; all bodies of a state, or all who are seated in a country, together."""
    means: str
    force: Period | None = None
    """None: as long as the regime."""

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("give either more_than or at_least")
        return self

    @property
    def words(self) -> str:
        """The bound, as `more than 25 %` or `at least 50 %`."""
        bound = f"at least {self.at_least:f}" if self.more_than is None else f"more than {self.more_than:f}"
        return f"{bound} % of the {'capital or the votes' if self.of == 'either' else self.of}"


class Regime(Dated):
    """A legal regime, list or rule that questions refer to and that may bind a buyer."""

    id: Code
    jurisdiction: StateCode
    kind: str
    status: str
    effect: str
    forbids_purchase: bool = True
    """False where its acts forbid nobody to buy: they bind the vendor, exporters or investors only."""
    binds_only_named: bool = False
    """Whether its acts bind only buyers whose profile names it: one department, licensees, who receives a subsidy."""
    thresholds: tuple[str, ...] = ()
    ownership_tests: tuple[OwnershipTest, ...] = ()
    """The thresholds that the ownership graph is tested for."""
    details: tuple[str, ...] = ()
    """Factors, steps, definitions and other names, one sentence each."""
    source_type: Literal["official_text", "secondary_or_guidance"]


class Regimes(Model):
    """A file of regimes."""

    ddq: Literal["regimes/1"]
    regimes: tuple[Regime, ...]


class Trusted(Model):
    """A state or group that the buyer trusts, wholly (1), by half (0.5) or not (0), and why.

    An entry for a state goes before entries for groups; among groups the largest trust counts.
    """

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
    authority: str | None = None
    """Who makes, lists, enforces or lifts what binds; its dates are the register's."""
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
