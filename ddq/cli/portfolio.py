"""What a workspace holds as a whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.target import workspace_of
from ddq.cli.terminal import FOUND, OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="report")
    report = actions.add_parser("report", help="every assessment in a line, as a PDF, those that need somebody first")
    report.add_argument("-o", "--out", required=True, type=Path, metavar="FILE.pdf", help="the PDF to write")
    report.add_argument("--template", default="portfolio", metavar="T", help="a template by its name, or a folder")
    report.add_argument("--language", metavar="L", help="in this language, such as de (else in the template's own)")
    report.add_argument("--title", metavar="TEXT", help="what it is the portfolio of (the workspace's folder)")


def run(options: Namespace) -> int:
    """Write the report; an assessment that cannot be scored is listed in it, and the exit code is 1."""
    from ddq.cli.report import template_of
    from ddq.report.builder.several import Unreadable, build_portfolio
    from ddq.report.inputs import ReportInputs, report_inputs
    from ddq.report.manifest import not_told, read_manifest, told_in
    from ddq.report.render import render_report

    if options.out.suffix.lower() != ".pdf":
        raise Misused(f"{options.out}: a portfolio is a PDF; give its name the ending .pdf")
    found: list[ReportInputs] = []
    unreadable: list[Unreadable] = []
    with workspace_of(options) as workspace:
        today = workspace.surroundings.today()
        title = options.title or workspace.folder.resolve().name
        for summary in workspace.list():
            try:
                if summary.problem is not None:
                    unreadable.append(Unreadable(summary.id, summary.problem))
                else:
                    found.append(report_inputs(workspace.open(summary.id).for_report()))
            except Exception as error:  # one assessment that cannot be read must not keep the others from being told
                unreadable.append(Unreadable(summary.id, str(getattr(error, "msg", error))))
    template = template_of(options)
    manifest = read_manifest(template)
    view = build_portfolio(found, unreadable, today, title, told_in(manifest, options.language))
    result = render_report(view, options.out, template)
    said = not_told(manifest, options.language)
    tell(*(f"ddq: {warning}" for warning in (*(() if said is None else (said,)), *result.warnings)))
    tell(*(f"ddq: {one.id}: {one.why}" for one in unreadable))
    say(str(result.path))
    return FOUND if unreadable else OK
