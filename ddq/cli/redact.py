"""The text comes from the standard input, so that it stands in no history of a shell. It is taken out of every value
and reason of the history; who acted, and when, stays, and so does every hash. Evidence files that hold it are named,
and go with `--evidence`: the file is taken away, its hash and its place in the history stay. Backups, bundles and
reports are not changed: find them, too."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar="HASH",
        help="take away the evidence file of this hash, or beginning of it, instead of a text; can be repeated",
    )
    parser.add_argument("--why", required=True, metavar="TEXT", help="the reason, without the text itself")


def run(options: Namespace) -> int:
    """Redact."""
    return _evidence(options) if options.evidence else _text(options)


def _evidence(options: Namespace) -> int:
    if not options.why.strip():
        raise Misused("--why needs a reason")
    with workspace_of(options) as workspace:
        store = workspace.on_this_machine("redacting")
        still = store.redact_evidence(workspace.find(options.id), options.evidence, options.why.strip())
    for digest, others in still.items():
        rest = f"stays until it is redacted in {', '.join(others)}, too" if others else "was taken away"
        say(f"{digest[:12]} {rest}")
    tell("its name stands in the history still: redact it as a text. Backups and bundles from before may hold the file")
    return OK


def _text(options: Namespace) -> int:
    if sys.stdin.isatty():
        tell("Write the text that is to be redacted, exactly as it stands, and press Enter:")
    text, why = sys.stdin.readline().rstrip("\r\n"), options.why.strip()
    if not text:
        raise Misused("the text comes from the standard input, on one line: printf 'Jane Doe' | ddq redact ID --why …")
    from ddq.store.protocol import NotFound

    if not why or text in why:
        raise Misused("--why needs a reason that does not hold the text itself")
    with workspace_of(options) as workspace:
        store, name = workspace.on_this_machine("redacting"), workspace.find(options.id)
        files = store.evidence_with(name, text)
        try:
            entries = store.redact(name, text, why)
        except NotFound:
            if not files:
                raise
            entries = ()
    found = f"redacted in {len(entries)} entries: {', '.join(map(str, entries))}"
    say(found if entries else "no entry of the history holds it")
    for file in files:
        say(f"evidence {file.id[:12]} holds it: {file.name}; `ddq redact {options.id} --evidence {file.id[:12]}`")
    tell(
        "backups, bundles and reports from before may still hold it; and so may evidence that cannot be read as text,"
        " such as a scan or a PDF: look at each"
    )
    return OK
