"""What a state's law can compel, read from the register as the four European Essential Guarantees.

The guarantees are those of the European Data Protection Board's Recommendations 02/2020; the same reading holds for
every state, the buyer's own included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ddq.registers.model import FeatureValue
from ddq.registers.reading import FeatureReading, StateReading
from ddq.scoring.arithmetic import FULL
from ddq.scoring.model import Guarantee, Interval
from ddq.sentence import Said, say

_VALUES: dict[FeatureValue, Interval] = {
    FeatureValue.yes: Interval(1.0, 1.0),
    FeatureValue.partial: Interval(0.5, 0.5),
    FeatureValue.no: Interval(0.0, 0.0),
    FeatureValue.unknown: FULL,
}

_GUARANTEES: tuple[tuple[str, Said, tuple[tuple[str, bool], ...]], ...] = (
    (
        "g1",
        say("Clear, precise and accessible rules"),
        (("general_intelligence_support_duty", False), ("ruling_party_role_in_companies", False)),
    ),
    (
        "g2",
        say("Necessity and proportionality"),
        (
            ("extraterritorial_reach", False),
            ("technical_capability_or_decryption_mandate", False),
            ("vulnerability_reporting_to_state", False),
        ),
    ),
    ("g3", say("Independent oversight"), (("prior_independent_authorisation", True),)),
    ("g4", say("Effective remedies"), (("effective_challenge_for_foreigners", True), ("secrecy_duty", False))),
)
"""Id, title and the features behind it; True where the feature protects, so that its absence is the concern."""


@dataclass(frozen=True, slots=True)
class Compulsion:
    """What a state's law can compel, and why."""

    value: Interval
    access: FeatureReading | None
    """The reading of targeted compelled access; None where no register describes the state."""
    guarantees: tuple[Guarantee, ...]


def compulsion(state: StateReading | None) -> Compulsion:
    """`targeted_compelled_access * (g1 + g2 + g3 + g4) / 4`, in [0, 1]; wholly unknown without a register entry."""
    if state is None:
        return Compulsion(FULL, None, ())
    guarantees = tuple(_guarantee(state, *parts) for parts in _GUARANTEES)
    access = state.features.get("targeted_compelled_access")
    reading = _VALUES[access.value] if access else FULL
    mean = _mean(guarantee.value for guarantee in guarantees)
    return Compulsion(Interval(reading.lo * mean.lo, reading.hi * mean.hi), access, guarantees)


def _guarantee(state: StateReading, identifier: str, title: Said, features: tuple[tuple[str, bool], ...]) -> Guarantee:
    readings = [(state.features.get(name), protects) for name, protects in features]
    values = (_concern(reading, protects) for reading, protects in readings)
    return Guarantee(identifier, title, _mean(values), tuple(reading for reading, _ in readings if reading is not None))


def _concern(reading: FeatureReading | None, protects: bool) -> Interval:
    value = _VALUES[reading.value] if reading else FULL
    return Interval(1.0 - value.hi, 1.0 - value.lo) if protects else value


def _mean(values: Iterable[Interval]) -> Interval:
    ends = list(values)
    return Interval(sum(end.lo for end in ends) / len(ends), sum(end.hi for end in ends) / len(ends))
