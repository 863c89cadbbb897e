"""Which conditions the tests cover: seen true, false and unknown, and a test fails once the condition is negated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ddq.authoring.testing.claims import About, claims
from ddq.authoring.testing.conditions import Condition
from ddq.authoring.testing.observing import CannotTell, Observation, bars
from ddq.authoring.testing.resting import rests_on
from ddq.authoring.testing.running import Ran, holds
from ddq.authoring.testing.situations import Situation
from ddq.authoring.testing.watching import WatchedQuestionnaire, watched
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Truth
from ddq.questionnaire.problems import Problem, place
from ddq.questionnaire.values import U
from ddq.scoring.prepared import prepare

_WORDS: dict[Truth, str] = {True: "true", False: "false", U: "unknown"}


@dataclass(frozen=True, slots=True)
class Covered:
    """A condition, and what the tests show of it."""

    condition: Condition
    missing: tuple[str, ...]
    """Of `true`, `false` and `unknown`, what it was never seen as."""
    noticed: bool
    """Whether some test fails once it is negated."""

    @property
    def is_covered(self) -> bool:
        """Whether nothing is missing."""
        return self.noticed and not self.missing

    @property
    def problem(self) -> Problem:
        """What is missing, at the condition's place."""
        condition = self.condition
        never = f"never seen {' or '.join(self.missing)}" if self.missing else ""
        unnoticed = "" if self.noticed else "no test fails when it is negated"
        what = "; ".join(part for part in (never, unnoticed) if part)
        line, col = condition.position
        return Problem(condition.file, line, col, "X005", f"{condition.where} `{condition.text}`: {what}")


def coverage(loaded: LoadedQuestionnaire, ran: Ran) -> tuple[Covered, ...]:
    """Every condition in the order of files and lines, one that stands under several prefixes once.

    To be asked only where every test holds.
    """
    watching = watched(loaded)
    seen: set[tuple[int, Truth]] = set()
    touching: dict[int, list[_Step]] = defaultdict(list)
    prepare(watching)  # reads expressions for all that they could come to
    # Those that must be scored come last: once a condition is noticed, no further step is tried.
    for situation in sorted(ran.situations, key=_needs_score):
        plainly, read = _read(watching, situation)
        seen |= plainly
        step = _step(loaded, situation)
        for number in {number for number, truth in read if truth is not U}:
            touching[number].append(step)
    found: list[Covered] = []
    for condition in watching.conditions:
        steps = (
            step for step in touching[condition.number] if condition.item is None or step.may_notice(condition.item)
        )
        noticed = any(_notices(watching, condition, step.situation) for step in steps)
        found.append(_covered(condition, seen, noticed=noticed))
    return tuple(sorted(_once(found), key=lambda covered: place(covered.problem)))


@dataclass(frozen=True, slots=True)
class _Step:
    """A step, and what its claims rest on."""

    situation: Situation
    rests_on: frozenset[str] | None
    """Ids; None where some claim rests on everything."""

    def may_notice(self, item: str) -> bool:
        """Whether a claim rests on the item."""
        return self.rests_on is None or item in self.rests_on


def _step(loaded: LoadedQuestionnaire, situation: Situation) -> _Step:
    found = [rests_on(loaded, claim) for claim in claims(situation.expect)]
    known = [names for names in found if names is not None]
    return _Step(situation, frozenset[str]().union(*known) if len(known) == len(found) else None)


def _read(watching: WatchedQuestionnaire, step: Situation) -> tuple[set[tuple[int, Truth]], set[tuple[int, Truth]]]:
    """What the conditions come to as the answers of a step stand; and everything that its claims read beside that."""
    watcher = watching.watcher
    watcher.seen = set()
    observed = Observation(watching, step)
    evaluation = observed.evaluation
    for claim in claims(step.expect):
        if claim.about is About.bar:
            bars(watching)[claim.name].read(evaluation.scope)
        elif claim.about in (About.presence, About.mitigation):
            for inside, compiled in observed.conditions_of(claim):
                compiled.read(inside.scope)
    plainly, watcher.seen = watcher.seen, set()
    for claim in claims(step.expect):
        observed.got(claim)
    return plainly, plainly | watcher.seen


def _notices(watching: WatchedQuestionnaire, condition: Condition, step: Situation) -> bool:
    """Whether a claim of the step fails once the condition is negated."""
    watching.watcher.negated = condition.number
    try:
        return not holds(watching, step)
    except CannotTell:
        return True
    finally:
        watching.watcher.negated = None


def _needs_score(step: Situation) -> bool:
    return any(claim.about.needs_score for claim in claims(step.expect))


def _covered(condition: Condition, seen: set[tuple[int, Truth]], *, noticed: bool) -> Covered:
    truths: tuple[Truth, ...] = (True, False, U) if condition.can_be_unknown else (True, False)
    missing = tuple(_WORDS[truth] for truth in truths if (condition.number, truth) not in seen)
    return Covered(condition, missing, noticed)


def _once(found: list[Covered]) -> Iterator[Covered]:
    """Each place once, with what is shown of it under any prefix."""
    places: dict[tuple[str, tuple[int, int]], list[Covered]] = defaultdict(list)
    for covered in found:
        places[(covered.condition.file, covered.condition.position)].append(covered)
    for same in places.values():
        missing = tuple(word for word in same[0].missing if all(word in covered.missing for covered in same))
        yield Covered(same[0].condition, missing, any(covered.noticed for covered in same))
