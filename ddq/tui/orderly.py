"""Keys in order: a key has done all that it does before the next one is looked at."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.app import App
from textual.css.query import NoMatches
from textual.events import Callback
from textual.message_pump import MessagePump

_PATIENCE = 2.0
"""Seconds; a handler that itself waits for keys must not stop them."""
_MAX_ROUNDS = 20


async def settle(app: App[None]) -> None:
    """Wait until the widget with the focus, and everything around it up to the app, has handled what it was sent.

    Messages bubble from the inside out, so the queues are drained in that order, until a round finds them empty.
    Textual runs the bindings of a widget only once a key has bubbled up to the app, behind the keys that already wait
    there (8.2.8); so the keys must not wait there.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            for rounds in range(_MAX_ROUNDS):
                pumps = _inside_out(app)
                for pump in pumps:
                    await _drained(pump)
                if rounds > 0 and not any(pump.message_queue_size for pump in pumps):
                    return


async def _drained(pump: MessagePump) -> None:
    """Wait until the pump has handled what is in its queue now."""
    drained = asyncio.Event()
    # As `call_later`, but without the wrapper whose signature Textual would read anew for each of them.
    if pump.is_running and pump.post_message(Callback(drained.set)):
        await drained.wait()


def _inside_out(app: App[None]) -> list[MessagePump]:
    try:
        screen = app.screen
    except (NoMatches, IndexError):
        return []
    focused = screen.focused
    return [screen, app] if focused is None else list(focused.ancestors_with_self)
