"""Where a sitting goes on."""

from __future__ import annotations

from ddq.tui.here import Place
from ddq.workspace.opened import OpenAssessment


def last_place(opened: OpenAssessment) -> Place | None:
    """The first open question after the one that was changed last; that one itself, where none is open."""
    for event in reversed(opened.history()):
        question = event.subject.partition("/")[0]
        if question in opened.interview.items:
            return Place(opened.interview.next_open(question) or question)
    return None
