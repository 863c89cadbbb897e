"""Files that the user put beside the app through a browser: the app works in their folder, so names do as paths."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.message import Message


class Arrived(Message):
    """A file has come; the screen in front may offer it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def offered_files(app: App[Any]) -> tuple[Path, ...]:
    """The files that an answer can rest on by their names, the last first; none outside a browser."""
    return uploaded(Path.cwd()) if app.is_web else ()


def uploaded(folder: Path) -> tuple[Path, ...]:
    """The files in the folder, the last that came first."""
    found: Iterable[Path] = (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    return tuple(sorted(found, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True))
