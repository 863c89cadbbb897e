"""The form, by keys: a field that is left is saved, what it hides disappears in place, a page holds 25 questions."""

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer
from ddq.tui.screens.confirm import Confirm
from ddq.tui.screens.form import FormScreen
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import ask, saved, screen_text, words_of

SIZE = (80, 40)


async def form(pilot: Pilot[None], question: str | None = None) -> FormScreen:
    """From the hub to a question in the form, once its page is there."""
    await ask(pilot, question)
    await pilot.press("shift+f2")
    return await turned(pilot)


async def turned(pilot: Pilot[None]) -> FormScreen:
    """The form, once a field has the keys."""
    while not isinstance(pilot.app.screen, FormScreen) or pilot.app.screen.focused is None:
        await pilot.pause()
    return pilot.app.screen


async def test_tab_saves_a_field_and_goes_to_the_next(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot)
        await pilot.press("2", "tab", "1", "tab", *"Lena", "tab")
        assert screen.sitting.place.question == "A-4"
        await pilot.press("shift+tab")
        assert screen.sitting.place.question == "A-3"
        assert "✓ A-3 By whom?" in screen_text(app)
    answers = saved(workspace, opened).assessment.answers
    assert [answers[name].value for name in ("A-1", "A-2", "A-3")] == ["b", True, "Lena"]


async def test_what_does_not_fit_is_said_at_its_field_and_keeps_the_keys(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "A-5")
        await pilot.press(*"many", "tab")
        assert screen.sitting.place.question == "A-5"
        assert "“many” is not a number" in screen_text(app)
        await pilot.press("ctrl+u", *"12", "tab")
        assert screen.sitting.place.question == "A-6"
        assert "is not a number" not in screen_text(app)
    assert saved(workspace, opened).assessment.answers["A-5"].value == 12


async def test_a_question_disappears_and_comes_back_in_place(workspace: Workspace, opened: OpenAssessment) -> None:
    """The keys go on from the field that was left, whatever its answer hid."""
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot)
        await pilot.press("3", "tab")
        assert screen.sitting.place.question == "A-3"
        assert "Is it tested" not in screen_text(app)
        await pilot.press("shift+tab", "1", "tab")
        assert screen.sitting.place.question == "A-2"
        assert "Is it tested" in screen_text(app)


async def test_an_answer_that_hides_answers_asks_first(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot)
        await pilot.press("1", "tab", "1", "tab", "shift+tab", "shift+tab", "3", "tab")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.sitting.place.question == "A-1"
        await pilot.press("tab")
        await pilot.pause()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert screen.sitting.place.question == "A-3"
    after = saved(workspace, opened)
    assert after.assessment.answers["A-1"].value == "c"
    assert after.interview.set_apart() == ("A-2",)


async def test_f3_turns_to_the_next_section_and_at_the_end_to_the_hub(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "A-3")
        await pilot.press(*"Lena", "f3")
        await turned(pilot)
        assert screen.sitting.place.question == "B-1"
        assert "Second things" in screen_text(app)
        await pilot.press("shift+f3")
        await turned(pilot)
        assert screen.sitting.place.question == "A-1"
        await pilot.press("f3")
        await turned(pilot)
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, HubScreen)
    assert saved(workspace, opened).assessment.answers["A-3"].value == "Lena"


async def test_keys_typed_while_a_page_turns_are_for_the_field_that_comes(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "A-9")
        await pilot.press("f3", "1", "enter")
        while screen.sitting.place.question != "B-2":
            await pilot.pause()
    assert saved(workspace, opened).assessment.answers["B-1"].value == ["x"]


async def test_note_and_flag_are_of_the_field_that_has_the_keys(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await form(pilot, "A-3")
        await pilot.press(*"Lena", "f4")
        await pilot.pause()
        await pilot.press(*"as told", "f3")
        await pilot.pause()
        await pilot.press("f6", *"ask Bo", "f3")
        await pilot.pause()
        text = screen_text(app)
        assert "as told" in text
        assert "⚑ ask Bo" in text
    after = saved(workspace, opened).assessment
    assert (after.answers["A-3"].note, after.flags) == ("as told", {"A-3": "ask Bo"})


async def test_a_list_is_one_line_and_opens_by_itself(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.answer("B-7/1", Answer(value={"name": "Ada", "country": "NO"}))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "B-7")
        assert "1 entry" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert type(app.screen) is InterviewScreen
        assert "1 ✓ Ada NO" in words_of(app)
        await pilot.press("shift+f2")
        assert (await turned(pilot)).sitting.place.question == screen.sitting.place.question == "B-7"


async def test_quitting_keeps_what_is_written_in_the_form(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await form(pilot, "A-4")
        await pilot.press(*"half a", "ctrl+q")
    assert saved(workspace, opened).assessment.answers["A-4"].value == "half a"


async def test_a_click_on_another_field_saves_this_one(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "A-3")
        await pilot.press(*"Lena")
        await pilot.click(screen._fields["A-2"].query_one("#options"))  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
        assert screen.sitting.place.question == "A-2"
        assert saved(workspace, opened).assessment.answers["A-3"].value == "Lena"


async def test_undo_takes_the_answer_out_of_its_field(workspace: Workspace, opened: OpenAssessment) -> None:
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot, "A-3")
        await pilot.press(*"Lena", "tab", "f8")
        await pilot.pause()
        assert screen.sitting.place.question == "A-3"
        assert "Lena" not in screen_text(app)
        await pilot.press("tab")
    assert saved(workspace, opened).assessment.answers == {}


@pytest.mark.parametrize("key", ["tab", "f3", "shift+f3"])
async def test_passing_by_does_not_confirm_what_was_carried_over(
    workspace: Workspace, opened: OpenAssessment, key: str
) -> None:
    """Whoever leafs through a form has not looked at each answer; Enter says that one has."""
    opened.answer("A-3", Answer(value="Lena", carried_from="0190-9999"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot)
        screen._go("A-3")  # pyright: ignore[reportPrivateUsage]
        await pilot.press(key)
        await turned(pilot)
        assert saved(workspace, opened).assessment.answers["A-3"].carried_from == "0190-9999"


async def test_enter_confirms_what_was_carried_over(workspace: Workspace, opened: OpenAssessment) -> None:
    opened.answer("A-3", Answer(value="Lena", carried_from="0190-9999"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await form(pilot)
        screen._go("A-3")  # pyright: ignore[reportPrivateUsage]
        await pilot.press("enter")
    assert saved(workspace, opened).assessment.answers["A-3"].carried_from is None
