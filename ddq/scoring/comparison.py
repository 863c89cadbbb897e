"""Two scores side by side: what moved, and what stands on one side only. Nothing is left out for want of a partner."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.scoring.model import Interval, OutcomeKind, Score, ends
from ddq.scoring.weighted.model import QuestionPoints, WeightedScore
from ddq.sentence import Number, say


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator that both scores have, with another presence or strength; or a question with other points."""

    id: str
    title: str
    before: Interval
    after: Interval
    concern: int
    """By how much `c_hi` grew, in nano-nats, or what may be lost, in millionths of a point; below 0 where it fell."""
    what: str = "concern"
    """`concern`, or `points lost`."""

    @property
    def direction(self) -> str:
        """`more`, `less` or `as much`; of points lost, `as many` and `fewer`."""
        if self.concern > 0:
            return say("more")
        if self.what == "concern":
            return say("less") if self.concern < 0 else say("as much")
        return say("fewer") if self.concern < 0 else say("as many")

    @property
    def words(self) -> str:
        """The movement, such as `present 20 to 40 % → 0 %` or `points 0 → 10`."""
        before, after = _words(self.before, self.what), _words(self.after, self.what)
        if self.what == "concern":
            return say("present {before} → {after}", before=before, after=after)
        return say("points {before} → {after}", before=before, after=after)


@dataclass(frozen=True, slots=True)
class OneSided:
    """An indicator, or a question with points, that only one of the scores counts."""

    id: str
    title: str
    presence: Interval
    concern: int
    """Its `c_hi`, in nano-nats, or what may be lost, in millionths of a point."""
    what: str = "concern"

    @property
    def words(self) -> str:
        """Such as `present 20 to 40 %` or `points 10`."""
        found = _words(self.presence, self.what)
        return say("present {share}", share=found) if self.what == "concern" else say("points {points}", points=found)


def _words(found: Interval, what: str) -> str:
    low, high = (Number(f"{100 * end:.0f}" if what == "concern" else f"{end:g}") for end in found)
    return say("{share} %", share=ends((low, high))) if what == "concern" else ends((low, high))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two scores; the facts and the method apart."""

    trust: tuple[Interval, Interval]
    noun: str
    """What the figures are: `trust`, `percentage`, or `figure` where they are not the same."""
    figures: tuple[str, str]
    """Both in words; `none` without one."""
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
    # Points and presences cannot be compared: under two methods, everything stands on one side only.
    alike = isinstance(before, WeightedScore) is isinstance(after, WeightedScore)
    common = sorted(old.keys() & new.keys()) if alike else []
    moved = [_moved(name, old[name], new[name]) for name in common if _differs(old[name], new[name])]
    return Comparison(
        trust=(before.trust, after.trust),
        outcome=(before.outcome, after.outcome),
        same_method=before.method == after.method,
        same_questionnaire=_version(before) == _version(after),
        same_profile=before.profile == after.profile,
        moved=tuple(sorted(moved, key=lambda one: (-abs(one.concern), one.id))),
        unchanged=tuple(name for name in common if not _differs(old[name], new[name])),
        only_before=tuple(_one_sided(name, old[name]) for name in sorted(old.keys() - set(common))),
        only_after=tuple(_one_sided(name, new[name]) for name in sorted(new.keys() - set(common))),
        noun=_noun(after, alike=alike),
        figures=(_figure(before, alike), _figure(after, alike)),
    )


def fed_by(score: Score) -> dict[str, tuple[str, ...]]:
    """The questions behind each thing that is compared, by its id."""
    if isinstance(score, WeightedScore):
        return {one.question: (one.question,) for one in score.questions}
    return {one.id: one.questions for one in score.indicators}


def _figure(score: Score, alike: bool) -> str:
    if not score.has_figure:
        return say("none")
    return score.shown_words if alike else score.figure


def _noun(score: Score, *, alike: bool) -> str:
    if not alike:
        return say("figure")
    return say("percentage") if isinstance(score, WeightedScore) else say("trust")


@dataclass(frozen=True, slots=True)
class _Counted:
    """One thing that a score counts, as far as it can be compared."""

    title: str
    found: Interval
    """Presence, or points."""
    weight: str | float
    """Strength, or the most points."""
    concern: int
    what: str


def _counted(score: Score) -> dict[str, _Counted]:
    if isinstance(score, WeightedScore):
        return {one.question: _points(one) for one in score.questions if one.applies is not False}
    return {
        one.id: _Counted(one.title, one.presence, one.strength, one.concern.hi, "concern")
        for one in score.indicators
        if one.applicable
    }


def _points(one: QuestionPoints) -> _Counted:
    lost = round((one.weight - one.earned.lo) * 1_000_000)
    return _Counted(one.title, one.earned, one.weight, lost, "points lost")


def _version(score: Score) -> tuple[str, str]:
    return score.questionnaire, score.questionnaire_version


def _differs(one: _Counted, other: _Counted) -> bool:
    return (one.found, one.weight) != (other.found, other.weight)


def _moved(name: str, one: _Counted, other: _Counted) -> Moved:
    return Moved(name, other.title, one.found, other.found, other.concern - one.concern, other.what)


def _one_sided(name: str, one: _Counted) -> OneSided:
    return OneSided(name, one.title, one.found, one.concern, one.what)
