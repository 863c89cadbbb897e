"""The key file is as age's own tools write it. Its public part, which begins with age1, is for `--encrypt-to`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.terminal import OK, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new")
    new = actions.add_parser("new", help="make a key")
    new.add_argument("file", type=Path, metavar="FILE", help="the key file to write, outside the workspace")


def run(options: Namespace) -> int:
    """Make a key."""
    from ddq.store.encryption import WARNING, make_key
    from ddq.workspace.surroundings import Surroundings

    tell(WARNING)
    say(make_key(options.file, Surroundings().clock()))
    return OK
