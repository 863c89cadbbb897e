"""The panel of one question: its text, the one editor of its kind, and how its answer stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ddq.assessment.closing import IN_WORDS, is_answerable
from ddq.assessment.commenting import comments_on
from ddq.assessment.model import Answer, Assessment, Status
from ddq.questionnaire.values import U
from ddq.tui.editors import EDITORS
from ddq.tui.here import Here
from ddq.tui.widgets.asked import Asked
from ddq.tui.widgets.plain import Static, on_one_line, shown
from ddq.tui.widgets.rows import RowList
from ddq.tui.words import STANDINGS, STATES, VERDICTS, basis_words, provenance_words


class QuestionPanel(Asked):
    """Every editor is mounted once; showing another question loads one of them and hides the others."""

    def compose(self) -> ComposeResult:
        yield Static(id="question")
        yield Static(id="help")
        with Vertical(id="editors"):
            for kind in dict.fromkeys(EDITORS.values()):
                yield kind(classes="editor")
            yield RowList(id="rows")
        yield Static(id="problem")
        yield Static(id="hint")
        yield Static(id="stands")

    def on_mount(self) -> None:
        # What stands there already: a key that is typed changes neither, and then nothing is laid out.
        self._problem = self._hint = ""
        self.query_one("#problem").display = False
        for widget in self.query(".editor, #rows"):
            widget.display = False

    def show(self, here: Here, cursor: str | None = None) -> None:
        """Show the place; `cursor` is the row under the cursor, of a list."""
        self.show_heading(here)
        rows = self.query_one(RowList)
        if here.at_list:
            chosen: Widget = rows
            self.editor = None
            rows.show(here.item, cursor, closed=not is_answerable(here.assessment, here.place.question))
        else:
            chosen = self.editor = self.query_one(EDITORS[here.question.kind])
            self.editor.load(here.question, here.raw, here.offered)
        for widget in self.query(".editor, #rows"):
            widget.display = widget is chosen
        self.tell_note(None)
        self.refresh_standing(here)

    def enter(self) -> None:
        """Give the keys to the editor."""
        entry = self.query_one(RowList) if self.editor is None else self.editor.entry()
        # At once: Widget.focus() waits until the keys that are already queued have gone to the old editor.
        self.screen.set_focus(entry, scroll_visible=False)

    def refresh_standing(self, here: Here) -> None:
        """Show how the answer stands, and what is wrong with it."""
        self.tell_problem(" ".join(here.problems))
        stands, static = _standing(here), self.query_one("#stands", Static)
        static.update(stands)
        static.display = bool(stands)

    def tell_problem(self, problem: str) -> None:
        """Say what is wrong with what was written; nothing where the text is empty."""
        if problem == self._problem:
            return
        self._problem = problem
        static = self.query_one("#problem", Static)
        static.update(Content.assemble(("! ", "bold"), on_one_line(problem)))
        static.display = bool(problem)

    def tell_note(self, note: str | None) -> None:
        """Say something about the answer while it is written; without it, the keys of the editor."""
        told = note or (self.query_one(RowList).hint if self.editor is None else self.editor.hint)
        if told != self._hint:
            self._hint = told
            self.query_one("#hint", Static).update(told, layout=False)

    def show_heading(self, here: Here) -> None:
        """Show the question, its help, and whether it is required or flagged."""
        question = here.question
        parts: list[Content | str | tuple[str, str]] = []
        if here.place.row is not None:
            label = "New entry" if here.row is None else on_one_line(here.row.label)
            parts.append((f"{label}\n", "$quiet"))
        parts.append((shown(here.said(question.text)).plain, "bold"))
        if here.is_required:
            parts.append(("  required", "$quiet"))
        if here.item.flag is not None:
            parts.append(("  ⚑ flagged", "$accent"))
        self.query_one("#question", Static).update(Content.assemble(*parts))
        told = question.help or ""
        if here.item.visible is U and here.item.hidden_because:
            told = f"~ May apply: {here.item.hidden_because}. {told}"
        static = self.query_one("#help", Static)
        static.update(here.said(told))
        static.display = bool(told)


_LONGEST = 150
"""Cells of the answer, the basis or the note beside a question: two lines of 80 columns; the whole is a key away."""


def _standing(here: Here) -> Content:
    """The answer, its basis and its note, one line each; of what has no answer, one line."""
    answer = here.standing_answer
    lines: list[Content] = []
    if answer is not None:
        said = [] if here.place.row is not None else [_line("Answer", _said(here, answer))]
        basis = on_one_line(basis_words(answer, here.file_names))
        lines = [*said, _line("Basis", basis)] if basis else said
        if answer.note:
            lines.append(_line("Note", on_one_line(answer.note)))
        given = here.provenance
        if given is not None:
            lines.append(_line("From", on_one_line(provenance_words(given))))
        if before := here.carried_words:
            lines.append(_line("Earlier", on_one_line(before)))
    lines += _review(here)
    if here.item.flag:
        lines.append(_line("Flag", on_one_line(here.item.flag)))
    if not is_answerable(here.assessment, here.place.question):
        lines.append(_line("Closed", closed_words(here.assessment)))
    elif not lines and here.place.row is None and here.question.kind != "computed":
        what = "Not declared complete." if here.at_list and here.item.rows else "Not answered."
        lines = [Content.styled(f"{what} Ctrl+O if there is no answer to give.", "$quiet")]
    return Content("\n").join(lines)


def closed_words(assessment: Assessment) -> str:
    """Why nothing can be written here, said before anybody writes."""
    told = f"the assessment is {IN_WORDS[assessment.status]}"
    if assessment.status is Status.changes_requested:
        return f"{told}, and this question was not; it can be read, not changed"
    return f"{told}; answers can be read, not changed"


def _review(here: Here) -> list[Content]:
    """What reviewers said: their verdict on the answer, and the last open comment on the question."""
    lines: list[Content] = []
    verdict = here.assessment.verdicts.get(here.standing_subject)
    if verdict is not None:
        mark = VERDICTS[verdict.verdict]
        note = f": {on_one_line(verdict.note)}" if verdict.note else ""
        said = Content.assemble(
            (f"{mark.glyph} {mark.word}", f"bold {mark.style}"), f", {on_one_line(verdict.by)}{note}"
        )
        lines.append(_line("Review", said))
    comments = [one for one in comments_on(here.assessment, here.place.question).values() if not one.resolution]
    if comments:
        last = comments[-1]
        more = f" (and {len(comments) - 1} more)" if len(comments) > 1 else ""
        lines.append(_line("Comment", on_one_line(f"{last.by}: {last.text}{more}")))
    return lines


def _line(name: str, text: str | Content) -> Content:
    return Content.assemble((f"{name:<8}", "$quiet"), text).truncate(_LONGEST, ellipsis=True)


def _said(here: Here, answer: Answer) -> Content:
    if answer.state in STATES:
        law = f" ({answer.law})" if answer.law else ""
        token = STANDINGS[here.item.standing].style
        word = STATES[answer.state][0]
        return Content.assemble((word, f"bold {token}"), on_one_line(f"{law}: {answer.reason or ''}"))
    mark = STANDINGS[here.item.standing]
    carried = ", carried over, not confirmed" if answer.carried_from else ""
    carried += f", as {answer.served_by} was answered" if answer.served_by else ""
    alleged = ", an allegation" if answer.allegation else ""
    return Content.assemble((f"{mark.glyph} {mark.word}", mark.style), carried, alleged)
