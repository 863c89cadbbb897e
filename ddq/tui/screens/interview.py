"""The interview: the questions on the left, one of them on the right, and how the whole stands above and below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from ddq.assessment.interview import Standing
from ddq.assessment.model import Answer, AnswerState
from ddq.assessment.subjects import NotAccepted
from ddq.store.protocol import StoreError
from ddq.tui.editors.base import Editor
from ddq.tui.screens.base import DdqScreen
from ddq.tui.screens.interview_keys import KEYS
from ddq.tui.sitting import Sitting, explanation
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.navigator import Navigator
from ddq.tui.widgets.panel import QuestionPanel
from ddq.tui.widgets.plain import Static
from ddq.tui.widgets.rows import RowList
from ddq.tui.words import clock_words, counted, day_words, is_provisional, progress_words, sentence, trust_words


class InterviewScreen(DdqScreen):
    """Draws a sitting, and turns keys into its moves and changes."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.trouble: str | None = None
        """Why the last change is not saved."""
        self._standings: dict[str, Standing] = {}
        self._found_at = sitting.assessment.changed_at
        self._loaded_raw: object = None
        """What the editor gave before anything was written."""

    def compose(self) -> ComposeResult:
        yield Headline(self.sitting.assessment.vendor.name)
        with Horizontal(id="body"):
            yield Navigator(id="navigator")
            yield QuestionPanel(id="panel")
        yield Static(id="save")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()
        self._rescore()

    # Showing

    def _show(self, cursor: str | None = None) -> None:
        """Show the place, whatever changed."""
        with self.desk.batch_update():
            panel = self.query_one(QuestionPanel)
            panel.show(self.sitting, cursor)
            self._loaded_raw = None if panel.editor is None else panel.editor.raw()
            self._show_standing()
            if not self.has_class("-navigating"):
                panel.enter()

    def _show_standing(self) -> None:
        """Show how everything stands; the navigator only where a standing changed."""
        sitting = self.sitting
        self.query_one(Headline).crumbs = (sitting.assessment.vendor.name, *sitting.breadcrumb)
        standings = {name: item.standing for name, item in sitting.interview.items.items()}
        navigator = self.query_one(Navigator)
        if standings == self._standings:
            navigator.point(sitting.place.question)
        else:
            navigator.show(sitting.interview, sitting.place.question)
            self._standings = standings
        self._show_saved()

    def _show_saved(self, state: Content | None = None) -> None:
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
        self.query_one("#save", Static).update(
            Content.assemble(state, (" · " + " · ".join(told), "$quiet")), layout=False
        )

    def _rescore(self) -> None:
        self.run_worker(self._score(), exclusive=True, group="score")

    async def _score(self) -> None:
        """Compute the score beside the screen, and show it as provisional while anything is open."""
        score = await asyncio.to_thread(self.sitting.opened.snapshot.score)
        provisional = is_provisional(score, self.sitting.interview.progress)
        self.query_one(Headline).standing = trust_words(score, provisional, bands=self.size.width >= 100)

    # Keeping what is written

    def _draft(self) -> tuple[bool, object]:
        """Whether something else is written than what stands, and what."""
        editor = self.query_one(QuestionPanel).editor
        if editor is None or self.sitting.question.kind == "computed":
            return False, None
        raw, answer = editor.raw(), self.sitting.answer
        unconfirmed = answer is not None and answer.carried_from is not None and raw is not None
        return raw != self._loaded_raw or unconfirmed, raw

    def keep_draft(self) -> str | None:
        changed, raw = self._draft()
        if not changed:
            return None
        try:
            self._give(raw)
        except (NotAccepted, StoreError) as error:
            return sentence(error)
        return None

    def _give(self, raw: object) -> None:
        """Keep what is written; nothing written takes the answer back."""
        if raw is None:
            self.sitting.clear()
        else:
            self.sitting.keep(self.sitting.proposed(raw))

    def _commit(self, then: Callable[[], Any]) -> None:
        """Keep what is written, then move; where it hides answers ask first, where it does not fit say so and stay."""
        changed, raw = self._draft()
        if not changed:
            then()
            return
        try:
            proposed = self.sitting.proposed(raw) if raw is not None else None
        except NotAccepted as error:
            self._refuse(error)
            return
        hidden = self.sitting.would_hide(proposed) if self.sitting.place.row is None else ()
        if not hidden:
            self._change(lambda: self._give(raw), then)
            return
        self._ask_hiding(hidden, lambda: self._change(lambda: self._give(raw), then))

    def _ask_hiding(self, hidden: tuple[str, ...], then: Callable[[], Any]) -> None:
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        names = ", ".join(hidden[:6]) + (" …" if len(hidden) > 6 else "")
        question = (
            f"With this answer {counted(len(hidden), 'answered question')} no longer "
            f"{'applies' if len(hidden) == 1 else 'apply'}: {names}. "
            f"What was answered is kept, and counts again if you change this back."
        )

        def answered(yes: bool | None) -> None:
            if yes:
                then()

        self.desk.push_screen(Confirm(question, yes="Save"), answered)

    def _change(self, change: Callable[[], Any], then: Callable[[], Any] | None = None) -> None:
        """Make a change and show what follows; say so where it is refused or does not reach the disk."""
        try:
            change()
        except NotAccepted as error:
            self._refuse(error)
            return
        except StoreError as error:
            self.trouble = sentence(error)
            self._show_saved()
            self.tell(f"NOT SAVED: {self.trouble}", "error")
            return
        self.trouble = None
        if then is not None:
            then()
        self._show_standing()
        self._rescore()

    def _refuse(self, error: NotAccepted) -> None:
        panel = self.query_one(QuestionPanel)
        panel.tell_problem(sentence(error))
        panel.enter()

    # What the widgets say

    @on(Editor.Changed)
    def _edited(self, event: Editor.Changed) -> None:
        event.stop()
        panel = self.query_one(QuestionPanel)
        panel.tell_problem("")
        panel.tell_note(event.editor.note())
        if self.trouble is None:
            self._show_saved(Content.styled("… Not saved yet", "$warning"))

    @on(Editor.Committed)
    def _committed(self, event: Editor.Committed) -> None:
        event.stop()
        self.action_next()

    @on(Navigator.Chosen, "#navigator")
    def _picked(self, event: LineList.Chosen) -> None:
        event.stop()
        question = self.query_one(Navigator).question_at(event.index)
        if question is not None:
            self._commit(lambda: self._go(question))

    @on(RowList.Wished)
    def _wished(self, event: RowList.Wished) -> None:
        event.stop()
        row, sitting = event.row or "", self.sitting
        match event.wish:
            case "add":
                self._change(sitting.add_row, self._show)
            case "open":
                sitting.go(sitting.place.question, row)
                self._show()
            case "duplicate":
                self._change(lambda: sitting.duplicate_row(row), self._show)
            case "delete":
                label = next(entry.label for entry in sitting.item.rows if entry.id == row)
                self._change(lambda: sitting.delete_row(row), self._show)
                self.tell(f"Taken out: {label}. F8 brings it back.")
            case "complete":
                declared = sitting.item.complete is not None and sitting.item.complete.value is True
                self._change(lambda: sitting.declare_complete(not declared), self._show)

    # Moves

    def _go(self, question: str) -> None:
        self.sitting.go(question)
        self.remove_class("-navigating")
        self._show()

    def _moved(self, there: bool) -> None:
        """Show the new place; at the end of the questions, the hub."""
        if there:
            self._show()
        else:
            self.dismiss()

    def action_next(self) -> None:
        """Save and go on."""
        self._commit(lambda: self._moved(self.sitting.forward()))

    def action_previous(self) -> None:
        """Save and go back."""
        self._commit(lambda: self._moved(self.sitting.backward() or True))

    def action_open(self) -> None:
        """Save and go to the next open question."""

        def go() -> None:
            if self.sitting.to_open():
                self._show()
            else:
                self.tell("No question is open.")

        self._commit(go)

    def action_back(self) -> None:
        """One level back: from the questions to the question, from a row to its list, from a question to the hub."""
        if self.has_class("-navigating") or self.query_one(Navigator).has_focus:
            self.remove_class("-navigating")
            self.query_one(QuestionPanel).enter()
            return
        self.leave(self._up)

    def _up(self) -> None:
        if self.sitting.place.row is not None:
            row = self.sitting.place.row
            self.sitting.go(self.sitting.place.question)
            self._show(row)
        else:
            self.dismiss()

    def action_navigate(self) -> None:
        """To the list of questions, and from there back."""
        if self.has_class("-navigating"):
            self.action_back()
            return
        self.add_class("-navigating")
        self.query_one(Navigator).focus()

    def action_jump(self) -> None:
        """Go to a question by its id or by words of its text."""
        from ddq.tui.screens.jump import Jump  # loaded when it is first shown

        def chosen(question: str | None) -> None:
            if question is not None:
                self._commit(lambda: self._go(question))

        self.desk.push_screen(Jump(self.sitting.interview), chosen)

    # Beside the answer

    def action_explain(self) -> None:
        """Help, and why we ask."""
        from ddq.tui.screens.explain import Explain  # loaded when it is first shown

        question = self.sitting.question
        self.desk.push_screen(Explain(f"{question.id}  {self.sitting.said(question.text)}", explanation(self.sitting)))

    def _with_answer(self, then: Callable[[Answer], Any]) -> None:
        """Save the draft first: a note and a basis belong to an answer."""

        def go() -> None:
            answer = self.sitting.standing_answer
            if answer is None:
                self.tell("Answer first: a note and a basis belong to an answer. A flag (F6) can hold a reminder.")
            else:
                then(answer)

        self._commit(lambda: (self._show(), go()))

    def action_note(self) -> None:
        """A note beside the answer."""
        from ddq.tui.screens.ask import AskText  # loaded when it is first shown

        def written(note: str | None) -> None:
            if note is not None:
                self._change(lambda: self.sitting.amend(note=note.strip() or None), self._show)

        told = "Printed beside the answer. Empty it to take the note out."
        self._with_answer(lambda answer: self.desk.push_screen(AskText("Note", told, answer.note or ""), written))

    def action_basis(self) -> None:
        """What the answer rests on."""
        from ddq.tui.screens.basis import SayBasis  # loaded when it is first shown

        def said(answer: Answer | None) -> None:
            if answer is not None:
                parts = ("basis", "allegation", "vendor_position")
                changes = {name: getattr(answer, name) for name in parts}
                self._change(lambda: self.sitting.amend(**changes), self._show)

        self._with_answer(lambda answer: self.desk.push_screen(SayBasis(answer), said))

    def action_state(self) -> None:
        """There is no answer to give, and why."""
        from ddq.tui.screens.state import SayState, Stated  # loaded when it is first shown

        if self.sitting.place.row is not None:
            self.tell("A field that is left empty reads as unknown; a state belongs to the whole list.")
            return

        def stated(said: Stated | None) -> None:
            if said is None:
                return
            if said.state is AnswerState.answered:
                self._change(self.sitting.take_back, self._show)
                return
            try:
                answer = self.sitting.say_state(said.state, said.reason, said.law)
            except NotAccepted as error:
                self._refuse(error)
                return
            hidden = self.sitting.would_hide(answer)
            if hidden:
                self._ask_hiding(hidden, lambda: self._change(lambda: self.sitting.keep(answer), self._show))
            else:
                self._change(lambda: self.sitting.keep(answer), self._show)

        question = self.sitting.question
        self.desk.push_screen(SayState(self.sitting.answer, question.not_applicable_when), stated)

    def action_flag(self) -> None:
        """Flag for later, with a reason that may be empty; or lift the flag."""
        from ddq.tui.screens.ask import AskText  # loaded when it is first shown

        if self.sitting.item.flag is not None:
            self._change(lambda: self.sitting.flag(None))
            self.tell("The flag is lifted.")
            self.query_one(QuestionPanel).show_heading(self.sitting)
            return

        def written(reason: str | None) -> None:
            if reason is not None:
                self._change(lambda: self.sitting.flag(reason.strip()))
                self.query_one(QuestionPanel).show_heading(self.sitting)

        self.desk.push_screen(AskText("Flag for later", "Why, if you like; F3 flags the question."), written)

    def action_undo(self) -> None:
        """Take the last change back, and say what it was."""

        def undo() -> None:
            told = self.sitting.undo()
            self.tell(told or "There is nothing of yours to undo.")

        self._change(undo, self._show)

    def action_save(self) -> None:
        """Save what is written, and say how it stands."""

        def told() -> None:
            self._show()
            changed = self.sitting.assessment.changed_at
            self.tell(f"Everything is saved{f' ({clock_words(changed)})' if changed else ''}.")

        self._commit(told)

    def action_report(self) -> None:
        """Write the report."""
        from ddq.tui.screens.report import ReportScreen  # loaded when it is first shown

        self._commit(lambda: self.desk.push_screen(ReportScreen(self.sitting.opened)))
