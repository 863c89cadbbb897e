"""Two kinds of keys, each in a file outside the workspace. `new` makes one in the format of age's own tools: its public
part, which begins with age1, is for `--encrypt-to`. `seal` makes one that seals the workspace: from then on, while
$DDQ_SEAL_KEY names the file, every save is noted under the key in FILE.seals beside it, and `ddq verify` finds an end
that was cut off and a history that was written anew. Run it once for each workspace."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.terminal import OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|seal")
    for name, words in (
        ("new", "make a key, to encrypt backups and bundles"),
        ("seal", "make a key, and seal the workspace with it"),
    ):
        one = actions.add_parser(name, help=words)
        one.add_argument("file", type=Path, metavar="FILE", help="the key file to write, outside the workspace")


def run(options: Namespace) -> int:
    """Make a key."""
    return _seal(options) if options.action == "seal" else _new(options)


def _new(options: Namespace) -> int:
    from ddq.store.encryption import WARNING, make_key
    from ddq.workspace.surroundings import Surroundings

    tell(WARNING)
    say(make_key(options.file, Surroundings().clock()))
    return OK


def _seal(options: Namespace) -> int:
    from ddq.cli.target import workspace_of
    from ddq.store.sealing import LOST, make_seal_key
    from ddq.tui.words import counted

    file = options.file.expanduser().resolve()
    with workspace_of(options) as workspace:
        store = workspace.on_this_machine("sealing")
        if file.is_relative_to(workspace.folder.resolve()):
            raise Misused(f"{file} is in the workspace, where whoever can write it finds the key; name another place")
        seals = make_seal_key(file, workspace.surroundings.clock())
        many = store.seal(seals)
    tell(LOST)
    say(f"sealed {counted(many, 'assessment')}; from now on: export DDQ_SEAL_KEY={file}")
    return OK
