"""The panel of one question: its text, the one editor of its kind, and how its answer stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ddq.assessment.commenting import comments_on
from ddq.assessment.model import Answer
from ddq.questionnaire.values import U
from ddq.tui.editors import EDITORS
from ddq.tui.editors.base import Editor
from ddq.tui.sitting import Sitting
from ddq.tui.widgets.plain import Static, on_one_line, shown
from ddq.tui.widgets.rows import RowList
from ddq.tui.words import STANDINGS, STATES, VERDICTS, basis_words, provenance_words


class QuestionPanel(Vertical):
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
        self.editor: Editor | None = None
        """The editor in use; None at the list of a group."""
        # What stands there already: a key that is typed changes neither, and then nothing is laid out.
        self._problem = self._hint = ""
        self.query_one("#problem").display = False
        for widget in self.query(".editor, #rows"):
            widget.display = False

    def show(self, sitting: Sitting, cursor: str | None = None) -> None:
        """Show the place of the sitting; `cursor` is the row under the cursor, of a list."""
        self.show_heading(sitting)
        rows = self.query_one(RowList)
        if sitting.at_list:
            chosen: Widget = rows
            self.editor = None
            rows.show(sitting.item, cursor)
        else:
            chosen = self.editor = self.query_one(EDITORS[sitting.question.kind])
            self.editor.load(sitting.question, sitting.raw, sitting.offered)
        for widget in self.query(".editor, #rows"):
            widget.display = widget is chosen
        self.tell_note(None)
        self.refresh_standing(sitting)

    def enter(self) -> None:
        """Give the keys to the editor."""
        entry = self.query_one(RowList) if self.editor is None else self.editor.entry()
        # At once: Widget.focus() waits until the keys that are already queued have gone to the old editor.
        self.screen.set_focus(entry, scroll_visible=False)

    def refresh_standing(self, sitting: Sitting) -> None:
        """Show how the answer stands, and what is wrong with it."""
        self.tell_problem(" ".join(sitting.problems))
        stands, static = _standing(sitting), self.query_one("#stands", Static)
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
        told = note or (RowList.hint if self.editor is None else self.editor.hint)
        if told != self._hint:
            self._hint = told
            self.query_one("#hint", Static).update(told, layout=False)

    def show_heading(self, sitting: Sitting) -> None:
        """Show the question, its help, and whether it is required or flagged."""
        question = sitting.question
        parts: list[Content | str | tuple[str, str]] = []
        if sitting.place.row is not None:
            label = "New entry" if sitting.row is None else on_one_line(sitting.row.label)
            parts.append((f"{label}\n", "$quiet"))
        parts.append((shown(sitting.said(question.text)).plain, "bold"))
        if sitting.is_required:
            parts.append(("  required", "$quiet"))
        if sitting.item.flag is not None:
            parts.append(("  ⚑ flagged", "$accent"))
        self.query_one("#question", Static).update(Content.assemble(*parts))
        told = question.help or ""
        if sitting.item.visible is U and sitting.item.hidden_because:
            told = f"~ May apply: {sitting.item.hidden_because}. {told}"
        static = self.query_one("#help", Static)
        static.update(sitting.said(told))
        static.display = bool(told)


_LONGEST = 150
"""Cells of the answer, the basis or the note beside a question: two lines of 80 columns; the whole is a key away."""


def _standing(sitting: Sitting) -> Content:
    """The answer, its basis and its note, one line each; of what has no answer, one line."""
    answer = sitting.standing_answer
    lines: list[Content] = []
    if answer is not None:
        said = [] if sitting.place.row is not None else [_line("Answer", _said(sitting, answer))]
        basis = on_one_line(basis_words(answer, sitting.file_names))
        lines = [*said, _line("Basis", basis)] if basis else said
        if answer.note:
            lines.append(_line("Note", on_one_line(answer.note)))
        given = sitting.provenance
        if given is not None:
            lines.append(_line("From", on_one_line(provenance_words(given))))
        if before := sitting.carried_words:
            lines.append(_line("Earlier", on_one_line(before)))
    lines += _review(sitting)
    if sitting.item.flag:
        lines.append(_line("Flag", on_one_line(sitting.item.flag)))
    if not lines and sitting.place.row is None and sitting.question.kind != "computed":
        what = "Not declared complete." if sitting.at_list and sitting.item.rows else "Not answered."
        lines = [Content.styled(f"{what} Ctrl+O if there is no answer to give.", "$quiet")]
    return Content("\n").join(lines)


def _review(sitting: Sitting) -> list[Content]:
    """What reviewers said: their verdict on the answer, and the last open comment on the question."""
    lines: list[Content] = []
    verdict = sitting.assessment.verdicts.get(sitting.standing_subject)
    if verdict is not None:
        mark = VERDICTS[verdict.verdict]
        note = f": {on_one_line(verdict.note)}" if verdict.note else ""
        said = Content.assemble(
            (f"{mark.glyph} {mark.word}", f"bold {mark.style}"), f", {on_one_line(verdict.by)}{note}"
        )
        lines.append(_line("Review", said))
    comments = [one for one in comments_on(sitting.assessment, sitting.place.question).values() if not one.resolution]
    if comments:
        last = comments[-1]
        more = f" (and {len(comments) - 1} more)" if len(comments) > 1 else ""
        lines.append(_line("Comment", on_one_line(f"{last.by}: {last.text}{more}")))
    return lines


def _line(name: str, text: str | Content) -> Content:
    return Content.assemble((f"{name:<8}", "$quiet"), text).truncate(_LONGEST, ellipsis=True)


def _said(sitting: Sitting, answer: Answer) -> Content:
    if answer.state in STATES:
        law = f" ({answer.law})" if answer.law else ""
        token = STANDINGS[sitting.item.standing].style
        word = STATES[answer.state][0]
        return Content.assemble((word, f"bold {token}"), on_one_line(f"{law}: {answer.reason or ''}"))
    mark = STANDINGS[sitting.item.standing]
    carried = ", carried over, not confirmed" if answer.carried_from else ""
    carried += f", as {answer.served_by} was answered" if answer.served_by else ""
    alleged = ", an allegation" if answer.allegation else ""
    return Content.assemble((f"{mark.glyph} {mark.word}", mark.style), carried, alleged)
