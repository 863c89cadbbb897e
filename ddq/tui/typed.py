"""Textual's app, and what ours remembers, with types that pyright can read."""

from __future__ import annotations

from typing import Any, cast

from textual.app import App
from textual.message_pump import MessagePump

from ddq.tui.settings import KeptSettings


def app_of(node: MessagePump) -> App[Any]:
    """The app that `node` is part of."""
    return cast("App[Any]", node.app)  # pyright: ignore[reportUnknownMemberType]  # App without its result type (8.2.8)


def settings_of(node: MessagePump) -> KeptSettings:
    """What the app that `node` is part of remembers."""
    return cast(KeptSettings, getattr(app_of(node), "kept_settings"))  # noqa: B009  # declared by `DdqApp`, which loads this
