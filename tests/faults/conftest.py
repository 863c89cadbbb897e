"""How far the fault programme goes, and what it reports: rounds, faults, acknowledged answers, lost ones.

`make faults` goes ten times as far as `make test`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from ddq.store.ledger import create_ledger
from tests.faults.given import BEGUN

TIMES = int(os.environ.get("DDQ_FAULTS", "1"))


@dataclass
class Tally:
    """Of one harness."""

    harness: str
    rounds: int = 0
    faults: int = 0
    acknowledged: int = 0
    lost: int = 0


Count = Callable[..., None]


@pytest.fixture
def times() -> int:
    """How many times as far as in `make test`."""
    return TIMES


@pytest.fixture
def tally(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Any:
    """The tally of this test, reported at the end of the run."""
    found = Tally(request.node.name)
    yield found
    record_property("tally", asdict(found))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with one entry."""
    made = tmp_path / "a-1"
    made.mkdir()
    create_ledger(made, [BEGUN])
    return made


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each harness that ran."""
    reports = [one for found in terminalreporter.stats.values() for one in found if hasattr(one, "user_properties")]
    tallies = [dict(one.user_properties)["tally"] for one in reports if "tally" in dict(one.user_properties)]
    if not tallies:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(f"{'rounds':>8} {'faults':>8} {'acknowledged':>13} {'lost':>5}")
    for one in sorted(tallies, key=lambda one: str(one["harness"])):
        figures = f"{one['rounds']:>8} {one['faults']:>8} {one['acknowledged']:>13} {one['lost']:>5}"
        terminalreporter.write_line(f"{figures}  {one['harness']}")
