"""Check answers: everything to look at before a report is written."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from textual.content import Content

from ddq.assessment.attention import Finding, Matter, attention
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.whole_files import damaged_files
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import counted
from ddq.workspace.opened import OpenAssessment

_STYLES = {Matter.invalid: "$error", Matter.flagged: "$accent", Matter.open: "$foreground"}
_GLYPHS = {Matter.flagged: "⚑", Matter.open: "·", Matter.required: "·", Matter.undeclared: "·"}

_SAID_BY_HEADING = {Matter.open, Matter.required, Matter.undeclared, Matter.needs_evidence}
"""Where the heading says all, so that a line need only name the question."""


class CheckScreen(ListingScreen):
    """By matter; the gravest first."""

    NAME = "Check answers"
    EXPLAINED = (
        (
            "What you see",
            "Everything that is missing, wrong or doubtful: answers to correct, answers that contradict each other, "
            "required questions that are open, missing or expired evidence, and what you flagged.",
        ),
        (
            "Not applicable",
            "An answer that says a question does not apply counts as unknown until a reviewer accepts it.",
        ),
        ("Enter", "Goes to the question; Esc comes back to the same line. A report can be written at any time."),
    )

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._damaged: dict[str, str] = {}
        """Of evidence files that are not as they were attached, what is wrong."""

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.run_worker(self._look_at_files, exclusive=True, group="files")

    async def _look_at_files(self) -> None:
        """Whether every file is there and whole; beside the screen, for it takes as long as reading them."""
        damaged = await damaged_files(self.opened)
        if damaged != self._damaged:
            self._damaged = damaged
            self.look()

    def look(self) -> None:
        found = attention(self.opened.interview, self._damaged)
        entries: list[Entry] = []
        for matter, group in groupby(found, lambda one: one.matter):
            listed = list(group)
            heading = f"{matter.value[:1].upper()}{matter.value[1:]} ({len(listed)})"
            entries.append(Entry(f"heading {matter.value}", partial(Content.styled, heading, "bold"), heading=True))
            entries += [self._entry(one) for one in listed]
        told = f"{counted(len(found), 'thing')} to look at." if found else ""
        self.draw(Content(told), entries, "Nothing is missing, wrong or doubtful.")

    def _entry(self, one: Finding) -> Entry:
        text = self.opened.loaded.questions[one.question].text
        mark = (f"{_GLYPHS.get(one.matter, '!')} ", _STYLES.get(one.matter, "$warning"))
        where = one.question + (f" entry {one.row}" if one.row else "")
        first = text if one.matter in _SAID_BY_HEADING else f"{one.text} {text}"
        return Entry(
            f"{one.matter.value} {where} {one.field} {one.text}",
            lambda: Content.assemble(mark, (f"{where} ", "$quiet"), on_one_line(first)),
            lambda: shown(f"{where}: {text}\n{one.text}"),
            Place(one.question, one.row, one.field),
        )
