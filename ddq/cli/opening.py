"""Every screen shows its keys, F1 explains the question, Ctrl+Q leaves, and every answer is saved as it is given. The
line mode (`--plain`, $ACCESSIBLE, or a terminal that can do nothing else) puts the same interview in sentences."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from functools import partial

from ddq.cli.target import declare_assessment, workspace_of


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--plain", action="store_true", help="line by line, without full-screen drawing")
    parser.add_argument("--ascii", action="store_true", help="draw in ASCII alone (else $DDQ_ASCII)")


def run(options: Namespace) -> int:
    """Open the terminal app at an assessment."""
    return open_app(options, options.id)


def open_app(options: Namespace, assessment: str | None) -> int:
    """Open the app on the workspace, at one assessment if it is named; returns the exit code."""
    gc.enable()  # the app runs for hours
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if options.plain or os.environ.get("ACCESSIBLE") or os.environ.get("TERM") == "dumb" or not on_terminal:
        from ddq.tui import plain

        with workspace_of(options) as workspace:
            return plain.run(workspace, assessment, sys.stdin, sys.stdout)
    for name in ("COLUMNS", "LINES"):  # some shells export them; the terminal itself knows when it is resized
        os.environ.pop(name, None)
    from ddq.tui.app import DdqApp
    from ddq.tui.settings import user_settings

    app = DdqApp(partial(workspace_of, options), assessment, settings=user_settings(), plain_characters=options.ascii)
    try:
        app.run()
    finally:
        if app.workspace is not None:
            app.workspace.close()
    if app.refused is not None:
        raise app.refused
    return app.return_code or 0
