"""Since the last assessment: facts, score and method apart, and each fact leads to its question."""

from collections.abc import Callable
from datetime import date

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.questionnaire.model import Grade
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.since import SinceScreen
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_app import screen_text
from tests.tui.test_lists import create, questions
from tests.tui.test_review import sees

HOSTILE = "[/foo] [@click=app.quit]x[/] \x1b[2J"
D = Basis(grade=Grade.D)


@pytest.fixture
def again(workspace: Workspace, opened: OpenAssessment) -> OpenAssessment:
    """A year later: two answers carried over, one of them changed, one given anew, another day."""
    opened.answer("A-1", Answer(value="a", basis=D))
    opened.answer("A-3", Answer(value="nobody", basis=D))
    later, _ = workspace.create_again(opened, as_of=date(2027, 3, 1))
    later.answer("A-3", Answer(value=HOSTILE, basis=D))
    later.answer("A-5", Answer(value=12, basis=D))
    return later


async def shows(pilot: Pilot[None], kind: type[Screen[None]]) -> None:
    """Wait until such a screen is in front."""
    for _ in range(200):
        if isinstance(pilot.app.screen, kind):
            return
        await pilot.pause()
    raise AssertionError(f"{pilot.app.screen} is in front")


async def test_the_hub_names_it_only_where_there_is_an_earlier_assessment(
    workspace: Workspace, opened: OpenAssessment
) -> None:
    """Without one, its key says so, and is in no line of keys."""
    app = app_on(workspace, opened)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        assert "Since the last" not in screen_text(app)
        await pilot.press("l")
        await sees(pilot, "There is no earlier assessment of this vendor to compare with.")


async def test_facts_score_and_method_stand_apart_and_a_fact_leads_to_its_question(
    workspace: Workspace, again: OpenAssessment
) -> None:
    app = app_on(workspace, again)
    async with app.run_test(size=(110, 40)) as pilot:
        await sees(pilot, "Since the last assessment")
        assert isinstance(app.screen, HubScreen)
        await pilot.press("end", "enter")
        await sees(pilot, "2 answers differ, 1 alike (1 of them carried over, not confirmed)")
        text = " ".join(screen_text(app).split())
        assert "Facts that differ A-3 “nobody” → “[/foo] [@click=app.quit]x[/]" in text
        assert "A-5 no answer → “12 people” lena" in text
        assert "What is different besides facts Laws, listings and evidence are read as of 2027-03-01" in text
        assert "\x1b" not in text
        await pilot.press("enter")
        await shows(pilot, InterviewScreen)
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == "A-3"
        await pilot.press("escape")
        await shows(pilot, SinceScreen)


async def test_a_concern_that_grew_leads_to_the_question_that_feeds_it(workspace: Workspace) -> None:
    """What moved in the score is told by how much of the concern is present."""
    first = create(workspace, "risks", questions(3))
    name = next(iter(first.loaded.questions))
    first.answer(name, Answer(value=False, basis=D))
    vendor, engagement = first.assessment.vendor, first.assessment.engagement
    later = workspace.create(vendor, "risks", engagement)
    later.answer(name, Answer(value=True, basis=D))
    app = app_on(workspace, later)
    async with app.run_test(size=(110, 40)) as pilot:
        await sees(pilot, "Since the last assessment")
        await pilot.press("l")
        await sees(pilot, "Nothing: only facts can have moved the score.")
        await sees(pilot, "concern: ")
        await pilot.press("down", "enter")
        await shows(pilot, InterviewScreen)
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == name


async def test_an_earlier_assessment_whose_profile_is_gone_is_one_sentence(workspace: Workspace) -> None:
    """The screen stays, and says what is missing."""
    shipped = workspace.library.path("profile", "de-authority")
    profiles, text = workspace.folder / "questionnaires" / "profiles", shipped.read_text("utf-8")
    profiles.mkdir(parents=True)
    (profiles / "gone.yaml").write_text(text.replace("id: de-authority", "id: gone"), "utf-8")
    vendor = Vendor(name="Acme GmbH")
    workspace.create(vendor, "every-kind", Engagement(service="", profile="gone"))
    later = workspace.create(vendor, "every-kind", Engagement(service="", profile="de-authority"))
    (profiles / "gone.yaml").unlink()
    app = app_on(workspace, later)
    async with app.run_test(size=(110, 40)) as pilot:
        await sees(pilot, "Since the last assessment")
        await pilot.press("l")
        await sees(pilot, "cannot be compared")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_since(
    snap_compare: Callable[..., bool], workspace: Workspace, again: OpenAssessment, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press("l")
        await sees(pilot, "2 answers differ")
        await sees(pilot, "Last changed by lena.")
        await pilot.pause()

    assert snap_compare(app_on(workspace, again), terminal_size=size, run_before=steps)
