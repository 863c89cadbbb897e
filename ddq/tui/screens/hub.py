"""The hub of an assessment: how it stands, where to go on, and its sections."""

from __future__ import annotations

import asyncio
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ddq.assessment.closing import IN_WORDS, is_answerable
from ddq.assessment.estimate import minutes_left
from ddq.assessment.interview import Progress, SectionProgress, Standing
from ddq.assessment.items import Item, progress_words
from ddq.scoring.model import Score
from ddq.store.protocol import StoreError
from ddq.tui.places import last_place
from ddq.tui.scored import scored
from ddq.tui.screens.base import LOOK_SECONDS, DdqScreen
from ddq.tui.screens.elsewhere import LISTS, SINCE, List, keys, list_screen
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine, key_name
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line
from ddq.tui.words import OUTCOMES, counted, is_provisional, minutes_words, trust_words
from ddq.workspace.opened import OpenAssessment

SET_APART = "/"
"""In place of a question's id: the list of what is set apart."""


class Line(NamedTuple):
    """A line of the hub, and the question or the list that it leads to; a heading leads nowhere."""

    content: Content
    question: str | None
    list: str | None = None


class HubScreen(DdqScreen):
    """Shown on opening, and again whenever one comes back from the questions."""

    EXPLAINED = (
        (
            "What you see",
            "How far the interview is and what the method says so far: a band of scores narrows as you answer. A "
            "decision that does not hold any more is marked as stale, with the reason.",
        ),
        (
            "Go on",
            "C goes on with the questions where you left off. Enter goes to what the marked line names: an open "
            "question, a section, or one of the lists below, each of which has a letter of its own.",
        ),
        (
            "The way to a decision",
            "Answer, look at Check answers (K), review and sign off (V), write the report (F10). The order is "
            "yours; a report can be written at any time.",
        ),
    )

    CSS_PATH = "hub.tcss"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Assessment")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="hub.open", tooltip="Go there", group=GROUP),
        Binding("c,f7", "go_on", "Continue", id="hub.continue", tooltip="Where you left off", group=GROUP),
        Binding("f,shift+f2", "form", "Form", id="hub.form", tooltip="Where you left off, as a form", group=GROUP),
        Binding("f1", "explain", "Help", id="hub.help", tooltip="What you see, and where to go on", group=GROUP),
        Binding("ctrl+g", "jump", "Go to", id="hub.jump", tooltip="Go to a question", group=GROUP),
        Binding(
            "f8", "set_apart", "Set apart", id="hub.set_apart", show=False, tooltip="Kept, not counted", group=GROUP
        ),
        Binding("f10", "report", "Report", id="hub.report", tooltip="Write the report", group=GROUP),
        Binding("escape", "back", "Back", id="hub.back", tooltip="Back to the assessments", group=GROUP),
        *keys(GROUP, hub=True),
    ]

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__()
        self.opened = opened
        self.sitting = Sitting(opened, last_place(opened))
        self.lines: list[Line] = []
        self._previous = opened.previous()
        self._stale: tuple[str, ...] = ()
        """Why the last decision does not hold any more."""

    def compose(self) -> ComposeResult:
        yield Headline(self.opened.assessment.vendor.name)
        with Vertical(id="body"):
            yield Static(id="about")
            yield Static(id="outcome")
            yield Hub(id="hub")
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """What somebody else kept meanwhile is shown by itself."""
        try:
            if self.is_current and self.opened.moved():
                self.opened.refresh()
                self.on_screen_resume()
        except StoreError:  # whatever is saved next says why
            return

    def on_screen_resume(self) -> None:
        self._show()
        self.run_worker(self._score(), exclusive=True, group="score")

    def _show(self) -> None:
        assessment, interview = self.opened.assessment, self.opened.interview
        self.query_one(Headline).crumbs = (assessment.vendor.name, assessment.engagement.service or assessment.title)
        told = (progress_words(interview.progress), minutes_words(minutes_left(interview)))
        self.query_one(Headline).standing = " · ".join(filter(None, told))
        status = IN_WORDS[assessment.status]
        about = [f"{status[:1].upper()}{status[1:]}", f"profile {assessment.engagement.profile}"]
        about.append(f"as of {self.opened.day.isoformat()}")
        if assessment.case is not None:
            about.append(f"from the case {assessment.case}")
        told = [Content.styled(" · ".join(about), "$quiet")]
        told += [Content.assemble(("! ", "bold $warning"), on_one_line(notice)) for notice in self.opened.notices()]
        if self._stale and assessment.decision is not None:
            told.append(Content.assemble(("! The decision is stale. ", "bold $error"), on_one_line(self._stale[0])))
        self.query_one("#about", Static).update(Content("\n").join(told))
        gap = Line(Content(""), None)
        sections = map(_section, interview.sections)
        lists = LISTS if self._previous is None else (*LISTS, SINCE)
        self.lines = [*self._continue(), *self._blockers(), gap, *sections, gap, *map(_list, lists)]
        hub = self.query_one(Hub)
        at = hub.cursor if hub.cursor is not None and hub.cursor < len(self.lines) else 0
        hub.show(self.lines, at)
        hub.focus()

    def _continue(self) -> list[Line]:
        item = self.sitting.item
        text = f"{'Continue' if self.opened.assessment.answers else 'Begin'}: "
        if not is_answerable(self.opened.assessment, item.id):
            text = "Look at the answers: "
        asked = on_one_line(self.sitting.said(item.question.text))
        return [Line(Content.assemble(("→ ", "bold $primary"), (text, "bold"), (asked, "")), item.id)]

    def _blockers(self) -> list[Line]:
        """What stands in the way of a report that one can rely on, each with the first question that it concerns."""
        items = [item for item in self.opened.interview.items.values() if item.visible is not False]
        kinds = (
            ("! ", "$error", "to correct", [i for i in items if i.standing is Standing.invalid]),
            ("! ", "$warning", "without a source", [i for i in items if i.standing is Standing.needs_evidence]),
            ("· ", "$foreground", "required and open", [i for i in items if i.required and not i.done]),
            ("↓ ", "$accent", "carried over and not confirmed", [i for i in items if _is_unconfirmed(i)]),
            ("⚑ ", "$accent", "flagged", [i for i in items if i.flag is not None]),
        )
        apart = self.opened.interview.set_apart()
        told = f"{counted(len(apart), 'answered question')} set apart: kept, and not counted"
        kept = [Line(Content.assemble(("– ", "bold $quiet"), told), SET_APART)] if apart else []
        return kept + [
            Line(Content.assemble((glyph, f"bold {token}"), f"{counted(len(found), 'question')} {what}"), found[0].id)
            for glyph, token, what, found in kinds
            if found
        ]

    def word_of(self, binding: Binding) -> str:
        """Where answers are closed one does not go on with them, but looks at them."""
        closed = not is_answerable(self.opened.assessment, self.sitting.item.id)
        return "Answers" if closed and binding.id == "hub.continue" else binding.description

    async def _score(self) -> None:
        score = await asyncio.to_thread(scored, self.opened.snapshot)
        for place in self.query("#outcome").results(Static):  # none where the screen is being left
            place.update(outcome_content(score, self.opened.interview.progress))
        stale = await asyncio.to_thread(self.opened.staleness)
        if stale != self._stale:
            self._stale = stale
            self._show()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """To the question that the line leads to."""
        at = self.query_one(Hub).cursor
        line = None if at is None else self.lines[at]
        question = None if line is None else line.question
        if line is not None and line.list is not None:
            self.action_see(line.list)
        elif question == SET_APART:
            self.action_set_apart()
        elif question is not None:
            if question != self.sitting.place.question:
                self.sitting.go(question)
            self._ask()

    def action_go_on(self) -> None:
        """Where one left off."""
        self._ask()

    def action_form(self) -> None:
        """Where one left off, the whole section as a form."""
        from ddq.tui.screens.form import FormScreen  # loaded when it is first shown

        self.desk.push_screen(FormScreen(self.sitting))

    def _ask(self) -> None:
        from ddq.tui.screens.interview import InterviewScreen  # loaded when it is first shown

        self.desk.push_screen(InterviewScreen(self.sitting))

    def action_jump(self) -> None:
        """Go to a question by its id or by words of its text."""
        from ddq.tui.screens.jump import Jump  # loaded when it is first shown

        def chosen(question: str | None) -> None:
            if question is not None:
                self.sitting.go(question)
                self._ask()

        self.desk.push_screen(Jump(self.opened.interview), chosen)

    def action_see(self, name: str) -> None:
        """One of the lists of the assessment."""
        self.desk.push_screen(list_screen(name, self.opened))

    def action_set_apart(self) -> None:
        """What was answered and does not apply any more."""
        from ddq.tui.screens.set_apart import SetApart  # loaded when it is first shown

        def chosen(question: str | None) -> None:
            if question is not None:
                self.sitting.go(question)
                self._ask()

        self.desk.push_screen(SetApart(self.opened.interview), chosen)

    def action_report(self) -> None:
        """Write the report."""
        from ddq.tui.screens.report import ReportScreen  # loaded when it is first shown

        self.desk.push_screen(ReportScreen(self.opened))

    def action_back(self) -> None:
        """Back to the assessments."""
        self.dismiss()


class Hub(LineList):
    """The lines of the hub; headings are passed over."""

    def show(self, lines: list[Line], cursor: int) -> None:
        """Show other lines."""
        self._headings = {index for index, line in enumerate(lines) if line.question is None and line.list is None}
        self.set_rows([line.content for line in lines], cursor)

    def is_heading(self, index: int) -> bool:
        return index in self._headings


def _list(one: List) -> Line:
    content = Content.assemble((f"{key_name(one.hub_key)} ", "bold $primary"), one.title, (f"  {one.told}", "$quiet"))
    return Line(content, None, one.name)


def _section(section: SectionProgress) -> Line:
    progress = section.progress
    first = next((item.id for item in section.items if item.visible is True and not item.done), None)
    start = first or next(item.id for item in section.items if item.visible is not False)
    done = f"{progress.done}/{progress.applicable}"
    mark = ("✓", "$success") if _is_done(progress) else ("·", "$quiet") if progress.done == 0 else ("◐", "$primary")
    told = [counted(progress.flagged, "flag")] if progress.flagged else []
    told += [f"{progress.problems} to correct"] if progress.problems else []
    told += [f"{progress.may_apply} may apply"] if progress.may_apply else []
    return Line(
        Content.assemble(
            (f"{mark[0]} ", mark[1]),
            (f"{done:>6}  ", "$quiet"),
            on_one_line(section.section.title),
            ("  " + ", ".join(told) if told else "", "$quiet"),
        ),
        start,
    )


def _is_unconfirmed(item: Item) -> bool:
    """Whether something of it was carried over and nobody said yet that it still holds."""
    answers = (item.answer, item.complete, *(row.answer for row in item.rows))
    return any(answer is not None and answer.carried_from is not None for answer in answers)


def _is_done(progress: Progress) -> bool:
    return progress.done == progress.applicable and not progress.may_apply


def outcome_content(score: Score | str, progress: Progress) -> Content:
    """The outcome, the interval and what it says, in two lines; without a score, why there is none."""
    if isinstance(score, str):
        return Content.assemble(("! ", "bold $error"), on_one_line(score))
    mark = OUTCOMES[score.outcome]
    provisional = is_provisional(score, progress)
    return Content.assemble(
        (f"{mark.glyph} {mark.word}", f"bold {mark.style}"),
        (f"   {trust_words(score, provisional)}\n" if score.has_figure else "\n", "$primary"),
        (on_one_line(score.headline), ""),
    )
