"""The process behind one browser window: `python -P -m ddq.tui.serve.child WORKSPACE [ID]`; its pipes steer it."""

from __future__ import annotations

import sys
from pathlib import Path

from ddq.questionnaire.text import visible_text
from ddq.tui.app import DdqApp
from ddq.tui.settings import user_settings
from ddq.workspace.workspace import Workspace


def main(workspace: str, assessment: str | None = None) -> int:
    """Run the app; why it could not begin goes to the standard error, for the page."""
    app = DdqApp(lambda: Workspace(Path(workspace)), assessment, settings=user_settings())
    try:
        app.run()
    finally:
        if app.workspace is not None:
            app.workspace.close()
    if app.refused is not None:
        for problem in getattr(app.refused, "problems", None) or (app.refused,):
            sys.stderr.write(f"{visible_text(str(problem))}\n")
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
