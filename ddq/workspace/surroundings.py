"""What comes in from outside: the clock, new ids, the user's name, and the folders of this system."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ddq.questionnaire.text import clean_text


def _now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7: ids sort by the time they were made."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def user_name() -> str:
    """`$DDQ_USER`, else the login. On one machine nothing proves it; four eyes rest on people being honest."""
    named = os.environ.get("DDQ_USER") or _login()
    return " ".join(clean_text(named).split())[:100] or "unknown"


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def default_folder() -> Path:
    """The workspace's folder: `$DDQ_WORKSPACE`, else the platform's data folder."""
    named = os.environ.get("DDQ_WORKSPACE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("ddq", appauthor=False)


def cache_folder() -> Path:
    """Where parsed files are kept for the next run; safe to delete."""
    from platformdirs import user_cache_path

    return user_cache_path("ddq", appauthor=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Time, identity and chance, so that a test can hand in its own."""

    clock: Callable[[], datetime] = _now
    """The time now, in UTC."""
    ids: Callable[[], str] = new_id
    user: Callable[[], str] = user_name

    def today(self) -> date:
        """The day in UTC: the same everywhere, whatever the time zone of the machine."""
        return self.clock().date()
