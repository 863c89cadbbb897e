"""What the app remembers for one user: the theme, plain characters, whether the tour was shown, and the last folder.

A file of its own in the platform's config folder. It holds nothing of an assessment, and a broken one is as none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import cast

from pydantic import BaseModel, ConfigDict, ValidationError


class Settings(BaseModel):
    """The settings of one user."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: str = ""
    """The name of a theme; empty for the usual one."""
    ascii: bool = False
    """Whether only ASCII characters are drawn."""
    toured: bool = False
    """Whether the tour was shown, or skipped."""
    folder: str = ""
    """Where the last evidence file was chosen."""


def config_folder() -> Path:
    """Where the settings and the user's keymap are."""
    from platformdirs import user_config_path  # costs a few milliseconds

    return user_config_path("ddq", appauthor=False)


class KeptSettings:
    """Settings that are remembered in a file; without one, for as long as the app runs, and the tour was seen."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.now = Settings(toured=True) if file is None else _read(file)
        """As they stand."""

    def beside(self, name: str) -> Path | None:
        """Another file of the user in the same folder; None where nothing is remembered in files."""
        return None if self._file is None else self._file.with_name(name)

    def change(self, **changes: object) -> None:
        """Remember something else; where that cannot be written it lasts as long as the app runs."""
        self.now = self.now.model_copy(update=changes)
        if self._file is None:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(".tmp")
            beside.write_text(json.dumps(self.now.model_dump(), indent=1) + "\n", encoding="utf-8")
            beside.replace(self._file)


def user_settings() -> KeptSettings:
    """Those of the user who is logged in."""
    return KeptSettings(config_folder() / "settings.json")


def _read(file: Path) -> Settings:
    try:
        found = cast(object, json.loads(file.read_text(encoding="utf-8")))
        return Settings.model_validate(found)
    except (OSError, ValueError, ValidationError):
        return Settings()
