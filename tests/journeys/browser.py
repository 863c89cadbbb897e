"""A browser to walk in: a headless Chromium steered over its DevTools protocol, and what its terminal shows."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse

CHROMIUM = shutil.which("chromium")
PATIENCE = 60.0
"""Seconds for one thing to happen; a busy machine is slow, not wrong."""
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
    *("--remote-debugging-port=0", "--window-size=1280,800", "--hide-scrollbars"),
)
_KEYS = {
    "enter": ("Enter", 13, "\r"),
    "tab": ("Tab", 9, ""),
    "escape": ("Escape", 27, ""),
    "f3": ("F3", 114, ""),
    "f5": ("F5", 116, ""),
    "f10": ("F10", 121, ""),
}
_CONTROL = 2


async def until(done: Callable[[], object], what: str) -> None:
    """Look again and again until something holds."""
    async with asyncio.timeout(PATIENCE):
        try:
            while not done():
                await asyncio.sleep(0.02)
        except asyncio.CancelledError:
            raise AssertionError(what) from None


class Shown:
    """What a terminal of the app shows, from the bytes that were sent to it."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)

    def feed(self, data: bytes) -> None:
        """Take bytes in."""
        # The emulator stumbles over some of the private modes that Textual asks for; no text is in them.
        self._stream.feed(re.sub(rb"\x1b\[\?2026\$p|\x1b\[[<>?]?\d*u", b"", data))

    @property
    def text(self) -> str:
        """What stands there."""
        return "\n".join(self.screen.display)

    def has(self, text: str) -> bool:
        """Whether `text` stands there, whatever its line breaks; a terminal breaks within words too."""
        return "".join(text.split()) in "".join(self.text.split())


class Page:
    """One tab, steered from outside."""

    def __init__(self, browser: Browser, target: str) -> None:
        self.browser, self.target = browser, target
        self.session = ""
        self.shown = Shown(80, 24)
        self.downloads: dict[str, str] = {}
        """By guid: the state."""
        self.troubles: list[str] = []
        """What the browser complained of, such as breaches of the content security policy."""

    async def call(self, method: str, **parameters: Any) -> Any:
        """Ask for something in this tab."""
        return await self.browser.call(method, session=self.session, **parameters)

    async def go(self, address: str) -> Page:
        """Open an address."""
        self.shown = Shown(80, 24)
        await self.call("Page.navigate", url=address)
        return self

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        found = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def see(self, text: str) -> Page:
        """Wait until `text` stands in the terminal, whatever its line breaks."""
        try:
            await until(lambda: self.shown.has(text), text)
        except AssertionError:
            raise AssertionError(f"{text!r} did not appear:\n{self.shown.text}\n{self.troubles}") from None
        return self

    async def press(self, *keys: str) -> Page:
        """Press named keys, `ctrl+` a letter, or type anything else, each character as a key."""
        for key in keys:
            if key in _KEYS:
                name, code, text = _KEYS[key]
                await self._key(name, code, text)
            elif key.startswith("ctrl+"):
                await self._key(key[5:], ord(key[5:].upper()), "", _CONTROL)
            else:
                for character in key:
                    await self._key(character, ord(character.upper()) if character.isalnum() else 0, character)
        return self

    async def _key(self, name: str, code: int, text: str, modifiers: int = 0) -> None:
        told: dict[str, Any] = {"key": name, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        kind = "keyDown" if text else "rawKeyDown"
        await self.call("Input.dispatchKeyEvent", type=kind, **told, **({"text": text} if text else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    async def choose_files(self, selector: str, *files: Path) -> None:
        """Choose files in a field for files, as its dialog does."""
        found = await self.call("Runtime.evaluate", expression=f"document.querySelector({selector!r})")
        await self.call(
            "DOM.setFileInputFiles", files=[str(file) for file in files], objectId=found["result"]["objectId"]
        )

    async def picture(self) -> bytes:
        """What it looks like, as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])

    def hear(self, method: str, told: dict[str, Any]) -> None:
        """Take in what the browser tells about this tab."""
        if method == "Network.webSocketCreated":
            size = re.search(r"width=(\d+)&height=(\d+)", told["url"])
            if size is not None:
                self.shown = Shown(int(size[1]), int(size[2]))
        elif method == "Network.webSocketFrameReceived" and told["response"]["opcode"] == 2:
            self.shown.feed(base64.b64decode(told["response"]["payloadData"]))
        elif method == "Network.webSocketFrameSent" and '"resize"' in told["response"]["payloadData"]:
            size = json.loads(told["response"]["payloadData"])[1]
            self.shown.screen.resize(size["height"], size["width"])
        elif method in ("Log.entryAdded", "Runtime.exceptionThrown"):
            self.troubles.append(str(told.get("entry", told)))
        elif method == "Page.downloadProgress":
            self.downloads[told["guid"]] = told["state"]


class Browser:
    """The process, and the connection that steers it."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self._connection = connection
        self._count = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._pages: dict[str, Page] = {}
        self._hearing = asyncio.create_task(self._hear())

    async def call(self, method: str, session: str = "", **parameters: Any) -> Any:
        """Ask for something; what it answers."""
        self._count += 1
        answer = self._waiting[self._count] = asyncio.get_running_loop().create_future()
        message = {"id": self._count, "method": method, "params": parameters}
        await self._connection.send_json(message | ({"sessionId": session} if session else {}))
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def _hear(self) -> None:
        async for message in self._connection:
            told = json.loads(message.data)
            if "id" in told:
                answer = self._waiting.pop(told["id"])
                if "error" in told:
                    answer.set_exception(AssertionError(str(told["error"])))
                else:
                    answer.set_result(told["result"])
            elif told.get("sessionId") in self._pages:
                self._pages[told["sessionId"]].hear(told["method"], told["params"])

    async def page(self, downloads: Path) -> Page:
        """A new tab, whose downloads go into a folder."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        page = Page(self, target)
        page.session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        self._pages[page.session] = page
        for domain in ("Page", "Network", "Runtime", "Log", "DOM"):
            await page.call(f"{domain}.enable")
        await page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        return page

    async def close_page(self, page: Page) -> None:
        """Close a tab, as its cross does."""
        await self.call("Target.closeTarget", targetId=page.target)

    def stop(self) -> None:
        """Hear no more."""
        self._hearing.cancel()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser with a profile of its own; gone with the block."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": profile, "XDG_CONFIG_HOME": profile, "XDG_CACHE_HOME": profile},
        )
        port = Path(profile) / "DevToolsActivePort"
        try:
            await until(lambda: port.is_file() and port.read_text().count("\n"), "the browser did not start")
            number, path = port.read_text().split("\n")[:2]
            async with (
                ClientSession(timeout=ClientTimeout(total=None)) as session,
                session.ws_connect(f"ws://127.0.0.1:{number}{path}", max_msg_size=0) as connection,
            ):
                steered = Browser(connection)
                yield steered
                steered.stop()
        finally:
            process.terminate()  # it ends its own processes
            await asyncio.to_thread(process.wait, PATIENCE)
