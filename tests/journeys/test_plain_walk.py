"""Walks through the line mode in a real terminal."""

import signal
from pathlib import Path

import pytest

from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow

ANSWERS = (
    "2",
    "2",
    "1",
    "no",
    "1",
    "2",
    "1",
    "",
    "",
    "",
    "1",
    "5",
    "3",
    "",
    "1",
    "1",
    "1",
    "1",
    "10",
    "1",
    "1",
    "1",
    "1",
    "1",
)
"""Lines from the first question on; an empty one passes over a list. Twenty of them answer."""


PROMPT = rb"(TR|DF|SC|OC|GS|JL)-\d+[A-Z]?(, required)?\.\r\n"
"""What stands above each question, once each time that it is put."""


def only(workspace: Path) -> OpenAssessment:
    with Workspace(workspace) as opened:
        (summary,) = opened.list()
        return opened.open(summary.id)


def begin(terminal: Terminal) -> None:
    terminal.see("A number opens; new begins one; quit leaves:").press("new\r")
    terminal.see("Legal name of the vendor:").press("Acme GmbH\r").see("Enter to leave open:").press("Cloud filing\r")
    terminal.see("Number or id:").press("1\r").see("Enter for Vendor due diligence:").press("\r").see(
        "Enter for English"
    ).press("\r")
    terminal.see("As of which day").press("\r").see("TR-01, required.")


def test_new_assessment_twenty_answers_quit_reopen_report(workspace: Path, tmp_path: Path) -> None:
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    begin(terminal)
    for position, line in enumerate(ANSWERS, start=1):
        terminal.press(f"{line}\r").see_times(PROMPT, position + 1)
    terminal.press(":quit\r").see("Everything that was answered is saved.")
    assert terminal.end() == 0
    answers = only(workspace).assessment.answers
    assert len(answers) == 20
    assert answers["TR-02"].value == "ordinary"

    again = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    again.see("quit leaves:").press("1\r").see("20 of about").press(":go TR-02\r").see("So far: Ordinary personal data")
    again.press(f":report {tmp_path / 'acme.pdf'}\r").see("The report is written,").press(":quit\r")
    assert again.end() == 0
    assert (tmp_path / "acme.pdf").read_bytes().startswith(b"%PDF-")


def test_kill_9_loses_nothing_that_was_acknowledged(workspace: Path, tmp_path: Path) -> None:
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    begin(terminal)
    terminal.press("2\r").see("Saved at").see("TR-02").press("2\r").see("TR-03")
    terminal.process.kill(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert [answer.value for answer in only(workspace).assessment.answers.values()] == ["internal", "ordinary"]
    again = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    again.see("quit leaves:").press("1\r").see("2 of about").see("TR-03, required.").press(":quit\r")
    assert again.end() == 0


def test_a_hostile_name_is_said_without_its_controls(workspace: Path, tmp_path: Path) -> None:
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    terminal.see("quit leaves:").press("new\r").see("Legal name of the vendor:").press("Evil\u202e [/foo]\r")
    terminal.see("leave open:").press("\r").see("Number or id:").press("1\r").see(
        "Enter for Vendor due diligence:"
    ).press("\r").see("Enter for English").press("\r").see("As of which day").press("\r")
    terminal.see("Evil⟨U+202E⟩ [/foo]. 0 of about").press(":quit\r")
    assert terminal.end() == 0
    assert terminal.written.count("\u202e".encode()) <= 1, "only the terminal's echo of what was typed"
