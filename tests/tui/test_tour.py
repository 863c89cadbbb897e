"""The tour is shown once, can be skipped, and comes again when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.tui.app import DdqApp
from ddq.tui.screens.tour import PAGES, Tour
from ddq.tui.screens.workspace import WorkspaceScreen
from ddq.tui.settings import KeptSettings
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.test_app import screen_text


@pytest.fixture(autouse=True)
def toured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DDQ_TOUR")


def app_of(workspace: Workspace, settings: Path, assessment: str | None = None) -> DdqApp:
    return DdqApp(lambda: workspace, assessment, settings=KeptSettings(settings))


async def test_it_turns_page_after_page_and_is_not_shown_again(workspace: Workspace, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    app = app_of(workspace, settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Tour)
        for number, (title, _) in enumerate(PAGES, start=1):
            assert title in screen_text(app)
            assert f"Page {number} of {len(PAGES)}" in screen_text(app)
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(app.screen, WorkspaceScreen)
    again = app_of(workspace, settings)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(again.screen, WorkspaceScreen)


async def test_esc_skips_it_for_good_and_the_palette_has_it(workspace: Workspace, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    app = app_of(workspace, settings)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await pilot.press("right", "left", "left", "escape")
        await pilot.pause()
        assert isinstance(app.screen, WorkspaceScreen)
        assert KeptSettings(settings).now.toured
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands["Tour"].callback()
        await pilot.pause()
        assert isinstance(app.screen, Tour)


async def test_it_does_not_stand_before_an_assessment_that_was_asked_for(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(workspace, tmp_path / "settings.json", opened.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not isinstance(app.screen, Tour)
    monkeypatch.setenv("DDQ_TOUR", "off")
    quiet = app_of(workspace, tmp_path / "settings.json")
    async with quiet.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(quiet.screen, WorkspaceScreen)
