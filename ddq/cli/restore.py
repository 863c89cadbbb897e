"""The folder is empty or not there. Every file is compared with its hash, every ledger is read from its first line, and
where each ends is compared with the backup; only then the folder appears."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.encrypting import declare_key
from ddq.cli.terminal import FOUND, OK, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="the backup")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the workspace is to be")
    declare_key(parser)


def run(options: Namespace) -> int:
    """Restore."""
    from ddq.store.backups import restore
    from ddq.store.encryption import decrypted
    from ddq.store.fsio import make_private_folder
    from ddq.tui.words import counted

    folder = options.folder.expanduser().absolute()
    make_private_folder(folder.parent)
    with decrypted(options.file, options.key, folder.parent) as plain:
        found = restore(plain, folder)
    held = f"{counted(found.assessments, 'assessment')} with {counted(found.entries, 'entry', 'entries')}"
    said = f"{held}, {counted(found.evidence, 'evidence file')}"
    tell(f"{said}: all {found.files} files and every history are as the backup says")
    tell(*(f"ddq: {problem}" for problem in found.problems))
    say(str(folder))
    return FOUND if found.problems else OK
