"""Line by line, a signal in the middle of a prompt: what was called saved is saved, and it ends in good order."""

import signal
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal
from tests.journeys.test_plain_walk import begin, only

pytestmark = pytest.mark.slow


def half_written(terminal: Terminal) -> None:
    """One answer saved, and the next typed but not sent."""
    begin(terminal)
    terminal.press("2\r").see("Saved at").see("TR-02, required.").see("Number:").press("2")


def values(workspace: Path) -> list[object]:
    return [answer.value for answer in only(workspace).assessment.answers.values()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_prompt_with_a_sentence_and_exit_code_0(
    workspace: Path, tmp_path: Path, number: signal.Signals
) -> None:
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    half_written(terminal)
    terminal.process.kill(number)
    terminal.see("Everything that was answered is saved.")
    assert terminal.end() == 0
    assert values(workspace) == ["internal"]


def test_ctrl_c_ends_it_alike(workspace: Path, tmp_path: Path) -> None:
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    half_written(terminal)
    terminal.press("\x03").see("Everything that was answered is saved.")
    assert terminal.end() == 0
    assert values(workspace) == ["internal"]


def test_a_terminal_that_is_gone_ends_it_too(workspace: Path, tmp_path: Path) -> None:
    """Nobody reads the last sentence; the assessment is not left open behind."""
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    half_written(terminal)
    terminal.hang_up()
    assert values(workspace) == ["internal"]
    again = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    again.see("quit leaves:").press("1\r").see("1 of about").see("TR-02, required.").press(":quit\r")
    assert again.end() == 0
    assert "open already" not in again.written.decode()


def test_a_signal_between_two_questions_of_a_decision_decides_nothing(workspace: Path, tmp_path: Path) -> None:
    """Only the last yes signs."""
    terminal = Terminal("--plain", workspace=workspace, cwd=tmp_path)
    half_written(terminal)
    terminal.press("\r").see("Saved at").press(":submit\r").see("A word to the reviewers").press("\r")
    terminal.see("(yes or no):").press("yes\r").see("Sent to review.").press(":quit\r")
    assert terminal.end() == 0
    approver = Terminal("--plain", workspace=workspace, cwd=tmp_path, user="ida")
    approver.see("quit leaves:").press("1\r").see("Closed to answers").press(":decide\r").see("decides nothing:")
    approver.press("3\r").see("Why, in a sentence:").press("Not fit\r").see("Look at it again on").press("\r")
    approver.see("Sign: reject (yes or no):")
    approver.process.kill(signal.SIGTERM)
    assert approver.end() == 0
    assert only(workspace).assessment.decision is None
