"""The same inputs give the same bytes in another process, under another hash seed, time zone and locale."""

from __future__ import annotations

import os
import subprocess
import sys

SCORE = """
import sys
from tests.property.worlds import make_world, right
from ddq.scoring import to_json
for seed in range(25):
    sys.stdout.buffer.write(to_json(right(make_world(seed, seed % 9 + 1))))
"""


def _scored(**environment: str) -> bytes:
    found = subprocess.run(
        [sys.executable, "-c", SCORE],
        env={**os.environ, "PYTHONPATH": ".", **environment},
        capture_output=True,
        check=True,
    )
    return found.stdout


def test_the_same_bytes_under_other_hash_seeds_time_zones_and_locales() -> None:
    first = _scored(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    assert first
    assert _scored(PYTHONHASHSEED="4242", TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8") == first
