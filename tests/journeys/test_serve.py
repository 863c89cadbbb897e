"""`ddq serve` in a real Chromium: the whole walk, who is refused, and that nothing outlives the server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from ddq.workspace.workspace import Workspace
from tests.journeys.browser import CHROMIUM, PATIENCE, Browser, Page, Shown, browser, until
from tests.journeys.test_app_walk import only

pytestmark = pytest.mark.slow
in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing; .ci/test-tools installs it as root")


class Served:
    """`ddq serve` as a process of its own."""

    def __init__(self, workspace: Path, cwd: Path, *arguments: str) -> None:
        environment = os.environ | {
            "DDQ_WORKSPACE": str(workspace),
            "DDQ_USER": "lena",
            "CANARY": "nobody's business",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ddq", "serve", *arguments],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        self.origin = f"{parts.scheme}://{parts.netloc}"

    def children(self) -> list[int]:
        """The processes that this one started, and those that they started."""
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in _parents().items() if parent == pid and child not in found]
        return found[1:]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


def _parents() -> dict[int, int]:
    found: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        state, parent = stat.rpartition(")")[2].split()[:2]
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def left_by(workspace: Path) -> list[Path]:
    """The folders of servers."""
    return [place for place in (workspace / "uploads").iterdir() if place.is_dir()]


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if pid in _parents()]


@pytest.fixture
def served(workspace: Path, tmp_path: Path) -> Iterator[Served]:
    server = Served(workspace, tmp_path)
    yield server
    if server.process.poll() is None:
        server.end(signal.SIGKILL)
    for stream in (server.process.stdout, server.process.stderr):
        assert stream is not None
        stream.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as steered:
        yield steered


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def begin(page: Page) -> None:
    """From the empty list to the first question of a new assessment, by key presses."""
    await (await page.see("No assessment yet")).press("n")
    await (await page.see("its legal name")).press("Acme GmbH", "tab", "Cloud filing", "tab", "1", "tab")
    await page.press("enter", "enter")
    await (await page.see("Begin: What is the most sensitive information")).press("c")
    await page.see("1 ( ) Public information only")


@in_chromium
async def test_answer_upload_report(served: Served, chromium: Browser, workspace: Path, tmp_path: Path) -> None:
    """The whole walk: an answer, a file that it rests on, and the PDF among the downloads; then nothing is left."""
    downloads, audit = tmp_path / "downloads", tmp_path / "audit report.txt"
    downloads.mkdir()
    audit.write_text("We looked, and it was well.")
    page = await (await chromium.page(downloads)).go(served.address)
    await begin(page)
    await page.press("2", "enter")
    await page.see("1 of about")
    await page.press("ctrl+g", "TR-01")
    await (await page.see("✓ TR-01")).press("enter")
    await page.see("2 (*) Internal information")
    await page.press("f5")
    await page.see("What the answer rests on")
    await page.choose_files("#file", audit)
    await page.see("1 (*) audit report.txt")
    await page.press("f3")
    await until(lambda: only(workspace).assessment.evidence, "the file was not attached")
    assessment = only(workspace).assessment
    (evidence,) = assessment.evidence.values()
    assert (evidence.name, evidence.size) == (audit.name, audit.stat().st_size)
    assert assessment.answers["TR-01"].basis.evidence == (evidence.id,)

    notes = tmp_path / "notes.txt"
    notes.write_text("Later.")
    await page.choose_files("#file", notes)
    await page.see("notes.txt is here. F5 makes an answer rest on it")

    await page.press("f10")
    await page.see("The PDF comes to your browser as")
    await page.press("enter")
    await page.see("✓ Written")
    await until(lambda: "completed" in page.downloads.values(), "the report was not downloaded")
    (report,) = downloads.iterdir()
    assert report.name.startswith("acme-gmbh-")
    assert report.suffix == ".pdf"
    assert report.read_bytes().startswith(b"%PDF-")
    assert not [trouble for trouble in page.troubles if "Content Security Policy" in trouble or "exception" in trouble]

    assert served.end() == 0
    assert not left_by(workspace)


@in_chromium
async def test_a_page_that_is_loaded_again_goes_on_where_it_was(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
    """A new app on the same saved state; what was being written in the old one is kept."""
    page = await (await chromium.page(tmp_path)).go(served.address)
    await begin(page)
    await page.press("2", "enter")
    await page.see("1 of about")
    await page.press("ctrl+g", "OC-08")
    await (await page.see("· OC-08")).press("enter")
    await (await page.see("Not answered")).press("12.5")
    await page.see("Not saved yet")
    await page.go(served.address)
    await page.see("Acme GmbH")
    await page.press("enter")
    await page.see("2 of about")
    (child,) = served.children()
    await page.press("ctrl+q")
    await until(lambda: not _alive([child]), "the app did not end")
    assert await page.evaluate("getComputedStyle(document.getElementById('again')).display") != "none"


@in_chromium
async def test_the_terminal_has_the_size_of_the_window(served: Served, chromium: Browser, tmp_path: Path) -> None:
    page = await (await chromium.page(tmp_path)).go(served.address)
    await page.see("No assessment yet")
    wide = page.shown.screen.columns
    await page.call("Emulation.setDeviceMetricsOverride", width=700, height=500, deviceScaleFactor=1, mobile=False)
    await until(lambda: page.shown.screen.columns < wide, "the terminal stayed as wide as it was")
    await page.see("No assessment yet")


@in_chromium
async def test_a_second_window_is_told_that_there_is_a_first(served: Served, chromium: Browser, tmp_path: Path) -> None:
    first = await (await chromium.page(tmp_path)).go(served.address)
    await first.see("No assessment yet")
    second = await (await chromium.page(tmp_path)).go(served.address)
    await second.see("ddq is already open in another browser window. Close that one")
    assert len(served.children()) == 1
    await chromium.close_page(first)
    third = await (await chromium.page(tmp_path)).go(served.address)
    await third.see("No assessment yet")


@in_chromium
async def test_a_foreign_page_reaches_nothing(served: Served, chromium: Browser, tmp_path: Path) -> None:
    """Even one that knows the key, on another port of this machine: a browser says where requests come from."""
    other = Served(tmp_path / "other" / "workspace", tmp_path)
    try:
        page = await (await chromium.page(tmp_path)).go(other.address)
        await page.see("No assessment yet")
        socket = served.address.replace("http", "ws") + "ws"
        await page.call("Page.setBypassCSP", enabled=True)
        await (await page.go(other.address)).see("No assessment yet")
        opened = f"new Promise(done => {{ const s = new WebSocket({socket!r}); s.onopen = () => done('open');"
        assert await page.evaluate(opened + " s.onerror = () => done('refused') })") == "refused"
        sent = f"fetch({served.address + 'upload?name=x'!r}, {{method: 'POST', body: 'x', mode: 'no-cors'}})"
        await page.evaluate(sent + ".then(() => null, () => null)")
        assert not list((tmp_path / "workspace" / "uploads").glob("*/files/*"))
        assert served.children() == []
    finally:
        other.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
async def test_no_process_outlives_the_server(
    served: Served, http: ClientSession, workspace: Path, number: signal.Signals
) -> None:
    """However it ends: with its killing the app finds its input at an end, and what was being written is kept."""
    async with connect(served, http) as window:
        await window.begin()
        await window.type("\x07OC-08", "· OC-08")
        await window.type("\r", "Not answered")
        await window.type("12.5", "Not saved yet")
        children = served.children()
        assert len(children) == 1
        served.end(number)
    await until(lambda: not _alive(children), "the app outlived its server")
    assert only(workspace).assessment.answers["OC-08"].value == "12.5"
    if number != signal.SIGKILL:
        assert not left_by(workspace)


async def test_a_report_in_the_making_ends_with_the_server(
    served: Served, http: ClientSession, workspace: Path
) -> None:
    async with connect(served, http) as window:
        await window.begin()
        await window.type("\x1b[21~", "The PDF comes")
        await window.type("\r", "…")
        await until(lambda: len(served.children()) == 2, "no process writes the report")
        children = served.children()
        served.end(signal.SIGKILL)
    await until(lambda: not _alive(children), "a process outlived the server")


async def test_what_a_killed_server_left_is_removed_by_the_next(
    served: Served, http: ClientSession, workspace: Path, tmp_path: Path
) -> None:
    async with http.post(served.address + "upload?name=a.txt", data=b"x", headers={"Origin": served.origin}) as answer:
        assert answer.status == 200
    assert len(list((workspace / "uploads").glob("*/files/a.txt"))) == 1
    served.end(signal.SIGKILL)
    again = Served(workspace, tmp_path)
    assert not list((workspace / "uploads").glob("*/files/*"))
    again.end()


async def test_the_app_is_told_only_what_it_needs(served: Served, http: ClientSession) -> None:
    async with connect(served, http) as window:
        await window.see("No assessment yet")
        (child,) = served.children()
        environment = Path(f"/proc/{child}/environ").read_bytes()
        assert b"CANARY" not in environment
        assert b"DDQ_USER=lena" in environment
        command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        assert command[:4] == [sys.executable.encode(), b"-P", b"-m", b"ddq.tui.serve.child"]
        assert urlsplit(served.address).path.strip("/").encode() not in b"".join([*command, environment])


PLACES = ("", "static/textual.js", "static/page.js", "ws", "download/0123", "upload", "nothing")


@pytest.mark.parametrize("place", PLACES)
async def test_each_request_needs_the_key_our_name_and_our_page(
    served: Served, http: ClientSession, place: str
) -> None:
    """And says in its headers what the browser must not do with it."""
    method = "POST" if place == "upload" else "GET"
    key = urlsplit(served.address).path
    wrong = (
        (served.origin + "/" + place, {}),
        (served.origin + key[:-2] + ("A" if key[-2] != "A" else "B") + "/" + place, {}),
        (served.address + place, {"Origin": "https://evil.example"}),
        (served.address + place, {"Origin": "null"}),
        (served.address + place, {"Origin": served.origin.rpartition(":")[0] + ":1"}),
        (served.address + place, {"Host": "evil.example"}),
        (served.address + place, {"Host": "evil.example:" + served.origin.rpartition(":")[2]}),
        (served.address + place, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
    )
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    for address, forged in wrong:
        headers = {"Origin": served.origin} | upgrade | forged if place == "ws" else forged
        async with http.request(method, address, headers=headers, data=b"x" if method == "POST" else None) as answer:
            assert answer.status == 403, (address, headers)
            assert_guarded(answer.headers)
            assert "ddq" in await answer.text()
    assert served.children() == []


async def test_a_socket_or_an_upload_without_an_origin_is_refused(served: Served, http: ClientSession) -> None:
    """Every browser sends one with them."""
    with pytest.raises(WSServerHandshakeError, match="403"):
        await http.ws_connect(served.address.replace("http", "ws") + "ws")
    async with http.post(served.address + "upload?name=x", data=b"x") as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("place", "status"),
    [("", 200), ("static/textual.js", 200), ("static/page.css", 200), ("static/signs.ttf", 200)]
    + [(place, 404) for place in ("static/", "static", "static/..%2fserver.py", "static/page.html", "download/0", "x")],
)
async def test_only_what_the_page_needs_is_there(served: Served, http: ClientSession, place: str, status: int) -> None:
    """No listing, no other file; the headers are there in any case."""
    async with http.get(served.address + place) as answer:
        assert answer.status == status
        assert_guarded(answer.headers)


def assert_guarded(headers: object) -> None:
    """The headers that every answer has."""
    told = dict(headers)  # pyright: ignore[reportCallIssue, reportArgumentType]  # a multidict
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    assert "default-src 'none'" in told["Content-Security-Policy"]
    assert "unsafe-eval" not in told["Content-Security-Policy"]
    assert told["X-Frame-Options"] == "DENY"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "no-referrer"
    assert told["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in told
    assert told["Server"] == "ddq"


async def test_an_upload_beyond_the_limit_is_refused_and_leaves_nothing(
    served: Served, http: ClientSession, workspace: Path
) -> None:
    headers = {"Origin": served.origin, "Content-Length": str(200 * 1024**2)}
    async with http.post(served.address + "upload?name=big", data=b"x", headers=headers) as answer:
        assert answer.status == 413
        assert "larger than 100 MB" in await answer.text()
    assert not list((workspace / "uploads").glob("*/files/*"))


async def test_a_message_that_the_page_never_sends_closes_the_window(served: Served, http: ClientSession) -> None:
    for message in ("[", "{}", "[]", '["resize", 7]', '["stdin"]'):
        async with connect(served, http) as window:
            await window.socket.send_str(message)
            async for told in window.socket:
                assert told.type is WSMsgType.BINARY
            assert window.socket.closed
    await until(lambda: served.children() == [], "an app stayed")


async def test_why_the_app_cannot_begin_is_said_in_the_window(
    served: Served, http: ClientSession, workspace: Path
) -> None:
    (workspace / "store.json").write_text('{"ddq": "store/999"}')
    async with connect(served, http) as window:
        await window.see("a newer version of ddq wrote it")


def test_an_assessment_can_be_named(workspace: Path, tmp_path: Path) -> None:
    """And one that is not there is refused before anything is served."""
    command = [sys.executable, "-m", "ddq", "serve", "nothing", "--workspace", str(workspace)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "there is no assessment 'nothing'" in ran.stderr


class Window:
    """A window without a browser: what our page sends, and what it is sent."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.shown = Shown(100, 30)

    async def see(self, text: str) -> None:
        """Wait until a text stands there."""
        async with asyncio.timeout(PATIENCE):
            while not self.shown.has(text):
                told = await self.socket.receive()
                assert told.type is WSMsgType.BINARY, (text, told, self.shown.text)
                self.shown.feed(told.data)

    async def type(self, keys: str, text: str) -> None:
        """Press keys, and wait for a text."""
        await self.socket.send_json(["stdin", keys])
        await self.see(text)

    async def begin(self) -> None:
        """From the empty list to the first question of a new assessment."""
        await self.see("No assessment yet")
        await self.type("n", "its legal name")
        await self.type("Acme GmbH\tx\t1\t\r\r", "Begin: ")
        await self.type("c", "Public information only")


@asynccontextmanager
async def connect(served: Served, http: ClientSession) -> AsyncIterator[Window]:
    """A window as our page opens it."""
    address = served.address.replace("http", "ws") + "ws?width=100&height=30"
    async with http.ws_connect(address, headers={"Origin": served.origin}) as socket:
        yield Window(socket)


def test_the_workspace_is_as_before(served: Served, workspace: Path) -> None:
    """A server that nobody visits changes nothing."""
    assert served.end() == 0
    with Workspace(workspace) as opened:
        assert opened.list() == ()
