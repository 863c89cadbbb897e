"""The lists of an assessment: what they are called, their keys in the hub and in the interview, and how they open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.binding import Binding, BindingType

from ddq.tui.screens.listing import ListingScreen
from ddq.workspace.opened import OpenAssessment


class List(NamedTuple):
    """One list."""

    name: str
    title: str
    told: str
    """What it is for, in a few words."""
    word: str
    """For the line of keys."""
    hub_key: str
    interview_key: str
    """One that types no character."""


LISTS: tuple[List, ...] = (
    List("review", "Review and sign-off", "verdicts, comments, decision, conditions", "Review", "v", "shift+f6"),
    List("why", "Score and why", "from every figure down to answers and laws", "Why", "w", "ctrl+t"),
    List("changes", "What would change this", "the plan, other remedies, what remains", "Change", "p", "ctrl+l"),
    List("open", "Open questions by value", "what is worth asking first", "By value", "o", "shift+f7"),
    List("check", "Check answers", "what is missing, wrong or doubtful before a report", "Check", "k", "shift+f9"),
    List("evidence", "Evidence", "attached files, who names them, what is missing", "Evidence", "e", "shift+f5"),
    List("search", "Search", "all questions, answers, notes, sources and comments", "Search", "s", "ctrl+f"),
    List("history", "History", "who changed what and when; undo any single change", "History", "h", "ctrl+r"),
)
SINCE = List(
    "since",
    "Since the last assessment",
    "what differs in fact, what moved in the score, and the method apart",
    "Since last",
    "l",
    "shift+f8",
)
"""Only where there is an earlier assessment of the vendor."""


def keys(group: Binding.Group, *, hub: bool) -> Iterator[BindingType]:
    """The keys that open the lists; in the hub or in the interview."""
    where = "hub" if hub else "question"
    for one in (*LISTS, SINCE):
        yield Binding(
            one.hub_key if hub else one.interview_key,
            f"see('{one.name}')",
            one.word,
            id=f"{where}.see_{one.name}",
            tooltip=f"{one.title}: {one.told}",
            group=group,
            show=hub and one is not SINCE,
            priority=not hub,
        )


def list_screen(name: str, opened: OpenAssessment, subject: str | None = None) -> ListingScreen:
    """The screen of a list, for some as seen from one answer; each is loaded when it is first shown."""
    match name:
        case "review":
            from ddq.tui.screens.review import ReviewScreen

            return ReviewScreen(opened)
        case "why":
            from ddq.tui.screens.why import WhyScreen

            return WhyScreen(opened)
        case "changes":
            from ddq.tui.screens.changes import ChangesScreen

            return ChangesScreen(opened)
        case "check":
            from ddq.tui.screens.check import CheckScreen

            return CheckScreen(opened)
        case "evidence":
            from ddq.tui.screens.evidence import EvidenceScreen

            return EvidenceScreen(opened, subject)
        case "search":
            from ddq.tui.screens.search import SearchScreen

            return SearchScreen(opened)
        case "history":
            from ddq.tui.screens.history import HistoryScreen

            return HistoryScreen(opened)
        case "since":
            from ddq.tui.screens.since import SinceScreen

            return SinceScreen(opened)
        case _:
            from ddq.tui.screens.open_questions import OpenQuestionsScreen

            return OpenQuestionsScreen(opened)
