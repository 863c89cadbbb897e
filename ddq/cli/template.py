"""A report template is a folder: a manifest, Jinja and CSS. A workspace's own stand in its `report_templates`."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.questionnaire import library_of
from ddq.cli.terminal import FOUND, OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.report.job import AnyView
    from ddq.workspace.library import Library
    from ddq.workspace.snapshot import Snapshot

CASE = "bytedance-2021"
"""The case that a preview shows where none is named."""


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|new|check|preview")
    listed = actions.add_parser("list", help="the templates that there are")
    listed.add_argument("--json", action="store_true", help="as JSON")
    new = actions.add_parser("new", help="begin a template of your own from another one")
    new.add_argument("name", metavar="ID", help="what it is called, such as our-letter")
    new.add_argument("--like", default="full", metavar="T", help="the template that it begins as (full)")
    new.add_argument("--into", type=Path, metavar="DIR", help="the folder to put it in (the workspace's)")
    check = actions.add_parser("check", help="compile it, fill it with every case, look through what it gives")
    check.add_argument("template", metavar="T", help="a template by its name, or a folder")
    preview = actions.add_parser("preview", help="write the PDF of a case with it")
    preview.add_argument("template", metavar="T", help="a template by its name, or a folder")
    preview.add_argument("--case", default=CASE, metavar="C", help=f"a case by its name, or a file ({CASE})")
    preview.add_argument("-o", "--out", required=True, type=Path, metavar="FILE.pdf", help="the PDF to write")
    preview.add_argument("--watch", action="store_true", help="write it again whenever the template changes")


def run(options: Namespace) -> int:
    """Run the action."""
    library = library_of(options)
    if options.action == "list":
        return _list(library, options)
    if options.action == "new":
        return _new(library, options)
    return _check(library, options) if options.action == "check" else _preview(library, options)


def _list(library: Library, options: Namespace) -> int:
    from ddq.report.manifest import read_manifest, templates
    from ddq.shipped import shipped

    found = [(read_manifest(folder), folder) for folder in templates(library.own).values()]
    if options.json:
        import orjson

        give(orjson.dumps([{**manifest.model_dump(), "folder": str(folder)} for manifest, folder in found]))
        return OK
    for manifest, folder in found:
        own = "" if folder.is_relative_to(shipped("report_templates")) else "  (your own)"
        say(f"{manifest.id:<16} {manifest.version:<8} {manifest.title}{own}", f"{'':<26}{manifest.description}")
    return OK


def _new(library: Library, options: Namespace) -> int:
    from pydantic import ValidationError

    from ddq.report.manifest import FOLDER, read_manifest, written

    model = _folder(library, options.like)
    try:
        manifest = written(read_manifest(model), options.name)
    except ValidationError as error:
        raise Misused(f"{options.name!r} is no name for a template; use small letters, digits and hyphens") from error
    if options.into is None and library.own is None:
        raise Misused("there is no workspace; name a folder with --into")
    root: Path = options.into or Path(library.own or ".") / FOLDER
    target = root / options.name
    if target.exists():
        raise Misused(f"{target}: is there already; choose another name")
    try:
        shutil.copytree(model, target)
        (target / "manifest.yaml").write_text(manifest, encoding="utf-8")
    except OSError as error:
        raise Misused(f"{target}: cannot be written: {error}") from error
    say(str(target))
    tell(f"ddq: begun as {options.like}; `ddq template preview {target} -o preview.pdf --watch` shows what you change")
    return OK


def _check(library: Library, options: Namespace) -> int:
    import tempfile

    from ddq.report.inspecting import faults
    from ddq.report.manifest import read_manifest
    from ddq.report.render import ReportError, render_report

    folder = _folder(library, options.template)
    shown = list(_shown(library, read_manifest(folder).inputs))
    found = list(faults(folder, shown))
    if not found:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                found = list(render_report(shown[0][1], Path(scratch) / "check.pdf", folder).warnings)
            except ReportError as error:
                found = [error.msg]
    if found:
        say(*found)
    count = f"{len(found) or 'no'} {'problem' if len(found) == 1 else 'problems'}"
    tell(f"{options.template}: {count}, filled {len(shown)} times")
    return FOUND if found else OK


def _preview(library: Library, options: Namespace) -> int:
    from ddq.report.inputs import report_inputs
    from ddq.report.manifest import read_manifest
    from ddq.report.render import ReportError, render_report
    from ddq.workspace.snapshot import take_case

    folder = _folder(library, options.template)
    wanted = read_manifest(folder).inputs
    if options.out.suffix.lower() != ".pdf":
        raise Misused(f"{options.out}: a report is a PDF; give its name the ending .pdf")
    if wanted == "assessment":
        inputs = report_inputs(take_case(library, options.case))
    else:
        _, inputs = next(_shown(library, wanted))

    def show() -> list[Path]:
        try:
            result = render_report(inputs, options.out, folder)
            tell(*(f"ddq: {warning}" for warning in result.warnings))
            say(f"{result.path}, {result.pages} {'page' if result.pages == 1 else 'pages'}")
        except ReportError as error:
            if not options.watch:
                raise
            tell(f"ddq: {error.msg}")
        return [path for path in folder.rglob("*") if path.is_file()]

    if options.watch:
        from ddq.cli.watching import watch

        watch(show)
    else:
        show()
    return OK


def _folder(library: Library, template: str) -> Path:
    from ddq.report.manifest import template_folder

    try:
        return template_folder(template, library.own)
    except LookupError as error:
        raise Misused(str(error.args[0])) from error


def _shown(library: Library, wanted: str) -> Iterator[tuple[str, AnyView]]:
    """What a template must be able to show: every case that there is, and one in which nothing is answered.

    Of two assessments, the cases of one vendor; of a portfolio, all cases, and none.
    """
    from ddq.report.builder import build_view
    from ddq.report.builder.several import build_comparison, build_portfolio
    from ddq.report.inputs import report_inputs
    from ddq.workspace.compared import compare_assessments
    from ddq.workspace.snapshot import take_case

    names = sorted(library.files("case"), key=lambda name: (name != CASE, name))
    cases = {name: take_case(library, name) for name in names}
    blank = cases[CASE].unanswered()
    if wanted == "assessment":
        yield from ((name, build_view(report_inputs(snapshot))) for name, snapshot in cases.items())
        yield "nothing answered", build_view(report_inputs(blank))
    elif wanted == "comparison":
        for name, earlier, later in _pairs(cases, blank):
            found = compare_assessments(earlier, later)
            yield name, build_comparison(found, report_inputs(earlier), report_inputs(later))
    else:
        day = max(snapshot.day for snapshot in cases.values())
        yield "all cases", build_portfolio([report_inputs(one) for one in cases.values()], (), day, "All cases")
        yield "no assessment", build_portfolio((), (), day, "None")


def _pairs(cases: Mapping[str, Snapshot], blank: Snapshot) -> Iterator[tuple[str, Snapshot, Snapshot]]:
    """The first and the last case of each vendor; and one case beside one in which nothing is answered."""
    by_vendor: dict[str, list[Snapshot]] = {}
    for name in sorted(cases):
        by_vendor.setdefault(name.rpartition("-")[0], []).append(cases[name])
    for vendor, found in by_vendor.items():
        if len(found) > 1:
            yield vendor, found[0], found[-1]
    yield "nothing answered", blank, cases[CASE]
