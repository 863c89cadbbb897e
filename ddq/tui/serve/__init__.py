"""The app in a browser: a web server for one person on one machine. Importing this imports no web server."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path


class NotServed(Exception):
    """The app cannot be served; the message says why and what to do."""

    title = "Not served"

    @property
    def msg(self) -> str:
        """What is wrong and what to do."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, and where."""

    workspace: Path
    assessment: str | None = None
    """An id, or enough of one; None for the list."""
    host: str = "127.0.0.1"
    port: int = 0
    """0 for any that is free."""
    windows: int = 1
    """How many browser windows may have the app open at once."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_installed() -> None:
    """See that the web server is installed.

    Raises:
        NotServed: it is not; it says how to install it.
    """
    if find_spec("aiohttp") is None or find_spec("textual_serve") is None:
        raise NotServed(
            "the web server is not installed; install ddq with its web part: pip install 'ddq[web]', or in a checkout"
            " pip install '.[web]'"
        )
