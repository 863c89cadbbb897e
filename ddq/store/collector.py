"""Python's collector of garbage, told to wait while much is made that is to stay."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_waiting() -> Generator[None]:
    """Thousands of things are made meanwhile, and none is garbage: looking for some takes as long as making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
