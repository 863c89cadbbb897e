"""Review and sign-off, by keys: verdicts, comments, send-back, a decision with its reasons, conditions, staleness."""

from __future__ import annotations

from datetime import date

import pytest
from textual import events
from textual.pilot import Pilot

from ddq.assessment.decision import Condition, ConditionState, Direction, Verb
from ddq.assessment.model import Answer, AnswerState, Role, Status
from ddq.tui.app import DdqApp
from ddq.tui.screens.decide import DecideScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.review import ReviewScreen
from ddq.tui.widgets.plain import Input, TextArea
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.seen import sees
from tests.tui.test_app import saved, screen_text

SIZE = (80, 24)


def as_user(workspace: Workspace, opened: OpenAssessment, name: str) -> OpenAssessment:
    """The same assessment at which somebody else sits."""
    other = Surroundings(workspace.surroundings.clock, workspace.surroundings.ids, lambda: name)
    return Workspace(workspace.folder, other).open(opened.id)


@pytest.fixture
def answered(workspace: Workspace, opened: OpenAssessment) -> OpenAssessment:
    """Four answers of the interviewer, a row and a declaration."""
    opened.answer("A-1", Answer(value="a"))
    opened.answer("A-3", Answer(value="Lena [/foo] [@click=app.quit]x[/]"))
    opened.answer("A-5", Answer(state=AnswerState.not_applicable, reason="a sole trader"))
    opened.answer("B-7/1", Answer(value={"name": "Owner One", "country": "NO"}))
    opened.answer("B-7/complete", Answer(value=True))
    return opened


async def review(pilot: Pilot[None], opened: OpenAssessment) -> ReviewScreen:
    """The screen over an assessment."""
    await pilot.pause()
    screen = ReviewScreen(opened)
    pilot.app.push_screen(screen)
    await pilot.pause()
    return screen


async def to(pilot: Pilot[None], screen: ReviewScreen, key: str) -> None:
    """The cursor on the line known as `key`."""
    screen.outline.focus()
    await pilot.press("home")
    for _ in range(60):
        path = screen.outline.path
        if path is not None and path[-1] == key:
            return
        await pilot.press("down")
    raise AssertionError(f"{key} is not on the screen:\n{screen_text(pilot.app)}")  # type: ignore[arg-type]


async def write(pilot: Pilot[None], text: str) -> None:
    """Write a text in the dialog and keep it."""
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    await pilot.press("f3")
    await pilot.pause()


async def test_an_interview_goes_to_review_back_and_to_a_decision(
    workspace: Workspace, answered: OpenAssessment
) -> None:
    """The whole way, by three people, each with the keys of the screen."""
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        screen = await review(pilot, answered)
        await to(pilot, screen, "act submit")
        await pilot.press("enter")
        await write(pilot, "please look")
        await sees(pilot, "in review")

        bea = as_user(workspace, answered, "bea")
        screen = await review(pilot, bea)
        await to(pilot, screen, "answer A-1")
        await pilot.press("r")
        await to(pilot, screen, "answer A-3")
        await pilot.press("i")
        await write(pilot, "who is she?")
        await to(pilot, screen, "answer A-5")
        await pilot.press("n")
        await sees(pilot, "1 reviewed, 1 issue, 1 n/a accepted, 2 not looked at")
        await to(pilot, screen, "act back")
        await pilot.press("enter")
        await write(pilot, "one name is not enough")
        await sees(pilot, "sent back for changes")

        assessment = saved(workspace, answered).assessment
        assert assessment.open_for == ("A-3",)
        assert assessment.verdicts["A-3"].note == "who is she?"

        ana = saved(workspace, answered)
        ana.answer("A-3", Answer(value="Lena Berg, auditor"))
        ana.submit()
        carl = as_user(workspace, answered, "carl")
        screen = await review(pilot, carl)
        await to(pilot, screen, "act decide")
        await pilot.press("enter")
        await pilot.pause()
        decide = app.screen
        assert isinstance(decide, DecideScreen)
        while decide.score is None:
            await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        await sees(pilot, "departs from the outcome")
        await pilot.press("f3")
        await sees(pilot, "needs a reason; say in a sentence why")
        assert app.screen is decide, "nothing is asked that would then be refused"
        decide.query_one("#reason", TextArea).text = "too little is known"
        await pilot.press("f3")
        await pilot.pause()
        await sees(pilot, "Sign as carl: reject")
        await sees(pilot, "3 answers were not reviewed")
        await pilot.press("right", "enter")
        await pilot.pause()
    state = saved(workspace, answered).assessment
    assert state.status is Status.rejected
    assert state.decision is not None
    assert (state.decision.decision, state.decision.by) == (Verb.reject, "carl")
    assert state.decision.departure is not None
    assert state.decision.departure.direction is Direction.more_cautious


async def test_what_is_refused_is_said_and_nothing_written_is_lost(
    workspace: Workspace, answered: OpenAssessment
) -> None:
    """The one who answered may not decide; the form stays as it was filled in."""
    answered.submit()
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        decide = DecideScreen(answered)
        app.push_screen(decide)
        await pilot.pause()
        while decide.score is None:
            await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        await sees(pilot, "+ Add a condition")
        while decide.conditions:
            decide.remove_condition(0)
        await pilot.press("f3")
        await sees(pilot, "! There is no condition")
        assert app.screen is decide, "nothing is asked that would then be refused"
        decide.query_one("#conditions").focus()
        await pilot.press("a")
        await pilot.pause()
        await pilot.press(*"Keys [b]are held here", "enter", *"bea", "enter", *"soon", "enter")
        await pilot.pause()
        await sees(pilot, "The day is written year-month-day")
        field = app.screen.query_one("#due", Input)
        field.value = "2027-01-31"
        await pilot.press("f3")
        await pilot.pause()
        await sees(pilot, "Keys [b]are held here")
        decide.query_one("#reason", TextArea).text = "because"
        await pilot.press("f3")
        await sees(pilot, "May not decide on one's own interview")
        assert app.screen is decide
        assert len(decide.conditions) == 1
        assert decide.query_one("#reason", TextArea).text == "because"
    assert saved(workspace, answered).assessment.status is Status.in_review


async def test_a_condition_is_met_with_what_shows_it_and_a_changed_answer_makes_the_decision_stale(
    workspace: Workspace, answered: OpenAssessment
) -> None:
    answered.submit()
    carl = as_user(workspace, answered, "carl")
    demanded = Condition(text="Hold the keys here", owner="bea", due=date(2026, 5, 1))
    carl.decide(Verb.approve_with_conditions, reason="small purchase", conditions=[demanded])
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        screen = await review(pilot, as_user(workspace, answered, "bea"))
        await sees(pilot, "Hold the keys here")
        await to(pilot, screen, "condition 1")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("1", "enter")
        await write(pilot, "key ceremony of 3 March")
        await sees(pilot, "✓ met")
        assert saved(workspace, answered).conditions()[0].state is ConditionState.met
        bea = as_user(workspace, answered, "bea")
        bea.reopen("news")
        saved(workspace, answered).answer("A-1", Answer(value="b"))
        screen = await review(pilot, saved(workspace, answered))
        await sees(pilot, "What was answered or reviewed has changed since the decision")


async def test_comments_are_read_under_their_answer_and_settled(workspace: Workspace, answered: OpenAssessment) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        screen = await review(pilot, answered)
        await to(pilot, screen, "answer A-3")
        await pilot.press("t")
        await write(pilot, "is that her name? [/foo]")
        await to(pilot, screen, "answer A-3")
        await sees(pilot, "1 comment")
        await pilot.press("right", "down")
        await sees(pilot, "is that her name? [/foo]")
        await pilot.press("enter")
        await write(pilot, "it is")
        await sees(pilot, "✓ settled")
    comment = saved(workspace, answered).assessment.comments["comment:1"]
    assert comment.resolution is not None
    assert comment.resolution.note == "it is"


async def test_people_are_assigned_and_enter_goes_to_the_answer_and_back(
    workspace: Workspace, answered: OpenAssessment
) -> None:
    app: DdqApp = app_on(workspace)
    async with app.run_test(size=SIZE) as pilot:
        screen = await review(pilot, answered)
        await to(pilot, screen, "act assign")
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one("#reviewer", Input).value = "bea, Carl"
        await pilot.press("f3")
        await pilot.pause()
        await sees(pilot, "reviewers: bea, Carl")
        await to(pilot, screen, "answer A-3")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == "A-3"
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.outline.path == ("answer A-3",)
    assert saved(workspace, answered).assessment.roles[Role.reviewer] == ("bea", "Carl")
