"""Textual's app with a type that pyright can read."""

from __future__ import annotations

from typing import Any, cast

from textual.app import App
from textual.message_pump import MessagePump


def app_of(node: MessagePump) -> App[Any]:
    """The app that `node` is part of."""
    return cast("App[Any]", node.app)  # pyright: ignore[reportUnknownMemberType]  # App without its result type (8.2.8)
