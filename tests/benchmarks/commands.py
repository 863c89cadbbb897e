"""Whole processes beside a bare Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from measure import Row, Sample, in_turn, run_process

DDQ = str(Path(sys.executable).with_name("ddq"))
CASE = "bytedance-2021"


def rows() -> Iterator[Row]:
    """`ddq --version` and `ddq score`, each beside the least that Python could do."""
    version = in_turn(
        {
            "ddq": lambda: run_process([DDQ, "--version"]).wall,
            "bare": lambda: run_process([sys.executable, "-c", "pass"]).wall,
        },
        runs=21,
    )
    yield _ratio("ddq --version, whole process", version["ddq"], "python -c pass", version["bare"], 5)
    score = in_turn(
        {
            "ddq": lambda: run_process([DDQ, "score", CASE, "--json"]).wall,
            "bare": lambda: run_process([sys.executable, "-c", "import yaml; from pydantic import BaseModel"]).wall,
        },
        runs=15,
        warm_up=2,
    )
    yield _ratio("ddq score CASE --json, whole process", score["ddq"], "importing BaseModel and yaml", score["bare"], 2)


def _ratio(figure: str, sample: Sample, beside: str, peer: Sample, limit: float) -> Row:
    ratio = sample.median / peer.median
    return Row(
        figure,
        sample.median * 1e3,
        "ms",
        beside,
        peer.median * 1e3,
        f"<= {limit} x",
        ratio <= limit,
        sample.spread,
        ratio,
    )
