"""The smallest Textual app: one line of text."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class OneStatic(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        yield Static("ready-marker")


if __name__ == "__main__":
    OneStatic().run()
