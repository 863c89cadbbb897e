"""Without --write it only says what would go. A tombstone stays in the journal, or on the server: id, number of
entries, the last hash, who deleted it, when and why; no answer and no vendor. Backups, bundles and reports made before
still hold it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.target import workspace_of
from ddq.cli.terminal import OK, Misused, give, say, tell

if TYPE_CHECKING:
    from ddq.store.deleting import Tombstone


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "id", nargs="?", metavar="ID", help="the assessment's id, or its beginning; else list tombstones"
    )
    parser.add_argument("--why", metavar="TEXT", help="the reason, for the tombstone; needed with --write")
    parser.add_argument("--write", action="store_true", help="delete it")
    parser.add_argument("--json", action="store_true", help="tombstones as JSON")


def run(options: Namespace) -> int:
    """Delete, say what would go, or list tombstones."""
    from ddq.tui.words import counted

    with workspace_of(options) as workspace:
        store = workspace.store
        if options.id is None:
            if options.write:
                raise Misused("name the assessment that is to be deleted by its id")
            _list(store.deleted(), as_json=options.json)
            return OK
        name = workspace.find(options.id)
        if options.write and not (options.why and options.why.strip()):
            raise Misused("--write needs the reason, for the tombstone: --why TEXT")
        entries, own = store.anchor(name)[0], len(store.deletion(name))
        vendor = workspace.open(name).assessment.vendor.name
        if not options.write:
            held = f"{counted(entries, 'entry', 'entries')}, {counted(own, 'evidence file')}"
            say(f"{name}, {vendor}: {held} that no other assessment names")
            tell("nothing was deleted; --write with --why TEXT deletes it for ever")
            return OK
        left = store.delete(name, options.why.strip())
    gone = f"{counted(entries, 'entry', 'entries')}, {counted(own - len(left), 'evidence file')}"
    say(f"{name} was deleted: {gone}; a tombstone stays")
    if left:
        stay = "was used just now and stays" if len(left) == 1 else "were used just now and stay"
        tell(f"{counted(len(left), 'evidence file')} {stay}; `ddq evidence gc` finds what stays tomorrow")
    return OK


def _list(stones: tuple[Tombstone, ...], *, as_json: bool) -> None:
    if as_json:
        import orjson

        give(orjson.dumps(stones))
        return
    from ddq.tui.words import counted

    for one in stones:
        held = f"{counted(one.entries, 'entry', 'entries')}, the last {one.head[:12]}…"
        say(f"{one.id}  {held}, deleted {one.at:%Y-%m-%d} by {one.by}: {one.why}")
    tell(f"{counted(len(stones), 'assessment')} {'was' if len(stones) == 1 else 'were'} deleted")
