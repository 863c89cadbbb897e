"""Runs commands as a user would, in a workspace of their own."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from ddq.cli.dispatch import run


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def ddq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs `ddq ARGUMENTS…`; a usage error of argparse counts as its exit code."""
    monkeypatch.setenv("DDQ_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DDQ_USER", "ana")
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        try:
            code = run(arguments)
        except SystemExit as ended:
            code = int(str(ended.code))
        finally:
            gc.enable()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return ran


@pytest.fixture
def acme(ddq: Run) -> str:
    """The id of a new assessment."""
    made = ddq("new", "--vendor", "Acme Ltd", "--profile", "de-authority", "--json")
    assert made.code == 0, made.err
    return made.json["id"]
