"""A not-applicable leaves the score only with the verdict `not_applicable_accepted`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, say, tell

VERDICTS = ("reviewed", "issue", "needs_clarification", "not_applicable_accepted")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("question", metavar="Q", help="the question's id")
    parser.add_argument("verdict", choices=[*VERDICTS, "withdraw"], help="the verdict")
    parser.add_argument("--note", metavar="TEXT", help="what the reviewer says to it")


def run(options: Namespace) -> int:
    """Give the verdict."""
    from ddq.assessment.model import Verdict
    from ddq.assessment.reviewing import reviewed_own_answer

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        withdrawn = options.verdict == "withdraw"
        opened.review(options.question, None if withdrawn else Verdict(verdict=options.verdict, note=options.note))
        if reviewed_own_answer(opened.assessment, options.question):
            tell(f"ddq: {options.question} was answered and reviewed by the same person; four eyes see more than two")
    say(f"{options.question} {options.verdict.replace('_', ' ')}")
    return OK
