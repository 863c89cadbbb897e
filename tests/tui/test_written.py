"""What is written and not saved is not dropped without a question, whichever key one leaves by."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from ddq.assessment.decision import Verb
from ddq.assessment.model import Answer, Status, Verdict
from ddq.store.protocol import NotSaved
from ddq.tui.app import DdqApp
from ddq.tui.screens.ask import AskText
from ddq.tui.screens.decide import DecideScreen
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.new import NewAssessmentScreen
from ddq.tui.screens.review import ReviewScreen
from ddq.tui.settings import KeptSettings
from ddq.tui.widgets.plain import Input, TextArea
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.seen import comes_to
from tests.tui.test_app import ask, saved
from tests.tui.test_review import review, sees, to

SIZE = (80, 24)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Write a text where the keys go."""
    pilot.app.post_message(events.Paste(text))
    await sees(pilot, text)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_note_is_dropped_only_when_that_is_meant(
    workspace: Workspace, opened: OpenAssessment, key: str
) -> None:
    """Stay is the first choice and leaves it as written; what was not touched is left at once."""
    opened.answer("A-1", Answer(value="a"))
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-1")
        await pilot.press("f4")
        await sees(pilot, "Printed beside the answer")
        await paste(pilot, "seen [b]in May")
        await pilot.press(key)
        await sees(pilot, "What you wrote here is not saved")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, AskText)
        assert app.screen.query_one(TextArea).text == "seen [b]in May"
        await pilot.press(key, "right", "enter")
        if key == "escape":
            await pilot.pause()
            assert isinstance(app.screen, InterviewScreen)
            await pilot.press("f4")
            await sees(pilot, "Printed beside the answer")
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, InterviewScreen)
    assert saved(workspace, opened).assessment.answers["A-1"].note is None


async def test_a_decision_that_is_not_signed_is_not_dropped_by_one_key(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """A reason, and a condition alone; what was refused before is not said of what is there now."""
    opened.answer("A-1", Answer(value="a"))
    opened.submit()
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = DecideScreen(opened)
        app.push_screen(screen)
        await pilot.pause()
        while screen.score is None:
            await pilot.pause()
        await pilot.press("2", "tab", "tab")
        await paste(pilot, "needed at once")
        await pilot.press("escape")
        await sees(pilot, "What you wrote here is not saved")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        await pilot.press("f3")
        await sees(pilot, "There is no condition")
        await pilot.press("a")
        await pilot.press(*"Keys", "enter", *"bea", "enter", *"2027-01-31", "enter")
        await pilot.pause()
        assert len(screen.conditions) == 1
        assert not screen.query_one("#problem").display
        screen.query_one("#reason", TextArea).text = ""
        await pilot.press("escape")
        await sees(pilot, "What you wrote here is not saved")
        await pilot.press("right", "enter")
        await pilot.pause()
        assert app.screen is not screen
    assert saved(workspace, opened).assessment.status is Status.in_review


async def test_a_new_assessment_that_is_half_filled_in_is_not_dropped_by_one_key(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("n", *"Acme", "ctrl+q")
        await sees(pilot, "What you wrote here is not saved")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, NewAssessmentScreen)
        assert app.screen.query_one("#vendor", Input).value == "Acme"
        await pilot.press("escape", "right", "enter")
        await sees(pilot, "No assessment yet")


async def test_a_closed_question_says_so_before_anybody_writes(workspace: Workspace, opened: OpenAssessment) -> None:
    """In review; and where other questions were sent back."""
    opened.answer("A-1", Answer(value="a"))
    opened.submit()
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "A-3")
        await pilot.press("escape")
        await sees(pilot, "→ Look at the answers:")
        await sees(pilot, "C Answers")
        await pilot.press("c")
        await sees(pilot, "Closed the assessment is in review; answers can be read, not changed")
    opened.send_back(["A-1"], "which?")
    app = app_on(workspace, opened)
    async with app.run_test(size=SIZE) as pilot:
        screen = await ask(pilot, "A-3")
        await sees(pilot, "and this question was not; it can be read, not changed")
        screen._go("A-1")  # pyright: ignore[reportPrivateUsage]
        await sees(pilot, "Which of these is it?")
        assert "Closed" not in str(screen.query_one("#stands").render())


async def test_what_cannot_be_done_is_said_before_anything_is_written_for_it(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """A decision on one's own interview, and a send-back of nothing."""
    opened.answer("A-1", Answer(value="a"))
    opened.submit()
    app = app_on(workspace)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await review(pilot, opened)
        await to(pilot, screen, "act decide")
        await pilot.press("enter")
        await sees(pilot, "May not decide on one's own interview")
        assert isinstance(app.screen, ReviewScreen)
        await to(pilot, screen, "act back")
        await pilot.press("enter")
        await sees(pilot, "Say first which")
        assert isinstance(app.screen, ReviewScreen)
        opened.review("A-1", Verdict(verdict="issue", note="which?"))
        screen.look()
        await to(pilot, screen, "act back")
        await pilot.press("enter")
        await sees(pilot, "These reopen, all others stay closed: A-1.")


async def test_a_note_or_basis_being_written_is_kept_where_the_app_is_ended(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """A closed window asks nothing; what is open in a dialog is kept as if saved."""
    opened.answer("A-1", Answer(value="a"))
    for key in ("f4", "f5"):
        app = app_on(workspace, opened)
        async with app.run_test(size=(80, 24)) as pilot:
            await ask(pilot, "A-1")
            await pilot.press(key)
            if key == "f4":
                await paste(pilot, "Bea said so")
            else:
                await sees(pilot, "What the answer rests on")
                app.screen.query_one("#title", Input).value = "The contract"
            app.save_and_exit()
            await pilot.pause()
    kept = saved(workspace, opened).assessment.answers["A-1"]
    assert kept.note == "Bea said so"
    assert [source.title for source in kept.basis.sources] == ["The contract"]


@pytest.mark.parametrize("key", ["f4", "f5"])
async def test_a_note_or_basis_that_the_disk_refuses_stays_in_its_dialog(
    workspace: Workspace, opened: OpenAssessment, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The reason is said where the text stands, and the same key tries again."""

    def refuses(*_: object) -> None:
        raise NotSaved("the disk is full")

    opened.answer("A-1", Answer(value="a"))
    app = app_on(workspace, opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "A-1")
        await pilot.press(key)
        if key == "f4":
            await paste(pilot, "Bea said so")
        else:
            await sees(pilot, "What the answer rests on")
            app.screen.query_one("#title", Input).value = "Bea said so"
        with monkeypatch.context() as broken:
            broken.setattr(workspace.store, "append", refuses)
            await pilot.press("f3")
            await sees(pilot, "! The disk is full.")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
    kept = saved(workspace, opened).assessment.answers["A-1"]
    assert "Bea said so" in (kept.note, *(source.title for source in kept.basis.sources))


async def test_what_is_being_written_when_the_app_is_ended_stands_there_again(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    """Neither sent, for nobody sent it, nor lost; and for the eyes of the user alone."""
    settings = tmp_path / "config" / "settings.json"
    opened.answer("A-1", Answer(value="a"))

    def app() -> DdqApp:
        kept = KeptSettings(settings)
        kept.change(toured=True)
        return DdqApp(lambda: workspace, opened.id, settings=kept)

    async with (first := app()).run_test(size=SIZE) as pilot:
        await ask(pilot, "A-3")
        await pilot.press("f6")
        await comes_to(pilot, AskText)
        await pilot.press(*"see [b]below")
        first.save_and_exit()
    aside = settings.with_name("unsent.json")
    assert aside.stat().st_mode & 0o077 == 0
    assert workspace.open(opened.id).interview.items["A-3"].flag is None
    async with app().run_test(size=SIZE, notifications=True) as pilot:
        await ask(pilot, "A-3")
        await pilot.press("f6")
        await sees(pilot, "see [b]below")
        await sees(pilot, "What you were writing")
        await pilot.press("f3")
        await comes_to(pilot, InterviewScreen)
    assert workspace.open(opened.id).interview.items["A-3"].flag == "see [b]below"
    assert not aside.exists()


async def test_a_decision_that_was_being_written_stands_there_again(
    workspace: Workspace, opened: OpenAssessment, tmp_path: Path
) -> None:
    opened.answer("A-1", Answer(value="a"))
    opened.submit()
    kept = KeptSettings(tmp_path / "settings.json")
    kept.change(toured=True)
    for again in (False, True):
        app = DdqApp(lambda: workspace, opened.id, settings=kept)
        async with app.run_test(size=SIZE) as pilot:
            await comes_to(pilot, HubScreen)
            app.push_screen(DecideScreen(workspace.open(opened.id)))
            decide = await comes_to(pilot, DecideScreen)
            await sees(pilot, "The method says")
            if again:
                assert decide.verb is Verb.reject
                assert decide.query_one("#reason", TextArea).text == "too little is known"
            await pilot.press("3")
            decide.query_one("#reason", TextArea).text = "too little is known"
            app.save_and_exit()
