"""Running the tests of a questionnaire: every claim that does not hold, at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ddq.authoring.testing.claims import Claim, claims, in_words
from ddq.authoring.testing.observing import CannotTell, Observation
from ddq.authoring.testing.reading import FileOfTests
from ddq.authoring.testing.situations import Situation, World, situations
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import Problem, place


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of the tests of a questionnaire."""

    situations: tuple[Situation, ...]
    """Every step that could be looked at."""
    tests: int
    claims: int
    problems: tuple[Problem, ...]
    """X002 for a claim that does not hold; every other code for a test that cannot be run."""

    @property
    def failed(self) -> int:
        """How many claims do not hold."""
        return sum(problem.code == "X002" for problem in self.problems)


def run_tests(loaded: LoadedQuestionnaire, files: Iterable[FileOfTests], world: World) -> Ran:
    """Run every test."""
    steps: list[Situation] = []
    problems: list[Problem] = []
    tests = claimed = 0
    for file in files:
        tests += sum(1 for _ in file.tests())
        for step in situations(loaded, file, world):
            if not isinstance(step, Situation):
                problems.extend(step)
                continue
            steps.append(step)
            claimed += sum(1 for _ in claims(step.expect))
            problems.extend(failures(loaded, step))
    return Ran(tuple(steps), tests, claimed, tuple(sorted(dict.fromkeys(problems), key=place)))


def unusable(loaded: LoadedQuestionnaire, files: Iterable[FileOfTests], world: World) -> tuple[Problem, ...]:
    """What keeps tests from being run, such as names of what there is not; whether they hold is not looked at."""
    problems: list[Problem] = []
    for file in files:
        for step in situations(loaded, file, world):
            if isinstance(step, Situation):
                problems.extend(failures(loaded, step, names_only=True))
            else:
                problems.extend(step)
    return tuple(sorted(dict.fromkeys(problems), key=place))


def failures(loaded: LoadedQuestionnaire, step: Situation, *, names_only: bool = False) -> Iterator[Problem]:
    """Every claim of a step that cannot be told; unless `names_only`, every one that does not hold, too."""
    observed = Observation(loaded, step)
    for claim in claims(step.expect):
        if names_only and claim.about.needs_score and step.profile is not None:
            continue
        try:
            got = observed.got(claim)
        except CannotTell as unknown:
            yield _problem(step, claim, "X001", unknown.message, unknown.hint)
            continue
        if not names_only and not claim.holds(got):
            message = f"{step.test}, step {step.number}: expected {claim.words}, got {in_words(got)}"
            yield _problem(step, claim, "X002", message, None)


def holds(loaded: LoadedQuestionnaire, step: Situation) -> bool:
    """Whether every claim of a step, all of which can be told, holds."""
    observed = Observation(loaded, step)
    return all(claim.holds(observed.got(claim)) for claim in claims(step.expect))


def _problem(step: Situation, claim: Claim, code: str, message: str, hint: str | None) -> Problem:
    # Under a prefix a key is another than what is written; an entry of a list is told at the entry itself.
    is_key = isinstance(claim.path[-1], str)
    return step.document.problem((*step.path, *claim.path), code, message, hint, key=is_key)
