"""A few pictures of the screens, each looked at by a person before it was accepted; state is asserted elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer, Basis, Source
from ddq.questionnaire.model import Grade
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.theme import LIGHT
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.plain import Input
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.seen import comes_to, sees

Compare = Callable[..., bool]
Steps = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def answered(opened: OpenAssessment) -> OpenAssessment:
    """Some answers of several standings."""
    source = Source(title="Audit report 2026")
    opened.answer("A-1", Answer(value="b", basis=Basis(grade=Grade.B, sources=(source,)), note="As told on the phone."))
    opened.answer("A-2", Answer(value=True, basis=Basis(grade=Grade.D)))
    opened.answer("B-7/1", Answer(value={"name": "Ada Holding", "country": "NO"}, basis=Basis(grade=Grade.D)))
    opened.answer("B-7/2", Answer(value={"country": "FR"}, basis=Basis(grade=Grade.D)))
    opened.flag("A-3", "ask Bo")
    return opened


def at(question: str, *keys: str, light: bool = False) -> Steps:
    """To a question, once the score is there, with the cursor still."""

    async def steps(pilot: Pilot[Any]) -> None:
        if light:
            pilot.app.theme = LIGHT
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        screen._go(question)  # pyright: ignore[reportPrivateUsage]
        while not screen.query_one(Headline).standing:
            await pilot.pause()
        await pilot.press(*keys)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return steps


def test_a_choice(snap_compare: Compare, workspace: Workspace, answered: OpenAssessment) -> None:
    assert snap_compare(app_on(workspace, answered), terminal_size=(80, 24), run_before=at("A-1"))


def test_a_list_with_the_questions_beside_it_on_light(
    snap_compare: Compare, workspace: Workspace, answered: OpenAssessment
) -> None:
    assert snap_compare(app_on(workspace, answered), terminal_size=(120, 30), run_before=at("B-7", light=True))


def test_the_basis(snap_compare: Compare, workspace: Workspace, answered: OpenAssessment) -> None:
    assert snap_compare(app_on(workspace, answered), terminal_size=(80, 24), run_before=at("A-1", "f5"))


def test_the_questions_in_a_narrow_terminal(
    snap_compare: Compare, workspace: Workspace, answered: OpenAssessment
) -> None:
    assert snap_compare(app_on(workspace, answered), terminal_size=(80, 24), run_before=at("A-3", "f2"))


def form_at(question: str) -> Steps:
    """To a question in the form, once its page is there."""

    async def steps(pilot: Pilot[Any]) -> None:
        await at(question, "shift+f2")(pilot)
        while pilot.app.screen.focused is None or not pilot.app.screen.query_one(Headline).standing:
            await pilot.pause()
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return steps


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
@pytest.mark.parametrize("question", ["A-3", "B-7"])
def test_a_form(
    snap_compare: Compare, workspace: Workspace, answered: OpenAssessment, question: str, size: tuple[int, int]
) -> None:
    assert snap_compare(app_on(workspace, answered), terminal_size=size, run_before=form_at(question))


def test_the_hub(snap_compare: Compare, workspace: Workspace, answered: OpenAssessment) -> None:
    async def wait(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await comes_to(pilot, HubScreen)
        while "Not rated" not in str(pilot.app.screen.query_one("#outcome").render()):
            await pilot.pause()
        await sees(pilot, "Not rated")

    assert snap_compare(app_on(workspace, answered), terminal_size=(80, 24), run_before=wait)
