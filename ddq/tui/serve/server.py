"""The web server: the page and its files, one app a window, uploads and downloads; all of it behind the guard."""

from __future__ import annotations

import asyncio
import json
import signal
import socket as sockets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from aiohttp import WSCloseCode, WSMsgType, hdrs, web
from aiohttp.helpers import content_disposition_header
from textual_serve import app_service
from textual_serve.download_manager import DownloadManager

from ddq.shipped import shipped
from ddq.tui.serve import NotServed, Serving, is_loopback
from ddq.tui.serve.guard import Guard
from ddq.tui.serve.process import AppProcess, as_terminal
from ddq.tui.serve.uploads import Refused, TooLarge, Uploads

_PAGE = Path(__file__).parent / "page"
_CLIENT = Path(app_service.__file__).parent / "static"
_FILES: dict[str, tuple[Path, str]] = {
    "page.css": (_PAGE / "page.css", "text/css; charset=utf-8"),
    "page.js": (_PAGE / "page.js", "text/javascript; charset=utf-8"),
    "xterm.css": (_CLIENT / "css" / "xterm.css", "text/css; charset=utf-8"),
    "textual.js": (_CLIENT / "js" / "textual.js", "text/javascript; charset=utf-8"),
    "text.ttf": (_CLIENT / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "italic.ttf": (_CLIENT / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
    "signs.ttf": (shipped("report_templates") / "fonts" / "DejaVuSansMono.ttf", "font/ttf"),
}
"""Everything that the page loads, by name; nothing else is served, and nothing is listed."""
_FULL = (
    "ddq is already open in another browser window.\nClose that one, or quit ddq in it, and then load this page again."
)
_SEAT_SECONDS = 5.0
"""How long a window waits for another to close: a page that is loaded again comes before its old one has gone."""
_ENDING_SECONDS = 20.0
_SIDES = (1, 1000)
"""Cells that a terminal may have along one side."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AppServer:
    """One server: its key, its files and its windows."""

    def __init__(self, serving: Serving, guard: Guard, uploads: Uploads) -> None:
        self._serving, self._guard, self._uploads = serving, guard, uploads
        self._downloads = DownloadManager()
        self._seats = asyncio.Semaphore(serving.windows)
        self._windows: dict[web.WebSocketResponse, AppProcess] = {}

    def application(self) -> web.Application:
        """The routes, each under the key."""
        app = web.Application(middlewares=[self._checked])
        app.add_routes(
            [
                web.get("/{token}/", self._page, name="page"),
                web.get("/{token}/static/{name}", self._file),
                web.get("/{token}/ws", self._window, name="window"),
                web.get("/{token}/download/{key}", self._download),
                web.post("/{token}/upload", self._upload, name="upload"),
            ]
        )
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self._close_windows)
        return app

    @web.middleware
    async def _checked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The guard before everything, also before what does not exist."""
        own_page = request.method not in ("GET", "HEAD") or hdrs.UPGRADE in request.headers
        refusal = self._guard.refusal(request.raw_path, request.headers, own_page=own_page)
        if refusal is not None:
            return web.Response(status=403, text=refusal + "\n")
        try:
            return await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, text=f"{error.reason}.\n")

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._guard.headers())

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE / "page.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = _FILES.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        path, kind = found
        return web.FileResponse(path, headers={"Content-Type": kind})

    async def _window(self, request: web.Request) -> web.StreamResponse:
        """A window opens: an app of its own, if there is a seat, until one of the two ends."""
        window = web.WebSocketResponse(heartbeat=15)
        await window.prepare(request)
        try:
            async with asyncio.timeout(_SEAT_SECONDS):
                await self._seats.acquire()
        except TimeoutError:
            await window.send_bytes(as_terminal(_FULL))
            await window.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return window
        try:
            await self._serve(window, _side(request, "width", 80), _side(request, "height", 24))
        finally:
            self._seats.release()
        return window

    async def _serve(self, window: web.WebSocketResponse, width: int, height: int) -> None:
        serving = self._serving
        process = AppProcess(
            (str(serving.workspace), *((serving.assessment,) if serving.assessment else ())),
            self._uploads.folder,
            self._uploads.scratch,
            write_bytes=window.send_bytes,
            write_str=window.send_str,
            close=window.close,
            downloads=self._downloads,
        )
        await process.start(width, height)
        self._windows[window] = process
        try:
            async for message in window:
                if message.type is WSMsgType.TEXT:
                    await _pass_on(message.data, window, process)
        except (ValueError, TypeError, LookupError):
            await window.close(code=WSCloseCode.UNSUPPORTED_DATA)  # not what our page sends
        finally:
            self._windows.pop(window)
            await asyncio.shield(process.stop())

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        try:
            file = await self._uploads.take(
                request.query.get("name", ""), request.content.iter_chunked(1 << 16), request.content_length
            )
        except TooLarge as error:
            return web.Response(status=413, text=str(error))
        except Refused as error:
            return web.Response(status=422, text=str(error))
        for process in list(self._windows.values()):
            await process.tell_arrived(file)
        return web.Response(text=file.name)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file that the app gave out, once."""
        key = request.match_info["key"]
        try:
            file = await self._downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        response = web.StreamResponse()
        response.content_type = file.mime_type or "application/octet-stream"
        response.headers[hdrs.CONTENT_DISPOSITION] = content_disposition_header("attachment", filename=file.file_name)
        await response.prepare(request)
        async for chunk in self._downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _close_windows(self, _: web.Application) -> None:
        """The server ends: each window is closed, and its handler then ends the app."""
        for window in list(self._windows):
            await window.close(code=WSCloseCode.GOING_AWAY)


def serve(serving: Serving, started: Callable[[str], None]) -> None:
    """Serve until the process is told to end.

    Args:
        serving: what, and where.
        started: called with the address once it is open.

    Raises:
        NotServed: the address cannot be used.
    """
    with _bound(serving) as bound:
        port = cast(int, bound.getsockname()[1])
        guard = Guard(serving.host, port, is_loopback(serving.host))
        uploads = Uploads(serving.workspace / "uploads")
        try:
            asyncio.run(_run(serving, guard, uploads, bound, started))
        finally:
            uploads.close()


async def _run(
    serving: Serving, guard: Guard, uploads: Uploads, bound: sockets.socket, started: Callable[[str], None]
) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):  # on Windows, where Ctrl+C interrupts by itself
                loop.add_signal_handler(number, ended.set)
    runner = web.AppRunner(
        AppServer(serving, guard, uploads).application(), access_log=None, shutdown_timeout=_ENDING_SECONDS
    )
    await runner.setup()
    try:
        await web.SockSite(runner, bound).start()
        started(guard.address)
        await ended.wait()
    finally:
        await runner.cleanup()


def _bound(serving: Serving) -> sockets.socket:
    try:
        family, _, _, _, address = sockets.getaddrinfo(
            serving.host, serving.port, type=sockets.SOCK_STREAM, flags=sockets.AI_PASSIVE
        )[0]
        return sockets.create_server(cast("tuple[str, int]", address[:2]), family=family)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        place = f"{serving.host} port {serving.port}" if serving.port else serving.host
        raise NotServed(f"{place}: cannot be used: {why}; choose another with --port, or leave it out") from error


def _side(request: web.Request, name: str, usual: int) -> int:
    given = request.query.get(name, "")
    return _within(int(given)) if given.isascii() and given.isdecimal() and len(given) < 6 else usual


def _within(cells: int) -> int:
    return max(_SIDES[0], min(_SIDES[1], cells))


async def _pass_on(text: str, window: web.WebSocketResponse, process: AppProcess) -> None:
    """One message of the page. Raises ValueError, TypeError or LookupError where it is none that the page sends."""
    message: list[Any] = json.loads(text)
    kind = message[0]
    if kind == "stdin":
        await process.send_bytes(str(message[1]).encode("utf-8", "replace"))
    elif kind == "resize":
        size = message[1]
        await process.set_terminal_size(_within(int(size["width"])), _within(int(size["height"])))
    elif kind == "ping":
        await window.send_json(["pong", str(message[1])[:40]])
    elif kind == "focus":
        await process.focus()
    elif kind == "blur":
        await process.blur()
