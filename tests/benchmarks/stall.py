"""Prints how late the app's event loop was, idle and while a report was made, as JSON lists of seconds."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from ddq.tui.app import DdqApp
from ddq.tui.reporting import write_report
from ddq.workspace.workspace import Workspace

TICK = 0.005


async def lags(until: asyncio.Event) -> list[float]:
    """How much later than asked each tick came."""
    found: list[float] = []
    while not until.is_set():
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        found.append(time.perf_counter() - began - TICK)
    return found


async def measure(place: Path) -> dict[str, list[float]]:
    """Idle for two seconds, then for as long as the report of the first case takes."""
    with Workspace(place) as workspace:
        opened = workspace.create_from_case(workspace.library.case("bytedance-2021"))
        app = DdqApp(lambda: workspace, opened.id)
        async with app.run_test() as pilot:
            await pilot.pause()
            over = asyncio.Event()
            asyncio.get_running_loop().call_later(2, over.set)
            idle = await lags(over)
            over = asyncio.Event()
            watching = asyncio.create_task(lags(over))
            await write_report(opened, place / "report.pdf", lambda _: None)
            over.set()
            return {"idle": idle, "busy": await watching}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1])))))
