"""From then on the answers are closed: reviewers send single questions back, or an approver decides."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--why", metavar="TEXT", help="what reviewers should know")


def run(options: Namespace) -> int:
    """Send to review."""
    from ddq.assessment.carrying import unconfirmed

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        opened.submit(options.why)
        left = opened.interview.progress.required_open
        carried = len(unconfirmed(opened.assessment))
    if left:
        tell(f"ddq: {left} required {'question has' if left == 1 else 'questions have'} no answer")
    if carried:
        tell(f"ddq: {carried} {'answer is' if carried == 1 else 'answers are'} carried over and not confirmed")
    say("in review")
    return OK
