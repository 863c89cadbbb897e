"""Each finding is one line: file:line:column: CODE what is wrong; what to do. Folders are searched for .yaml files."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import FOUND, OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.questionnaire.problems import Problem
    from ddq.workspace.library import Library

_KIND = re.compile(rb"^ddq:\s*[\"']?([a-z]+)/[0-9]+", re.MULTILINE)
_LEVELS = {"error": 0, "warning": 1, "info": 2}
_ALWAYS = frozenset({"A012"})
"""Information that is printed unasked: the figures that the method demands of every questionnaire."""


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR", help="what to check")
    declare_format(parser)


def declare_format(parser: ArgumentParser) -> None:
    """How findings are printed, and which of them fail."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how findings are printed")
    parser.add_argument("--info", action="store_true", help="print information as well as errors and warnings")
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings as well as for errors")


def run(options: Namespace) -> int:
    """Check the files."""
    from ddq.workspace.library import Library

    files = list(_files(options.paths))
    library = Library()
    problems = [problem for file in files for problem in check(library, file)]
    return print_problems(problems, options, _counted(len(files), "file"))


def print_problems(problems: Sequence[Problem], options: Namespace, checked: str) -> int:
    """Print the findings once each; returns the exit code."""
    from ddq.questionnaire.rendering import render_text, to_dicts

    wanted = 2 if options.info else 1
    every = dict.fromkeys(problems)
    shown = [problem for problem in every if _LEVELS[problem.level] <= wanted or problem.code in _ALWAYS]
    failing = [problem for problem in shown if _LEVELS[problem.level] <= (1 if options.strict else 0)]
    if options.format == "json":
        import orjson

        give(orjson.dumps(to_dicts(shown), option=orjson.OPT_SORT_KEYS))
    elif shown:
        say(*render_text(shown, _sources(shown)).split("\n"))
    errors = sum(problem.level == "error" for problem in shown)
    warnings = sum(problem.level == "warning" for problem in shown)
    told = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    tell(f"{checked}: {told}" if errors or warnings else f"{checked}: clean")
    return FOUND if failing else OK


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def check(library: Library, file: Path) -> Sequence[Problem]:
    """Every finding in one file, by what it says that it is."""
    from ddq.questionnaire.load import read_source
    from ddq.questionnaire.problems import Problem, SourceError

    try:
        text = read_source(file, str(file)).text.encode()
        kind = _KIND.search(text)
        name = kind.group(1).decode() if kind else ""
        if name not in _CHECKS:
            message = "the file does not say what it is"
            hint = f"begin it with `ddq: KIND/1`, KIND being {', '.join(_CHECKS)}"
            return [Problem(str(file), 1, 1, "W003", message, hint)]
        return _CHECKS[name](library, file)
    except SourceError as error:
        return error.problems


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted((*path.rglob("*.yaml"), *path.rglob("*.yml")))
            if not found:
                raise Misused(f"{path}: no .yaml file in this folder")
            yield from found
        else:
            yield path


def _sources(problems: Sequence[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in {problem.file for problem in problems}:
        try:
            found[name] = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
    return found


def _questionnaire(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.authoring.lint import lint
    from ddq.authoring.releases import check_release, last_release
    from ddq.questionnaire.problems import place

    loaded = library.questionnaire(str(file))
    if file.parent.name == "released":
        return lint(loaded)
    from ddq.cli.testing import unusable_tests

    tested = unusable_tests(library, loaded)
    return sorted((*lint(loaded), *tested, *check_release(loaded, last_release(file, loaded))), key=place)


def _module(library: Library, file: Path) -> Sequence[Problem]:
    """A module is checked for itself; its expressions, with the questionnaire that includes it."""
    from ddq.questionnaire.load import read_source
    from ddq.questionnaire.model import Module
    from ddq.questionnaire.shapes import validate

    validate(read_source(file, str(file)).document, Module)
    return ()


def _translation(library: Library, file: Path) -> Sequence[Problem]:
    """A translation is checked against the file that it translates."""
    from ddq.questionnaire.assembly.translating import check_translation

    return check_translation(file)


def _tests(library: Library, file: Path) -> Sequence[Problem]:
    """A file of tests is checked for itself; its names, with the questionnaire that they are of."""
    from ddq.authoring.testing.reading import check_tests

    return check_tests(file)


def _profile(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.registers.profiles import check_profile

    return check_profile(file, library.registers)


def _case(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.assessment.entering import enter_case

    case = library.case(str(file))
    library.profile(case.content.profile)
    enter_case(case, library.questionnaire(case.content.questionnaire), case.content.id)
    return ()


def _answers(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.assessment.entering import load_answers

    load_answers(file)
    return ()


_CHECKS: dict[str, Callable[[Library, Path], Sequence[Problem]]] = {
    "questionnaire": _questionnaire,
    "module": _module,
    "translation": _translation,
    "tests": _tests,
    "profile": _profile,
    "case": _case,
    "answers": _answers,
}
