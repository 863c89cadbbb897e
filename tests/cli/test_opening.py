"""`ddq` opens the app in a terminal, and interviews in lines where that is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def _typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_line_mode_answers_and_says_that_all_is_saved(ddq: Run, acme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _typed(monkeypatch, "2")
    ran = ddq("open", acme[-8:], "--plain")
    assert ran.code == 0
    assert "What is the most sensitive information" in ran.out
    assert "Everything that was answered is saved." in ran.out
    assert ddq("show", acme, "--json").json["questions"]["TR-01"]["value"] == "internal"


@pytest.mark.parametrize(("variable", "value"), [("ACCESSIBLE", "1"), ("TERM", "dumb")])
def test_a_screen_reader_or_a_dumb_terminal_gets_the_line_mode(
    ddq: Run, acme: str, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    _typed(monkeypatch, "quit")
    assert "1 assessment in" in ddq().out


def test_without_a_terminal_it_interviews_in_lines(ddq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    _typed(monkeypatch, "quit")
    assert "0 assessments in" in ddq().out
