"""Whether the evidence files are as they were attached, found out beside the screen."""

from __future__ import annotations

import asyncio

from ddq.workspace.opened import OpenAssessment


async def damaged_files(opened: OpenAssessment) -> dict[str, str]:
    """Of each file that is not as it was attached, by id, what is wrong: `is missing`."""
    found: dict[str, str] = {}
    for file in tuple(opened.assessment.evidence.values()):  # one by one, so that leaving the screen ends it
        problem = await asyncio.to_thread(opened.evidence_problem, file, whole=True)
        if problem is not None:
            found[file.id] = problem
    return found


def damaged_files_now(opened: OpenAssessment) -> dict[str, str]:
    """The same for who waits for it."""
    files = opened.assessment.evidence.values()
    found = {file.id: opened.evidence_problem(file, whole=True) for file in files}
    return {name: problem for name, problem in found.items() if problem is not None}
