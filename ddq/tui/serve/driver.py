"""The app's side of a browser window: Textual's driver for the web, which keeps drafts and ends with its server."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import Any, cast

from textual.app import App
from textual.drivers.web_driver import WebDriver

from ddq.tui.app import DdqApp

_PATIENCE = 10.0
"""Seconds that the app has to keep what is being written once its server is gone."""


class BrowserDriver(WebDriver):
    """Named in `$TEXTUAL_DRIVER`, so that Textual makes it."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._write = partial(_write_all, self.fileno)  # every write of the driver goes through it (Textual 8.2.8)

    @property
    def _desk(self) -> DdqApp:
        return cast(DdqApp, self._app)

    def run_input_thread(self) -> None:
        """Read until the app ends. Where the input ends first, the server is gone, however it went."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            last = threading.Timer(_PATIENCE, os._exit, (1,))
            last.daemon = True
            last.start()
            self._leave()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """A closed window keeps what was being written; an uploaded file is offered."""
        if packet_type == "quit":
            self._leave()
        elif packet_type == "arrived":
            self._desk.call_later(self._desk.file_arrived, str(payload["name"]))
        else:
            super().on_meta(packet_type, payload)

    def _leave(self) -> None:
        self._desk.call_later(self._desk.save_and_exit)


def _write_all(fd: int, data: bytes) -> None:
    """Write everything, or once the server has gone nothing: the end of the input then ends the app."""
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(fd, rest) :]
    except BrokenPipeError:
        return
