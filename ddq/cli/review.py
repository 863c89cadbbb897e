"""A not-applicable leaves the score only with the verdict `not_applicable_accepted`. Without Q, lists the verdicts and
the answers that have none."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.assessment.model import Assessment

VERDICTS = ("reviewed", "issue", "needs_clarification", "not_applicable_accepted")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("question", nargs="?", metavar="Q", help="the question's id")
    parser.add_argument("verdict", nargs="?", choices=[*VERDICTS, "withdraw"], help="the verdict")
    parser.add_argument("--note", metavar="TEXT", help="what the reviewer says to it")
    parser.add_argument("--json", action="store_true", help="the verdicts as JSON")


def run(options: Namespace) -> int:
    """Give the verdict, or list those that stand."""
    from ddq.assessment.model import Verdict
    from ddq.assessment.reviewing import reviewed_own_answer

    if (options.question is None) != (options.verdict is None):
        raise Misused(f"give {options.question} a verdict: {', '.join(VERDICTS)} or withdraw")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.question is None:
            _list(opened.assessment, as_json=options.json)
            return OK
        withdrawn = options.verdict == "withdraw"
        opened.review(options.question, None if withdrawn else Verdict(verdict=options.verdict, note=options.note))
        if reviewed_own_answer(opened.assessment, options.question):
            tell(f"ddq: {options.question} was answered and reviewed by the same person; four eyes see more than two")
        if options.json:
            _list(opened.assessment, as_json=True)
        else:
            say(f"{options.question} {options.verdict.replace('_', ' ')}")
    return OK


def _list(assessment: Assessment, *, as_json: bool) -> None:
    verdicts = assessment.verdicts
    if as_json:
        import orjson

        give(orjson.dumps({name: one.model_dump(mode="json") for name, one in verdicts.items()}))
        return
    for name, one in verdicts.items():
        note = f": {' '.join(one.note.split())}" if one.note else ""
        say(f"{name:<10} {one.verdict.replace('_', ' ')} ({one.by}){note}")
    without = dict.fromkeys(subject.partition("/")[0] for subject in assessment.answers if subject not in verdicts)
    unseen = [name for name in without if name not in verdicts]
    say(f"{len(unseen)} answered questions without a verdict" + (f": {', '.join(unseen)}" if unseen else ""))
