"""The score and what it rests on: from every figure down to answers and laws."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.scoring.explaining import Step
from ddq.scoring.methods import explanation
from ddq.scoring.model import Score
from ddq.scoring.weighted.method import METHOD
from ddq.tui.here import Place
from ddq.tui.screens.scored_listing import ScoredListing
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.widgets.scale import attribution_bar, trust_scale
from ddq.tui.words import OUTCOMES, is_provisional, trust_words
from ddq.workspace.opened import OpenAssessment


class WhyScreen(ScoredListing):
    """The outcome above, and below it an outline that unfolds."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Score")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "plan", "What would change it", id="why.plan", tooltip="Remedies and what remains", group=GROUP),
        Binding(
            "o", "open", "Open by value", id="why.open", tooltip="Open questions, most valuable first", group=GROUP
        ),
    ]
    NAME = "Score and why"
    EXPLAINED = (
        (
            "What you see",
            "Trust runs from 0 to 100. It is a range as long as answers are open or rest on somebody's word: the true "
            "figure lies within it. The upright mark is what a purchase of this exposure requires.",
        ),
        (
            "Follow it down",
            "Right or Enter unfolds a line, Left folds it. At the end of every line stands the answer, the law or the "
            "listing that it rests on. Enter goes to the answer, and Esc comes back to the same line.",
        ),
        (
            "How it adds up",
            "Each concern takes a share of the trust that is left, so a good answer never makes up for a bad one. "
            "What is sure bounds the range from above; what is open bounds it from below.",
        ),
        ("What would change it", "P shows the remedies on offer, O the open questions that matter most."),
    )

    EXPLAINED_POINTS = (
        (
            "What you see",
            "The percentage is what the answers earned of the points that the questions that apply weigh. It is a "
            "range as long as answers are open: the true figure lies within it. The upright mark is what is required.",
        ),
        EXPLAINED[1],
        (
            "How it adds up",
            "Points add up, and good answers make up for bad ones. So look at what was lost, question by question, "
            "whatever the percentage says; the last lines say what such a figure promises and what it cannot.",
        ),
        ("What would change it", "P shows what lost points, O the open questions that matter most."),
    )

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._begun = False

    @property
    def explained(self) -> tuple[tuple[str, str], ...]:
        return self.EXPLAINED_POINTS if self.opened.loaded.questionnaire.method == METHOD else self.EXPLAINED

    def show(self, score: Score) -> None:
        width = max(40, min(100, self.size.width - 4))
        mark = OUTCOMES[score.outcome]
        rated = score.has_figure
        told: list[Content] = [
            Content.assemble(
                (f"{mark.glyph} {mark.word}", f"bold {mark.style}"),
                (f"   {trust_words(score, is_provisional(score, self.opened.interview.progress))}", "$primary"),
                (f"   {score.required_words}", "$quiet"),
            ),
            Content(on_one_line(score.headline)),
        ]
        if rated:
            told.append(trust_scale(score, width))
            if score.attribution:
                told.append(attribution_bar(score.attribution, width))
        self.draw(Content("\n").join(told), _entries(explanation(score)), "")
        if not self._begun:
            self._begun = True
            self.outline.cursor = 1 if rated else 0

    def action_plan(self) -> None:
        """Remedies, and what remains."""
        from ddq.tui.screens.changes import ChangesScreen  # loaded when it is first shown

        self.desk.push_screen(ChangesScreen(self.opened))

    def action_open(self) -> None:
        """Open questions, most valuable first."""
        from ddq.tui.screens.open_questions import OpenQuestionsScreen  # loaded when it is first shown

        self.desk.push_screen(OpenQuestionsScreen(self.opened))


def _entries(steps: Iterable[Step]) -> list[Entry]:
    return [_entry(step) for step in steps]


def _entry(step: Step) -> Entry:
    place = None if step.question is None else Place(step.question, step.row)
    leads = ("→ " + step.question + " ", "$primary") if step.question else ("§ ", "$primary") if step.law else ("", "")
    parts = step.parts
    return Entry(
        key=step.key,
        draw=lambda: Content.assemble(leads, on_one_line(step.text)),
        detail=partial(shown, step.text),
        place=place,
        law=step.law,
        parts=None if parts is None else lambda: _entries(parts()),
    )
