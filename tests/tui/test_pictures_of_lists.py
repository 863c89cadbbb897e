"""Every list of an assessment and the form of a decision, pictured in a small terminal and in a large one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from ddq.assessment.decision import Condition, Verb
from ddq.assessment.model import Verdict
from ddq.tui.screens.decide import DecideScreen
from ddq.tui.screens.elsewhere import LISTS
from ddq.tui.widgets.plain import Input
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_lists import computed, rated, see
from tests.tui.test_review import as_user

Compare = Callable[..., bool]
SIZES = [(80, 24), (140, 45)]
pytestmark = pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x45"])
__all__ = ["rated"]


@pytest.fixture
def reviewed(workspace: Workspace, rated: OpenAssessment) -> OpenAssessment:
    """In review, with verdicts and comments of another person."""
    rated.submit("please look")
    bea = as_user(workspace, rated, "bea")
    bea.review("R-0", Verdict(verdict="issue", note="which fine?"))
    bea.review("R-1", Verdict(verdict="reviewed"))
    bea.comment("Is there a newer register?", "R-0")
    bea.comment("Short, but sound.")
    return workspace.open(rated.id)


def steady(pilot: Pilot[Any]) -> None:
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False


@pytest.mark.parametrize("name", [one.name for one in LISTS])
def test_a_list(
    snap_compare: Compare, workspace: Workspace, reviewed: OpenAssessment, name: str, size: tuple[int, int]
) -> None:
    async def show(pilot: Pilot[Any]) -> None:
        await see(pilot, name)
        steady(pilot)
        if name == "search":
            await pilot.press(*"fine")
        else:
            await pilot.press("down", "right", "down")
        await computed(pilot)

    assert snap_compare(app_on(workspace, reviewed), terminal_size=size, run_before=show)


def deciding(reviewed: OpenAssessment, *keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    async def show(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        screen = DecideScreen(reviewed)
        pilot.app.push_screen(screen)
        await pilot.pause()
        while screen.score is None:
            await pilot.pause()
        await pilot.press(*keys)
        steady(pilot)
        await pilot.pause()

    return show


def test_a_decision_that_departs(
    snap_compare: Compare, workspace: Workspace, reviewed: OpenAssessment, size: tuple[int, int]
) -> None:
    carl = as_user(workspace, reviewed, "carl")
    assert snap_compare(app_on(workspace, reviewed), terminal_size=size, run_before=deciding(carl, "2"))


def test_a_stale_approval_with_conditions(
    snap_compare: Compare, workspace: Workspace, reviewed: OpenAssessment, size: tuple[int, int]
) -> None:
    carl = as_user(workspace, reviewed, "carl")
    demanded = [
        Condition(text="Show the letter that closes the fine", owner="Acme GmbH", due=date(2026, 4, 1)),
        Condition(text="Name a person for questions", owner="bea", due=date(2026, 9, 30)),
    ]
    carl.decide(Verb.approve_with_conditions, reason="a small purchase", conditions=demanded, expires=date(2027, 3, 1))
    carl.reopen("the register has a newer entry")

    async def show(pilot: Pilot[Any]) -> None:
        await see(pilot, "review")
        await computed(pilot)

    assert snap_compare(app_on(workspace, carl), terminal_size=size, run_before=show)
