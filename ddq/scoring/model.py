"""The score: everything that the method says about an assessment, each figure with what it rests on.

Concerns are whole nano-nats (1e-9 of a natural logarithm), so sums, orders and bytes are exact.
Every part is a frozen dataclass that `orjson` writes as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ddq.questionnaire.countries import in_sentence
from ddq.questionnaire.model import Actor, Origin, Strength
from ddq.registers.reading import FeatureReading
from ddq.sentence import Country, Number, Said, country, say


class Interval(NamedTuple):
    """Two ends, `lo <= hi`."""

    lo: float
    hi: float


class Nano(NamedTuple):
    """A concern in whole nano-nats, `lo <= hi`."""

    lo: int
    hi: int


class Band(StrEnum):
    """What a figure of trust is called, on screen, in the report and in exports."""

    assured = "assured"
    sound = "sound"
    guarded = "guarded"
    weak = "weak"
    untenable = "untenable"


class OutcomeKind(StrEnum):
    """What the method says; the decision is people's."""

    not_rated = "not rated"
    proceed = "proceed"
    proceed_with_conditions = "proceed with conditions"
    defer = "defer"
    do_not_proceed = "do not proceed"


@dataclass(frozen=True, slots=True)
class Because:
    """One step down the explanation: a sentence, and the answer, law or listing that it rests on."""

    text: str
    question: str | None = None
    """Id of the question."""
    row: str | None = None
    """Id of the row, where the question is a group."""
    law: str | None = None
    """Id of a law in the registers."""
    children: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class AppliedMitigation:
    """A mitigation that bears on an indicator."""

    id: str
    title: str
    share: float
    present: Interval
    """How far it can be relied on, the cautious way round."""
    question: str | None


@dataclass(frozen=True, slots=True)
class RemedyOption:
    """A remedy as offered for one indicator."""

    indicator: str
    id: str
    title: str
    who: Actor
    effort: int
    done: Interval
    gain: int
    """Nano-nats off `c_hi`, taken alone."""
    test: str | None
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator, measured."""

    id: str
    title: str
    domain: str
    origin: Origin
    strength: Strength
    inherent: Interval
    """Presence before mitigations."""
    presence: Interval
    """Presence after mitigations."""
    inherent_concern: Nano
    concern: Nano
    applicable: bool
    """False where every feeding question is hidden or accepted as not applicable: out of the sum, listed apart."""
    rests_on_answers: bool
    questions: tuple[str, ...]
    """Ids of the questions that feed it."""
    because: tuple[Because, ...]
    mitigations: tuple[AppliedMitigation, ...]
    references: tuple[str, ...]
    remedies: tuple[RemedyOption, ...]
    legally_barred: bool = False


@dataclass(frozen=True, slots=True)
class ReachPath:
    """One way in which a state can reach the vendor or the buyer's data."""

    channel: str
    nexus: Interval
    text: str
    question: str
    row: str | None
    because: tuple[Because, ...] = ()
    """The further answers on which it rests, such as the holdings of a chain."""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One of the four European Essential Guarantees, as concern in [0, 1], with the features behind it."""

    id: str
    title: str
    value: Interval
    features: tuple[FeatureReading, ...]


@dataclass(frozen=True, slots=True)
class StateReach:
    """A state that can reach the vendor or the data, by which paths, and what its law can compel."""

    code: str
    name: str
    home: bool
    trusted: float
    trusted_because: str | None
    compulsion: Interval
    targeted_compelled_access: FeatureReading | None
    guarantees: tuple[Guarantee, ...]
    nexus: Interval
    presence: Interval
    paths: tuple[ReachPath, ...]
    """Strongest first."""
    indicator: str | None
    """Id of its law indicator; None for a home state."""

    @property
    def in_sentence(self) -> Country:
        """The name as it stands within a sentence."""
        return country(self.code, in_sentence(self.name))


@dataclass(frozen=True, slots=True)
class BarResult:
    """A prohibition or listing, and whether it binds this buyer."""

    id: str
    title: str
    authority: str
    citation: str
    scope: str
    start: date | None
    end: date | None
    binds: bool
    possible: bool
    """True where an unknown fact leaves it open whether it binds."""
    reason: str
    question: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class OriginShare:
    """A slice of the attribution bar, in nano-nats; `origin` None is what is not yet known."""

    origin: Origin | None
    concern: int


@dataclass(frozen=True, slots=True)
class DomainResult:
    """The product over the indicators of one domain."""

    domain: str
    trust: Interval
    concern: Nano
    indicators: int
    band: tuple[Band, Band]


@dataclass(frozen=True, slots=True)
class OriginResult:
    """The product over the indicators of one origin: what trust would be if nothing else stood against the vendor."""

    origin: Origin
    trust: Interval
    concern: Nano
    indicators: int
    band: tuple[Band, Band]


@dataclass(frozen=True, slots=True)
class Plan:
    """The remedies of least total effort that reach the required trust."""

    remedies: tuple[RemedyOption, ...]
    effort: int
    trust: Interval
    """Recomputed with the remedies applied."""
    reaches: bool
    proven_least: bool


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose answer could narrow the interval."""

    question: str
    value: int
    """Nano-nats of `c_hi - c_lo` that its answer could close."""
    indicators: tuple[str, ...]
    state: str
    """`unanswered`, `no_basis` or a state of answers; of a list also `not_complete`, or `with_gaps` in its rows."""


@dataclass(frozen=True, slots=True)
class Score:
    """The whole result."""

    method: str
    """Always name and version, such as `trust/1`."""
    questionnaire: str
    questionnaire_version: str
    profile: str
    as_of: date
    tier: int
    tier_known: bool
    """False where the triage leaves the tier open: the highest that is still possible is then used."""
    required: float
    trust: Interval
    """To a millionth of a point."""
    shown: tuple[str, str]
    """`T_lo` rounded down and `T_hi` rounded up, to one decimal."""
    band: tuple[str, str]
    """What the figure is called at both ends: a `Band`, or a name that the questionnaire gives; empty without one."""
    inherent: Interval
    exact: bool
    """False: the interval is the outer one, not yet refined over the open gates."""
    outcome: OutcomeKind
    headline: str
    """The outcome in one plain sentence."""
    outcome_because: tuple[str, ...]
    concern: Nano
    attribution: tuple[OriginShare, ...]
    known_share: float
    """`C_lo / C_hi`, the share of concern that is known, in [0, 1]; 1 where there is no concern."""
    indicators: tuple[IndicatorResult, ...]
    domains: tuple[DomainResult, ...]
    origins: tuple[OriginResult, ...]
    """All four, in the order in which the method names them."""
    states: tuple[StateReach, ...]
    bars: tuple[BarResult, ...]
    plan: Plan | None
    all_remedies: Interval
    """Trust with every offered remedy applied and no answer assumed."""
    open_questions: tuple[OpenQuestion, ...]
    not_applicable: tuple[str, ...]
    """Questions accepted as not applicable."""
    legally_barred: tuple[str, ...]
    digest: str
    """SHA-256 over the canonical inputs: answers, questionnaire, registers as of the date, profile, method."""

    @property
    def has_figure(self) -> bool:
        """Whether enough is known for a figure."""
        return self.outcome is not OutcomeKind.not_rated

    @property
    def figure(self) -> str:
        """The figure in words, such as `trust 38.1 to 91.0`."""
        return say("trust {figure}", figure=ends(self.shown))

    @property
    def shown_words(self) -> str:
        """Both ends, such as `38.1 to 91.0`."""
        return ends(self.shown)

    @property
    def band_words(self) -> str:
        """One name, or the two between which the figure lies; empty without one."""
        return ends((band_name(self.band[0]), band_name(self.band[1])))

    @property
    def required_words(self) -> str:
        """What is required, such as `60 required`."""
        return say("{figure} required", figure=Number(f"{self.required:g}"))

    @property
    def mark(self) -> float | None:
        """What is required, on the scale of the figure; None where nothing is."""
        return self.required

    @property
    def width(self) -> int:
        """What is not known yet, in the unit in which the value of a question is given."""
        return self.concern.hi - self.concern.lo


def ends(shown: tuple[str, str]) -> str:
    """Both ends of an interval as one figure, or as two."""
    return shown[0] if shown[0] == shown[1] else say("{low} to {high}", low=shown[0], high=shown[1])


_BANDS: Mapping[str, Said] = {
    Band.assured: say("assured"),
    Band.sound: say("sound"),
    Band.guarded: say("guarded"),
    Band.weak: say("weak"),
    Band.untenable: say("untenable"),
}


def band_name(band: str) -> str:
    """What a figure is called: a `Band`, or a name that a questionnaire gives."""
    return _BANDS[band] if isinstance(band, Band) else band
