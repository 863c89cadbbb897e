"""The history: every entry in words, of the whole or of one question; any single change can be undone."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.assessment.subjects import NotAccepted
from ddq.assessment.telling import Told, history
from ddq.questionnaire.text import folded
from ddq.store.protocol import StoreError
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import Input, on_one_line, shown
from ddq.tui.words import counted, day_words, sentence


class HistoryScreen(ListingScreen):
    """The newest first."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("History")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", "Undo this", id="history.undo", tooltip="Take back what the line did", group=GROUP),
    ]
    NAME = "History"
    ASKS = "a question's id, a name or a word, to see only those entries"
    EXPLAINED = (
        (
            "What you see",
            "Every change with day and time, who made it, and what it said before and after. Nothing is ever taken out "
            "of the history; an undo is an entry of its own.",
        ),
        (
            "Undo",
            "F8 takes back what the line did, after telling what that would change. To do it again, undo the undo.",
        ),
        ("Enter", "Goes to the question; Esc comes back to the same line."),
    )

    def look(self) -> None:
        words = folded(self.query_one(Input).value).split()
        told = history(self.opened.history(), self.opened.loaded)
        found = [one for one in told if not words or all(word in _searched(one) for word in words)]
        self.draw(Content(counted(len(found), "entry", "entries")), [_entry(one) for one in found], "No such entry.")

    def action_undo(self) -> None:
        """Take back what the line did, once it is said what that would change."""
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        entry = self.outline.entry
        if entry is None or entry.event is None:
            return
        seq = entry.event
        try:
            would = self.opened.undo_would(seq)
        except NotAccepted as error:
            self.tell(sentence(error), "warning")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._undo(seq)

        question = f"Undo entry {seq}?\n\n" + "\n".join(would)
        self.desk.push_screen(Confirm(question, yes="Undo"), answered)

    def _undo(self, seq: int) -> None:
        try:
            kept = self.opened.undo_event(seq)
        except (NotAccepted, StoreError) as error:
            self.tell(sentence(error), "error")
            return
        self.tell(f"Undone, as entry {kept.seq}. To do it again, undo that one.")
        self.look()


def _searched(one: Told) -> str:
    event = one.event
    return folded(
        f"{event.seq} {event.subject} {one.question or ''} {event.by} {one.what} {one.change} {event.why or ''}"
    )


def _entry(one: Told) -> Entry:
    event = one.event
    undone = f" (undone by entry {one.undone_by})" if one.undone_by is not None else ""

    def line() -> Content:
        return Content.assemble(
            (f"{event.seq:>4}  {day_words(event.at)}  ", "$quiet"),
            (on_one_line(event.by), "$primary"),
            f"  {on_one_line(one.what)}{undone}  ",
            (on_one_line(one.change), "$quiet"),
        )

    def detail() -> Content:
        why = f"\nWhy: {event.why}" if event.why else ""
        return shown(f"{one.what}{undone}. {one.change}{why}")

    place = None if one.question is None else Place(one.question, one.row)
    return Entry(str(event.seq), line, detail, place, event=event.seq)
