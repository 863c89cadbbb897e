"""Without TEXT or options, lists the comments. Anybody may comment, at any time; a comment is open until resolved."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.assessment.model import Assessment


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what to say")
    parser.add_argument("--question", metavar="Q", help="about one question, else about the whole assessment")
    parser.add_argument("--resolve", type=int, metavar="N", help="settle comment N; TEXT is a note to that")
    parser.add_argument("--reopen", type=int, metavar="N", help="open comment N again")
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(options: Namespace) -> int:
    """Comment, settle, or list."""
    if (options.resolve is not None) + (options.reopen is not None) > 1:
        raise Misused("--resolve and --reopen are two commands; give one")
    if options.reopen is not None and options.text is not None:
        raise Misused("--reopen takes no TEXT; comment again to say why")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.resolve is not None:
            opened.resolve(options.resolve, options.text)
        elif options.reopen is not None:
            opened.open_again(options.reopen)
        elif options.text is not None:
            opened.comment(options.text, options.question)
        if options.json:
            import orjson

            comments = opened.assessment.comments
            give(orjson.dumps([{"id": name, **one.model_dump(mode="json")} for name, one in comments.items()]))
        else:
            say(*(list(_lines(opened.assessment, options.question)) or ["no comments"]))
    return OK


def _lines(assessment: Assessment, question: str | None) -> Iterator[str]:
    from ddq.assessment.commenting import comment_number

    numbered = sorted((comment_number(subject), one) for subject, one in assessment.comments.items())
    for number, one in numbered:
        if question in (None, one.question):
            state = f"resolved by {one.resolution.by}" if one.resolution else "open"
            at = f"{one.at:%Y-%m-%d %H:%M}Z" if one.at else ""
            yield f"{number:>3}  {at}  {one.by}  {one.question or 'the whole'}  {state}: {' '.join(one.text.split())}"
            if one.resolution is not None and one.resolution.note:
                yield f"     {' '.join(one.resolution.note.split())}"
