"""A new assessment of a vendor that was assessed before begins with what is known, if that is wished."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer, Assessment, Basis, Engagement, Identifier, Vendor
from ddq.questionnaire.model import Grade
from ddq.tui.widgets.options import Options
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on, take
from tests.tui.test_review import sees

HOSTILE = "Acme [/foo] [@click=app.quit]x[/]"


@pytest.fixture
def assessed(workspace: Workspace) -> Assessment:
    """An assessment of a vendor with an identifier, and one answer."""
    vendor = Vendor(name=HOSTILE, identifiers=(Identifier(scheme="LEI", value="5299"),))
    opened = workspace.create(vendor, "every-kind", Engagement(service="Filing", profile="de-authority"))
    opened.answer("A-1", Answer(value="a", basis=Basis(grade=Grade.B)))
    return opened.assessment


async def ask_for(pilot: Pilot[None], vendor: str) -> None:
    """Fill the form in and begin."""
    await pilot.pause()
    await pilot.press("n")
    await pilot.pause()
    await pilot.press(*vendor, "tab", *"Filing")
    await take(pilot, "profile", "au-commonwealth")
    await take(pilot, "questionnaire", "every-kind")
    await pilot.press("f3")
    await pilot.pause()


def newest(workspace: Workspace, earlier: Assessment) -> Assessment:
    """The assessment that was made."""
    (made,) = [one.id for one in workspace.list() if one.id != earlier.id]
    return workspace.open(made).assessment


@pytest.mark.parametrize("typed", [HOSTILE, HOSTILE.upper()])
async def test_its_answers_are_carried_over_and_marked(workspace: Workspace, assessed: Assessment, typed: str) -> None:
    """The offer names the day; the answer keeps its basis and says where it comes from."""
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for(pilot, typed)
        await sees(pilot, "on 2026-03-01, draft, with 1 answer on record")
        await pilot.press("1", "enter")
        await sees(pilot, "1 of 15 answered")
        told = [notice.message for notice in pilot.app._notifications]  # pyright: ignore[reportPrivateUsage]
        assert told == ["1 answer carried over, 0 left out. Each is marked until you confirm it."]
    made = newest(workspace, assessed)
    assert made.answers["A-1"].carried_from == assessed.id
    assert made.answers["A-1"].basis.grade is Grade.B
    assert made.vendor == assessed.vendor


async def test_the_record_alone_is_taken(workspace: Workspace, assessed: Assessment) -> None:
    """The identifier is known, the answer is asked anew."""
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for(pilot, HOSTILE)
        await sees(pilot, "Take the vendor's record alone")
        await pilot.press("2", "enter")
        await sees(pilot, "Begin: Which of these is it?")
    made = newest(workspace, assessed)
    assert made.vendor == assessed.vendor
    assert not made.answers


async def test_nothing_is_taken_and_esc_makes_none(workspace: Workspace, assessed: Assessment) -> None:
    """Esc goes back to the form, which is as it was."""
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for(pilot, HOSTILE)
        await sees(pilot, "This vendor was assessed before")
        await pilot.press("escape")
        await pilot.pause()
        assert len(workspace.list()) == 1
        await pilot.press("f3")
        await sees(pilot, "This vendor was assessed before")
        await pilot.press("3", "enter")
        await sees(pilot, "Begin: Which of these is it?")
    made = newest(workspace, assessed)
    assert not made.vendor.identifiers
    assert not made.answers


async def test_another_vendor_is_not_asked_about(workspace: Workspace, assessed: Assessment) -> None:
    """Nobody else's answers are on offer."""
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for(pilot, "Another")
        await sees(pilot, "Begin: Which of these is it?")


async def test_the_whole_set_is_chosen_until_another_is(workspace: Workspace) -> None:
    """It stands first, though other ids come before it, so that nobody gets a part of the questions by mistake."""
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "No assessment yet")
        await pilot.press("n", *"Acme")
        offered = app.screen.query_one("#questionnaire", Options)
        assert [option.code for option in offered.options] == ["vendor-due-diligence", "every-kind"]
        await sees(pilot, "1 (*) Vendor due diligence")
        await pilot.press("f3")
        await sees(pilot, "Choose the buyer profile.")
        await take(pilot, "profile", "eu-company")
        assert not app.screen.query_one("#problem").display, "what was refused is mended"
        await pilot.press("f3")
        await sees(pilot, "Begin: What is the most sensitive information")
    (made,) = workspace.list()
    assert workspace.open(made.id).assessment.questionnaire.id == "vendor-due-diligence"


async def test_where_the_usual_one_is_missing_nothing_is_chosen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of the buyer's own: neither is the silent default."""
    own = {name: workspace.library.path("questionnaire", "every-kind") for name in ("one", "two")}
    profiles = workspace.library.files("profile")
    monkeypatch.setattr(workspace.library, "files", lambda kind: profiles if kind == "profile" else own)
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "No assessment yet")
        await pilot.press("n", *"Acme")
        await take(pilot, "profile", "eu-company")
        await pilot.press("f3")
        await sees(pilot, "Choose the questionnaire.")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_the_offer(
    snap_compare: Callable[..., bool], workspace: Workspace, assessed: Assessment, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await ask_for(pilot, HOSTILE)
        await sees(pilot, "This vendor was assessed before")
        await pilot.pause()

    assert snap_compare(app_on(workspace), terminal_size=size, run_before=steps)


async def test_what_was_refused_goes_away_with_the_first_letter_that_mends_it(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("f3")
        await sees(pilot, "The vendor needs a name.")
        await pilot.press("A")
        await pilot.pause()
        assert not app.screen.query_one("#problem").display
