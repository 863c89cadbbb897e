"""Every legal state of the disk after a power cut at any call, creation included: nothing acknowledged is lost.

The harness must catch a store that forgets to sync its files, and one that forgets to sync its folders, which no other
harness sees: the names are simply gone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ddq.assessment.model import Event
from ddq.store import database
from ddq.store.local import LocalStore
from ddq.store.protocol import NotFound, StoreError
from tests.faults.conftest import Tally
from tests.faults.given import BEGUN, NOON, answer
from tests.faults.recorded import Recording

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the recorded calls are those of POSIX")
Mark = tuple[int, int]
"""How many events are acknowledged from here on, and how many may be there."""


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of states are written."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def work(root: Path, said: Callable[[Mark], None]) -> list[Event]:
    """A store made, an assessment begun, answered, closed, opened again; says around each step what is acknowledged."""
    events = [BEGUN]
    said((0, 0))
    with LocalStore(root, by="ana", clock=lambda: NOON) as store:
        said((0, 1))
        store.create(events)
        said((1, 1))
        for number in range(9):
            _give(store, events, said, [f"Q-{number % 3}"], number)
        _give(store, events, said, ["Q-7", "Q-8"], "two at once")
    with LocalStore(root, by="ana", clock=lambda: NOON) as store:
        for number in range(3):
            _give(store, events, said, ["Q-9"], number)
    return events


def _give(
    store: LocalStore, events: list[Event], said: Callable[[Mark], None], subjects: list[str], value: object
) -> None:
    before = len(events)
    for subject in subjects:
        events.append(answer(events, subject, value, "n" * (17 * before % 90)))
    said((before, len(events)))
    store.append("a-1", events[before:])
    said((len(events), len(events)))


def crashes(memory: Path, patch: pytest.MonkeyPatch, tally: Tally, torn_every: int, **forgets: bool) -> list[str]:
    """Runs the work, then opens every state; returns what was lost, and how: of a store that forgets, the first."""
    patch.setattr(database, "CHECKPOINT_EVERY", 5)
    root = memory / "live" / "store"
    root.parent.mkdir()
    recording = Recording(root)
    with patch.context() as recorded:
        recording.install(recorded, **forgets)
        events = work(root, recording.mark)
    lost: list[str] = []
    seen: set[int] = set()
    nothing = "ddq.store.fsio._sync", lambda fd: None
    patch.setattr(*nothing)  # the states are opened in memory: syncing them says nothing
    patch.setattr("os.fsync", nothing[1])
    for cut, state in recording.states(torn_every):
        low, high = next((call[1] for call in reversed(recording.calls[:cut]) if call[0] == "mark"), (0, 0))
        key = hash((low, high, tuple(sorted(state.items()))))
        if key in seen:
            continue
        seen.add(key)
        problem = _opened(memory / "crashed", root, state, events, low, high)
        if problem is not None:
            lost.append(f"after call {cut}, {recording.calls[cut - 1][:2]}: {problem}")
            if forgets:
                break
    tally.rounds = len(recording.calls)
    tally.faults = len(seen)
    tally.acknowledged = len(events)
    return lost


def _opened(
    place: Path, root: Path, state: dict[str, bytes | None], events: list[Event], low: int, high: int
) -> str | None:
    """Why the state is not what it must be; None where the store opens, has all it said, and takes another answer."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path in sorted(state):
        target, content = place / Path(path).relative_to(root.parent), state[path]
        if content is None:
            target.mkdir(mode=0o700)
        else:
            target.write_bytes(content)
    try:
        with LocalStore(place / root.name, by="ana") as store:
            try:
                found = list(store.events("a-1"))
            except NotFound:
                found = []
            if not (low <= len(found) <= high and found == events[: len(found)]):
                return f"{len(found)} events, and {low} were acknowledged"
            if found:
                store.append("a-1", [answer(found, "Q-10", 1)])
            elif high:
                store.create([BEGUN])
    except StoreError as error:
        return f"{type(error).__name__}: {error}"
    return None


def test_no_power_cut_at_any_call_loses_what_was_acknowledged(
    memory: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, times: int
) -> None:
    lost = crashes(memory, monkeypatch, tally, 8 if times == 1 else 1)
    tally.lost = len(lost)
    assert lost == []
    assert tally.faults >= 3_000


@pytest.mark.parametrize("forgets", ["syncs", "folder_syncs"])
def test_the_harness_catches_a_store_that_forgets(
    memory: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, forgets: str
) -> None:
    lost = crashes(memory, monkeypatch, tally, 400, **{forgets: False})
    assert len(lost) == 1
