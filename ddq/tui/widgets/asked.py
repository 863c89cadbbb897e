"""What every widget does in which a question is asked: it shows it, takes the keys, and says what is wrong."""

from __future__ import annotations

from textual.containers import Vertical

from ddq.tui.editors.base import Editor
from ddq.tui.here import Here


class Asked(Vertical):
    """One question with its editor: the panel of the interview, and a field of a form."""

    editor: Editor | None = None
    """The editor in use; None at the list of a group."""

    def show(self, here: Here, cursor: str | None = None) -> None:
        """Show what stands at a place; `cursor` is the row under the cursor, of a list."""
        raise NotImplementedError

    def enter(self) -> None:
        """Give the keys to the editor."""
        raise NotImplementedError

    def show_heading(self, here: Here) -> None:
        """Show the question, and whether it is required or flagged."""
        raise NotImplementedError

    def refresh_standing(self, here: Here) -> None:
        """Show how the answer stands, and what is wrong with it."""
        raise NotImplementedError

    def tell_problem(self, problem: str) -> None:
        """Say what is wrong with what was written; nothing where the text is empty."""
        raise NotImplementedError

    def tell_note(self, note: str | None) -> None:
        """Say something about the answer while it is written; without it, the keys of the editor."""
        raise NotImplementedError
