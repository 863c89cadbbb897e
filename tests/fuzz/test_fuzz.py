"""A small and always equal share of what `make fuzz` tries: nothing crashes, and no case takes long or much memory."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz import expressions, files, workbooks
from tests.fuzz.limits import MEMORY_MB, TookTooLong, bounded_memory, bounded_time
from tests.fuzz.run import tried

SEED = 20260301


def test_expressions_are_read_or_refused() -> None:
    tally = tried("expressions", SEED, expressions.cases(Random(SEED), 4_000))
    assert (tally.cases, tally.crashes) == (4_000, 0)
    assert min(tally.outcomes["read"], tally.outcomes["refused"]) > 500, "both are tried"


def test_yaml_files_are_loaded_or_refused() -> None:
    tally = tried("YAML files", SEED, files.cases(Random(SEED), 400))
    assert (tally.cases, tally.crashes) == (400, 0)
    assert min(tally.outcomes["loaded"], tally.outcomes["refused"]) > 20, "both are tried"


def test_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    tally = tried("workbooks", SEED, workbooks.cases(Random(SEED), 250, tmp_path))
    assert (tally.cases, tally.crashes) == (250, 0)
    assert min(tally.outcomes["read"], tally.outcomes["refused"]) > 20, "both are tried"


def test_what_crashes_takes_too_long_or_too_much_memory_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    def endless() -> str:
        while True:
            pass

    def greedy() -> str:
        return str(len(bytes(2 * MEMORY_MB * 1_000_000)))

    def crashing() -> str:
        raise KeyError("name")

    with pytest.raises(TookTooLong), bounded_time(0.05):
        endless()
    with pytest.raises(MemoryError), bounded_memory():
        greedy()
    tally = tried("cases", SEED, iter([("a", crashing), ("b", greedy), ("c", lambda: "read")]))
    assert (tally.crashes, dict(tally.outcomes)) == (2, {"read": 1})
    assert "CRASH KeyError: 'name'" in capsys.readouterr().out
