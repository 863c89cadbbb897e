"""Beside the questions that are named, those whose verdict is issue or needs_clarification are sent back. All others
stay closed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("questions", nargs="*", metavar="Q", help="ids of questions")
    parser.add_argument("--why", metavar="TEXT", required=True, help="what is asked for")


def run(options: Namespace) -> int:
    """Send questions back."""
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        opened.send_back(options.questions, options.why)
        say(f"changes requested; open again: {', '.join(opened.assessment.open_for or ())}")
    return OK
