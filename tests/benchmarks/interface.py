"""The terminal app on a real pseudo-terminal, and its event loop while a report is made."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from generated import write
from measure import Row, Sample, Terminal, environment, in_turn

from ddq.assessment.model import Engagement, Vendor
from ddq.workspace.workspace import Workspace

HERE = Path(__file__).parent
DDQ = str(Path(sys.executable).with_name("ddq"))
READY = "ready-marker"
F3 = "\x1bOR"
SIZES = (50, 500, 5000)


def rows() -> Iterator[Row]:
    """First paint, CPU per typed key, CPU of the next question, and the stall of the screen while a report is made."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ids = _prepare(place)
        yield from _first_paint(place)
        yield from _typing(place, ids)
        yield from _next_question(place, ids)
        yield from _memory(place, ids)
        yield _stall(place)


def _prepare(place: Path) -> dict[int, str]:
    """A workspace with one assessment for each size."""
    (place / "questionnaires").mkdir()
    ids: dict[int, str] = {}
    with Workspace(place) as workspace:
        for size in SIZES:
            write(place / "questionnaires", size)
            vendor = Vendor(name=f"Vendor {size}")
            ids[size] = workspace.create(vendor, f"generated-{size}", Engagement(profile="de-authority")).id
    return ids


def _peer(name: str) -> list[str]:
    return [sys.executable, str(HERE / "peers" / f"{name}.py")]


def _app(place: Path, *more: str) -> list[str]:
    return [DDQ, "--workspace", str(place), *more]


def _first_paint(place: Path) -> Iterator[Row]:
    def paint(command: list[str], marker: str) -> Callable[[], float]:
        def once() -> float:
            terminal = Terminal(command)
            try:
                return terminal.read_until(marker)
            finally:
                terminal.close()

        return once

    taken = in_turn(
        {
            "first": paint(_app(place), "Assessments"),
            "list": paint(_app(place), "Vendor 50"),
            "peer": paint(_peer("one_static"), READY),
        },
        runs=11,
    )
    yield _beside("first paint, real pty", taken["first"], "one Static", taken["peer"], 1.6)
    listed = _beside("the list of assessments is there, real pty", taken["list"], "one Static", taken["peer"], 1.6)
    yield replace(listed, goal="none set", met=True)


def _typing(place: Path, ids: dict[int, str]) -> Iterator[Row]:
    terminals = {str(size): _at_first_question(place, ids[size]) for size in SIZES}
    terminals["peer"] = Terminal(_peer("one_input"))
    terminals["peer"].read_until(READY)
    try:
        sides = {name: _presses(terminal, "a") for name, terminal in terminals.items()}
        taken = in_turn(sides, runs=40, warm_up=5)
    finally:
        for terminal in terminals.values():
            terminal.close()
    for size in SIZES:
        yield _beside(f"CPU per typed key, {size} questions", taken[str(size)], "a bare Input", taken["peer"], 1.5)


def _next_question(place: Path, ids: dict[int, str]) -> Iterator[Row]:
    for size in SIZES:
        terminal = _at_first_question(place, ids[size])
        try:
            sample = in_turn({"next": _presses(terminal, F3)}, runs=40, warm_up=3)["next"]
        finally:
            terminal.close()
        figure = f"next question, CPU p95, {size} questions"
        yield Row(figure, sample.p95 * 1e3, "ms", "", None, "< 100 ms", sample.p95 < 0.1, sample.spread)


def _memory(place: Path, ids: dict[int, str]) -> Iterator[Row]:
    """Resident memory at the first question and after twenty more, beside the bare app."""
    peer = Terminal(_peer("one_static"))
    peer.read_until(READY)
    peer.settle()
    beside = peer.rss_mb()
    peer.close()
    for size in SIZES:
        terminal = _at_first_question(place, ids[size])
        before = terminal.rss_mb()
        for _ in range(20):
            terminal.key(F3)
        after = terminal.rss_mb()
        terminal.close()
        met = after < 80 and after <= 2.2 * beside
        figure = f"memory, {size} questions, after twenty of them"
        spread = f"{before:.1f} at the first question"
        yield Row(figure, after, "MB", "one Static", beside, "< 80 MB and <= 2.2 x", met, spread, after / beside)


def _at_first_question(place: Path, assessment: str) -> Terminal:
    """The app at the first question, a line of text, with the cursor in it."""
    terminal = Terminal(_app(place, "open", assessment))
    terminal.read_until("Continue")
    terminal.settle()
    terminal.send("\r")
    terminal.read_until("matter number 1")
    terminal.settle()
    return terminal


def _presses(terminal: Terminal, keys: str) -> Callable[[], float]:
    return lambda: terminal.key(keys)


def _stall(place: Path) -> Row:
    found = subprocess.run(
        [sys.executable, str(HERE / "stall.py"), str(place / "stall")],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lags = json.loads(found.stdout)
    idle, busy = Sample(tuple(lags["idle"])), Sample(tuple(lags["busy"]))
    return Row(
        "UI stall while a PDF is made, p99",
        busy.p99 * 1e3,
        "ms",
        "idle",
        idle.p99 * 1e3,
        "< 20 ms",
        busy.p99 < 0.020,
        f"median {median(busy.seconds) * 1e3:.2f}, worst {max(busy.seconds) * 1e3:.1f}",
        busy.p99 / idle.p99,
    )


def _beside(figure: str, sample: Sample, beside: str, peer: Sample, limit: float) -> Row:
    ratio = sample.median / peer.median
    value, other = sample.median * 1e3, peer.median * 1e3
    return Row(figure, value, "ms", beside, other, f"<= {limit} x", ratio <= limit, sample.spread, ratio)
