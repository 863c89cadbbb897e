"""Every entry of the ledger, oldest first. The last line is the anchor: kept elsewhere, it shows if any was cut off."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.target import check_question, declare_assessment, workspace_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.assessment.model import Event


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--question", metavar="Q", help="only what happened to one question")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the history."""
    import orjson

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        wanted = options.question
        if wanted is not None:
            check_question(opened.loaded, wanted)
        events = [event for event in opened.history() if wanted in (None, event.subject.partition("/")[0])]
        anchor = opened.snapshot.anchor
    if options.json:
        give(orjson.dumps([event.model_dump(mode="json") for event in events], option=orjson.OPT_SORT_KEYS))
        return OK
    say(*(_line(event) for event in events))
    if anchor is not None and wanted is None:
        say("", f"{anchor[0]} entries, verified; the hash of the last is {anchor[1]}")
    return OK


def _line(event: Event) -> str:
    import orjson

    said = "taken back" if event.new is None else orjson.dumps(event.new).decode()
    why = f" ({event.why})" if event.why else ""
    return f"{event.seq:>4}  {event.at:%Y-%m-%d %H:%M:%S}Z  {event.by}  {event.kind} {event.subject}: {said[:200]}{why}"
