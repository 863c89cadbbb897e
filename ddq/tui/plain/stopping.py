"""Signals in the line mode: a prompt ends at once, a change in the making is finished first."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from ddq.tui.plain.console import Console

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, the system that stops, and the terminal that goes away."""
_AGAIN = 0.1
"""Seconds until a signal is repeated that the prompt did not hear."""


@contextmanager
def stopping(console: Console) -> Generator[None]:
    """Let signals end the conversation at its prompt, as the end of the input does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return

    def stop(number: int, frame: FrameType | None) -> None:
        console.stop()

    numbers = [number for name in _SIGNALS if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        with _repeated(numbers):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _repeated(mine: list[int]) -> Generator[None]:
    """Repeat a signal until the conversation has ended.

    Readline hears a signal only while it waits for a key: one that comes while it handles a key would be noticed at the
    next key, and a terminal that has gone sends none.
    """
    if not hasattr(signal, "pthread_kill"):  # where there is no readline either
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    ended, main = threading.Event(), threading.get_ident()

    def repeat() -> None:
        while (number := heard.recv(1)) and number[0] not in mine:
            continue  # a signal of somebody else
        while number and not ended.wait(_AGAIN):
            signal.pthread_kill(main, number[0])

    watcher = threading.Thread(target=repeat, daemon=True)
    watcher.start()
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        told.close()
        watcher.join()
        heard.close()
