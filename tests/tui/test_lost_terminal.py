"""What is written to a terminal that is gone is dropped, and nobody waits for it."""

from __future__ import annotations

import errno
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from ddq.tui.lost_terminal import Forgiving


class Gone(io.StringIO):
    """A stream as that of a terminal that was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_more_writes_than_the_queue_holds_do_not_wait_for_a_terminal_that_is_gone() -> None:
    """Without the wrapper the thread ends at the first write, and the thirty-first waits for ever."""
    writer = WriterThread(cast(Any, Forgiving(Gone())))
    writer.start()
    with ThreadPoolExecutor() as pool:
        done = pool.submit(lambda: [writer.write("x") for _ in range(MAX_QUEUED_WRITES * 3)] and writer.stop())
        done.result(timeout=60)
    assert not writer.is_alive()


def test_a_terminal_that_is_there_gets_everything() -> None:
    stream = io.StringIO()
    forgiving = Forgiving(stream)
    forgiving.write("seen")
    forgiving.flush()
    assert stream.getvalue() == "seen"
    assert forgiving.writable()
