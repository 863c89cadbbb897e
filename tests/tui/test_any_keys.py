"""Whatever keys are pressed, in whatever order: the app stays, and what it saved can be read."""

import random

import pytest

from ddq.tui.screens.report import ReportScreen
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on

KEYS = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "space"),
    *("enter", "enter", "enter", "escape", "delete", "backspace", "ctrl+u", "ctrl+z", "ctrl+g", "ctrl+o", "ctrl+p"),
    *("f1", "f2", "f3", "shift+f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"),
    *"adcnry123459[/]o",
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
async def test_any_keys_in_any_order(workspace: Workspace, opened: OpenAssessment, seed: int) -> None:
    chance = random.Random(seed)
    app = app_on(workspace, opened)
    async with app.run_test(size=chance.choice([(80, 24), (120, 40)])) as pilot:
        await pilot.pause()
        for _ in range(150):
            key = chance.choice(KEYS)
            # A report is written elsewhere; here it would only take long.
            await pilot.press("escape" if isinstance(app.screen, ReportScreen) else key)
        assert app.is_running
    again = workspace.open(opened.id)
    assert again.assessment.seq == len(again.history())
