"""At any moment, also while others write. The file is read again before it is said to be there. Nothing of a running
`ddq serve`, and nothing in quarantine, is in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ddq.cli.encrypting import declare_encrypting, plain_target
from ddq.cli.target import workspace_of
from ddq.cli.terminal import FOUND, OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FILE.zip", help="the backup to write")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    declare_encrypting(parser)


def run(options: Namespace) -> int:
    """Back up."""
    from ddq import __version__
    from ddq.store.backups import back_up
    from ddq.tui.words import counted

    if options.out.exists() and not options.force:
        raise Misused(f"{options.out} is there already; --force writes over it")
    with workspace_of(options) as workspace, plain_target(options, workspace, options.out) as target:
        workspace.on_this_machine("ddq backup")
        found = back_up(workspace.folder, target, f"ddq {__version__}")
    held = f"{counted(found.assessments, 'assessment')} with {counted(found.entries, 'entry', 'entries')}"
    said = f"{held}, {counted(found.evidence, 'evidence file')}"
    tell(f"{said}; all {found.files} files were read again and are whole")
    tell(*(f"ddq: left out, as its name cannot be kept: {name}" for name in found.left_out))
    tell(*(f"ddq: damaged before, and in the backup as it is: {problem}" for problem in found.problems))
    say(str(options.out))
    return FOUND if found.problems else OK
