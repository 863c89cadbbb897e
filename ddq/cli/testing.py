"""Every claim that does not hold is one line: file:line:column: X002 test, step: what was expected, what was got."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ddq.cli.terminal import FOUND, OK, give, say, tell

if TYPE_CHECKING:
    from ddq.authoring.testing.coverage import Covered
    from ddq.authoring.testing.running import Ran
    from ddq.questionnaire.compiled import LoadedQuestionnaire
    from ddq.questionnaire.problems import Problem
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("names", nargs="+", metavar="Q", help="a questionnaire's id or file")
    parser.add_argument("--coverage", action="store_true", help="also list the conditions that no test covers")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace, library: Library) -> int:
    """Run the tests of each questionnaire."""
    from ddq.authoring.testing.coverage import coverage

    found = OK
    results: list[dict[str, object]] = []
    for name in options.names:
        ran = tests_of(library, name)
        covered = coverage(library.questionnaire(name), ran) if options.coverage and not ran.problems else None
        uncovered = [each.problem for each in covered or () if not each.is_covered]
        if ran.problems or uncovered or not ran.tests:
            found = FOUND
        if options.json:
            results.append(_as_json(name, ran, covered))
        else:
            for problem in (*ran.problems, *uncovered):
                say(str(problem))
            tell(f"{name}: {_summary(ran, covered, asked=options.coverage)}")
    if options.json:
        import orjson

        give(orjson.dumps(results))
    return found


def tests_of(library: Library, name: str) -> Ran:
    """The tests of a questionnaire, run.

    Raises:
        SourceError: the questionnaire or a file of tests has problems.
    """
    from ddq.authoring.testing.reading import read_tests
    from ddq.authoring.testing.running import run_tests
    from ddq.authoring.testing.situations import World

    loaded = _loaded(library, name)
    return run_tests(loaded, read_tests(loaded), World(library.reading, library.profile))


def _loaded(library: Library, name: str) -> LoadedQuestionnaire:
    """The questionnaire; of a module it is said what to name instead."""
    from ddq.questionnaire.assembly.files import read_source
    from ddq.questionnaire.problems import SourceError

    try:
        return library.questionnaire(name)
    except SourceError:
        path = library.path("questionnaire", name)
        document = read_source(path, str(path)).document
        if document.raw(("ddq",)).startswith("module/"):
            message, hint = "this is a module", "name a questionnaire that includes it, and its tests are run with that"
            raise SourceError([document.problem(("ddq",), "X006", message, hint)]) from None
        raise


def unusable_tests(library: Library, loaded: LoadedQuestionnaire) -> Sequence[Problem]:
    """What is wrong with the tests of a questionnaire, but for whether they hold."""
    from ddq.authoring.testing.reading import read_tests
    from ddq.authoring.testing.running import unusable
    from ddq.authoring.testing.situations import World
    from ddq.questionnaire.problems import SourceError

    try:
        return unusable(loaded, read_tests(loaded), World(library.reading, library.profile))
    except SourceError as error:
        return error.problems


def _summary(ran: Ran, covered: Sequence[Covered] | None, *, asked: bool) -> str:
    if not ran.tests:
        return "there are no tests; write them to tests/NAME.yaml beside NAME.yaml"
    counted = f"{_counted(ran.tests, 'test')}, {_counted(ran.claims, 'expectation')}"
    unusable = sum(problem.code != "X002" for problem in ran.problems)
    if unusable:
        return f"{counted}: {_counted(unusable, 'error')} in the tests, {ran.failed} failed"
    if ran.failed:
        return f"{counted}: {ran.failed} failed{'; coverage is told once all hold' if asked else ''}"
    if covered is None:
        return f"{counted}: all hold"
    good = sum(each.is_covered for each in covered)
    # Rounded down: it says 100 % only where nothing is left.
    share = 100 * good // len(covered) if covered else 100
    return f"{counted}: all hold; {good} of {_counted(len(covered), 'condition')} covered ({share} %)"


def _as_json(name: str, ran: Ran, covered: Sequence[Covered] | None) -> dict[str, object]:
    result: dict[str, object] = {
        "questionnaire": name,
        "tests": ran.tests,
        "expectations": ran.claims,
        "failed": ran.failed,
        "problems": _problems(ran.problems),
    }
    if covered is not None:
        result["conditions"] = [
            {
                "file": each.condition.file,
                "line": each.condition.position[0],
                "col": each.condition.position[1],
                "of": each.condition.where,
                "text": each.condition.text,
                "covered": each.is_covered,
                "never_seen": each.missing,
                "negation_noticed": each.noticed,
            }
            for each in covered
        ]
    return result


def _problems(problems: Sequence[Problem]) -> list[dict[str, object]]:
    from ddq.questionnaire.rendering import to_dicts

    return to_dicts(problems)


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
