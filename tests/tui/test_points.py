"""A questionnaire that counts points, on screen: the percentage, what lost points, and what a mean cannot promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ddq.assessment.model import Answer, Basis, Engagement, Source, Vendor
from ddq.questionnaire.model import Grade
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.tui.conftest import app_on
from tests.tui.plain.test_plain import talk
from tests.tui.test_app import screen_text
from tests.tui.test_review import sees

CAMPUS = Path(__file__).parents[1] / "questionnaires" / "campus-service.yaml"


@pytest.fixture
def campus(workspace: Workspace) -> OpenAssessment:
    """Three answers are open, and three lost points."""
    (Path(workspace.folder) / "questionnaires" / CAMPUS.name).write_bytes(CAMPUS.read_bytes())
    opened = workspace.create(Vendor(name="Lumen"), "campus-service", Engagement(profile="de-authority"))
    basis = Basis(grade=Grade.D, sources=(Source(title="A mail"),))
    given = {"COMP-02": False, "COMP-03": True, "COMP-04": ["iso"], "DATA-01": "part", "DATA-02": True, "ACC-01": True}
    for name, value in given.items():
        opened.answer(name, Answer.model_validate({"value": value, "basis": basis}))
    return opened


async def test_the_percentage_stands_where_trust_stands_elsewhere(workspace: Workspace, campus: OpenAssessment) -> None:
    """In the hub, among the reasons, in what would change it, and in the open questions; trust is nowhere."""
    async with app_on(workspace, campus).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "62.9 to 73.6 % of the points, high risk to medium risk, provisional")
        await pilot.press("w")
        await sees(pilot, "What was lost: 45 points, which good answers elsewhere make up for")
        await pilot.press("f1")
        await sees(pilot, "Points add up, and good answers make up for bad ones.")
        await pilot.press("escape")
        await pilot.press("p")
        await sees(pilot, "This method plans no remedies")
        await sees(pilot, "25 of 25 Does the vendor sell personal data?")
        await sees(pilot, "DATA-03 “no”: 62.9 to 64.6 % of the points, do not proceed")
        await pilot.press("escape", "o")
        await sees(pilot, "3 open questions could narrow 62.9 to 73.6 % of the points.")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_score_and_why_of_a_percentage(
    snap_compare: Callable[..., bool], workspace: Workspace, campus: OpenAssessment, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await sees(pilot, "% of the points")
        await pilot.press("w")
        await sees(pilot, "What always holds")
        await pilot.press("down", "right")
        await sees(pilot, "0 of 25 points")
        await pilot.pause()

    assert snap_compare(app_on(workspace, campus), terminal_size=size, run_before=steps)


async def test_where_nothing_is_required_the_scale_has_no_mark(workspace: Workspace) -> None:
    """And an official name of a band is text, whatever brackets are in it."""
    text = CAMPUS.read_text().replace("  required: 70\n", "").replace("low risk", "'[red]low[/red]'")
    (Path(workspace.folder) / "questionnaires" / CAMPUS.name).write_text(text)
    opened = workspace.create(Vendor(name="Lumen"), "campus-service", Engagement(profile="de-authority"))
    opened.answer("COMP-02", Answer(value=False, basis=Basis(grade=Grade.A, sources=(Source(title="S"),))))
    async with app_on(workspace, opened).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "high risk to [red]low[/red]")
        await pilot.press("w")
        await sees(pilot, "no percentage is required")
        await sees(pilot, "What is open: 8 questions")
        assert "┃" not in screen_text(pilot.app)  # type: ignore[arg-type]


def test_the_same_in_lines(workspace: Workspace, campus: OpenAssessment) -> None:
    said = talk(workspace, campus, ":score", "3", "", "", ":plan", ":value")
    assert (
        "The method says defer; 62.9 to 73.6 % of the points, high risk to medium risk, provisional; 70 % required."
        in said
    )
    assert (
        "1. DATA-02: 0 of 25 points: “Does the vendor sell personal data?” is answered “yes” (evidence grade D)."
        in said
    )
    assert "Lost with DATA-02: 0 of 25 points" in said
    assert "DATA-03, could close 100 % of what is not known: Are backups kept?" in said
