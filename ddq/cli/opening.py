"""Keys are shown on every screen; F1 explains the question, Ctrl+Q leaves, and every answer is saved as it is given."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import Misused


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)


def run(options: Namespace) -> int:
    """Open the terminal app at an assessment."""
    return open_app(options, options.id)


def open_app(options: Namespace, assessment: str | None) -> int:
    """Open the terminal app on the workspace, at one assessment if it is named; returns the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misused("the app needs a terminal; `ddq --help` lists the commands that do without one")
    from ddq.tui.app import DdqApp

    with workspace_of(options) as workspace:
        app = DdqApp(workspace, None if assessment is None else workspace.find(assessment))
        app.run()
        return app.return_code or 0
