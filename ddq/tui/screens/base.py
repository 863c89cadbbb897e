"""What all screens share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.app import App
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen

from ddq.tui.drawing import draw_sparingly
from ddq.tui.typed import app_of

LOOK_SECONDS = 2.0
"""Between two looks whether somebody else kept something."""
Explained = tuple[tuple[str, str], ...]
"""What a screen says of itself, in headings with sentences."""


def explain(node: Screen[Any], parts: Explained) -> None:
    """What a screen says of itself, over it."""
    from ddq.tui.screens.explain import Explain  # loaded when it is first shown

    app_of(node).push_screen(Explain("Help", parts))


@runtime_checkable
class Leaving(Protocol):
    """A screen that one leaves by way of what it has to keep, or to ask."""

    def leave(self, then: Callable[[], Any]) -> None:
        """Keep or ask what there is, then do `then`."""
        ...


class DdqScreen(Screen[None]):
    """A full screen. One that holds a draft says how to keep it; each explains itself on F1."""

    EXPLAINED: ClassVar[Explained] = ()

    def __init__(self) -> None:
        super().__init__()
        draw_sparingly(self)

    @property
    def desk(self) -> App[Any]:
        """The app."""
        return app_of(self)

    def tell(self, message: str, severity: SeverityLevel = "information") -> None:
        """Say something in passing."""
        self.desk.notify(message, severity=severity, timeout=6 if severity == "information" else 10)

    def action_explain(self) -> None:
        """What the screen is for, and its keys."""
        explain(self, self.EXPLAINED)

    def keep_draft(self) -> str | None:
        """Keep what is being written; why it cannot be kept, None where nothing is lost."""
        return None

    def leave(self, then: Callable[[], Any]) -> None:
        """Keep what is being written, then do `then`; ask first where it cannot be kept."""
        problem = self.keep_draft()
        if problem is None:
            then()
            return
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        def answered(drop: bool | None) -> None:
            if drop:
                then()

        question = f"What you wrote cannot be saved: {problem}"
        self.desk.push_screen(Confirm(question, yes="Drop it", no="Stay"), answered)


class Dialog(ModalScreen[Any]):
    """A box over a screen; Esc closes it without a result, F1 explains it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "explain", "Help", id="dialog.help", tooltip="What is asked here", group=Binding.Group("Dialog")),
    ]
    EXPLAINED: ClassVar[Explained] = ()

    def __init__(self) -> None:
        super().__init__()
        draw_sparingly(self)

    @property
    def desk(self) -> App[Any]:
        """The app."""
        return app_of(self)

    def action_explain(self) -> None:
        """What is asked here."""
        explain(self, self.EXPLAINED)

    def keep_draft(self) -> str | None:
        """Keep what is written where the app ends and nobody can be asked; why it cannot be kept."""
        return None

    def leave(self, then: Callable[[], Any]) -> None:
        """Do `then`; one in which a text is written asks first."""
        then()

    def action_cancel(self) -> None:
        """Close, nothing done."""
        self.dismiss(None)
