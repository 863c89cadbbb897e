"""Renders one job again and again in one process, and prints what each render took, as JSON.

`warm_report.py JOB RUNS [plain]`: after one render that is not counted, CPU and wall seconds of each, and the memory
after it; `plain` leaves out tags, attached files and the names of the standards.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter
from weasyprint import HTML

from ddq.report.job import Job
from ddq.report.pdf import DataOnly, style_of, write
from ddq.report.template import Filled, fill


def whole(job: Job, filled: Filled) -> tuple[bytes, int]:
    """As a report is made."""
    return write(job, filled, [])


def plain(_job: Job, filled: Filled) -> tuple[bytes, int]:
    """The same pages and nothing else."""
    style, fonts = style_of(filled.css)
    document = HTML(string=filled.html, url_fetcher=DataOnly()).render(font_config=fonts, stylesheets=[style])
    pdf = document.write_pdf()
    assert pdf is not None
    return pdf, len(document.pages)


def main(job: Job, runs: int, render: Callable[[Job, Filled], tuple[bytes, int]]) -> dict[str, object]:
    """What the renders took."""
    cpu: list[float] = []
    wall: list[float] = []
    memory: list[float] = []
    size = pages = 0
    for _ in range(runs + 1):
        gc.disable()
        began = time.process_time(), time.perf_counter()
        pdf, pages = render(job, fill(Path(job.template), job.view))
        cpu.append(time.process_time() - began[0])
        wall.append(time.perf_counter() - began[1])
        size = len(pdf)
        del pdf
        gc.collect()
        memory.append(int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20)
    return {"cpu": cpu[1:], "wall": wall[1:], "memory": memory[1:], "pages": pages, "bytes": size}


print(
    json.dumps(
        main(
            TypeAdapter(Job).validate_json(Path(sys.argv[1]).read_bytes()),
            int(sys.argv[2]),
            plain if sys.argv[3:] == ["plain"] else whole,
        )
    )
)
