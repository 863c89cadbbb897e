"""Two scores side by side: what moved, and what stands on one side only. Nothing is left out for want of a partner."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.scoring.model import IndicatorResult, Interval, OutcomeKind, Score


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator that both scores have, with another presence or strength."""

    id: str
    title: str
    before: Interval
    after: Interval
    concern: int
    """By how much `c_hi` grew, in nano-nats; less than 0 where it fell."""


@dataclass(frozen=True, slots=True)
class OneSided:
    """An indicator that only one of the scores counts."""

    id: str
    title: str
    presence: Interval
    concern: int
    """Its `c_hi`, in nano-nats."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two scores; the facts and the method apart."""

    trust: tuple[Interval, Interval]
    outcome: tuple[OutcomeKind, OutcomeKind]
    same_method: bool
    same_questionnaire: bool
    """Whether questionnaire and version are the same; where not, only what both ask can be compared."""
    same_profile: bool
    moved: tuple[Moved, ...]
    """The largest movement first."""
    unchanged: tuple[str, ...]
    only_before: tuple[OneSided, ...]
    only_after: tuple[OneSided, ...]


def compare(before: Score, after: Score) -> Comparison:
    """What is different in `after`. Indicators that are out of the sum stand on no side."""
    old, new = _counted(before), _counted(after)
    both = [(old[name], new[name]) for name in sorted(old.keys() & new.keys())]
    moved = [_moved(one, other) for one, other in both if _differs(one, other)]
    return Comparison(
        trust=(before.trust, after.trust),
        outcome=(before.outcome, after.outcome),
        same_method=before.method == after.method,
        same_questionnaire=_version(before) == _version(after),
        same_profile=before.profile == after.profile,
        moved=tuple(sorted(moved, key=lambda one: (-abs(one.concern), one.id))),
        unchanged=tuple(one.id for one, other in both if not _differs(one, other)),
        only_before=tuple(_one_sided(old[name]) for name in sorted(old.keys() - new.keys())),
        only_after=tuple(_one_sided(new[name]) for name in sorted(new.keys() - old.keys())),
    )


def _counted(score: Score) -> dict[str, IndicatorResult]:
    return {one.id: one for one in score.indicators if one.applicable}


def _version(score: Score) -> tuple[str, str]:
    return score.questionnaire, score.questionnaire_version


def _differs(one: IndicatorResult, other: IndicatorResult) -> bool:
    return (one.presence, one.strength) != (other.presence, other.strength)


def _moved(one: IndicatorResult, other: IndicatorResult) -> Moved:
    return Moved(one.id, other.title, one.presence, other.presence, other.concern.hi - one.concern.hi)


def _one_sided(one: IndicatorResult) -> OneSided:
    return OneSided(one.id, one.title, one.presence, one.concern.hi)
