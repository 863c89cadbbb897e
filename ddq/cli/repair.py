"""Nothing is mended unasked: without --write it only says what could be done. Whatever is cut off or set aside stays
in the assessment's folder under another name, and the journal of the workspace says who did it, when and why. Where
there is a backup, restoring the assessment from it is better."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.target import workspace_of
from ddq.cli.terminal import FOUND, OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.store.repairing import Repair


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("id", nargs="?", metavar="ID", help="the assessment's id, or its beginning; else every one")
    parser.add_argument("--write", action="store_true", help="do it, for the one assessment that is named")
    parser.add_argument("--why", metavar="TEXT", help="the reason, for the journal; needed with --write")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Say what could be done, or do it."""
    if options.write and not (options.id and options.why and options.why.strip()):
        raise Misused("--write repairs one assessment: name its id, and the reason with --why TEXT")
    with workspace_of(options) as workspace:
        store = workspace.on_this_machine("repairing")
        names = [workspace.find(options.id)] if options.id else sorted(one.id for one in workspace.list())
        if options.write:
            found = {names[0]: store.repair(names[0], options.why.strip())}
        else:
            found = {name: store.repair_plan(name) for name in names}
    if options.json:
        import orjson

        give(orjson.dumps({name: _data(one) for name, one in found.items()}))
    else:
        say(*(line for name, one in found.items() for line in _lines(name, one, done=options.write)))
    return OK if options.write or not any(one.found for one in found.values()) else FOUND


def _lines(name: str, one: Repair, *, done: bool) -> Iterator[str]:
    if not one.found:
        yield f"ok  {name}: {one.entries} entries hold together; there is nothing to repair"
        return
    yield f"{'ok' if done else '!!'}  {name}: {one.entries} entries {'stand' if done else 'hold together'}"
    yield from (f"      {problem}" for problem in one.found)
    if not one.steps:
        yield "      nothing of it holds: only a backup brings it back"
    yield from (f"      {'done' if done else 'could be done'}: {step}" for step in one.steps)


def _data(one: Repair) -> dict[str, object]:
    return {"entries": one.entries, "found": list(one.found), "steps": list(one.steps)}
