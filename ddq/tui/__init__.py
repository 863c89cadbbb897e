"""The screens. Importing this imports no Textual: `run` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ddq.workspace.workspace import Workspace


def run(workspace: Workspace, assessment: str | None = None) -> int:
    """Show the list of assessments, or one of them, until the user leaves; the exit code."""
    from ddq.tui.app import DdqApp  # costs about 190 ms

    app = DdqApp(lambda: workspace, assessment)
    app.run()
    return app.return_code or 0
