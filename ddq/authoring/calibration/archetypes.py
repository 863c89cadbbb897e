"""Vendors as one might meet them, written as answers to any questionnaire: what a calibration measures.

An archetype says how a vendor answers, not what: well or badly by the origin of the concern, on which evidence grade,
and what it leaves open. No archetype names a state; the registers say which one has which law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ddq.authoring.calibration.setting import Setting
from ddq.questionnaire.model import (
    Grade,
    GroupFeed,
    Origin,
    Strength,
)
from ddq.scoring.prepared import DeclaredIndicator

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archetype:
    """How a vendor answers."""

    id: str
    title: str
    grade: Grade = Grade.B
    badly: frozenset[str] = frozenset()
    """The questions that are answered as badly as they can be; all others as well as they can be."""
    open: frozenset[str] = frozenset()
    """The questions that have no answer."""
    rows: Mapping[GroupFeed, Sequence[Row]] = field(default_factory=lambda: {})
    """What the lists hold that feed reach and bars, where it is not the harmless entry."""


def archetypes(setting: Setting) -> tuple[Archetype, ...]:
    """The vendors that a calibration measures, the spotless first."""
    ours = sorted(setting.prepared.indicators, key=lambda one: one.indicator.indicator)
    conduct = [one for one in ours if one.indicator.origin is Origin.conduct and one.questions]
    moderate = [one for one in conduct if one.indicator.strength is Strength.moderate] or conduct
    three = [moderate[len(moderate) * part // 3] for part in range(3)] if moderate else []
    scored = [name for name in setting.loaded.questions if name in setting.telling]
    owning = {question.id for question in setting.groups if question.feeds_engine is GroupFeed.holders}
    opaque = owning | _asked(one for one in ours if one.indicator.origin is Origin.control)
    state = {"holder_kind": "state", "country": setting.compelling, "votes": "60", "control": "majority"}
    held = {GroupFeed.holders: [{"name": "A state", **state, "capital": "60", "state_controlled": True}]}
    there = {
        GroupFeed.staff: [
            {"name": "Operations", "country": setting.compelling, "sees_clear_data": True, "builds": True}
        ],
        GroupFeed.flows: [
            {
                "name": "The service",
                "country": setting.compelling,
                "data": ["content"],
                "access": "clear",
                "keys": "vendor",
                "mechanism": "contract_clauses",
            }
        ],
    }
    roles = ("contracting_entity", "place_of_management", "ultimate_parent")
    seat = {GroupFeed.seats: [{"name": "The vendor", "role": role, "country": setting.middling} for role in roles]}
    return (
        *(Archetype(f"favourable-{grade.value}", f"All favourable, grade {grade.value}", grade) for grade in _GRADES),
        Archetype("open-5", "All favourable, 5 % open", open=_every(scored, 20)),
        Archetype("open-10", "All favourable, 10 % open", open=_every(scored, 10)),
        Archetype("nothing", "Nothing answered", open=frozenset(setting.loaded.questions)),
        Archetype(
            "typical",
            "Three moderate concerns, a seat abroad, no mitigation",
            badly=_asked(three) | setting.mitigating,
            rows=seat,
        ),
        Archetype(
            "state-owned",
            "A state holds 60 %; teams there see data in clear",
            badly=setting.mitigating,
            rows={**held, **there},
        ),
        Archetype("good-conduct", "A state holds 60 %; good conduct, every mitigation", rows=held),
        Archetype("misconduct", "Misconduct throughout, under the buyer's own law", badly=_asked(conduct)),
        Archetype("opaque", "Spotless, but nobody says who owns it", open=frozenset(opaque)),
    )


_GRADES = (Grade.A, Grade.B, Grade.C, Grade.D)


def _asked(indicators: Iterator[DeclaredIndicator] | Sequence[DeclaredIndicator]) -> frozenset[str]:
    return frozenset(name for one in indicators for name in one.questions)


_FIRST_OPEN = 5
"""Where the open questions begin: at the same place however many there are, so that more of them hold the fewer."""


def _every(names: Sequence[str], step: int) -> frozenset[str]:
    """Every so manieth of them."""
    return frozenset(names[_FIRST_OPEN::step] or names[-1:])
