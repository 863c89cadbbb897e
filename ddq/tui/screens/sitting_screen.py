"""A screen on which a sitting is written to: keeps drafts, asks before answers are hidden, says what is not saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from textual.content import Content

from ddq.assessment.model import Answer, Event, EventKind
from ddq.assessment.subjects import NotAccepted
from ddq.store.protocol import Conflict, StoreError
from ddq.tui.screens.base import DdqScreen
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.asked import Asked
from ddq.tui.words import clock_words, counted, sentence


class SittingScreen(DdqScreen):
    """What is written is kept before anything else happens."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.trouble: str | None = None
        """Why the last change is not saved."""
        self._confirms = False
        """Whether keeping confirms what was carried over and left as it is: Enter does, passing by does not."""
        self._contested: Conflict | None = None
        """That somebody else was first with what a dialog wanted to keep."""
        self._loaded_raw: object = None
        """What the editor gave before anything was written."""

    @property
    def panel(self) -> Asked:
        """Where the question stands."""
        return self.query_one(Asked)

    def show(self, cursor: str | None = None) -> None:
        """Show the place, whatever changed; `cursor` is the row under the cursor, of a list."""
        raise NotImplementedError

    def show_standing(self) -> None:
        """Show how everything stands."""
        raise NotImplementedError

    def show_saved(self, state: Content | None = None) -> None:
        """Show whether everything is saved."""
        raise NotImplementedError

    def rescore(self) -> None:
        """Compute the score anew."""
        raise NotImplementedError

    def remember_loaded(self) -> None:
        """What the editor gives now is what stands."""
        editor = self.panel.editor
        self._loaded_raw = None if editor is None else editor.raw()

    def written(self) -> tuple[bool, object]:
        """Whether something else is written than what stands, and what."""
        editor = self.panel.editor
        if editor is None or self.sitting.question.kind == "computed":
            return False, None
        raw, answer = editor.raw(), self.sitting.answer
        confirms = self._confirms and answer is not None and answer.carried_from is not None and raw is not None
        return raw != self._loaded_raw or confirms, raw

    def colleagues_events(self) -> tuple[Event, ...]:
        """What others kept meanwhile; nothing while something is being written here.

        An answer is kept as the next after the one that was seen when it was begun. Whoever writes while a colleague
        answers the same is asked whose it is to be, which needs that this screen has not seen the colleague's.
        """
        opened = self.sitting.opened
        try:
            if not self.is_current or self.trouble is not None or self.is_writing or not opened.moved():
                return ()
            before = len(opened.history())
            opened.refresh()
        except StoreError:  # whatever is saved next says why
            return ()
        return opened.history()[before:]

    @property
    def is_writing(self) -> bool:
        """Whether something is written here that is not kept yet."""
        return self.written()[0]

    def keep_draft(self) -> str | None:
        changed, raw = self.written()
        if not changed:
            return None
        try:
            self._give(raw)
        except (NotAccepted, StoreError) as error:
            if isinstance(error, Conflict):
                self.panel.refresh_standing(self.sitting)
            return sentence(error)
        return None

    def _give(self, raw: object) -> None:
        """Keep what is written; nothing written takes the answer back."""
        if raw is None:
            self.sitting.clear()
        else:
            self.sitting.keep(self.sitting.proposed(raw))

    def commit(self, then: Callable[[], Any]) -> None:
        """Keep what is written, then move; where it hides answers ask first, where it does not fit say so and stay."""
        changed, raw = self.written()
        if not changed:
            then()
            return
        try:
            proposed = self.sitting.proposed(raw) if raw is not None else None
        except NotAccepted as error:
            self.refuse(error)
            return
        hidden = self.sitting.would_hide(proposed) if self.sitting.place.row is None else ()
        if not hidden:
            self.change(lambda: self._give(raw), then)
            return
        self.ask_hiding(hidden, lambda: self.change(lambda: self._give(raw), then))

    def ask_hiding(self, hidden: tuple[str, ...], then: Callable[[], Any]) -> None:
        """Ask whether an answer is meant that hides others, then do `then`."""
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

    def change(self, change: Callable[[], Any], then: Callable[[], Any] | None = None) -> None:
        """Make a change and show what follows; say so where it is refused or does not reach the disk."""
        try:
            change()
        except NotAccepted as error:
            self.refuse(error)
            return
        except Conflict as conflict:
            self._ask_whose(conflict, change, then)
            return
        except StoreError as error:
            self.trouble = sentence(error)
            self.show_saved()
            self.tell(f"NOT SAVED: {self.trouble}", "error")
            return
        if self.trouble is not None:
            self.trouble = None
            self.desk.clear_notifications()
        if then is not None:
            then()
        self.show_standing()
        self.rescore()

    def try_change(self, change: Callable[[], Any]) -> str | None:
        """Make a change out of a dialog; why it is refused, so that the dialog stays with what is written in it."""
        self._contested = None
        try:
            change()
        except Conflict as conflict:  # asked once the dialog has closed: it offers what is written again
            self._contested = conflict
        except (NotAccepted, StoreError) as error:
            return sentence(error)
        return None

    def after_dialog(self, change: Callable[[], Any], then: Callable[[], Any]) -> None:
        """Show what a dialog kept; where somebody else was first, ask whose it is to be."""
        contested, self._contested = self._contested, None
        if contested is not None:
            self._ask_whose(contested, change, then)
        else:
            self.change(lambda: None, then)

    def _ask_whose(self, conflict: Conflict, change: Callable[[], Any], then: Callable[[], Any] | None) -> None:
        """Somebody else was first: show what stands now, and put this in its place only if that is wanted."""
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        sitting = self.sitting
        self.panel.refresh_standing(sitting)
        self.show_standing()
        last, given = conflict.stands, conflict.given
        who = f"{last.by} changed this at {clock_words(last.at)}" if last else "Somebody else changed this"
        stands = f"{who}, in the meantime. What stands now: {sitting.standing_words}."
        if given.kind is EventKind.answered and given.subject == sitting.standing_subject:
            mine = None if given.new is None else Answer.model_validate_json(json.dumps(given.new))
            stands = f"{stands} Yours: {sitting.words_of(mine)}."

        def answered(mine: bool | None) -> None:
            if mine:
                self.change(change, then)
            elif mine is False:
                self.show()

        self.desk.push_screen(Confirm(stands, yes="Put mine in its place", no="Take what stands"), answered)

    def refuse(self, error: NotAccepted) -> None:
        """Say what does not fit, where it was written."""
        self.panel.tell_problem(sentence(error))
        self.panel.enter()
