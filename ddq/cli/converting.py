"""`ddq questionnaire convert`: other tools' questionnaires into ours, ours into theirs, and what was lost."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.terminal import FOUND, OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.authoring.converters.losses import LossReport
    from ddq.questionnaire.compiled import LoadedQuestionnaire
    from ddq.workspace.library import Library


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    from ddq.authoring.converters.registry import SOURCES, TARGETS

    parser.add_argument("file", metavar="FILE|Q", help="a file of another tool, or a questionnaire of ours")
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FILE", help="the file to write")
    parser.add_argument("--from", dest="source", choices=["ours", *SOURCES], help="the format of FILE")
    parser.add_argument("--to", dest="target", choices=list(TARGETS), help="the format to write")
    parser.add_argument("--mapping", type=Path, metavar="FILE.yaml", help="which column of a workbook holds what")
    parser.add_argument("--json", action="store_true", help="the loss report as JSON")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--strict", action="store_true", help="exit 1 where anything was lost")


def run(options: Namespace, library: Library) -> int:
    """Convert; the loss report is the result on the standard output."""
    from ddq.authoring.converters.losses import Weight
    from ddq.authoring.converters.registry import guess_target

    target = options.target or guess_target(options.out)
    _refuse_to_overwrite(options)
    report, content = _converted(options, library, target)
    _write(options.out, content)
    if options.json:
        import orjson

        give(orjson.dumps({**report.to_dict(), "written": str(options.out)}))
    else:
        say(*report.lines())
    tell(f"{options.out}: written")
    return FOUND if options.strict and report.count(Weight.lost) else OK


def _converted(options: Namespace, library: Library, target: str) -> tuple[LossReport, bytes]:
    from ddq.authoring.converters import registry
    from ddq.authoring.converters.losses import LossReport

    if options.source == "ours" or (options.source is None and _is_ours(options.file)):
        if target == "yaml":
            raise Misused("the questionnaire is in our own format already; name another one with --to")
        loaded = library.questionnaire(options.file)
        report = LossReport(options.file, "ours", questions=len(loaded.questions))
        return report, registry.write(target, loaded, report)
    path = Path(options.file)
    source = options.source or registry.guess_source(path)
    if registry.SOURCES[source].needs_mapping and options.mapping is None:
        raise Misused(f"{source} needs --mapping FILE.yaml, which says what each column holds")
    converted = registry.read(source, path, options.mapping)
    loaded = _added(converted.text, options.out if target == "yaml" else Path(path.name), library, converted.report)
    if target == "yaml":
        return converted.report, converted.text.encode()
    return converted.report, registry.write(target, loaded, converted.report)


def _added(text: str, out: Path, library: Library, report: LossReport) -> LoadedQuestionnaire:
    """What is written, read back; what lint finds in it is what an author must add."""
    from tempfile import TemporaryDirectory

    from ddq.authoring.lint import lint
    from ddq.questionnaire.load import load_questionnaire

    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.yaml"
        path.write_text(text, encoding="utf-8")
        loaded = load_questionnaire(path, country_sets=[group.id for group in library.registers.groups])
    if not any(question.risk or question.feeds for question in loaded.questions.values()):
        report.add(out.name, "no answer scores yet", "add `risk` to questions, and `outputs`: see the how-to guide")
    for problem in lint(loaded):
        if problem.level != "info":
            report.add(f"{out.name}:{problem.line}", f"{problem.code} {problem.message}", problem.hint)
    return loaded


def _is_ours(name: str) -> bool:
    """Whether it is the id of a questionnaire, or a file that says that it is one."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        with path.open("rb") as file:
            return b"ddq: questionnaire/1" in file.read(4096)
    return path.suffix == ""


def _refuse_to_overwrite(options: Namespace) -> None:
    out: Path = options.out
    for given in (options.file, options.mapping):
        if given is not None and out.exists() and Path(given).exists() and out.samefile(given):
            raise Misused(f"{out} is what is read; it is never written over")
    if out.exists() and not options.force:
        raise Misused(f"{out} is there already; name another file, or give --force")


def _write(path: Path, content: bytes) -> None:
    from ddq.store.fsio import write_atomically

    write_atomically(path, content, 0o644)
