"""An assessment that somebody has open already: who opens it next is told by whom, and decides."""

from dataclasses import replace

import pytest

from ddq.assessment.model import Answer
from ddq.tui.screens.confirm import Confirm
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.workspace import WorkspaceScreen
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.plain import Static
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_review import sees


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


async def test_what_somebody_else_keeps_is_shown_by_itself(
    workspace: Workspace, opened: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub looks now and then; whoever sits before it does nothing."""
    monkeypatch.setattr("ddq.tui.screens.hub.LOOK_SECONDS", 0.01)
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HubScreen)
        assert app.screen.opened.assessment.answers == {}
        before = app.screen.query_one(Headline).standing
        with Workspace(workspace.folder, workspace.surroundings) as theirs:
            theirs.open(opened.id).answer("A-1", Answer(value="a"))
        while app.screen.query_one(Headline).standing == before:
            await pilot.pause()
        assert app.screen.opened.assessment.answers["A-1"].value == "a"


async def test_a_colleagues_answer_is_shown_in_the_interview_but_never_under_what_is_being_written(
    workspace: Workspace, opened: OpenAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written rests on what was seen: saving it asks whose answer is to stand."""
    monkeypatch.setattr("ddq.tui.screens.interview.LOOK_SECONDS", 0.01)
    app = app_on(workspace, opened)
    theirs_is = replace(workspace.surroundings, user=lambda: "ben")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        with Workspace(workspace.folder, theirs_is) as other:
            theirs = other.open(opened.id)
            theirs.answer("A-1", Answer(value="b"))
            await sees(pilot, "entered by ben")
            assert screen.panel.editor is not None
            assert screen.panel.editor.raw() == "b", "what stands is shown, and not taken for a draft"
            theirs.answer("A-3", Answer(value="the auditor"))
            await sees(pilot, "2 of about 14 answered")
            screen.sitting.go("A-4")
            screen.show()
            await pilot.press("m", "i", "n", "e")
            theirs.answer("A-4", Answer(value="theirs"))
            for _ in range(20):
                await pilot.pause(0.01)
            assert screen.panel.editor.raw() == "mine"
            assert "A-4" not in screen.sitting.assessment.answers
            await pilot.press("f3")
            await sees(pilot, "ben changed this at")
            await sees(pilot, "Yours: mine")
