"""A questionnaire is named by its id or by its file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.questionnaire.compiled import LoadedQuestionnaire
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(
        dest="action",
        required=True,
        metavar="list|show|lint|test|coverage|diff|release|calibrate|schema|convert",
    )
    actions.add_parser("list", help="the questionnaires that there are")
    show = actions.add_parser("show", help="the resolved questionnaire, modules included")
    show.add_argument("name", metavar="Q")
    show.add_argument("--json", action="store_true", help="as JSON")
    show.add_argument(
        "--resolved", action="store_true", help="as one questionnaire file, with the file and line of each item"
    )
    lint = actions.add_parser("lint", help="check it")
    lint.add_argument("name", metavar="Q")
    from ddq.cli.lint import declare_format

    declare_format(lint)
    from ddq.cli.testing import declare as declare_test

    declare_test(actions.add_parser("test", help="run its tests, and say what they cover"))
    from ddq.cli.covering import declare as declare_coverage

    declare_coverage(actions.add_parser("coverage", help="which published criteria its questions answer"))
    from ddq.cli.converting import declare as declare_convert

    declare_convert(actions.add_parser("convert", help="from and into the formats of other tools"))
    diff = actions.add_parser("diff", help="what is different in a newer version, and what that does to answers")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--json", action="store_true", help="as JSON")
    diff.add_argument("--stub", action="store_true", help="only the `migrate` block to complete")
    release = actions.add_parser("release", help="keep this version, against which the next one is checked")
    release.add_argument("name", metavar="Q")
    from ddq.cli.calibrating import declare as declare_calibrate

    declare_calibrate(actions.add_parser("calibrate", help="what it makes of vendors as one might meet them"))
    schema = actions.add_parser("schema", help="the JSON Schema for an editor")
    schema.add_argument("--module", action="store_true", help="of a module instead")
    schema.add_argument("--tests", action="store_true", help="of a file of tests instead")


def run(options: Namespace) -> int:
    """Run the action."""
    if options.action == "schema":
        return _schema(options)
    library = library_of(options)
    if options.action == "list":
        names = list(library.files("questionnaire"))
        width = max((len(name) for name in names), default=0)
        for name in names:
            found = library.questionnaire(name).questionnaire
            asked = sum(question.kind != "computed" for question in found.questions())
            say(f"{name:<{width}} {found.version:<8} {asked:>4} questions  {found.title}")
        return OK
    if options.action == "convert":
        from ddq.cli.converting import run as convert

        return convert(options, library)
    if options.action == "coverage":
        from ddq.cli.covering import run as coverage

        return coverage(options, library)
    if options.action == "calibrate":
        from ddq.cli.calibrating import run as calibrate

        return calibrate(options, library)
    if options.action == "test":
        from ddq.cli.testing import run as test

        return test(options, library)
    if options.action == "diff":
        return _diff(library.questionnaire(options.old), library.questionnaire(options.new), options)
    if options.action == "lint":
        from ddq.cli.checking import check
        from ddq.cli.lint import print_problems

        return print_problems(check(library, library.path("questionnaire", options.name)), options, options.name)
    loaded = library.questionnaire(options.name)
    if options.action == "release":
        return _release(library, loaded, options.name)
    if options.action == "show":
        if options.resolved:
            return _resolved(loaded, as_json=options.json)
        if options.json:
            give(loaded.questionnaire.model_dump_json(exclude_defaults=True).encode())
        else:
            say(*_shown(loaded))
    return OK


def library_of(options: Namespace) -> Library:
    """The library of the workspace that the options name, which need not exist."""
    from pathlib import Path

    from ddq.workspace.library import Library
    from ddq.workspace.surroundings import cache_folder, default_folder

    return Library(Path(options.workspace).expanduser() if options.workspace else default_folder(), cache_folder())


def _schema(options: Namespace) -> int:
    import orjson

    from ddq.authoring.testing.model import WrittenTests
    from ddq.questionnaire.model import Module, Questionnaire
    from ddq.questionnaire.schema import schema_of

    model = WrittenTests if options.tests else Module if options.module else Questionnaire
    give(orjson.dumps(schema_of(model), option=orjson.OPT_INDENT_2))
    return OK


def _diff(old: LoadedQuestionnaire, new: LoadedQuestionnaire, options: Namespace) -> int:
    from ddq.authoring.diff import diff, least_version, needed_bump
    from ddq.authoring.stub import migration_stub

    differences = diff(old, new)
    stub = migration_stub(old.questionnaire, new.questionnaire, differences)
    bump = needed_bump(differences)
    least = old.questionnaire.version if bump is None else least_version(old.questionnaire.version, bump)
    if options.json:
        import orjson

        changes = [
            {"item": each.item, "what": each.what, "effect": each.effect, "bump": each.bump.name, "became": each.became}
            for each in differences
        ]
        versions = {"old": old.questionnaire.version, "new": new.questionnaire.version, "least_version": least}
        give(orjson.dumps({**versions, "changes": changes, "migrate": stub}))
        return OK
    if not options.stub:
        for each in differences:
            say(f"{each.effect:<15} {each.bump.name:<6} {each.item}: {each.what}")
        say(f"{len(differences)} changes; at least version {least}" if differences else "nothing is different")
    if stub is not None:
        say(*(() if options.stub else ("",)), *stub.splitlines())
    return OK


def _release(library: Library, loaded: LoadedQuestionnaire, name: str) -> int:
    from ddq.authoring.releases import release_path
    from ddq.cli.checking import check
    from ddq.cli.terminal import FOUND, tell
    from ddq.questionnaire.resolved import resolved

    path = library.path("questionnaire", name)
    errors = [str(problem) for problem in check(library, path) if problem.level == "error"]
    errors += _failed_tests(library, name)
    target = release_path(path, loaded)
    if target.exists():
        errors.append(f"{target}: is released already; raise the version first")
    if errors:
        tell(*errors)
        return FOUND
    target.parent.mkdir(exist_ok=True)
    target.write_text(resolved(loaded).text(without_places=True), encoding="utf-8", newline="\n")
    say(str(target))
    return OK


def _failed_tests(library: Library, name: str) -> list[str]:
    """The expectations of its tests that do not hold."""
    from ddq.cli.testing import tests_of
    from ddq.questionnaire.problems import SourceError

    try:
        return [str(problem) for problem in tests_of(library, name).problems if problem.code == "X002"]
    except SourceError:
        return []  # told by lint


def _resolved(loaded: LoadedQuestionnaire, *, as_json: bool) -> int:
    from ddq.questionnaire.resolved import resolved

    found = resolved(loaded)
    if not as_json:
        say(*found.text().splitlines())
        return OK
    import orjson

    origins = [
        {"kind": entry.kind, "item": entry.item, "file": entry.file, "line": entry.line, "col": entry.col}
        | ({"changed": entry.changed} if entry.changed else {})
        for entry in found.provenance
    ]
    give(orjson.dumps({"questionnaire": found.data(), "origins": origins}))
    return OK


def _shown(loaded: LoadedQuestionnaire) -> Iterator[str]:
    yield f"{loaded.questionnaire.title}, {loaded.questionnaire.version} ({loaded.digest})"
    for section in loaded.questionnaire.sections:
        yield ""
        yield f"{section.title} [{section.id}]{_if(section.visible_if)}"
        for question in section.questions:
            yield f"  {question.id:<8} {question.kind:<9} {question.text}{_if(question.visible_if)}"
            for choice in loaded.choices(question):
                yield f"{'':<20} {choice.code}: {choice.label}"


def _if(condition: str | None) -> str:
    return f"  (if {condition})" if condition else ""
