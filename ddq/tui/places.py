"""Where a sitting goes on."""

from __future__ import annotations

from ddq.tui.here import Place
from ddq.workspace.opened import OpenAssessment


def last_place(opened: OpenAssessment) -> Place | None:
    """The question that was changed last, if it is open; else the first open one after it; else that one itself."""
    for event in reversed(opened.history()):
        question = event.subject.partition("/")[0]
        if question in opened.interview.items:
            item = opened.interview.items[question]
            is_open = item.visible is True and not item.done
            return Place(question if is_open else opened.interview.next_open(question) or question)
    return None
