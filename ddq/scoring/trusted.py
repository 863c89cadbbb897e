"""Whom the buyer trusts, and what binds the buyer: the profile, read on the day."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.registers.model import Profile, Trusted
from ddq.registers.reading import Reading


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the buyer trusts a state, in [0, 1], and on what ground."""

    share: float
    because: str | None


def is_member(code: str, group: str, reading: Reading) -> bool:
    """Whether a state belongs to a group such as `eu` on the day; the group may be written in capitals."""
    return code in reading.groups.get(group.lower(), frozenset())


def trust_in(code: str, profile: Profile, reading: Reading) -> Trust:
    """What the profile says of a state: by name where it names it, else the largest trust in a group of its."""
    named = [entry for entry in profile.trusted if entry.state == code]
    grouped = [entry for entry in profile.trusted if entry.group and is_member(code, entry.group, reading)]
    entries = named or grouped
    if not entries:
        return Trust(0.0, None)
    best = max(entries, key=lambda entry: (entry.trust, entry.reason))
    return Trust(best.trust, _because(best))


def _because(entry: Trusted) -> str:
    group = f"as a member of {entry.group}: " if entry.state is None else ""
    return f"{group}{entry.reason} ({entry.citation})"


def binds_by_jurisdiction(code: str, profile: Profile, reading: Reading) -> str | None:
    """Why the acts of a state or group bind the buyer; None if they do not.

    A group's acts bind whoever is bound by the law of one of its members.
    """
    for entry in profile.bound_by:
        bound = entry.jurisdiction
        if bound is None:
            continue
        if bound.lower() == code.lower() or is_member(bound, code, reading):
            return f"{entry.reason} ({entry.citation})"
    return None


def binds_by_regime(regime: str, profile: Profile, reading: Reading) -> str | None:
    """Why a regime binds the buyer: it is named, or its jurisdiction's acts bind; None if it does not."""
    for entry in profile.bound_by:
        if entry.regime == regime:
            return f"{entry.reason} ({entry.citation})"
    known = reading.regimes.get(regime)
    return binds_by_jurisdiction(known.regime.jurisdiction, profile, reading) if known else None
