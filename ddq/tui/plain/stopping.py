"""Signals in the line mode: a prompt ends at once, a change in the making is finished first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from ddq.tui.plain.console import Console

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, the system that stops, and the terminal that goes away."""


@contextmanager
def stopping(console: Console) -> Generator[None]:
    """Let signals end the conversation at its prompt, as the end of the input does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    numbers = [number for name in _SIGNALS if (number := getattr(signal, name, None)) is not None]

    def stop(number: int, frame: FrameType | None) -> None:
        console.stop()

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
