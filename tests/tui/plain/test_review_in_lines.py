"""A review in lines: verdicts, comments, send-back, a decision with conditions, each by another person."""

import re
from collections.abc import Callable

import pytest

from ddq.assessment.decision import ConditionState, Direction, Verb
from ddq.assessment.model import Role, Status
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE
from tests.tui.plain.test_plain import after, talk

Says = Callable[..., str]


@pytest.fixture
def otto(workspace: Workspace, opened: OpenAssessment) -> Says:
    """What is said to a reviewer who types these lines."""
    surroundings = Surroundings(workspace.surroundings.clock, workspace.surroundings.ids, lambda: "otto")

    def says(*lines: str) -> str:
        with Workspace(workspace.folder, surroundings, cache=CACHE) as other:
            return talk(other, opened, *lines)

    return says


def test_a_review_from_submission_to_conditions_that_are_met(
    workspace: Workspace, opened: OpenAssessment, otto: Says
) -> None:
    said = talk(workspace, opened, "2", "yes", "Lena", ":submit", "Please look", "yes", "By hand", ".")
    assert re.search(r"\d+ questions without an answer stay unknown\.", said)
    assert "Sent to review." in said
    assert "Not accepted." in said, "answers are closed"

    said = otto(":go A-1", ":verdict reviewed", ":go A-2", ":verdict", "2", "By whom is it tested?", ":again")
    assert "Closed to answers: the assessment is in review." in said
    assert "Verdict on A-1: reviewed. Saved." in said
    assert "Verdict of otto: issue: By whom is it tested?" in said
    said = otto(":sendback", "A-3", "Say by whom", ":status")
    assert "Goes back by verdict: A-2." in said
    assert "Sent back: A-2, A-3." in said

    said = talk(workspace, opened, ":go A-2", "no", ":go A-1", "1", ":submit", "", "yes")
    assert "Verdict of otto: issue: By whom is it tested?" in said
    assert after(workspace, opened).assessment.answers["A-1"].value == "b", "only what was sent back is open"
    assert after(workspace, opened).assessment.status is Status.in_review

    refused = talk(workspace, opened, ":decide")
    assert "You gave answers as lena, and nobody decides on their own interview" in refused
    said = otto(
        *(":decide", "2", "", "add", "Name a tester", "Acme", "soon", "2026-06-30"),
        *("add", "Too much", "Acme", "2026-06-30", "delete 2", "1", "", "Acme GmbH", "", ""),
        *("Needed soon", "2027-03-01", "", "yes"),
    )
    assert "An approval with conditions has at least one: add it." in said
    assert "A date is written year-month-day, such as 2026-01-31." in said
    assert "1. Name a tester Owner Acme GmbH, due 2026-06-30." in said
    assert "It departs from the outcome: the method says not rated" in said
    assert "You sign as otto; names are as they were entered" in said
    assert "Signed: approve with conditions." in said
    decision = after(workspace, opened).assessment.decision
    assert decision is not None
    assert (decision.decision, decision.reason, str(decision.expires)) == (
        Verb.approve_with_conditions,
        "Needed soon",
        "2027-03-01",
    )
    assert decision.departure is not None
    assert decision.departure.direction is Direction.less_cautious

    said = otto(":conditions", "1", "1", "Ada tests it", ":conditions", "", ":status")
    assert "1. open: Name a tester Owner Acme GmbH, due 2026-06-30." in said
    assert "Condition 1 is met. Saved." in said
    assert "(otto: Ada tests it)" in said
    assert "Last decision: approve with conditions, by otto" in said
    assert after(workspace, opened).conditions()[0].state is ConditionState.met

    said = otto(":reopen The owner changed", "yes", ":status")
    assert "The last decision is then not in force any more." in said
    assert after(workspace, opened).assessment.status is Status.draft


def test_nothing_is_decided_until_the_last_yes(workspace: Workspace, opened: OpenAssessment, otto: Says) -> None:
    """Neither by the end of the input nor by a no."""
    talk(workspace, opened, "2", ":submit", "", "yes")
    otto(":decide", "3", "Not fit")
    said = otto(":decide", "3", "Not fit", "", "no", ":decide", "")
    assert "Nothing was decided." in said
    assert after(workspace, opened).assessment.decision is None
    assert "Signed: reject." in otto(":decide", "3", "Not fit", "", "yes")


def test_a_decision_needs_a_review(workspace: Workspace, opened: OpenAssessment) -> None:
    assert "A decision is made on what was sent to review; this is a draft." in talk(workspace, opened, ":decide")


def test_comments_are_made_read_settled_and_opened_again(
    workspace: Workspace, opened: OpenAssessment, otto: Says
) -> None:
    assert "There is no comment." in otto(":comments", ":comment Is this so?", ":remark Well prepared")
    said = talk(workspace, opened, ":comments", "1", "It is", ":comments", "1", ":comments")
    assert "Comment 1 by otto: Is this so?" in said
    assert "2. The whole, otto on 2026-03-01" in said
    assert "(settled by lena: It is)" in said
    assert said.count("Is this so? (open)") == 2


def test_verdicts_are_withdrawn_and_unknown_ones_are_told(
    workspace: Workspace, opened: OpenAssessment, otto: Says
) -> None:
    talk(workspace, opened, ":na no such thing")
    said = otto(":go A-1", ":verdict fine", "", ":verdict accept", ":verdict withdraw", ":go A-2", ":verdict reviewed")
    assert "There is no verdict fine." in said
    assert "Verdict on A-1: accept. Saved." in said
    assert "The verdict is taken back." in said
    assert "There is no answer here: a verdict is on an answer." in said
    assert not after(workspace, opened).assessment.verdicts


def test_people_are_assigned_and_others_refused(workspace: Workspace, opened: OpenAssessment, otto: Says) -> None:
    said = talk(workspace, opened, ":assign", "lena", "eva, ida", "", ":assign", "", "-", "")
    assert "Interviewers, names with commas between; a dash for anybody; Enter keeps anybody" in said
    assert "Enter keeps eva, ida" in said
    roles = after(workspace, opened).assessment.roles
    assert roles.get(Role.interviewer) == ("lena",)
    assert not roles.get(Role.reviewer)
    assert "Not accepted." in otto("2")


def test_a_command_may_be_typed_where_a_number_is_asked_for(workspace: Workspace, opened: OpenAssessment) -> None:
    said = talk(workspace, opened, "2", ":back", ":verdict", ":go A-3")
    assert "First things, 3 of 9. A-3." in said
