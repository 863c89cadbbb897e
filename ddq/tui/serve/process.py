"""One app process behind one browser window: started without a shell, told as little as it needs, ended with it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from ddq.questionnaire.text import visible_text

_KEPT = (
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_TIME", "TZ", "NO_COLOR"),
    *("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "DDQ_USER", "DDQ_ASCII", "DDQ_TOUR", "PYTHONHASHSEED"),
    *("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES"),
    *("SYSTEMROOT", "WINDIR", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "USERNAME", "PATHEXT", "COMSPEC"),
)
"""Of the server's environment, which may hold what is nobody's business here."""
_SAVING_SECONDS = 10.0
"""How long an app may take to keep what was being written."""
_ENDING_SECONDS = 3.0
_SAID_LIMIT = 4096
_CLEARED = "\x1b[?1049l\x1b[?25l\x1b[38;2;223;228;234;48;2;18;22;27m\x1b[2J\x1b[H\r\n"


class AppProcess(AppService):
    """Speaks textual-serve's protocol with one process; what the browser is told goes through `write_bytes`."""

    def __init__(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        scratch: Path,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[Any]],
        downloads: DownloadManager,
    ) -> None:
        """Take what the process is started with.

        Args:
            arguments: of `ddq.tui.serve.child`.
            folder: where uploaded files are; the process works in it, so that their names will do as paths.
            scratch: for its temporary files.
            write_bytes: writes to the terminal in the browser.
            write_str: writes a message to the page.
            close: closes the connection.
            downloads: where files wait for the browser.
        """
        super().__init__(
            "", write_bytes=write_bytes, write_str=write_str, close=close, download_manager=downloads, debug=False
        )
        self._arguments, self._folder, self._scratch = arguments, folder, scratch

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return app_environment(os.environ, self._scratch, width, height)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # -P: no module is looked for in the folder of the uploads.
        # A session of its own: Ctrl+C in the server's terminal is for the server, which then ends the app in order.
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "ddq.tui.serve.child", *self._arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            cwd=self._folder,
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the process writes until it ends, then say what it left to say, and close."""
        process = self._process
        if process is None or process.stdout is None or process.stderr is None:
            raise AssertionError("the process was started with pipes")
        said = asyncio.create_task(_last_of(process.stderr))
        try:
            await self._pass_on(process.stdout)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the process, or the browser, has gone
        finally:
            await self._end(process)
            with suppress(ConnectionError, RuntimeError):
                if text := (await said).decode("utf-8", "replace").strip():
                    await self.remote_write_bytes(as_terminal(text))
                await self.remote_close()

    async def _pass_on(self, output: asyncio.StreamReader) -> None:
        while (line := await output.readline()) != b"__GANGLION__\n":  # the app begins
            if not line:
                return
        handlers = {b"D": self.on_data, b"M": self.on_meta, b"P": self.on_packed}
        while True:
            kind = await output.readexactly(1)
            size = int.from_bytes(await output.readexactly(4), "big")
            payload = await output.readexactly(size)
            if kind in handlers:
                await handlers[kind](payload)

    async def on_meta(self, data: bytes) -> None:
        """Only files are passed on: the end shows by itself, and no app of ours opens addresses."""
        told = cast("dict[str, object]", json.loads(data))
        if told["type"] == "deliver_file_start":
            await super().on_meta(data)

    async def tell_arrived(self, file: Path) -> None:
        """Tell the app that a file was uploaded."""
        await self.send_meta({"type": "arrived", "name": file.name})

    async def stop(self) -> None:
        """End the process and wait for it: first it keeps what is being written."""
        if self._task is None or self._process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        await asyncio.wait({self._task}, timeout=_SAVING_SECONDS)
        await self._end(self._process)
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def _end(self, process: Process) -> None:
        """See that the process is no more, gently first."""
        for stop in (None, process.terminate, process.kill):
            if stop is not None and process.returncode is None:
                with suppress(ProcessLookupError):
                    stop()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _ENDING_SECONDS)
                return


def app_environment(ours: Mapping[str, str], scratch: Path, width: int, height: int) -> dict[str, str]:
    """The environment of an app process."""
    kept = {name: value for name, value in ours.items() if name.upper() in _KEPT}
    return kept | {
        "TEXTUAL_DRIVER": "ddq.tui.serve.driver:BrowserDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(width),
        "ROWS": str(height),
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "TMP": str(scratch),
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",  # for the processes that it starts in turn
    }


def as_terminal(text: str) -> bytes:
    """A text as a terminal shows it, on a cleared screen in the colours of the page."""
    lines = [visible_text(line) for line in text.splitlines()]
    return (_CLEARED + "".join(f"  {line}\r\n" for line in lines)).encode()


async def _last_of(errors: asyncio.StreamReader) -> bytes:
    """The end of what a process says; all of it is read, so that it never waits."""
    kept = b""
    while chunk := await errors.read(4096):
        kept = (kept + chunk)[-_SAID_LIMIT:]
    return kept
