"""Every step is the real one: the case is entered as an interview, kept in a store, read back, scored and printed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ddq.cli.report import render
from ddq.cli.score import headline
from ddq.cli.terminal import OK, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "case", nargs="?", default="bytedance-2021", metavar="CASE", help="a shipped case's id or a file"
    )
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="where the PDF and the score go")


def run(options: Namespace) -> int:
    """Run the demo."""
    from ddq.assessment.items import progress_in_full
    from ddq.report.inputs import report_inputs
    from ddq.scoring.export import to_json
    from ddq.workspace.workspace import Workspace

    options.out.mkdir(parents=True, exist_ok=True)  # before the work, so that a wrong folder is said at once
    with ExitStack() as stack:
        kept = options.workspace is not None
        folder = Path(options.workspace) if kept else Path(stack.enter_context(TemporaryDirectory(prefix="ddq-demo-")))
        workspace = stack.enter_context(Workspace(folder.expanduser()))
        case = workspace.library.case(options.case)
        if not kept:
            # Nothing else is in this workspace, so the case's own id will do, and two demos give the same bytes.
            name = case.content.id
            workspace.surroundings = replace(workspace.surroundings, ids=lambda: name)
        tell(f"{case.content.title}, as of {case.content.as_of}")
        opened = workspace.create_from_case(case)
        interview, anchor = opened.interview, opened.snapshot.anchor
        tell(f"interview: {progress_in_full(interview.progress)}")
        if anchor is not None:
            place = f" in {folder}" if kept else ", in a temporary workspace"
            tell(f"store: {anchor[0]} entries{place}, verified up to {anchor[1][:16]}…")
        score = opened.score()
        written = options.out / f"{case.content.id}.score.json"
        written.write_bytes(to_json(score) + b"\n")
        tell("report: rendering the PDF")
        pdf = render(report_inputs(opened.snapshot, score), options.out / f"{case.content.id}.pdf").path
    say(*headline(score), "", f"score   {written}", f"report  {pdf}")
    return OK
