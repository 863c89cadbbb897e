"""A terminal that is gone must not hold the app: what is written to it is dropped, so that the app can save and end."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TextIO

from textual.app import App
from textual.driver import Driver


class Forgiving:
    """A stream whose reader may be gone.

    Textual writes in a thread of its own, over a queue of thirty. That thread would end at the first error, nothing
    would empty the queue any more, and the app would wait for room in it for ever (Textual 8.2.8).
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, as long as anybody is there."""
        with suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, as long as anybody is there."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def outliving(driver: type[Driver]) -> type[Driver]:
    """The driver, writing to a stream that forgives; one that has no such stream stays as it is."""

    class Outliving(driver):
        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            stream = getattr(self, "_file", None)
            if stream is not None:
                self._file = Forgiving(stream)

    return Outliving
