"""The report is rendered in a process of its own, which reads no network."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, Misused, say, tell

if TYPE_CHECKING:
    from ddq.report.render import ReportResult
    from ddq.scoring.model import Score
    from ddq.workspace.snapshot import Snapshot


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("-o", "--out", required=True, metavar="FILE.pdf", help="the PDF to write")
    parser.add_argument("--language", metavar="L", help="the questionnaire's texts in this language, such as de")
    parser.add_argument("--template", default="full", metavar="T", help="a shipped template's name or a folder")


def run(options: Namespace) -> int:
    """Write the report."""
    out = Path(options.out)
    if out.suffix.lower() != ".pdf" and not out.is_dir():
        raise Misused(f"{out}: a report is a PDF; give its name the ending .pdf")
    snapshot = snapshot_of(options, for_report=True)
    result = render(snapshot, snapshot.score(), out, options.template)
    say(str(result.path))
    return OK


def render(snapshot: Snapshot, score: Score, out: Path, template: str = "full") -> ReportResult:
    """The report of a snapshot as a PDF; warnings go to stderr."""
    from ddq.report.inputs import report_inputs
    from ddq.report.render import render_report

    result = render_report(report_inputs(snapshot, score), out, template)
    tell(*(f"ddq: {warning}" for warning in result.warnings))
    return result
