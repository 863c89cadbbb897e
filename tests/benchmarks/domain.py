"""Scoring and planning inside one process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generated import remediable
from measure import Row, Sample

import ddq.scoring.method as method
from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.questionnaire.model import Grade
from ddq.scoring import score
from ddq.scoring.planning import plan
from ddq.workspace.snapshot import take_case
from ddq.workspace.workspace import Workspace


def rows() -> Iterator[Row]:
    """The exact plan at 120 indicators and 80 remedies, and one whole score of the first case."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "questionnaires").mkdir()
        (place / "questionnaires" / "remediable.yaml").write_text(remediable(120, 80))
        with Workspace(place, cache=place / "cache") as workspace:
            opened = workspace.create(Vendor(name="Benchmark"), "remediable", Engagement(profile="de-authority"))
            for n in range(1, 121):
                # Two thirds of the matters that nothing cures are well handled, so that the target is within reach.
                value = "bad" if n <= 80 or n % 3 == 0 else "good"
                opened.answer(f"Q-{n}", Answer(value=value, basis=Basis(grade=Grade.A)))
            found = _what_the_plan_is_given(lambda: _score(opened.snapshot))
            required = 8.0
            planned = plan(found, required)
            assert planned is not None and planned.reaches and planned.proven_least
            sample = _timed(lambda: plan(found, required), 40)
            yield Row(
                f"plan, exact, 120 indicators and 80 remedies ({len(planned.remedies)} chosen)",
                sample.median * 1e3,
                "ms",
                "",
                None,
                "< 20 ms",
                sample.median < 0.020,
                sample.spread,
            )
            case = take_case(workspace.library, "bytedance-2021")
            sample = _timed(lambda: _score(case), 40)
            yield Row(
                "one whole score of bytedance-2021",
                sample.median * 1e3,
                "ms",
                "",
                None,
                "none set",
                True,
                sample.spread,
            )


def _score(snapshot: Any) -> object:
    return score(snapshot.assessment, snapshot.loaded, snapshot.reading, snapshot.profile, snapshot.day)


def _what_the_plan_is_given(act: Callable[[], object]) -> Any:
    given: list[Any] = []

    def watch(found: Any, required: float) -> Any:
        given.append(found)
        return plan(found, required)

    method.plan = watch
    try:
        act()
    finally:
        method.plan = plan
    return given[0]


def _timed(act: Callable[[], object], runs: int) -> Sample:
    seconds: list[float] = []
    for turn in range(runs + 5):
        began = time.perf_counter()
        act()
        if turn >= 5:
            seconds.append(time.perf_counter() - began)
    return Sample(tuple(seconds))
