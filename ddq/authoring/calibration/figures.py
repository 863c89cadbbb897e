"""What a questionnaire makes of vendors as one might meet them, and how far each strength may move before that changes.

Strengths are set by argument. This shows what follows from them; it never proposes one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ddq.assessment.model import Answer
from ddq.authoring.calibration.answering import answers_of
from ddq.authoring.calibration.archetypes import Archetype, archetypes
from ddq.authoring.calibration.setting import Setting
from ddq.questionnaire.model import Strength
from ddq.registers.model import Profile
from ddq.scoring import score
from ddq.scoring.arithmetic import NANO, most_concern
from ddq.scoring.model import Score


class Met(StrEnum):
    """How trust stands to what a tier requires."""

    enough = "enough"
    """Whatever is still open."""
    open = "open"
    """What is still open decides."""
    short = "short"
    """Whatever is still open."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the questionnaire makes of one archetype."""

    archetype: Archetype
    answers: Mapping[str, Answer]
    """By subject."""
    score: Score
    tiers: tuple[Met, ...]
    """From tier 1 to tier 4, against what the buyer requires."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where moving a strength turns a standing."""

    share: float
    """The share of the remaining trust, in (0, 1)."""
    archetype: str
    tier: int


@dataclass(frozen=True, slots=True)
class Room:
    """How far the strength of an indicator may move before the standing of any archetype at any tier changes."""

    indicator: str
    title: str
    strength: Strength
    down: Turn | None
    """None where no smaller share changes anything."""
    up: Turn | None
    """None where no larger share changes anything."""


def calibrate(setting: Setting) -> tuple[Figure, ...]:
    """Every archetype, answered and scored."""
    return tuple(_figure(archetype, setting) for archetype in archetypes(setting))


def _figure(archetype: Archetype, setting: Setting) -> Figure:
    answers = answers_of(archetype, setting)
    found = score(setting.assessment(answers), setting.loaded, setting.registers, setting.profile, setting.day)
    return Figure(archetype, answers, found, tuple(_met(found, most) for most in limits(setting.profile)))


def limits(profile: Profile) -> tuple[int | None, ...]:
    """The largest concern that each tier admits, from tier 1 to tier 4, in nano-nats; None where any will do."""
    return tuple(most_concern(required) for _, required in sorted(profile.tiers.items()))


def _met(found: Score, most: int | None) -> Met:
    if most is None or found.concern.hi <= most:
        return Met.enough
    return Met.open if found.concern.lo <= most else Met.short


def rooms(figures: Sequence[Figure], profile: Profile) -> tuple[Room, ...]:
    """For every indicator that the questionnaire declares, the nearest turns below and above its strength.

    Solved, not tried out: with the others as they are, an end of the interval meets a tier's limit `M` at the share
    `s = (1 - exp(others - M)) / p`, since a concern is `-ln(1 - s*p)`.
    """
    declared = {
        one.id: (one.title, one.strength)
        for figure in figures
        for one in figure.score.indicators
        if not one.id.startswith("law:")
    }
    found: list[Room] = []
    for identifier, (title, strength) in sorted(declared.items()):
        turns = list(_turns(identifier, figures, profile))
        down = max((turn for turn in turns if turn.share < strength.share), key=_share, default=None)
        up = min((turn for turn in turns if turn.share > strength.share), key=_share, default=None)
        found.append(Room(identifier, title, strength, down, up))
    return tuple(found)


def _share(turn: Turn) -> float:
    return turn.share


def _turns(indicator: str, figures: Sequence[Figure], profile: Profile) -> Iterator[Turn]:
    for figure in figures:
        one = next(one for one in figure.score.indicators if one.id == indicator)
        ends = zip(one.presence, one.concern, figure.score.concern, strict=True)
        for presence, concern, whole in ends:
            for tier, most in enumerate(limits(profile), 1):
                share = _share_at(presence, whole - concern, most)
                if share is not None:
                    yield Turn(share, figure.archetype.id, tier)


def _share_at(presence: float, others: int, most: int | None) -> float | None:
    """The share at which the sum meets the limit; None where no share in (0, 1) does."""
    if most is None or others >= most or presence <= 0.0:
        return None
    share = -math.expm1((others - most) / NANO) / presence
    return share if share < 1.0 else None
