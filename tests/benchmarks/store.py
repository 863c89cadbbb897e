"""Saving an answer beside a bare append that is forced to the disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generated import write
from measure import Row, in_turn

from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.questionnaire.model import Grade
from ddq.workspace.workspace import Workspace

ROUNDS = 300


def rows() -> Iterator[Row]:
    """One answer to one of 200 questions, from the check to the acknowledgement."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "questionnaires").mkdir(parents=True)
        write(place / "questionnaires", 200)
        with Workspace(place, cache=place / "cache") as workspace, (place / "bare").open("ab") as bare:
            opened = workspace.create(
                Vendor(name="Benchmark"), "generated-200", Engagement(service="x", profile="de-authority")
            )
            codes = ("good", "partly", "bad")
            turn = iter(range(10**6))

            def save() -> float:
                given = Answer(value=codes[next(turn) % 3], basis=Basis(grade=Grade.C))
                return _seconds(lambda: opened.answer("Q-2", given))

            def append() -> float:
                return _seconds(lambda: _append(bare.fileno()))

            taken = in_turn({"save": save, "bare": append}, ROUNDS, warm_up=20)
    more = (taken["save"].median - taken["bare"].median) * 1e3
    yield Row(
        "save an answer, durable, 200 questions",
        taken["save"].median * 1e3,
        "ms",
        "bare append + fdatasync",
        taken["bare"].median * 1e3,
        "<= bare + 0.5 ms",
        more <= 0.5,
        taken["save"].spread,
        taken["save"].median / taken["bare"].median,
    )


def _append(fd: int) -> None:
    os.write(fd, b"x" * 400)
    os.fdatasync(fd)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
