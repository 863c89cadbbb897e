"""The line mode: the whole interview without a screen, over the same sitting as the app.

For screen readers, bad connections, terminals that can do nothing, and pipes. No Textual is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ddq.workspace.workspace import Workspace


def run(workspace: Workspace, assessment: str | None, stdin: TextIO, stdout: TextIO) -> int:
    """Interview in lines until the input ends or a signal asks to stop; the exit code.

    Args:
        workspace: where the assessments are.
        assessment: the id of one; None to choose or to begin one.
        stdin: where lines come from.
        stdout: where sentences go.

    Raises:
        StoreError: the assessment cannot be opened.
        SourceError: its questionnaire or profile has problems.
    """
    from ddq.tui.plain.console import Console, Ended
    from ddq.tui.plain.interview import hold
    from ddq.tui.plain.start import begin, greet
    from ddq.tui.plain.stopping import stopping
    from ddq.tui.plain.talk import Talk
    from ddq.tui.words import open_elsewhere

    console = Console(stdin, stdout)
    with stopping(console):
        try:
            opened = workspace.open(assessment) if assessment is not None else begin(console, workspace)
            presence = workspace.store.presence(opened.id)
            holder = presence.take(workspace.surroundings.user())
            if holder is not None:
                console.say(f"Note: {open_elsewhere(holder)}")
            try:
                hold(Talk(console, greet(console, opened), workspace))
            finally:
                presence.release()
        except Ended:
            console.say_last("Everything that was answered is saved.")
    return 0
