"""Who has an assessment open: told to whoever opens it next, and let go of however a process ends."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ddq.store.presence import Holder, Presence

HOLDING = """
import sys, time
from pathlib import Path
from ddq.store.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.take("ana"), flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_was_first(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    first, second = Presence(tmp_path), Presence(tmp_path)
    assert first.take("ana") is None
    holder = second.take("ben")
    assert holder is not None
    assert holder.by == "ana"
    assert holder.since is not None
    assert holder.since >= before
    first.release()
    assert second.take("ben") is None


def test_a_process_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "None\n"
    mine = Presence(tmp_path)
    assert mine.take("ben") is not None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert mine.take("ben") is None


def test_one_who_was_second_takes_nothing_away_by_leaving(tmp_path: Path) -> None:
    first, second = Presence(tmp_path), Presence(tmp_path)
    first.take("ana")
    second.take("ben")
    second.release()
    assert Presence(tmp_path).take("eva") is not None
    first.release()


def test_a_name_that_cannot_be_read_is_somebody(tmp_path: Path) -> None:
    first = Presence(tmp_path)
    first.take("ana")
    (tmp_path / ".open.json").write_bytes(b"{")
    assert Presence(tmp_path).take("ben") == Holder("somebody", None)
    first.release()


def test_a_folder_that_takes_no_note_stops_nobody(tmp_path: Path) -> None:
    """Where nothing can be written, the first answer says so."""
    missing = tmp_path / "gone"
    assert Presence(missing).take("ana") is None or os.name == "nt"
