"""The text comes from the standard input, so that it stands in no history of a shell. It is taken out of every value
and reason of the history; who acted, and when, stays, and so does every hash. Backups, bundles, reports and evidence
files that hold it are not changed: find them, too."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--why", required=True, metavar="TEXT", help="the reason, without the text itself")


def run(options: Namespace) -> int:
    """Redact."""
    if sys.stdin.isatty():
        tell("Write the text that is to be redacted, exactly as it stands, and press Enter:")
    text, why = sys.stdin.readline().rstrip("\r\n"), options.why.strip()
    if not text:
        raise Misused("the text comes from the standard input, on one line: printf 'Jane Doe' | ddq redact ID --why …")
    if not why or text in why:
        raise Misused("--why needs a reason that does not hold the text itself")
    with workspace_of(options) as workspace:
        entries = workspace.on_this_machine("redacting").redact(workspace.find(options.id), text, why)
    say(f"redacted in {len(entries)} entries: {', '.join(map(str, entries))}")
    tell("backups, bundles, reports and evidence files from before may still hold it")
    return OK
