"""The app in tmux, where many people keep it: sizes, keys, detaching, and a server that is gone."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.test_app_walk import only
from tests.journeys.tmux import TMUX, Tmux

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(TMUX is None, reason="tmux is missing; .ci/test-tools installs it as root"),
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when a process that is no child ends"),
]
Opens = Callable[..., Tmux]


@pytest.fixture
def opens(workspace: Path) -> Iterator[Opens]:
    """Opens `ddq` in a tmux whose server ends with the test."""
    begun: list[Tmux] = []
    with TemporaryDirectory() as folder:  # the path of a socket must be short

        def opened(*arguments: str) -> Tmux:
            one = Tmux(*arguments, workspace=workspace, socket=Path(folder) / f"{len(begun)}")
            begun.append(one)
            return one

        yield opened
        for one in begun:
            with suppress(AssertionError):  # it ended by itself
                one.kill_server()


def begin(tmux: Tmux) -> None:
    """From the empty list to the first question of a new assessment."""
    tmux.see("No assessment yet").press("n").see("its legal name")
    tmux.press("Acme GmbH", "Tab", "Cloud filing", "Tab", "1", "Tab", "Enter", "Enter")
    tmux.see("Begin: What is the most sensitive information").press("c").see("1 ( ) Public information only")


def values(workspace: Path) -> dict[str, object]:
    return {name: answer.value for name, answer in only(workspace).assessment.answers.items()}


def test_answers_are_given_by_keys_and_f_keys_work(workspace: Path, opens: Opens) -> None:
    tmux = opens()
    begin(tmux)
    tmux.press("2", "Enter").see("1 of about").press("2", "Enter").see("2 of about")
    tmux.press("F1").see("Why we ask").press("Escape").see("2 of about")
    tmux.press("C-q").wait_for_the_end()
    assert values(workspace) == {"TR-01": "internal", "TR-02": "ordinary"}


def test_a_window_that_shrinks_and_grows_keeps_the_draft(workspace: Path, opens: Opens) -> None:
    tmux = opens()
    begin(tmux)
    tmux.press("2", "Enter").see("1 of about").press("C-g", "OC-08").see("· OC-08").press("Enter")
    tmux.see("Not answered").press("12.5").see("Not saved yet")
    tmux.resize(60, 20).see("What share of votes").see("12.5").see("F1 Help")
    tmux.resize(59, 19).see("too small").see("at least 60 by 20")
    tmux.resize(20, 5).see("too small").resize(140, 45).see("12.5").see("Not saved yet")
    tmux.press("F3").see("2 of about").press("C-q").wait_for_the_end()
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_a_client_that_detaches_leaves_the_draft_for_one_of_another_size(workspace: Path, opens: Opens) -> None:
    """From the office to the train: Ctrl+B D, and on from a smaller terminal."""
    tmux = opens()
    begin(tmux)
    office = tmux.attach(120, 40)
    tmux.press("2", "Enter").see("1 of about").press("C-g", "OC-08").see("· OC-08").press("Enter")
    tmux.see("Not answered").press("12.5").see("Not saved yet")
    office.send("\x02d")
    office.expect("detached")
    office.close()
    train = tmux.attach(60, 21)
    train.expect("12.5")
    tmux.see("Not saved yet").press("F3").see("2 of about").press("C-q").wait_for_the_end()
    train.close()
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}


def test_a_server_that_is_killed_takes_the_terminal_and_no_answer(workspace: Path, opens: Opens) -> None:
    """Not even what was being written; opened again, it goes on there."""
    tmux = opens()
    begin(tmux)
    tmux.press("2", "Enter").see("1 of about").press("C-g", "OC-08").see("· OC-08").press("Enter")
    tmux.see("Not answered").press("12.5").see("Not saved yet")
    tmux.kill_server()
    tmux.wait_for_the_end()
    assert values(workspace) == {"TR-01": "internal", "OC-08": "12.5"}
    again = opens()
    again.see("Acme GmbH").press("Enter").see("2 of about").press("C-q").wait_for_the_end()


def test_the_line_mode_in_tmux_outlives_its_server_too(workspace: Path, opens: Opens) -> None:
    tmux = opens("--plain")
    tmux.see("quit leaves:").press("new", "Enter").see("Legal name").press("Acme", "Enter").see("leave open:")
    tmux.press("Enter").see("Number or id:").press("1", "Enter").see("Enter for Vendor due diligence:").press(
        "Enter"
    ).see("Enter for English").press("Enter")
    tmux.see("for today:").press("Enter").see("TR-01, required.")
    tmux.press("2", "Enter").see("TR-02, required.").press("1")
    tmux.kill_server()
    tmux.wait_for_the_end()
    assert values(workspace) == {"TR-01": "internal"}
