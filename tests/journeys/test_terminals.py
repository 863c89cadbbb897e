"""What a terminal does to the app: it shrinks, it goes away, the disk fills, the app itself fails."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal
from tests.journeys.test_app_walk import begin, only

resource = pytest.importorskip("resource", reason="only POSIX can limit the size of files")
pytestmark = pytest.mark.slow

LEAVES_THE_ALTERNATE_SCREEN = b"\x1b[?1049l"
SHOWS_THE_CURSOR = b"\x1b[?25h"


def at_a_draft(terminal: Terminal) -> None:
    """One answer saved, and 12.5 written at OC-08 but not yet saved."""
    begin(terminal)
    terminal.press("2", "enter").see("1 of about").press("ctrl+g", "OC-08").see("· OC-08").press("enter")
    terminal.see("Not answered").press("12.5").see("12.5").see("Not saved yet")


def values(workspace: Path) -> dict[str, object]:
    return {name: answer.value for name, answer in only(workspace).assessment.answers.items()}


def test_a_terminal_that_shrinks_asks_for_room_and_keeps_the_draft(workspace: Path, tmp_path: Path) -> None:
    """At 60 by 20 everything can be done; below, the app says what it needs; grown again, the draft is where it was."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    at_a_draft(terminal)
    terminal.resize(60, 20).see("What share of votes").see("12.5").see("F1 Help")
    terminal.resize(59, 19).see("too small").see("at least 60 by 20").see("still here")
    terminal.resize(12, 3).see("This").resize(80, 24).see("12.5").see("Not saved yet")
    terminal.press("f3").see("2 of about").press("ctrl+q")
    assert terminal.end() == 0
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_ctrl_q_leaves_a_terminal_that_is_too_small_and_keeps_the_draft(workspace: Path, tmp_path: Path) -> None:
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    at_a_draft(terminal)
    terminal.resize(40, 10).see("too small").press("ctrl+q")
    assert terminal.end() == 0
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_a_terminal_that_is_gone_keeps_even_what_is_being_written(workspace: Path, tmp_path: Path) -> None:
    """The window is closed, the connection lost: the other end of the pty does not exist any more."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    at_a_draft(terminal)
    terminal.hang_up()
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_a_full_disk_is_told_in_words_and_f9_saves_once_there_is_room(workspace: Path, tmp_path: Path) -> None:
    """The system itself refuses to let any file of the running app grow."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    at_a_draft(terminal)
    _, hard = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (1, hard))
    terminal.press("f3").see("NOT SAVED").see("12.5")
    assert values(workspace) == {"TR-01": "internal"}
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    terminal.press("f9").see("Saved").see("2 of about").press("ctrl+q")
    assert terminal.end() == 0
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_an_error_of_its_own_ends_the_app_with_a_sentence_and_no_answer_in_it(workspace: Path, tmp_path: Path) -> None:
    """Exit code 1, the terminal as it was before, one sentence, and a file that quotes nothing that was entered."""
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import sys\n"
        "from ddq.tui.screens import asides\n"
        "def explain(screen):\n"
        "    vendor = screen.sitting.assessment.vendor\n"
        "    raise ValueError(f'cannot explain {screen.panel.editor.raw()} of {vendor.name}')\n"
        "asides.explain = explain\n"
        "from ddq.cli import main\n"
        "sys.exit(main())\n"
    )
    terminal = Terminal(workspace=workspace, cwd=tmp_path, program=[str(broken)])
    at_a_draft(terminal)
    before = len(terminal.written)
    terminal.press("f1").see("ddq stopped because of an error of its own")
    assert terminal.end() == 1
    after = bytes(terminal.written[before:])
    assert LEAVES_THE_ALTERNATE_SCREEN in after
    assert SHOWS_THE_CURSOR in after
    told = after.rpartition(LEAVES_THE_ALTERNATE_SCREEN)[2].decode()
    assert "Traceback" not in told
    assert "12.5" not in told
    (crash,) = workspace.glob("crash-*.txt")
    assert str(crash) in "".join(told.split())
    assert stat.S_IMODE(crash.stat().st_mode) & 0o077 == 0
    written = crash.read_text()
    assert "ValueError" in written
    assert "broken.py" in written
    assert "12.5" not in written
    assert "Acme" not in written
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}, "the draft is kept even then"


def test_a_stop_from_the_keyboard_of_another_terminal_suspends_and_goes_on(workspace: Path, tmp_path: Path) -> None:
    """SIGTSTP and SIGCONT, as a shell's job control sends them."""
    terminal = Terminal(workspace=workspace, cwd=tmp_path)
    at_a_draft(terminal)
    os.kill(terminal.process.pid, signal.SIGTSTP)
    os.waitpid(terminal.process.pid, os.WUNTRACED)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.press("f3").see("2 of about").press("ctrl+q")
    assert terminal.end() == 0
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}
