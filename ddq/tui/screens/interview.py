"""The interview: the questions on the left, one of them on the right, and how the whole stands above and below."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from ddq.assessment.interview import Interview, Standing
from ddq.assessment.items import progress_words
from ddq.assessment.since_review import changed_since_review
from ddq.assessment.subjects import NotAccepted
from ddq.scoring.model import Score
from ddq.tui.editors.base import Editor
from ddq.tui.scored import scored
from ddq.tui.screens import asides
from ddq.tui.screens.base import LOOK_SECONDS
from ddq.tui.screens.interview_keys import KEYS
from ddq.tui.screens.sitting_screen import SittingScreen
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.beside import ROOM_BESIDE, WIDTH_BESIDE, Beside, Part, has_reading
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.navigator import Filter, Navigator
from ddq.tui.widgets.panel import QuestionPanel, closed_words
from ddq.tui.widgets.plain import Static
from ddq.tui.widgets.rows import ADD, RowList
from ddq.tui.words import clock_words, day_words, is_provisional, trust_words

_PAUSE_SECONDS = 0.3
"""Without a key, until what is computed beside a list follows what is written."""


class InterviewScreen(SittingScreen):
    """Draws a sitting, and turns keys into its moves and changes."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._standings: dict[str, Standing] = {}
        self._shown: Interview | None = None
        """The interview whose standings these are."""
        self._saved_line = Content("")
        self._says_unsaved = False
        self._found_at = sitting.assessment.changed_at
        self._last_score: Score | str | None = None

    def compose(self) -> ComposeResult:
        yield Headline(self.sitting.assessment.vendor.name)
        with Horizontal(id="body"):
            yield Navigator(id="navigator")
            yield from self.compose_question()
        yield Static(id="save")
        yield KeyLine()

    def compose_question(self) -> ComposeResult:
        """Where it is asked, beside the list of all."""
        yield QuestionPanel(id="panel")
        yield Beside(id="beside")

    def on_mount(self) -> None:
        self.query_one(Navigator).changed = lambda: changed_since_review(self.sitting.opened.history())
        self.show()
        self.rescore()
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """What colleagues keep meanwhile is shown by itself."""
        kept = self.colleagues_events()
        if not kept:
            return
        if self.sitting.place.question not in self.sitting.interview.items:
            self.dismiss()  # a newer version of the questionnaire has no such question
            return
        here = [event for event in kept if event.subject.partition("/")[0] == self.sitting.place.question]
        if here:
            sitting = self.sitting
            if sitting.place.row is not None and sitting.place.row not in {entry.id for entry in sitting.item.rows}:
                sitting.go(sitting.place.question)  # the colleague took the row out
            self.show(next((rows.row for rows in self.query(RowList) if rows.display), None))
            self.tell(f"{here[-1].by} changed this just now.")
        else:
            self.show_standing()
        self.rescore()

    def show(self, cursor: str | None = None) -> None:
        """Show the place, whatever changed."""
        with self.desk.batch_update():
            panel = self.panel
            panel.show(self.sitting, cursor)
            self.remember_loaded()
            self.show_standing()
            if not self.has_class("-navigating"):
                panel.enter()
            self.show_beside()

    def show_beside(self) -> None:
        """Show what is computed from a list beside it, where there is room."""
        for pane in self.query(Beside):
            pane.display = self.size.width >= ROOM_BESIDE and has_reading(self.sitting.item)
            self.set_class(pane.display, "-beside")
            if pane.display:
                self.run_worker(self._tell_beside(pane), exclusive=True, group="beside")

    async def _tell_beside(self, pane: Beside) -> None:
        """Compute it beside the screen; what stood there stays until then."""
        pane.show(await asyncio.to_thread(self._beside, WIDTH_BESIDE))

    def _beside(self, width: int) -> tuple[Part, ...]:
        from ddq.tui.beside import beside  # what it reads with is loaded when there is something to read

        sitting = self.sitting
        whole = width > WIDTH_BESIDE
        return beside(sitting.item, sitting.interview, sitting.opened.snapshot, self._last_score, width, whole=whole)

    def _follow(self) -> None:
        """Show beside the fields of an entry what would be computed if what is written in them were saved."""
        sitting = self.sitting
        if sitting.place.row is not None and sitting.question.kind != "evidence":  # reading one attaches its file
            for pane in self.query(Beside):
                if pane.display:
                    self.run_worker(self._tell_typed(pane), exclusive=True, group="beside")

    async def _tell_typed(self, pane: Beside) -> None:
        """After a moment without a key; what does not fit yet changes nothing."""
        await asyncio.sleep(_PAUSE_SECONDS)
        sitting, (changed, raw) = self.sitting, self.written()
        if not changed or raw is None:
            return
        try:
            answer = sitting.proposed(raw)
        except NotAccepted:
            return
        after = sitting.interview.preview(sitting.subject, answer)
        snapshot = replace(sitting.opened.snapshot, assessment=after.assessment)

        def parts() -> tuple[Part, ...]:
            from ddq.tui.beside import beside  # what it reads with is loaded when there is something to read

            item = after.items[sitting.place.question]
            typed = Part("With what you are writing, not saved yet", ())
            return (typed, *beside(item, after, snapshot, scored(snapshot), WIDTH_BESIDE))

        pane.show(await asyncio.to_thread(parts))

    def on_resize(self) -> None:
        self.show_beside()

    def show_standing(self) -> None:
        """Show how everything stands; the navigator only where a standing changed."""
        sitting = self.sitting
        self.query_one(Headline).crumbs = (sitting.assessment.vendor.name, *self.breadcrumb)
        navigator = self.query_one(Navigator)
        same = sitting.interview is self._shown or self._stands_as_before(sitting.interview)
        if same and navigator.filter is not Filter.changed:
            navigator.point(sitting.place.question)
        else:
            navigator.show(sitting.interview, sitting.place.question)
        self.show_saved()

    @property
    def breadcrumb(self) -> tuple[str, ...]:
        """Where this is, from the section inward."""
        return self.sitting.breadcrumb

    def _stands_as_before(self, interview: Interview) -> bool:
        """Whether every question stands as it did when this was last asked."""
        standings = {name: item.standing for name, item in interview.items.items()}
        same, self._standings, self._shown = standings == self._standings, standings, interview
        return same

    def show_saved(self, state: Content | None = None) -> None:
        self._says_unsaved = False
        if state is None and self.trouble is not None:
            state = Content.styled(f"× NOT SAVED: {self.trouble} F9 tries again.", "bold $error")
        if state is None:
            changed = self.sitting.assessment.changed_at
            words = clock_words if changed != self._found_at else day_words
            state = Content.styled(f"✓ Saved {words(changed)}" if changed else "✓ Saved", "$success")
        progress = self.sitting.interview.progress
        told = [progress_words(progress)]
        if progress.flagged:
            told.append(f"{progress.flagged} flagged")
        if progress.problems:
            told.append(f"{progress.problems} to correct")
        line = Content.assemble(state, (" · " + " · ".join(told), "$quiet"))
        if not line.is_same(self._saved_line):
            self._saved_line = line
            self.query_one("#save", Static).update(line, layout=False)

    def rescore(self) -> None:
        self.run_worker(self._score(), exclusive=True, group="score")

    async def _score(self) -> None:
        """Compute the score beside the screen, and show it as provisional while anything is open."""
        score = await asyncio.to_thread(scored, self.sitting.opened.snapshot)
        self._last_score = score
        self.show_beside()
        if isinstance(score, str):
            self.query_one(Headline).standing = "no score"
            return
        provisional = is_provisional(score, self.sitting.interview.progress)
        self.query_one(Headline).standing = trust_words(score, provisional, bands=self.size.width >= 100)

    @on(Editor.Changed)
    def _edited(self, event: Editor.Changed) -> None:
        event.stop()
        panel = self.panel
        panel.tell_problem("")
        panel.tell_note(event.editor.note())
        if self.trouble is None and not self._says_unsaved:  # once, so that a key costs the same at any size
            self.show_saved(Content.styled("… Not saved yet", "$warning"))
            self._says_unsaved = True
        self._follow()

    @on(Editor.Committed)
    def _committed(self, event: Editor.Committed) -> None:
        event.stop()
        self._confirms = True
        try:
            self.go_on()
        finally:
            self._confirms = False

    @on(Navigator.Chosen, "#navigator")
    def _picked(self, event: LineList.Chosen) -> None:
        event.stop()
        question = self.query_one(Navigator).question_at(event.index)
        if question is not None:
            self.commit(lambda: self._go(question))

    @on(RowList.Wished)
    def _wished(self, event: RowList.Wished) -> None:
        event.stop()
        row, sitting = event.row or "", self.sitting
        if event.rows.closed and event.wish not in ("open", "beside"):
            told = closed_words(sitting.assessment)
            self.tell(f"{told[:1].upper()}{told[1:]}.", "warning")
            return
        match event.wish:
            case "add":
                self.change(sitting.add_row, self.show)
            case "open":
                sitting.go(sitting.place.question, row)
                self.show()
            case "duplicate":
                self.change(lambda: sitting.duplicate_row(row), self.show)
            case "delete":
                label = next(entry.label for entry in sitting.item.rows if entry.id == row)
                self.change(lambda: sitting.delete_row(row), self.show)
                self.tell(f"Taken out: {label}. F8 brings it back.")
            case "import":
                self._import()
            case "beside":
                self.action_beside()
            case "paste":
                self._paste(event.text)
            case "complete":
                declared = sitting.item.complete is not None and sitting.item.complete.value is True
                self.change(lambda: sitting.declare_complete(not declared), self.show)

    def _paste(self, text: str | None) -> None:
        """Show what pasted cells would add to the list; without a text, wait for the paste."""
        from ddq.tui.screens.proposing import propose_paste  # loaded when it is first shown

        propose_paste(self, text)

    def _import(self) -> None:
        """Show what a file would write into the list."""
        from ddq.tui.screens.proposing import propose_file  # loaded when it is first shown

        propose_file(self)

    def _go(self, question: str) -> None:
        self.sitting.go(question)
        self.remove_class("-navigating")
        self.show()

    def _moved(self, there: bool, within: str) -> None:
        """Show the new place; at the end of the questions, the hub. From a row one comes to where the next is added."""
        if there:
            self.show(ADD if self.sitting.at_list and self.sitting.place.question == within else None)
        else:
            self.dismiss()

    def go_on(self) -> None:
        """What Enter in an editor does."""
        self.action_next()

    def action_next(self) -> None:
        """Save and go on."""
        within = self.sitting.place.question
        self.commit(lambda: self._moved(self.sitting.forward(), within))

    def action_previous(self) -> None:
        """Save and go back."""
        within = self.sitting.place.question
        self.commit(lambda: self._moved(self.sitting.backward() or True, within))

    def action_open(self) -> None:
        """Save and go to the next question still to be answered."""

        def go() -> None:
            if self.sitting.to_open():
                self.show()
            else:
                self.tell("No question is open.")

        self.commit(go)

    def action_back(self) -> None:
        """One level back: from the questions to the question, from a row to its list, from a question to the hub."""
        if self.has_class("-navigating") or self.query_one(Navigator).has_focus:
            self.remove_class("-navigating")
            self.panel.enter()
            return
        self.leave(self._up)

    def _up(self) -> None:
        if self.sitting.place.row is not None:
            row = self.sitting.place.row
            self.sitting.go(self.sitting.place.question)
            self.show(row)
        else:
            self.dismiss()

    def action_navigate(self) -> None:
        """To the list of questions, and from there back."""
        if self.has_class("-navigating"):
            self.action_back()
            return
        self.add_class("-navigating")
        self.query_one(Navigator).focus()

    def action_form(self) -> None:
        """The same question in the form of its section."""
        from ddq.tui.screens.form import FormScreen  # loaded when it is first shown

        self.commit(lambda: self.switch_to(FormScreen(self.sitting)))

    def switch_to(self, screen: InterviewScreen) -> None:
        """Put another screen in the place of this one."""
        self.desk.switch_screen(screen)  # pyright: ignore[reportUnknownMemberType]  # Screen without its result type

    def action_jump(self) -> None:
        """Go to a question by its id or by words of its text."""
        from ddq.tui.screens.jump import Jump  # loaded when it is first shown

        def chosen(question: str | None) -> None:
            if question is not None:
                self.commit(lambda: self._go(question))

        self.desk.push_screen(Jump(self.sitting.interview), chosen)

    def action_explain(self) -> None:
        """Help, and why we ask."""
        asides.explain(self)

    def action_beside(self) -> None:
        """Everything that is computed from the list, over the screen."""
        from ddq.tui.screens.explain import Explain  # loaded when it is first shown

        if not has_reading(self.sitting.item):
            self.tell("Nothing is computed from this list by itself.")
            return
        parts = [(part.heading, "\n".join(part.lines)) for part in self._beside(66)]
        self.desk.push_screen(Explain(self.sitting.said(self.sitting.item.question.text), parts))

    def action_note(self) -> None:
        """A note beside the answer."""
        asides.note(self)

    def action_basis(self) -> None:
        """What the answer rests on."""
        asides.basis(self)

    def action_state(self) -> None:
        """There is no answer to give, and why."""
        asides.state(self)

    def action_flag(self) -> None:
        """Flag for later, or lift the flag."""
        asides.flag(self)

    def action_undo(self) -> None:
        """Take the last change back, and say what it was."""

        def undo() -> None:
            told = self.sitting.undo()
            self.tell(told or "There is nothing of yours to undo.")

        self.change(undo, self.show)

    def action_save(self) -> None:
        """Save what is written, and say how it stands."""

        def told() -> None:
            self.show()
            changed = self.sitting.assessment.changed_at
            self.tell(f"Everything is saved{f' ({clock_words(changed)})' if changed else ''}.")

        self.commit(told)

    def action_see(self, name: str) -> None:
        """Save, then one of the lists of the assessment; what was changed from there is seen on coming back."""
        from ddq.tui.screens.elsewhere import list_screen  # loaded when it is first shown

        def back(_: None) -> None:
            self.show()
            self.rescore()

        def go() -> None:
            self.desk.push_screen(list_screen(name, self.sitting.opened, self.sitting.standing_subject), back)

        self.commit(go)

    def action_report(self) -> None:
        """Write the report."""
        from ddq.tui.screens.report import ReportScreen  # loaded when it is first shown

        self.commit(lambda: self.desk.push_screen(ReportScreen(self.sitting.opened)))
