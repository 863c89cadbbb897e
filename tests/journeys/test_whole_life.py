"""A whole life of an assessment, from the first start to the PDF, by keys alone: through the screens, and in lines."""

from pathlib import Path

import pytest

from ddq.assessment.decision import Verb
from ddq.assessment.model import Status
from tests.journeys.terminal import Terminal
from tests.journeys.test_app_walk import begin, only
from tests.journeys.test_plain_walk import begin as begin_in_lines

pytestmark = pytest.mark.slow


def check(workspace: Path, report: Path) -> None:
    """What both ways lead to."""
    opened = only(workspace)
    decision = opened.assessment.decision
    assert opened.assessment.status is Status.approved_with_conditions
    assert decision is not None
    assert (decision.decision, decision.by, decision.reason) == (Verb.approve_with_conditions, "ida", "Needed now")
    assert "Name the owners" in [one.text for one in decision.conditions]
    assert opened.assessment.answers["TR-01"].value == "public"
    assert opened.assessment.answered_by["TR-01"] == "lena"
    assert report.read_bytes().startswith(b"%PDF-")


def test_through_the_screens(workspace: Path, tmp_path: Path) -> None:
    """Lena answers; Ida sends a question back, and after the correction approves with a condition."""
    lena = Terminal(workspace=workspace, cwd=tmp_path)
    begin(lena)
    lena.press("2", "enter").see("1 of about").press("2", "enter").see("2 of about").press("escape").see("Continue:")
    lena.press("v").see("Status: a draft").press("home", "enter").see("Send to review").see("F3 sends it").press("f3")
    lena.see("Status: in review").press("ctrl+q")
    assert lena.end() == 0

    ida = Terminal(workspace=workspace, cwd=tmp_path, user="ida")
    ida.see("Acme GmbH").press("enter").see("2 of about").press("v").see("You are ida")
    ida.press("home", *["down"] * 5).press("i").see("TR-01: issue").press("Is it not public?").press("f3").see(
        "1 issue"
    )
    ida.press("home", "enter").see("stay closed").press("Look again").press("f3").see("sent back for changes")
    ida.press("ctrl+q")
    assert ida.end() == 0

    lena = Terminal(workspace=workspace, cwd=tmp_path)
    lena.see("Acme GmbH").press("enter").see("2 of about").press("ctrl+g", "TR-01").see("✓ TR-01").press("enter")
    lena.see("2 (*) Internal").press("1", "enter").see("2 (*) Ordinary").press("escape")
    lena.see("Look at the answers").press("v")
    lena.see("sent back for changes").press("home", "enter").see("F3 sends it").press("f3").see("Status: in review")
    lena.press("ctrl+q")
    assert lena.end() == 0

    ida = Terminal(workspace=workspace, cwd=tmp_path, user="ida")
    ida.see("Acme GmbH").press("enter").see("2 of about").press("v").see("You are ida")
    ida.press("home", "down", "enter").see("The method says").press("2").see("Add a condition").press("tab", "a")
    ida.see("What is demanded").press("Name the owners", "tab", "Acme", "tab", "2099-01-31", "f3").see("due 2099-01-31")
    ida.press("tab", "Needed now", "f3").see("Sign as ida").press("right", "enter").see("approved with conditions")
    ida.press("escape").see("Report").press("f10").see("The PDF is written to")
    ida.press("ctrl+u", str(tmp_path / "acme.pdf"), "enter").see("✓ Written").press("ctrl+q")
    assert ida.end() == 0
    check(workspace, tmp_path / "acme.pdf")


def test_in_lines(workspace: Path, tmp_path: Path) -> None:
    """The same life without a screen."""
    lena = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    begin_in_lines(lena)
    lena.press("2\r").see("TR-02, required.").press("2\r").see("TR-03").press(":submit\r")
    lena.see("A word to the reviewers").press("\r").see("(yes or no):").press("yes\r").see("Sent to review.")
    lena.press(":quit\r")
    assert lena.end() == 0

    ida = Terminal("--plain", workspace=workspace, cwd=tmp_path, user="ida")
    ida.see("quit leaves:").press("1\r").see("Closed to answers").press(":go TR-01\r").see("TR-01, required.")
    ida.press(":verdict issue Is it not public?\r").see("Verdict on TR-01: issue.").press(":sendback Look again\r")
    ida.see("Goes back by verdict: TR-01.").press("\r").see("Sent back: TR-01.").press(":quit\r")
    assert ida.end() == 0

    lena = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    lena.see("quit leaves:").press("1\r").see("Enter goes on without").press(":go TR-01\r")
    lena.see("Verdict of ida: issue: Is it not public?").press("1\r").see("Saved at").press(":submit\r")
    lena.see("A word to the reviewers").press("\r").see("(yes or no):").press("yes\r").see("Sent to review.")
    lena.press(":quit\r")
    assert lena.end() == 0

    ida = Terminal("--plain", workspace=workspace, cwd=tmp_path, user="ida")
    ida.see("quit leaves:").press("1\r").see("Closed to answers").press(":decide\r").see("Enter decides nothing:")
    ida.press("2\r").see("Enter goes on:").press("add\r").see("What is demanded").press("Name the owners\r")
    ida.see("Who sees to it").press("Acme\r").see("Until when").press("2099-01-31\r").see("due 2099-01-31.")
    ida.press("\r").see("Why, in a sentence:").press("Needed now\r").see("Holds until").press("\r")
    ida.see("Look at it again on").press("\r").see("Sign: approve with conditions").press("yes\r").see("Signed:")
    ida.press(f":report {tmp_path / 'acme.pdf'}\r").see("The report is written,").press(":quit\r")
    assert ida.end() == 0
    check(workspace, tmp_path / "acme.pdf")
