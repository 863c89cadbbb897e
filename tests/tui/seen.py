"""What stands on the screen, and waiting for it: a busy machine is slow, not wrong."""

import time
from typing import Any, TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

PATIENCE = 60.0
AnyScreen = TypeVar("AnyScreen", bound=Screen[Any])


def screen_text(app: App[Any]) -> str:
    """What stands on the screen, line by line."""
    lines = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


async def sees(pilot: Pilot[Any], text: str) -> None:
    """Wait until the text stands on the screen."""
    until = time.monotonic() + PATIENCE
    while text not in " ".join(screen_text(pilot.app).split()):
        assert time.monotonic() < until, f"{text!r} does not appear:\n{screen_text(pilot.app)}"
        await pilot.pause()


async def comes_to(pilot: Pilot[Any], kind: type[AnyScreen]) -> AnyScreen:
    """Wait until a screen of this kind is in front."""
    until = time.monotonic() + PATIENCE
    while not isinstance(screen := pilot.app.screen, kind):
        assert time.monotonic() < until, f"{screen} stands in front, and no {kind.__name__}"
        await pilot.pause()
    return screen
