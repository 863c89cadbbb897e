"""The line of keys at the foot of a screen: one widget, whatever the number of keys."""

from __future__ import annotations

from typing import ClassVar, Protocol, cast, runtime_checkable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.signal import Signal
from textual.widget import Widget

from ddq.tui.typed import app_of

_NAMES = {"escape": "Esc", "enter": "Enter", "space": "Space", "delete": "Del", "insert": "Ins", "slash": "/"}


def key_name(key: str) -> str:
    """A key as it stands on a keyboard: `F3`, `Ctrl+G`, `Enter`."""
    return "+".join(_NAMES.get(part, part.upper() if len(part) == 1 else part.capitalize()) for part in key.split("+"))


@runtime_checkable
class Wording(Protocol):
    """A screen on which a key is called otherwise than usual."""

    def word_of(self, binding: Binding) -> str:
        """What the key is called here."""
        ...


class KeyLine(Widget):
    """The keys that work here, in the order of the bindings, as many as fit; a click presses one."""

    DEFAULT_CSS = "KeyLine { height: 1; dock: bottom; background: $panel; padding: 0 1; }"
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[int, int, Binding]] = []

    def on_mount(self) -> None:
        changed = cast("Signal[Screen[object]]", self.screen.bindings_updated_signal)  # pyright: ignore[reportUnknownMemberType]  # Screen without its result type
        changed.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        self._spans, at = [], 0
        for binding in self._keys_here():
            name, word = key_name(binding.key), self._word_of(binding)
            width = len(name) + 1 + len(word)
            if at + width > self.size.width:
                break
            parts += [(name, "bold $primary"), " ", (word, "$quiet"), "  "]
            self._spans.append((at, at + width, binding))
            at += width + 2
        return Content.assemble(*parts)

    def _word_of(self, binding: Binding) -> str:
        screen: object = self.screen
        return screen.word_of(binding) if isinstance(screen, Wording) else binding.description

    def _keys_here(self) -> list[Binding]:
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                shown.setdefault(active.binding.action, active.binding)
        return sorted(shown.values(), key=lambda binding: binding.priority and binding.id == "app.quit")

    async def on_click(self, event: events.Click) -> None:
        for start, end, binding in self._spans:
            if start <= event.x - 1 < end:
                app_of(self).simulate_key(binding.key)
