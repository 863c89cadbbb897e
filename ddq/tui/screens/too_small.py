"""What is shown while the terminal is too small for a question."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen

from ddq.tui.widgets.plain import Static

MIN_WIDTH, MIN_HEIGHT = 60, 20


class TooSmall(ModalScreen[None]):
    """Goes away by itself once there is room; Ctrl+Q leaves."""

    def compose(self) -> ComposeResult:
        yield Static(
            f"This terminal is too small.\nPlease make it at least {MIN_WIDTH} by {MIN_HEIGHT},\n"
            "or use ddq --plain.\n\nWhat you wrote is still here."
        )
