"""SEQ is the number of an entry of `ddq history ID`. Undoing an undo does the change again. --preview says what would
change, and changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("seq", type=int, metavar="SEQ", help="the number of the entry")
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="the new entry, or with --preview the sentences, as JSON")


def run(options: Namespace) -> int:
    """Undo one entry."""
    import orjson

    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        would = opened.undo_would(options.seq)
        if options.preview:
            give(orjson.dumps(would)) if options.json else say(*would)
            return OK
        event = opened.undo_event(options.seq)
    if options.json:
        give(event.model_dump_json().encode())
    else:
        say(f"entry {event.seq} undoes entry {options.seq}")
    return OK
