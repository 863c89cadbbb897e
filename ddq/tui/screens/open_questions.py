"""The open questions by value: what is worth asking first."""

from __future__ import annotations

from textual.content import Content

from ddq.scoring.explaining import percent
from ddq.scoring.model import OpenQuestion, Score
from ddq.scoring.value import could_close
from ddq.tui.here import Place
from ddq.tui.screens.scored_listing import ScoredListing
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import counted

_STATES = {
    "unanswered": "not answered",
    "no_basis": "no basis",
    "not_complete": "list not closed",
    "with_gaps": "has gaps",
}


class OpenQuestionsScreen(ScoredListing):
    """Most valuable first."""

    NAME = "Open questions by value"
    EXPLAINED = (
        (
            "What you see",
            "Every question whose answer could still narrow the range, the most valuable first. The figure is "
            "the share of what is not known yet that its answer could close.",
        ),
        (
            "The shares",
            "Several questions can stand behind one concern, and each could turn out to be the one that settles it; so "
            "the shares may add up to more than 100 %.",
        ),
        ("Enter", "Goes to the question; Esc comes back to the same line."),
    )

    def show(self, score: Score) -> None:
        told = f"{counted(len(score.open_questions), 'open question')} could narrow {score.figure}."
        entries = [self._entry(found, score) for found in score.open_questions]
        self.draw(Content(told), entries, "No open question could narrow the range: everything that counts is known.")

    def _entry(self, found: OpenQuestion, score: Score) -> Entry:
        question = self.opened.loaded.questions[found.question]
        share, state = percent(could_close(found, score)), _STATES.get(found.state, found.state.replace("_", " "))

        def line() -> Content:
            return Content.assemble(
                (f"{share:>9} ", "bold $primary"),
                (f" {state:<15} ", "$quiet"),
                (f"{found.question:<8} ", "$quiet"),
                on_one_line(self.opened_text(found.question)),
            )

        def detail() -> Content:
            expected = f"\nEvidence expected: {'; '.join(question.evidence)}" if question.evidence else ""
            return shown(f"{found.question}: {self.opened_text(found.question)}{expected}")

        return Entry(found.question, line, detail, Place(found.question))

    def opened_text(self, question: str) -> str:
        """The text of a question with the answers that it quotes."""
        from ddq.questionnaire.formatting import fill

        loaded = self.opened.loaded
        return fill(loaded.questions[question].text, loaded.questions, self.opened.interview.evaluation.reading)
