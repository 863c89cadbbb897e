"""An assessment goes to in_review, back to draft (with a reason), and to expired once its last day has passed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("status", nargs="?", metavar="STATUS", help="move the assessment on to this status")
    parser.add_argument("--why", metavar="TEXT", help="the reason; some changes need one")


def run(options: Namespace) -> int:
    """Show or change the status."""
    from ddq.assessment.model import Status

    if options.status is not None and options.status not in list(Status):
        raise Misused(f"{options.status!r} is no status; it is one of {', '.join(Status)}")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.status is not None:
            opened.change_status(Status(options.status), options.why)
        say(opened.assessment.status.value)
    return OK
