"""A file that is a program, or not what its name says, is not taken as evidence but set apart. `gc` takes away what no
assessment ever named, older than a day, and only with --write; what was taken off an assessment stays, as its history
names it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import workspace_of
from ddq.cli.terminal import OK, Misused, give, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="quarantine|release|gc")
    quarantine = actions.add_parser("quarantine", help="list what was set apart, and why")
    quarantine.add_argument("--json", action="store_true", help="as JSON")
    release = actions.add_parser("release", help="let a file go that was set apart: attaching it again then keeps it")
    release.add_argument("digest", metavar="DIGEST", help="the beginning of its fingerprint, as `quarantine` lists it")
    release.add_argument("--why", required=True, metavar="TEXT", help="who looked at it, and how")
    gc = actions.add_parser("gc", help="find files that nothing refers to")
    gc.add_argument("--write", action="store_true", help="take them away")
    gc.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """List, release or collect."""
    return {"quarantine": _quarantine, "release": _release, "gc": _gc}[options.action](options)


def _quarantine(options: Namespace) -> int:
    from ddq.tui.words import counted

    with workspace_of(options) as workspace:
        found = workspace.store.quarantined()
    if options.json:
        import orjson

        give(orjson.dumps([{"digest": one.digest, "name": one.name, "why": one.why} for one in found]))
    else:
        say(*(f"{one.digest[:12]}  {one.name}: {one.why}" for one in found))
    tell(f"{counted(len(found), 'file')} {'is' if len(found) == 1 else 'are'} in quarantine")
    return OK


def _release(options: Namespace) -> int:
    if not options.why.strip():
        raise Misused("--why needs a reason: who looked at the file, and how")
    with workspace_of(options) as workspace:
        found = workspace.store.release(options.digest, options.why.strip())
    say(f"{found.name} may be attached now")
    return OK


def _gc(options: Namespace) -> int:
    from ddq.tui.words import counted

    with workspace_of(options) as workspace:
        store = workspace.on_this_machine("looking for files that nothing refers to")
        found = store.collect("asked") if options.write else store.unreferenced()
    if options.json:
        import orjson

        give(orjson.dumps([{"file": one.path.name, "size": one.size} for one in found]))
    else:
        say(*(f"{one.path.name}  {one.size} bytes" for one in found))
    gone = "was taken away" if len(found) == 1 else "were taken away"
    done = gone if options.write else "could be taken away with --write"
    tell(f"{counted(len(found), 'file')}, {counted(sum(one.size for one in found), 'byte')}, {done}")
    return OK
