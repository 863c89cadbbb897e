"""What a report costs: about 13 pages of the first case, and the whole of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from measure import Row, Sample, in_turn, run_process

from ddq.report.inputs import report_inputs
from ddq.report.job import Job
from ddq.report.render import job_bytes, prepare, render_report, report_command, report_environment
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case

RUNS = 7


def rows() -> Iterator[Row]:
    """CPU of a cold process and of a warm one, tagged PDF/A-3a with the inputs attached."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        inputs = report_inputs(take_case(Library(cache=place), "bytedance-2021"))
        whole = prepare(inputs, place / "whole.pdf").job
        short = replace(
            whole,
            view=replace(
                whole.view,
                sections=whole.view.sections[:1],
                findings=whole.view.findings[:3],
                unanswered=whole.view.unanswered[:10],
                states=whole.view.states[:1],
                bars=whole.view.bars[:2],
                options=(),
                open_questions=whole.view.open_questions[:8],
                history=whole.view.history[:20],
            ),
        )
        for job, cold_goal, warm_goal in ((short, 1.6, 0.9), (whole, None, None)):
            pages = render_report(job.view, place / "pages.pdf").pages
            yield from _figures(place, job, pages, cold_goal, warm_goal)


def _figures(place: Path, job: Job, pages: int, cold_goal: float | None, warm_goal: float | None) -> Iterator[Row]:
    file = place / "job.json"
    file.write_bytes(job_bytes(job))
    environment = report_environment()
    taken = in_turn(
        {
            "report": lambda: run_process(report_command(file), environment).cpu,
            "bare": lambda: run_process((sys.executable, "-c", "import weasyprint")).cpu,
        },
        RUNS,
    )
    yield _row(f"report of {pages} pages, whole process, CPU", taken["report"], pages, cold_goal, taken["bare"])
    command = (sys.executable, str(Path(__file__).parent / "warm_report.py"), str(file), str(RUNS))
    printed = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    yield _row(f"report of {pages} pages, warm process, CPU", Sample(tuple(json.loads(printed))), pages, warm_goal)


def _row(figure: str, sample: Sample, pages: int, goal: float | None, bare: Sample | None = None) -> Row:
    return Row(
        f"{figure} ({sample.median / pages * 1e3:.0f} ms a page)",
        sample.median,
        "s",
        "" if bare is None else "a process that only imports WeasyPrint",
        None if bare is None else bare.median,
        "none set" if goal is None else f"<= {goal} s",
        goal is None or sample.median <= goal,
        f"{sample.spread} ms",
        None if bare is None else sample.median / bare.median,
    )
