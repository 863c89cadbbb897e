"""`ddq lint --watch`: checks again whenever a file changes, until Ctrl+C."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ddq.cli.terminal import tell

EVERY = 0.5
"""Seconds between two looks at the files: a look at a hundred of them takes a millisecond."""

Stamps = Mapping[Path, tuple[int, int] | None]
"""By file, its time and size; by folder, which YAML files are in it; None of what is not there."""
YAML = frozenset({".yaml", ".yml"})


def watch(check: Callable[[], Iterable[Path]], wait: Callable[[], None] = lambda: time.sleep(EVERY)) -> None:
    """Check, and check again whenever a file changes; Ctrl+C ends it.

    Args:
        check: does the work, and gives the files and folders that it depends on.
        wait: lets some time pass.
    """
    stamps: Stamps = {}
    try:
        while True:
            # What changes while the check reads it is seen as changed afterwards.
            before = _stamps(stamps)
            files = set(check())
            stamps = {**_stamps(files - before.keys()), **{file: before[file] for file in files & before.keys()}}
            count = sum(file.is_file() for file in files)
            tell(f"watching {count} {'file' if count == 1 else 'files'}; Ctrl+C ends it")
            while not (changed := _changed(stamps)):
                wait()
            tell("", f"{', '.join(changed)} changed")
    except KeyboardInterrupt:
        tell("", "no longer watching")


def _stamps(files: Iterable[Path]) -> Stamps:
    return {file: _stamp(file) for file in files}


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        if file.is_dir():
            names = sorted(entry.name for entry in file.iterdir() if entry.suffix in YAML)
            return hash(tuple(names)), len(names)
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _changed(stamps: Stamps) -> list[str]:
    """What is told of it: the files, or else the folders in which files came or went."""
    found = sorted(file for file, stamp in stamps.items() if _stamp(file) != stamp)
    files = [str(file) for file in found if not file.is_dir()]
    return (files or [f"{folder}{os.sep}" for folder in found])[:5]
