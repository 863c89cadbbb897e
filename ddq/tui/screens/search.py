"""Search over all texts of an assessment."""

from __future__ import annotations

from functools import partial
from itertools import islice

from textual.content import Content

from ddq.assessment.searching import Hit, Passage, passages, search
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import Input, on_one_line, shown
from ddq.tui.words import counted
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import Snapshot

_MOST = 500
"""How many lines are listed; who sees so many types another word."""


class SearchScreen(ListingScreen):
    """One box; the lines follow what is typed."""

    NAME = "Search"
    ASKS = "words to look for: in questions, help, answers, notes, sources, comments"
    EXPLAINED = (
        (
            "What is searched",
            "Questions with their help and choices, answers, notes, reasons, sources, names of evidence files, flags "
            "and comments. Accents and capitals make no difference; a line has every word that you type.",
        ),
        ("Keys", "Up and Down choose a line, Enter goes there, and Esc comes back to the same line."),
    )

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._searched: tuple[Snapshot, tuple[Passage, ...]] | None = None

    def look(self) -> None:
        snapshot = self.opened.snapshot
        if self._searched is None or self._searched[0] is not snapshot:
            self._searched = (snapshot, passages(self.opened.interview))
        typed = self.query_one(Input).value
        found = list(islice(search(self._searched[1], typed), _MOST + 1))
        more = len(found) > _MOST
        told = f"{'More than ' if more else ''}{counted(min(len(found), _MOST), 'line')}" if typed.strip() else ""
        nothing = "Nothing has these words." if typed.strip() else "Type a word or two."
        entries = [_entry(hit, number) for number, hit in enumerate(found[:_MOST])]
        self.draw(Content(told), entries, nothing)


def _entry(hit: Hit, number: int) -> Entry:
    passage = hit.passage
    where = f"{passage.question or 'whole'} {passage.where}" + (f", entry {passage.row}" if passage.row else "")
    return Entry(
        f"{where} {number}",
        lambda: Content.assemble((f"{on_one_line(where)}: ", "$quiet"), on_one_line(hit.excerpt)),
        partial(shown, passage.text[:2000]),
        None if passage.question is None else Place(passage.question, passage.row),
    )
