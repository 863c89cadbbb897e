"""There is no answer to give: which of the five states it is, and why."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ddq.assessment.model import Answer, AnswerState
from ddq.tui.screens.written import WritingDialog
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static
from ddq.tui.words import STATES


class Stated(NamedTuple):
    """What was said instead of an answer."""

    state: AnswerState
    """`answered` stands for: take the answer back, so that the question is open again."""
    reason: str
    law: str | None


class SayState(WritingDialog):
    """Dismissed with a `Stated`."""

    EXPLAINED = (
        (
            "When there is no answer",
            "Say which it is: nobody knows, the vendor has not answered yet, the vendor refuses, a law bars the "
            "answer, or the question does not apply. All of them read as unknown and widen the score, until a "
            "reviewer accepts that the question does not apply.",
        ),
        (
            "Why",
            "A reason in a sentence is needed: the report prints it. Where a law bars the answer, name the law.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Save", id="state.keep", priority=True, tooltip="Keep state and reason", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="state.cancel", tooltip="Leave it as it was", group=GROUP),
    ]

    def __init__(self, answer: Answer | None, not_applicable_when: str | None) -> None:
        super().__init__()
        self.standing = answer
        self.told = f"Not applicable when: {not_applicable_when}" if not_applicable_when else ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("There is no answer to give", classes="title")
            if self.told:
                yield Static(self.told, classes="quiet")
            yield Options(id="states")
            yield Static("Why (needed)", classes="label")
            yield Input(placeholder="in a sentence", id="reason")
            yield Static("The law that bars the answer (needed)", classes="label law")
            yield Input(placeholder="such as the act and its article", id="law", classes="law")
            yield Static(id="problem")
            yield KeyLine()

    def on_mount(self) -> None:
        options = [Option(state.value, name, told) for state, (name, told) in STATES.items()]
        if self.standing is not None:
            options.append(Option(AnswerState.answered.value, "Open again", "takes the answer back"))
        chosen: set[str] | None = None
        if self.standing is not None and self.standing.state in STATES:
            chosen = {self.standing.state.value}
            self.query_one("#reason", Input).value = self.standing.reason or ""
            self.query_one("#law", Input).value = self.standing.law or ""
        self.query_one(Options).load(options, chosen)
        self._show_law()
        self.query_one("#problem").display = False
        self.query_one(Options).focus()

    def _state(self) -> AnswerState | None:
        chosen = self.query_one(Options).chosen
        return AnswerState(next(iter(chosen))) if chosen else None

    def _show_law(self) -> None:
        barred = self._state() is AnswerState.legally_barred
        for widget in self.query(".law"):
            widget.display = barred

    @on(Options.Changed)
    def _changed(self) -> None:
        self._show_law()

    @on(Options.Committed)
    def _to_reason(self) -> None:
        if self._state() is AnswerState.answered:
            self.action_keep()
        elif self._state() is not None:
            self.query_one("#reason").focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "reason" and self._state() is AnswerState.legally_barred:
            self.query_one("#law").focus()
        else:
            self.action_keep()

    def action_keep(self) -> None:
        """Done, if everything needed is there."""
        state = self._state()
        reason, law = (self.query_one(f"#{name}", Input).value.strip() for name in ("reason", "law"))
        if state is None:
            self._refuse("Choose one of the states.", "states")
        elif state is not AnswerState.answered and not reason:
            self._refuse("Say in a sentence why.", "reason")
        elif state is AnswerState.legally_barred and not law:
            self._refuse("Name the law that bars the answer.", "law")
        else:
            self.dismiss(Stated(state, reason, law if state is AnswerState.legally_barred else None))

    def _refuse(self, problem: str, field: str) -> None:
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}")
        static.display = True
        self.query_one(f"#{field}").focus()
