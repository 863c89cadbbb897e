"""What is written in a dialog or a form and kept nowhere yet: leaving it asks first, whatever key one leaves by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from ddq.tui.screens.base import Dialog
from ddq.tui.typed import app_of
from ddq.tui.unsent import fill_fields, keep_unsent, take_unsent
from ddq.tui.widgets.plain import Input, TextArea


def written_in(screen: Screen[Any]) -> tuple[str, ...]:
    """What stands in its fields, in order, without blanks around it."""
    lines = (field.value for field in screen.query(Input))
    return tuple(text.strip() for text in (*lines, *(area.text for area in screen.query(TextArea))))


def ask_to_drop(screen: Screen[Any], then: Callable[[], Any]) -> None:
    """Ask whether what is written is to be dropped, then do `then`."""
    from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

    question = "What you wrote here is not saved. Leave it all the same?"
    app_of(screen).push_screen(Confirm(question, yes="Drop it", no="Stay"), lambda drop: then() if drop else None)


class WritingDialog(Dialog):
    """A dialog in which a text is written: Esc asks before it drops one."""

    unsent: str | None = None
    """Under which name its texts are kept where the app is ended from outside; None where they are not."""
    _begun: tuple[str, ...] | None = None
    """What stood in the fields at first; None until they stand."""

    def on_mount(self) -> None:
        """After the dialog's own, which fills the fields."""
        self._begun = written_in(self)
        if self.unsent is not None:
            fill_fields(self, take_unsent(self, self.unsent))

    def keep_draft(self) -> str | None:
        if self.unsent is not None and self.is_written:
            keep_unsent(self, self.unsent, written_in(self))
        return None

    @property
    def is_written(self) -> bool:
        """Whether something else stands in the fields than at first."""
        return self._begun is not None and written_in(self) != self._begun

    def leave(self, then: Callable[[], Any]) -> None:
        if self.is_written:
            ask_to_drop(self, then)
        else:
            then()

    def action_cancel(self) -> None:
        """Close, nothing done; ask first where something was written."""
        self.leave(lambda: self.dismiss(None))
