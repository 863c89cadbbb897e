"""Prints the CPU seconds of each of several renders after the first, in one process, as a JSON list."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from pydantic import TypeAdapter

from ddq.report.job import Job
from ddq.report.pdf import write
from ddq.report.template import fill

job = TypeAdapter(Job).validate_json(Path(sys.argv[1]).read_bytes())
seconds: list[float] = []
for _ in range(int(sys.argv[2]) + 1):
    gc.disable()
    began = time.process_time()
    write(job, fill(Path(job.template), job.view), [])
    seconds.append(time.process_time() - began)
    gc.collect()
print(json.dumps(seconds[1:]))
