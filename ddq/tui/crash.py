"""What is left of a crash: where in the program it was, and nothing that anybody had entered."""

from __future__ import annotations

import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from ddq import __version__


def write_crash(error: BaseException, folder: Path) -> Path | None:
    """Write a crash file into `folder`, which is made where it is missing, or else into the system's temporary one.

    None where neither can be written. Only its owner may read it. It holds the kind of each error and its places in the
    code. Messages and local variables are left out: they quote answers.
    """
    moment = datetime.now(UTC)
    lines = [f"ddq {__version__}, {moment:%Y-%m-%dT%H:%M:%SZ}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    text = "\n".join(lines) + "\n"
    name = f"crash-{moment:%Y%m%dT%H%M%S%f}.txt"
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(place / name, "x", encoding="utf-8", opener=_for_its_owner) as file:
                file.write(text)
        except OSError:
            continue
        return place / name
    return None


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def crash_sentence(path: Path | None) -> str:
    """What the user is told."""
    where = (
        f"What happened is in {path}" if path else "What happened could not be written to a file: no folder takes one"
    )
    return f"ddq stopped because of an error of its own; every saved answer is safe. {where}"
