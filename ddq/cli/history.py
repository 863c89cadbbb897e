"""Every entry of the ledger, oldest first. The last line is the anchor: kept elsewhere, it shows if any was cut off."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.target import check_question, declare_assessment, workspace_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.assessment.telling import Told


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--question", metavar="Q", help="only what happened to one question")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the history."""
    import orjson

    from ddq.assessment.telling import history

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        wanted = options.question
        if wanted is not None:
            check_question(opened.loaded, wanted)
        events = [event for event in opened.history() if wanted in (None, event.subject.partition("/")[0])]
        told = tuple(reversed(history(opened.history(), opened.loaded)))
        anchor = opened.snapshot.anchor
    if options.json:
        give(orjson.dumps([event.model_dump(mode="json") for event in events], option=orjson.OPT_SORT_KEYS))
        return OK
    say(*(_line(one) for one in told if wanted in (None, one.event.subject.partition("/")[0])))
    if anchor is not None and wanted is None:
        say("", f"{anchor[0]} entries, verified; the hash of the last is {anchor[1]}")
    return OK


def _line(one: Told) -> str:
    event = one.event
    undone = f" (undone by entry {one.undone_by})" if one.undone_by is not None else ""
    why = f" (why: {event.why})" if event.why else ""
    return f"{event.seq:>4}  {event.at:%Y-%m-%d %H:%M:%S}Z  {event.by}  {one.what}{undone}  {one.change}{why}".rstrip()
