"""The report of an open assessment: where it goes by itself, what it is made from, and its stages in words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.workspace.opened import OpenAssessment

if TYPE_CHECKING:
    from ddq.report.job import Progress
    from ddq.report.render import ReportResult

_STAGES = {
    "filling": "Filling the template …",
    "parsing": "Reading the pages …",
    "styling": "Applying the styles …",
    "boxes": "Making the boxes …",
    "layout": "Laying out the pages …",
    "drawing": "Drawing …",
    "writing": "Writing the file …",
}


def report_path(opened: OpenAssessment) -> Path:
    """`acme-gmbh-2026-11-23.pdf` in the present folder."""
    name = re.sub(r"[^a-z0-9]+", "-", opened.assessment.vendor.name.casefold()).strip("-")[:60] or "report"
    return Path.cwd() / f"{name}-{opened.day.isoformat()}.pdf"


async def write_report(opened: OpenAssessment, path: Path, tell: Callable[[Progress], None]) -> ReportResult:
    """Write the report without blocking the screen.

    Raises:
        ReportError: it could not be written.
    """
    from ddq.report.inputs import report_inputs  # loaded when a report is first written
    from ddq.report.render import render_report_async

    inputs = await asyncio.to_thread(lambda: report_inputs(opened.for_report()))
    return await render_report_async(inputs, path, on_progress=tell)


def stage_words(progress: Progress) -> str:
    """A stage of the work, as one reads it."""
    words = _STAGES.get(progress.stage, progress.stage)
    return words if progress.page is None else f"{words} page {progress.page}"
