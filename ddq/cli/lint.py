"""Each finding is one line: file:line:column: CODE what is wrong; what to do. Folders are searched for .yaml files.

`--fix` changes only what can have been meant in one way, and leaves comments, order and everything else as they are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.checking import check, read_for
from ddq.cli.terminal import FOUND, OK, Misused, give, line_width, say, tell

if TYPE_CHECKING:
    from ddq.questionnaire.problems import Problem
    from ddq.workspace.library import Library

_LEVELS = {"error": 0, "warning": 1, "info": 2}
_ALWAYS = frozenset({"A012"})
"""Information that is printed unasked: the figures that the method demands of every questionnaire."""


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE|DIR", help="what to check")
    declare_format(parser)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, in the files themselves")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until Ctrl+C")
    parser.add_argument("--explain", metavar="CODE", help="what a code means, why, an example and what to do")


def declare_format(parser: ArgumentParser) -> None:
    """How findings are printed, and which of them fail."""
    formats = ["text", "json", "sarif"]
    parser.add_argument("--format", choices=formats, default="text", help="how findings are printed")
    parser.add_argument("--info", action="store_true", help="print information as well as errors and warnings")
    parser.add_argument("--strict", action="store_true", help="exit 1 for warnings as well as for errors")


def run(options: Namespace) -> int:
    """Check the files."""
    if options.explain is not None:
        return _explain(options.explain)
    if not options.paths:
        raise Misused("a file or a folder is required: say what to check")
    if options.watch:
        return _watch(options)
    files = list(_files(options.paths))
    if options.fix:
        from ddq.cli.fixing import fix

        fix(files, lambda file: check(_library(options), file))
    library = _library(options)
    problems = [problem for file in files for problem in check(library, file)]
    return print_problems(problems, options, _counted(len(files), "file"))


def _library(options: Namespace) -> Library:
    """One that has read nothing yet: a file that was changed since is read again."""
    from ddq.cli.questionnaire import library_of

    return library_of(options)


def _explain(code: str) -> int:
    from ddq.authoring.lint_pages import codes, told
    from ddq.questionnaire.problems import did_you_mean

    known = codes()
    if code.upper() not in known:
        hint = did_you_mean(code.upper(), known) or "docs/reference/lint.md lists them"
        raise Misused(f"there is no code {code!r}; {hint}")
    say(*told(code.upper()).page.rstrip().split("\n"))
    return OK


def _watch(options: Namespace) -> int:
    from ddq.cli.watching import watch

    if options.fix or options.format != "text":
        raise Misused("--watch prints findings for people to read; leave out --fix and --format")
    watched: set[Path] = set()

    def check_all() -> set[Path]:
        library = _library(options)
        files = list(_files(options.paths))
        found = {file: check(library, file) for file in files}
        problems = [problem for each in found.values() for problem in each]
        print_problems(problems, options, _counted(len(files), "file"))
        # What was read once is watched on: a module that is broken now is a part of the questionnaire all the same.
        watched.update(path for file in files for path in read_for(library, file))
        watched.update(Path(problem.file) for problem in problems)
        watched.update({path.parent for path in watched if not path.is_dir()}, options.paths)
        return watched

    watch(check_all)
    return OK


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
    elif options.format == "sarif":
        _give_sarif(shown)
    elif shown:
        say(*render_text(shown, _sources(shown), line_width()).split("\n"))
    errors = sum(problem.level == "error" for problem in shown)
    warnings = sum(problem.level == "warning" for problem in shown)
    fixable = sum(problem.fix is not None for problem in shown)
    told = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    told += f"; `ddq lint --fix` mends {fixable} of them" if fixable else ""
    tell(f"{checked}: {told}" if errors or warnings else f"{checked}: clean")
    return FOUND if failing else OK


def _give_sarif(problems: Sequence[Problem]) -> None:
    import orjson

    from ddq import __version__
    from ddq.authoring.lint_pages import every_code
    from ddq.questionnaire.sarif import to_sarif

    give(orjson.dumps(to_sarif(problems, every_code(), __version__), option=orjson.OPT_INDENT_2))


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


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
