"""What would change the outcome: the plan, what else is on offer, what remains, and what an answer would show."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from textual.content import Content

from ddq.scoring.changing import Supposed, alternatives, remaining, supposed
from ddq.scoring.explaining import percent, taken, taken_words
from ddq.scoring.model import IndicatorResult, RemedyOption, Score
from ddq.scoring.weighted.changing import lost
from ddq.scoring.weighted.model import QuestionPoints, WeightedScore
from ddq.tui.here import Place
from ddq.tui.planned import plan_sentence
from ddq.tui.screens.scored_listing import ScoredListing
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import Snapshot


class ChangesScreen(ScoredListing):
    """Remedies first, then what no remedy changes, then what is only open."""

    NAME = "What would change this"
    EXPLAINED = (
        (
            "The plan",
            "The remedies of least effort with which trust reaches what is required, with who acts and how you know "
            "that it is done. Effort counts from 1 (a letter) upwards.",
        ),
        ("Also on offer", "Other remedies; each gain is what it would do alone. Gains do not simply add up."),
        (
            "What remains",
            "Concerns that are sure and that no remedy of the plan bears on. What the law of a state can compel stays: "
            "no contract changes law.",
        ),
        (
            "What lost points",
            "Where a questionnaire counts points there is no plan: the questions that lost points stand in its place, "
            "the most first.",
        ),
        (
            "If shown to be",
            "Not remedies but answers that are open: what each would make of the score if an official document showed "
            "it. Enter goes to the question, and Esc comes back.",
        ),
    )

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._supposed: tuple[Snapshot, tuple[Supposed, ...]] | None = None

    def show(self, score: Score) -> None:
        self.draw(
            _told(score), self._entries(score), "Nothing would change this: there is no concern and no open answer."
        )
        self.run_worker(self._suppose(score), exclusive=True, group="suppose")

    async def _suppose(self, score: Score) -> None:
        """Try the open answers beside the screen: that is some dozens of scores."""
        snapshot = self.opened.snapshot
        if self._supposed is None or self._supposed[0] is not snapshot:
            self._supposed = (snapshot, await asyncio.to_thread(_supposed_on, snapshot, score))
            self.draw(_told(score), self._entries(score), "Nothing would change this.")

    def _entries(self, score: Score) -> list[Entry]:
        found: list[Entry] = []
        if score.plan is not None:
            found.append(_heading("The plan"))
            found += [_remedy("plan", remedy, score) for remedy in score.plan.remedies]
        others = alternatives(score)
        if others:
            found.append(_heading("Also on offer, the largest gain first"))
            found += [_remedy("offer", remedy, score) for remedy in others]
        left = remaining(score)
        if left.by_contract:
            found.append(_heading("What remains, whatever is done in the plan"))
            found += [_left(one) for one in left.by_contract]
        if left.of_law:
            found.append(_heading("What a law can compel: no contract changes law"))
            found += [_left(one) for one in left.of_law]
        if isinstance(score, WeightedScore) and (gone := lost(score.questions)):
            found.append(_heading("What lost points, the most first"))
            found += [_lost(one) for one in gone]
        return found + self._open(score)

    def _open(self, score: Score) -> list[Entry]:
        if not score.open_questions:
            return []
        heading = _heading("If an open answer were shown to be …")
        if self._supposed is None or self._supposed[0] is not self.opened.snapshot:
            return [heading, Entry("wait", partial(Content.styled, "Trying the answers …", "$quiet"))]
        return [heading, *(self._if_shown(one) for one in self._supposed[1])]

    def _if_shown(self, one: Supposed) -> Entry:
        text = on_one_line(self.opened.loaded.questions[one.question].text)
        line = Content.assemble((f"{one.question} ", "$quiet"), (f"“{on_one_line(one.answer)}”", "bold"))
        line = Content.assemble(line, (f": {one.figure}, {one.outcome.value}", "$primary"))
        return Entry(
            f"open {one.question} {one.answer}",
            lambda: line,
            lambda: Content.assemble((f"{text}\n", ""), line),
            Place(one.question),
        )


def _supposed_on(snapshot: Snapshot, score: Score) -> tuple[Supposed, ...]:
    one = snapshot
    return tuple(supposed(one.assessment, one.loaded, one.reading, one.profile, day=one.day, score=score))


def _heading(text: str) -> Entry:
    return Entry(f"heading {text}", partial(Content.styled, text, "bold"), heading=True)


def _told(score: Score) -> Content:
    reached = "$success" if score.trust.lo >= score.required else "$warning"
    style = "$primary" if score.plan is not None else reached
    return Content("\n").join([Content(on_one_line(score.headline)), Content.styled(plan_sentence(score), style)])


def _remedy(kind: str, remedy: RemedyOption, score: Score) -> Entry:
    who, gain = remedy.who.value.replace("_", " "), percent(taken(remedy.gain))
    title = on_one_line(remedy.title)
    questions: Sequence[str] = next((one.questions for one in score.indicators if one.id == remedy.indicator), ())

    def detail() -> Content:
        test = f"Done when: {remedy.test}" if remedy.test else "There is no test of when it is done."
        bars = f" Excludes {', '.join(remedy.excludes)}." if remedy.excludes else ""
        return shown(
            f"{remedy.title}. Who acts: {who}; effort {remedy.effort}; bears on {remedy.indicator}.\n{test}{bars}"
        )

    return Entry(
        f"{kind} {remedy.id}",
        lambda: Content.assemble(
            (f"{who:<8} effort {remedy.effort}  gains {gain:>9}  ", "$quiet"), (title, "bold" if kind == "plan" else "")
        ),
        detail,
        Place(questions[0]) if questions else None,
    )


def _left(one: IndicatorResult) -> Entry:
    return Entry(
        f"left {one.id}",
        lambda: Content.assemble(on_one_line(one.title), (f": {taken_words(one.concern)}", "$quiet")),
        place=Place(one.questions[0]) if one.questions else None,
    )


def _lost(one: QuestionPoints) -> Entry:
    return Entry(
        f"lost {one.question}",
        lambda: Content.assemble((f"{one.lost:>6g} of {one.weight:<6g} ", "$quiet"), on_one_line(one.title)),
        partial(shown, one.because.text),
        Place(one.question),
    )
