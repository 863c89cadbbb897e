"""An assessment that somebody has open already: who opens it next is told by whom, and decides."""

from ddq.tui.screens.confirm import Confirm
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.workspace import WorkspaceScreen
from ddq.tui.widgets.plain import Static
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on


async def test_the_second_is_told_by_whom_it_is_open(workspace: Workspace, opened: OpenAssessment) -> None:
    elsewhere = workspace.store.presence(opened.id)
    elsewhere.take("ana")
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "open already: by ana since" in str(app.screen.query(Static).first().render())
        await pilot.press("enter")
        assert isinstance(app.screen, WorkspaceScreen)  # the safe button was in front
        await pilot.press("enter", "right", "enter")
        assert isinstance(app.screen, HubScreen)
    elsewhere.release()


async def test_it_is_open_here_as_long_as_its_hub(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    other = workspace.store.presence(opened.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HubScreen)
        holder = other.take("ana")
        assert holder is not None
        assert holder.by == "lena"
        await pilot.press("escape")
        assert isinstance(app.screen, WorkspaceScreen)
        assert other.take("ana") is None
    other.release()
