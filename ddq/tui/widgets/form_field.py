"""A question in a form: its text and standing, its editor, and what is wrong with the answer or beside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from ddq.assessment.interview import Item
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.values import U
from ddq.tui.editors import EDITORS
from ddq.tui.editors.base import Editor
from ddq.tui.here import Here
from ddq.tui.widgets.asked import Asked
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.plain import Static, on_one_line, shown
from ddq.tui.words import STANDINGS, STATES, basis_words, counted

_OPENS = "Enter opens the list"
_LONGEST = 300
"""Cells of what stands beside an answer; the whole is a key away."""


class GroupLine(LineList):
    """A group in one line, which opens its list."""

    def show(self, item: Item) -> None:
        """Say how many entries there are, and whether they are all."""
        told = counted(len(item.rows), "entry", "entries") if item.rows else "no entry yet"
        if item.complete is not None and item.complete.value is True:
            told += ", declared complete"
        self.set_rows([Content.assemble((" → ", "bold $primary"), told, (f"  {_OPENS}", "$quiet"))], 0)


class FormField(Asked):
    """It has the one editor of its question, and keeps what was written in it until that is saved."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.question = here.place.question
        self.loaded: object = None
        """What the editor gave before anything was written."""
        self._here = here
        self._stood: object = None
        """What was loaded into the editor: the answer, and what could be chosen."""
        self._ready = False
        """Whether its parts are there."""
        self._problem = ""
        self._head = self._foot = Content("")

    def compose(self) -> ComposeResult:
        question = self._here.item.question
        yield Static(classes="asked")
        yield Static(classes="help")
        yield GroupLine(classes="group") if isinstance(question, GroupQuestion) else EDITORS[question.kind]()
        yield Static(classes="stands")

    def on_mount(self) -> None:
        self._ready = True
        question: AnyQuestion = self._here.item.question
        if not isinstance(question, GroupQuestion):
            self.editor = self.query_one(Editor)
        if question.kind == "computed":
            self.query_one(Editor).can_focus = False
        self.show(self._here)

    @property
    def is_draft(self) -> bool:
        """Whether something else is written than what stands."""
        return (
            self.editor is not None and self._here.item.question.kind != "computed" and self.editor.raw() != self.loaded
        )

    @property
    def takes_keys(self) -> bool:
        """Whether there is something to answer, and it is seen."""
        return self.display and self._here.item.question.kind != "computed"

    def settle(self) -> None:
        """What is written is saved."""
        if self.editor is not None:
            self.loaded = self.editor.raw()

    def show(self, here: Here, cursor: str | None = None) -> None:
        """Show what stands, and load the editor with it."""
        if not self._ready:
            return
        if self.editor is not None:
            self.editor.load(here.question, here.raw, here.offered)
            self.settle()
        self._stood = (here.raw, here.offered)
        self.sync(here)

    def sync(self, here: Here) -> None:
        """Show what another answer changed; what is being written here stays."""
        self._here = here
        self.display = here.item.visible is not False
        if not self._ready or not self.display:
            return
        if self.editor is not None and self._stood != (here.raw, here.offered) and not self.is_draft:
            self.editor.load(here.question, here.raw, here.offered)
            self.settle()
            self._stood = (here.raw, here.offered)
        elif self.editor is None:
            self.query_one(GroupLine).show(here.item)
        self.show_heading(here)
        if not self.is_draft:
            self.refresh_standing(here)

    def enter(self) -> None:
        if self._ready and self.takes_keys:
            entry = self.query_one(GroupLine) if self.editor is None else self.editor.entry()
            self.screen.set_focus(entry, scroll_visible=False)
            self.tell_note(None)

    def show_heading(self, here: Here) -> None:
        question, item = here.item.question, here.item
        mark = STANDINGS[item.standing]
        parts: list[Content | str | tuple[str, str]] = [(f"{mark.glyph} ", mark.style), (f"{item.id} ", "$quiet")]
        parts.append((shown(here.said(question.text)).plain, "bold"))
        if item.required:
            parts.append(("  required", "$quiet"))
        if item.flag is not None:
            parts.append(("  ⚑ flagged", "$accent"))
        head = Content.assemble(*parts)
        if not head.is_same(self._head):
            self._head = head
            self.query_one(".asked", Static).update(head)
            told = question.help or ""
            if item.visible is U and item.hidden_because:
                told = f"~ May apply: {item.hidden_because}. {told}"
            static = self.query_one(".help", Static)
            static.update(on_one_line(here.said(told)))
            static.display = bool(told)

    def refresh_standing(self, here: Here) -> None:
        self._here = here
        self.tell_problem(" ".join(here.problems))

    def tell_problem(self, problem: str) -> None:
        self._problem = problem
        if not self._ready:
            return
        foot = self._told()
        if not foot.is_same(self._foot):
            self._foot = foot
            static = self.query_one(".stands", Static)
            static.update(foot)
            static.display = bool(foot)

    def tell_note(self, note: str | None) -> None:
        if self._ready:
            told = note or (_OPENS if self.editor is None else self.editor.hint)
            self.screen.query_one("#hint", Static).update(told, layout=False)

    def _told(self) -> Content:
        """What is wrong, then what stands beside the answer, one line each."""
        here, item = self._here, self._here.item
        lines: list[Content] = []
        if self._problem:
            lines.append(Content.styled(f"! {on_one_line(self._problem)}", "$error"))
        answer = here.standing_answer
        if answer is not None:
            said: list[str] = []
            if answer.state in STATES:
                law = f" ({answer.law})" if answer.law else ""
                said.append(f"{STATES[answer.state][0]}{law}: {answer.reason or ''}")
            if answer.carried_from is not None:
                said.append("carried over, not confirmed")
            if answer.allegation:
                said.append("an allegation")
            said += filter(None, (basis_words(answer, here.file_names), answer.note))
            lines.append(Content.styled(on_one_line(" · ".join(said)), "$quiet"))
        if item.flag:
            lines.append(Content.styled(f"⚑ {on_one_line(item.flag)}", "$accent"))
        return Content("\n").join(line.truncate(_LONGEST, ellipsis=True) for line in lines if line)
