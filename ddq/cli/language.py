"""What is not translated is asked in the language in which the questionnaire was written; the score is the same."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("language", nargs="?", metavar="LANGUAGE", help="ask in this language from now on, such as de")


def run(options: Namespace) -> int:
    """Show or change the language."""
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.language is not None:
            opened.change_language(options.language)
        known = workspace.library.languages(opened.assessment.questionnaire.id)
        say(opened.assessment.language or known[0], f"there is: {', '.join(known)}")
    return OK
