"""A bare text field and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class OneInput(App[None]):
    """Shows one field."""

    def compose(self) -> ComposeResult:
        yield Static("ready-marker")
        yield Input()


if __name__ == "__main__":
    OneInput().run()
