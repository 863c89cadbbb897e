"""Walks through the app in a real terminal of 80 by 24."""

import signal
from pathlib import Path

import pytest

from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow


def only(workspace: Path) -> OpenAssessment:
    """The one assessment of the workspace, as another process finds it."""
    with Workspace(workspace) as opened:
        (summary,) = opened.list()
        return opened.open(summary.id)


def begin(terminal: Terminal, vendor: str = "Acme GmbH") -> None:
    """From the empty list to the first question of a new assessment."""
    terminal.see("No assessment yet").press("n").see("its legal name")
    terminal.press(vendor, "tab", "Cloud filing", "tab", "1", "tab", "enter", "enter")
    terminal.see("Begin: What is the most sensitive information").press("c").see("1 ( ) Public information only")


TWENTY = (
    ("TR-01", "2", "Internal information"),
    ("TR-02", "2", "Ordinary personal data"),
    ("TR-03", "1", "Fewer than 1,000"),
    ("DF-12", "2", "No"),
    ("TR-05", "1", ""),
    ("TR-06", "2", ""),
    ("SC-11", "1", ""),
    ("OC-01", "1", ""),
    ("OC-08", "5", ""),
    ("OC-07", "3", ""),
    ("OC-09", "1", ""),
    ("OC-15", "1", ""),
    ("OC-17", "1", ""),
    ("GS-01", "1", ""),
    ("GS-02", "2", ""),
    ("GS-03", "1", ""),
    ("GS-05", "10", ""),
    ("GS-08", "1", ""),
    ("GS-09", "1", ""),
    ("JL-11", "1", ""),
)
"""Questions in their order, what is pressed, and the option that it stands for."""


def test_new_assessment_twenty_answers_quit_reopen_report(workspace: Path, tmp_path: Path) -> None:
    """The whole walk: everything that was answered by key presses is there again, and the report is written."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    begin(terminal)
    for number, (question, keys, _) in enumerate(TWENTY):
        terminal.press("ctrl+g", question).see(f"· {question}").press("enter").see("Not answered")
        terminal.press(keys, "enter").see(f"{number + 1} of about" if number < 19 else "20 of")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    answers = only(workspace).assessment.answers
    assert set(answers) == {question for question, _, _ in TWENTY}
    assert answers["TR-02"].value == "ordinary"
    assert answers["OC-08"].value == "5"

    again = Terminal(workspace=workspace, cwd=tmp_path)
    again.see("Acme GmbH").press("enter").see("20 of").press("ctrl+g", "TR-02").see("TR-02").press("enter")
    again.see("2 (*) Ordinary personal data")
    again.press("f10").see("The PDF is written to").press("ctrl+u", str(tmp_path / "acme.pdf"), "enter")
    again.see("✓ Written").press("enter").see("2 (*) Ordinary").press("ctrl+q")
    assert again.end() == 0
    assert (tmp_path / "acme.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_session_keeps_even_what_is_being_written(
    workspace: Path, tmp_path: Path, number: signal.Signals
) -> None:
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    begin(terminal)
    terminal.press("2", "enter").see("1 of about").press("ctrl+g", "OC-08").see("· OC-08").press("enter")
    terminal.see("Not answered").press("12.5").see("12.5").see("Not saved yet")
    terminal.process.kill(number)
    assert terminal.end() == 0
    answers = only(workspace).assessment.answers
    assert {name: answer.value for name, answer in answers.items()} == {"TR-01": "internal", "OC-08": "12.5"}


def test_kill_9_loses_nothing_that_was_acknowledged(workspace: Path, tmp_path: Path) -> None:
    """What the screen called saved is there after power loss; reopened, the interview goes on behind it."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    begin(terminal)
    for count, keys in enumerate(("2", "2", "1", "2"), start=1):
        terminal.press(keys, "enter").see(f"{count} of about")
    terminal.process.kill(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    answers = only(workspace).assessment.answers
    assert list(answers) == ["TR-01", "TR-02", "TR-03", "DF-12"]
    again = Terminal(workspace=workspace, cwd=tmp_path)
    again.see("Acme GmbH").press("enter").see("4 of about").see("Continue: What happens if").press("ctrl+q")
    assert again.end() == 0


def test_typing_ahead_in_one_burst_meets_the_right_questions(workspace: Path, tmp_path: Path) -> None:
    """Seven answers in one write, as a fast typist on a slow line gives them."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    begin(terminal)
    terminal.process.send("2\r2\r1\r2\r1\r2\r1\r")
    terminal.see("7 of about").press("ctrl+q")
    assert terminal.end() == 0
    values = [answer.value for answer in only(workspace).assessment.answers.values()]
    assert values == ["internal", "ordinary", "under_1000", False, "nothing_much", "own_tenant", "weeks"]


def test_hostile_text_reaches_the_terminal_only_spelled_out(workspace: Path, tmp_path: Path) -> None:
    """Over the wire, byte by byte: nothing that a vendor wrote can move the cursor or fill the clipboard."""
    payload = "Evil [/foo] [@click=app.quit]x[/] ]52;c;ZXZpbA=="
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    terminal.see("No assessment yet").press("n").see("its legal name")
    escapes = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31m\u202e\u009b2J\x11"
    terminal.process.send(f"\x1b[200~{payload}{escapes}\x1b[201~")
    terminal.see("Evil [/foo] [@click=app.quit]x[/]").press("tab", "x", "tab", "1", "tab", "enter", "enter")
    terminal.see("Begin:").see("[/foo]").press("ctrl+q")
    assert terminal.end() == 0
    written = bytes(terminal.written)
    assert b"\x1b]52" not in written
    assert "\u202e".encode() not in written
    assert "\u009b".encode() not in written
