"""How `ddq serve` is used wrongly; what it serves is walked through in tests/journeys/test_serve.py."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "192.0.2.7"], "--allow-network"),
        (["--host", "0.0.0.0", "--allow-network"], "name one address"),
        (["--host", "::", "--allow-network"], "name one address"),
        (["--port", "70000"], "65535"),
        (["--port", "-1"], "not a whole number"),
        (["--port", "x"], "not a whole number"),
        (["--windows", "0"], "at least one"),
    ],
)
def test_what_cannot_be_served_is_refused_with_what_to_do(ddq: Run, arguments: list[str], said: str) -> None:
    ran = ddq("serve", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_an_address_that_others_reach_is_served_with_a_warning(ddq: Run) -> None:
    """This one belongs to no machine, so it goes no further."""
    ran = ddq("serve", "--host", "192.0.2.7", "--allow-network")
    assert ran.code == 1
    assert "warning: 192.0.2.7 can be reached by other machines" in ran.err
    assert "192.0.2.7: cannot be used" in ran.err


def test_a_port_that_is_taken_is_said(ddq: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = ddq("serve", "--port", port)
    assert ran.code == 1
    assert f"127.0.0.1 port {port}: cannot be used" in ran.err


def test_without_the_web_part_it_says_how_to_install_it(ddq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ddq.tui.serve.find_spec", lambda name: None)
    ran = ddq("serve")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "pip install 'ddq[web]'" in ran.err
    assert importlib.util.find_spec("aiohttp") is not None
