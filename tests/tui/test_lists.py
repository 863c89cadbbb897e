"""The lists of an assessment: each leads to what it tells of, and one comes back to the same line."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer, Basis, Engagement, Source, Vendor
from ddq.questionnaire.model import Grade
from ddq.scoring.model import Score
from ddq.tui.app import DdqApp
from ddq.tui.scored import scored
from ddq.tui.screens import scored_listing
from ddq.tui.screens.confirm import Confirm
from ddq.tui.screens.elsewhere import LISTS
from ddq.tui.screens.explain import Explain
from ddq.tui.screens.hub import HubScreen
from ddq.tui.screens.interview import InterviewScreen
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.widgets.outline import Outline
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import Snapshot
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.test_review import sees

REMEDY = {"id": "fix", "title": "Put it right", "who": "vendor", "effort": 2, "done": 0.1, "test": "A letter says so"}


def risk(name: str, **more: Any) -> dict[str, Any]:
    return {
        "indicator": f"i-{name}",
        "title": f"Concern {name}",
        "strength": "major",
        "origin": "conduct",
        "presence": {"yes": 1, "no": 0},
        "remedies": [],
        **more,
    }


def questions(number: int = 4) -> list[dict[str, Any]]:
    first = {"id": "R-0", "kind": "yes_no", "text": "Was it fined?", "required": True}
    rest = [
        {"id": f"R-{n}", "kind": "yes_no", "text": f"Is number {n} so?", "risk": risk(str(n))} for n in range(1, number)
    ]
    return [{**first, "risk": risk("0", remedies=[REMEDY], references=["eu-gdpr"])}, *rest]


def create(workspace: Workspace, name: str, asked: list[dict[str, Any]]) -> OpenAssessment:
    section = {"id": "s", "title": "Conduct", "domain": "Conduct", "questions": asked}
    content = {"ddq": "questionnaire/1", "id": name, "version": "1.0.0", "title": name, "sections": [section]}
    path = Path(workspace.folder) / "questionnaires" / f"{name}.yaml"
    path.write_text(json.dumps(content), encoding="utf-8")
    return workspace.create(Vendor(name="Acme GmbH"), name, Engagement(service="Filing", profile="de-authority"))


@pytest.fixture
def rated(workspace: Workspace) -> OpenAssessment:
    """One answer that is a concern, one that is none, two that are open."""
    opened = create(workspace, "rated", questions())
    source = Source(title="Register of fines")
    opened.answer("R-0", Answer(value=True, basis=Basis(grade=Grade.A, sources=(source,))))
    opened.answer("R-1", Answer(value=False, basis=Basis(grade=Grade.B, sources=(source,))))
    opened.flag("R-2", "ask Bo")
    return opened


def lines(app: DdqApp) -> list[str]:
    """The lines of the list, as they are drawn."""
    outline = app.screen.query_one(Outline)
    return [outline._rows[index].plain for index in range(outline.row_count)]  # pyright: ignore[reportPrivateUsage]


def told(app: DdqApp) -> str:
    return str(app.screen.query_one("#told").render())  # pyright: ignore[reportUnknownMemberType]


async def computed(pilot: Pilot[Any]) -> None:
    """Wait for what is computed beside the screen; the worker that takes the keys never ends."""
    while "Computing" in " ".join(str(one.render()) for one in pilot.app.screen.query("#told")):
        await pilot.pause()
    for _ in range(2):  # what the first has found may start another
        await pilot.pause()
        beside = [worker for worker in pilot.app.workers if worker.group != "default"]
        if beside:
            await pilot.app.workers.wait_for_complete(beside)
    await pilot.pause()


async def see(pilot: Pilot[Any], name: str) -> ListingScreen:
    """From the hub to a list, once everything in it is there."""
    await pilot.pause()
    key = next(one.hub_key for one in LISTS if one.name == name)
    await pilot.press(key)
    await computed(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ListingScreen)
    return screen


async def to_line(pilot: Pilot[Any], text: str) -> None:
    """Put the cursor on the line that has this text."""
    outline = pilot.app.screen.query_one(Outline)
    outline.cursor = next(index for index, line in enumerate(lines(pilot.app)) if text in line)  # pyright: ignore[reportArgumentType]
    await pilot.pause()


@pytest.mark.parametrize("name", [one.name for one in LISTS])
async def test_each_list_opens_from_hub_and_interview_and_explains_itself(
    workspace: Workspace, rated: OpenAssessment, name: str
) -> None:
    one = next(each for each in LISTS if each.name == name)
    app = app_on(workspace, rated)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, name)
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, Explain)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HubScreen)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press(one.interview_key)
        await pilot.pause()
        assert isinstance(app.screen, ListingScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)


async def test_the_hub_names_every_list_so_that_nobody_needs_its_key(
    workspace: Workspace, rated: OpenAssessment
) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        hub = app.screen
        assert isinstance(hub, HubScreen)
        assert [line.list for line in hub.lines if line.list] == [one.name for one in LISTS]
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ListingScreen)
        assert LISTS[-1].title == app.screen.NAME


async def test_a_figure_unfolds_to_the_answer_and_esc_comes_back_to_the_line(
    workspace: Workspace, rated: OpenAssessment
) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "why")
        assert "required" in told(app)
        await to_line(pilot, "Why not more than")
        await pilot.press("right", "right", "right")
        assert any("Concern 0: takes at least 20 % of trust" in line for line in lines(app))
        await to_line(pilot, "→ R-0")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == "R-0"
        await pilot.press("escape")
        await pilot.pause()
        outline = app.screen.query_one(Outline)
        assert outline.path is not None and outline.path[:2] == ("high", "i-0")
        assert "R-0" in lines(app)[outline.cursor or 0]
        await pilot.press("left", "left")
        assert outline.path == ("high", "i-0"), "Left goes to what the line is part of, then folds it"


@pytest.mark.parametrize("key", ["w", "o"])
async def test_a_list_that_was_long_in_the_making_takes_the_keys(
    workspace: Workspace, rated: OpenAssessment, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the score is computed there is nothing to give them to."""
    computed = threading.Event()

    def slowly(snapshot: Snapshot) -> Score | str:
        computed.wait(60)
        return scored(snapshot)

    monkeypatch.setattr(scored_listing, "scored", slowly)
    app = app_on(workspace, rated)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        try:
            await sees(pilot, "Computing …")
            await pilot.pause()
        finally:
            computed.set()
        while not lines(app):
            await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ListingScreen)
        assert app.focused is (app.screen.query("#typed").first() if app.screen.ASKS else app.screen.outline)


async def test_a_law_tells_of_itself(workspace: Workspace, rated: OpenAssessment) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "why")
        await to_line(pilot, "By indicator")
        await pilot.press("right", "right", "right")
        await to_line(pilot, "Rests on eu-gdpr")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Explain)


async def test_what_was_changed_on_the_way_is_seen_on_coming_back(workspace: Workspace, rated: OpenAssessment) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "open")
        assert [line.split()[-5] for line in lines(app)] == ["R-2", "R-3"]
        await to_line(pilot, "R-2")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("2", "f3")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await computed(pilot)
        assert not any("R-2" in line for line in lines(app)), "it is answered now"


async def test_the_plan_names_who_acts_and_what_open_answers_would_show(
    workspace: Workspace, rated: OpenAssessment
) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(120, 40)) as pilot:
        await see(pilot, "changes")
        drawn = "\n".join(lines(app))
        assert "vendor   effort 2" in drawn
        assert "Put it right" in drawn
        assert "If an open answer were shown to be" in drawn
        assert "R-2 “no”: trust" in drawn


@pytest.mark.parametrize("number", [50, 500])
async def test_no_list_mounts_a_widget_for_a_line(workspace: Workspace, number: int) -> None:
    opened = create(workspace, f"many{number}", questions(number))
    app = app_on(workspace, opened)
    async with app.run_test(size=(120, 40)) as pilot:
        for one in LISTS:
            screen = await see(pilot, one.name)
            await pilot.press("down", "right", "right")
            assert len(list(screen.walk_children())) <= 12, one.name
            await pilot.press("escape")
            await pilot.pause()


async def test_check_answers_names_what_is_missing_by_matter(workspace: Workspace, rated: OpenAssessment) -> None:
    rated.answer("R-3", Answer(value=True, basis=Basis(grade=Grade.A)))
    app = app_on(workspace, rated)
    async with app.run_test(size=(120, 40)) as pilot:
        await see(pilot, "check")
        drawn = lines(app)
        assert "Without a source (1)" in drawn
        assert any("R-3" in line for line in drawn)
        assert "Flagged (1)" in drawn
        await to_line(pilot, "ask Bo")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.sitting.place.question == "R-2"
        await pilot.press("escape")
        await pilot.pause()
        assert "ask Bo" in lines(app)[app.screen.query_one(Outline).cursor or 0]


async def test_search_finds_answers_sources_and_questions_whatever_the_accents(
    workspace: Workspace, rated: OpenAssessment
) -> None:
    rated.answer("R-3", Answer(value=True, note="Siège à Genève", basis=Basis(grade=Grade.D)))
    app = app_on(workspace, rated)
    async with app.run_test(size=(120, 40)) as pilot:
        await see(pilot, "search")
        assert lines(app) == []
        await pilot.press(*"GENEVE")
        assert [line.strip() for line in lines(app)] == ["R-3 note: Siège à Genève"]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert [line.strip() for line in lines(app)] == ["R-3 note: Siège à Genève"]


async def test_any_single_change_is_undone_after_asking_and_done_again(
    workspace: Workspace, rated: OpenAssessment
) -> None:
    app = app_on(workspace, rated)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await see(pilot, "history")
        await to_line(pilot, "R-0: answered")
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "R-0" in app.screen.asked
        await pilot.press("enter")
        await pilot.pause()
        assert "R-0" in screen.opened.assessment.answers, "the safe button has the focus"
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
        assert "R-0" not in screen.opened.assessment.answers
        await to_line(pilot, "undoing entry")
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
        assert screen.opened.assessment.answers["R-0"].value is True
        await pilot.press(*"r-2")
        assert len(lines(app)) == 1, "only what happened to that question"
