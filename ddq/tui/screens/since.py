"""Since the last assessment of the same vendor: facts that differ, what moved in the score, and the method apart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from ddq.assessment.answer_words import answer_words
from ddq.assessment.differences import Change, Difference
from ddq.assessment.model import Answer
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import SourceError
from ddq.scoring.comparison import fed_by
from ddq.scoring.presence import UnmappedAnswer
from ddq.store.protocol import StoreError, Summary
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import OUTCOMES, counted
from ddq.workspace.compared import AssessmentComparison
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import Snapshot


class _Seen(NamedTuple):
    """A comparison, and what it was made from."""

    snapshot: Snapshot
    found: AssessmentComparison | str
    """A sentence where the two cannot be compared."""
    asked_then: LoadedQuestionnaire | None
    last_by: dict[str, str]
    """Who changed each subject last, in the later assessment."""
    fed_by: dict[str, tuple[str, ...]]
    """The questions that feed each concern of it."""

    def place(self, concern: str) -> Place | None:
        """The first question that feeds a concern."""
        questions = self.fed_by.get(concern, ())
        return Place(questions[0]) if questions else None


class SinceScreen(ListingScreen):
    """Compared with the last assessment of the same vendor before this one."""

    NAME = "Since the last assessment"
    EXPLAINED = (
        (
            "Facts that differ",
            "Every answer that says something else than in the last assessment of this vendor: what it said then and "
            "what it says now, and who changed it. An answer that was carried over and not confirmed says nothing yet.",
        ),
        (
            "What moved in the score",
            "The concerns that grew or fell, or the questions that earn more or fewer points, the largest movement "
            "first, and those that only one of the two counts.",
        ),
        (
            "What is different besides facts",
            "Method, questionnaire, buyer profile, the day whose laws count: these can move a score although nothing "
            "about the vendor has changed, so they stand apart.",
        ),
        ("Enter", "Goes to the question; Esc comes back to the same line."),
    )

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._previous: Summary | None = opened.previous()
        self._seen: _Seen | None = None

    def look(self) -> None:
        if self._previous is None:
            self.draw(Content(""), (), "There is no earlier assessment of this vendor to compare with.")
        else:
            self.run_worker(self._look(self._previous), exclusive=True, group="compare")

    async def _look(self, previous: Summary) -> None:
        snapshot = self.opened.snapshot
        if self._seen is None or self._seen.snapshot is not snapshot:
            if self._seen is None:
                self.draw(Content.styled("Comparing …", "$quiet"), (), "")
            self._seen = await self._compare(previous, snapshot)
        seen = self._seen
        if isinstance(seen.found, str):
            self.draw(Content.assemble(("! ", "bold $error"), on_one_line(seen.found)), (), "")
            return
        nothing = "Nothing is different."
        self.draw(_told(previous, seen.found), [*self._entries(seen, seen.found)], nothing)

    async def _compare(self, previous: Summary, snapshot: Snapshot) -> _Seen:
        last_by = {event.subject: event.by for event in self.opened.history()}
        try:
            earlier = self.opened.another(previous.id)
            _ = earlier.snapshot  # read here: only the arithmetic goes to another thread
            found = await asyncio.to_thread(self.opened.compare, earlier)
            score = await asyncio.to_thread(snapshot.score)
        except (StoreError, SourceError, UnmappedAnswer) as error:
            return _Seen(
                snapshot, f"The last assessment, {previous.id}, cannot be compared: {error}", None, last_by, {}
            )
        feeding = fed_by(score)
        return _Seen(snapshot, found, earlier.as_earlier().loaded, last_by, feeding)

    def _entries(self, seen: _Seen, found: AssessmentComparison) -> Iterator[Entry]:
        facts = [*(self._fact(seen, one) for one in found.facts.answers), *self._one_sided(found)]
        yield from _under("Facts that differ", facts, "No answer differs.")
        still = "No points moved." if found.scores.noun == "percentage" else "No concern moved."
        yield from _under("What moved in the score", [*self._concerns(seen, found)], still)
        method = [_plain(f"method {number}", sentence) for number, sentence in enumerate(found.method)]
        none = "Nothing: only facts can have moved the score."
        yield from _under("What is different besides facts", method, none)

    def _fact(self, seen: _Seen, one: Difference) -> Entry:
        question, _, rest = one.subject.partition("/")
        then, now = self._said(seen.asked_then, one, one.before), self._said(self.opened.loaded, one, one.after)
        said = "the same answer, on another basis" if one.change is Change.basis else f"{then} → {now}"
        by = seen.last_by.get(one.subject, "")
        name = question + (f", entry {rest}" if rest and rest != "complete" else ", list" if rest else "")

        def line() -> Content:
            return Content.assemble((f"{name:<8} ", "$quiet"), on_one_line(said), (f"  {on_one_line(by)}", "$primary"))

        def detail() -> Content:
            asked = self.opened.loaded.questions.get(question)
            text = "" if asked is None else f": {asked.text}"
            return shown(f"{name}{text}\n{said}" + (f"\nLast changed by {by}." if by else ""))

        row = rest if rest and rest != "complete" else None
        return Entry(f"fact {one.subject}", line, detail, Place(question, row))

    def _said(self, loaded: LoadedQuestionnaire | None, one: Difference, answer: Answer | None) -> str:
        if answer is None:
            return "no answer"
        asked = (loaded or self.opened.loaded).questions.get(one.question) or self.opened.loaded.questions[one.question]
        return f"“{answer_words(asked, one.subject, answer)}”"

    def _one_sided(self, found: AssessmentComparison) -> Iterator[Entry]:
        for name in found.facts.only_earlier:
            yield _plain(f"then {name}", f"{name}: answered then, not asked now")
        for name in found.facts.only_later:
            yield _plain(f"now {name}", f"{name}: answered now, not asked then", Place(name))

    def _concerns(self, seen: _Seen, found: AssessmentComparison) -> Iterator[Entry]:
        for one in found.scores.moved:
            said = f"{one.direction} {one.what}: {one.title}, {one.words}"
            yield _plain(f"moved {one.id}", said, seen.place(one.id))
        for one in found.scores.only_after:
            place = seen.place(one.id)
            yield _plain(f"new {one.id}", f"counted now only: {one.title}, {one.words}", place)
        for one in found.scores.only_before:
            yield _plain(f"gone {one.id}", f"counted then only: {one.title}, {one.words}")


def _plain(key: str, said: str, place: Place | None = None) -> Entry:
    return Entry(key, lambda: Content(on_one_line(said)), lambda: shown(said), place)


def _under(title: str, entries: list[Entry], nothing: str) -> Iterator[Entry]:
    """A heading with its lines, and a gap; where there is none, what that means."""
    yield Entry(f"heading {title}", lambda: Content.styled(title, "bold $primary"), heading=True)
    yield from entries or [_plain(f"none {title}", nothing)]
    yield Entry(f"gap {title}", lambda: Content(""), heading=True)


def _told(previous: Summary, found: AssessmentComparison) -> Content:
    began = "" if previous.created_at is None else f" begun on {previous.created_at:%Y-%m-%d}"
    old, new = (OUTCOMES[outcome].word for outcome in found.scores.outcome)
    before, after = found.scores.figures
    trust = "" if before == after == "none" else f"   {found.scores.noun} {before} → {after}"
    facts = found.facts
    alike = (
        f"{counted(len(facts.answers), 'answer')} differ{'s' if len(facts.answers) == 1 else ''}, {facts.same} alike"
    )
    alike += f" ({facts.unconfirmed} of them carried over, not confirmed)" if facts.unconfirmed else ""
    return Content.assemble(
        (on_one_line(f"Compared with the assessment{began}, {previous.id}\n"), "$quiet"),
        "\n",
        (f"{old} → {new}", "bold"),
        f"{trust}\n{alike}.",
    )
