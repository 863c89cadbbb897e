"""The versions of a store's format: what a newer one added, and how an older store is brought to it.

store/1   assessments, evidence, questionnaires at their versions
store/2   and `journal.jsonl`, which says what happened to the store as a whole
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson

from ddq.store.fsio import write_atomically
from ddq.store.journal import JournalDB
from ddq.store.protocol import NewerFormat, StoreError

FORMAT = 2
FILE = "store.json"


def format_of(folder: Path) -> int | None:
    """The version of the store in a folder; None where there is no store yet.

    Raises:
        NewerFormat: a newer version of ddq wrote it; nothing was touched.
        StoreError: the format file is not one of ours.
    """
    file = folder / FILE
    try:
        found = str(orjson.loads(file.read_bytes())["ddq"])
        version = int(found.removeprefix("store/"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: is not the format file of a ddq store; choose another folder") from error
    if version > FORMAT:
        raise NewerFormat(
            f"{folder}: a newer version of ddq wrote it (store/{version}, this one knows store/{FORMAT});"
            " upgrade ddq. Nothing was changed"
        )
    return version


def bring_up_to_date(folder: Path, version: int | None, journal: Callable[[], JournalDB]) -> None:
    """Write the format's version, after what the newer versions need; the store's lock is held.

    No file of an older version is changed. A crash in between leaves a store of the older version, which is brought up
    to date when it is opened next.
    """
    if version is not None:
        noted = journal()
        for before in range(version, FORMAT):
            step = {"from": before, "to": before + 1}
            if step not in noted.noted("formats"):
                noted.note("formats", step, "opened by a newer version of ddq")
    write_atomically(folder / FILE, orjson.dumps({"ddq": f"store/{FORMAT}"}))
