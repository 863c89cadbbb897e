"""The decision: what it is, how it stands to the outcome, why, on whose authority, on which conditions, until when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, TypedDict

from pydantic import TypeAdapter
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from ddq.assessment.decision import Condition, Departure, Verb
from ddq.assessment.roles import ADVISORY
from ddq.assessment.subjects import NotAccepted
from ddq.scoring.departure import departure, proposed_conditions
from ddq.scoring.model import Score
from ddq.store.protocol import StoreError
from ddq.tui.decisions import VERBS, departure_sentence, first_due, is_across, review_gaps
from ddq.tui.scored import scored
from ddq.tui.screens.base import DdqScreen
from ddq.tui.screens.fields import AskFields, Field, Written
from ddq.tui.screens.written import ask_to_drop, written_in
from ddq.tui.unsent import fill_fields, keep_unsent, take_unsent
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.lines import LineList
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static, TextArea, on_one_line
from ddq.tui.words import OUTCOMES, counted, sentence, trust_words
from ddq.workspace.opened import OpenAssessment

_CONDITIONS = TypeAdapter(tuple[Condition, ...])


class Said(TypedDict):
    """What a decision says besides what is decided."""

    reason: str | None
    authority: str | None
    conditions: Sequence[Condition]
    expires: date | None
    next_review: date | None


class DecideScreen(DdqScreen):
    """A form; F3 signs it, after one more question."""

    CSS_PATH = "decide.tcss"
    GROUP: ClassVar[Binding.Group] = Binding.Group("Decision")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "explain", "Help", id="decide.help", tooltip="What a decision needs", group=GROUP),
        Binding("f3", "sign", "Sign", id="decide.sign", priority=True, tooltip="Sign the decision", group=GROUP),
        Binding("tab", "app.focus_next", "Next field", id="decide.next", tooltip="To the next field", group=GROUP),
        Binding("escape", "back", "Back", id="decide.back", tooltip="Decide nothing", group=GROUP),
    ]

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__()
        self.opened = opened
        self.score: Score | None = None
        """What the method says; None until it is computed."""
        self.conditions: list[Condition] = []
        self._set_aside: tuple[str, ...] = ()
        """What was written when the app was ended: what is decided, the conditions, the fields."""
        self._demanded = False
        """Whether a condition was written or taken out here."""

    def compose(self) -> ComposeResult:
        yield Headline(self.opened.assessment.vendor.name, "Decide")
        with VerticalScroll(id="form", can_focus=False):
            yield Static("Computing what the method says …", id="outcome")
            yield Options(id="verb")
            yield Static(id="departure")
            with VerticalScroll(id="demands", can_focus=False):
                yield Static("Conditions: Enter changes one, A adds, Del takes out", classes="label")
                yield ConditionList(id="conditions")
            yield Static("Why", classes="label")
            yield TextArea(id="reason")
            yield Static("Authority: the licence, exemption or waiver that allows it", classes="label bar")
            yield Input(placeholder="what it is, and who gave it", id="authority", classes="bar")
            with Horizontal(classes="entry-line"):
                yield Static("Holds until", classes="entry-name")
                yield Input(placeholder="year-month-day; empty: no last day", id="expires")
            with Horizontal(classes="entry-line"):
                yield Static("Look again", classes="entry-name")
                yield Input(placeholder="year-month-day; empty: no day set", id="review")
        yield Static(id="problem")
        yield KeyLine()

    def on_mount(self) -> None:
        verbs = [Option(verb.value, label, hint) for verb, (label, hint) in VERBS.items()]
        self._set_aside = take_unsent(self, self._unsent)
        verb, _, *texts = self._set_aside or ("", "")
        self.query_one("#verb", Options).load(verbs, {verb} if verb else None)
        fill_fields(self, texts)
        self._show()
        self.query_one("#verb").focus()
        self.run_worker(self._compute())

    async def _compute(self) -> None:
        score = await asyncio.to_thread(scored, self.opened.snapshot)
        outcome = self.query_one("#outcome", Static)
        if isinstance(score, str):
            outcome.update(Content.assemble(("! ", "bold $error"), on_one_line(score)))
            return
        self.score = score
        mark = OUTCOMES[score.outcome]
        told = Content.assemble(("The method says ", "$quiet"), (f"{mark.glyph} {mark.word}", f"bold {mark.style}"))
        if score.has_figure:
            told = Content.assemble(told, f"   {trust_words(score, False)}")
        outcome.update(Content("\n").join([told, Content(on_one_line(score.headline))]))
        due = first_due(self.opened.today)
        self.conditions = list(proposed_conditions(score, self.opened.assessment.vendor.name, due))
        if self._set_aside and self._set_aside[1]:
            self.conditions, self._demanded = list(_CONDITIONS.validate_json(self._set_aside[1])), True
        self._show()

    @property
    def verb(self) -> Verb | None:
        """What is chosen."""
        chosen = self.query_one("#verb", Options).chosen
        return Verb(next(iter(chosen))) if chosen else None

    @property
    def departure(self) -> Departure | None:
        """How what is chosen departs from the outcome."""
        verb = self.verb
        if self.score is None or verb is None:
            return None
        demanded = self.conditions if verb is Verb.approve_with_conditions else []
        return departure(self.score, verb, [one.remedy for one in demanded if one.remedy is not None])

    def _show(self) -> None:
        """Show what the choice needs; what was refused before is not said of it."""
        self.query_one("#problem").display = False
        verb, departs = self.verb, self.departure
        across = is_across(departs)
        for widget in self.query(".bar"):
            widget.display = across
        self.query_one("#demands").display = verb is Verb.approve_with_conditions
        self.query_one(ConditionList).show(self.conditions)
        self.query_one("#departure", Static).update(_departure_words(self.score, verb, departs))

    @on(Options.Changed)
    def _changed(self) -> None:
        self._show()

    @on(Options.Committed)
    def _committed(self) -> None:
        self.focus_next()

    @on(LineList.Chosen, "#conditions")
    def _edit(self, event: LineList.Chosen) -> None:
        self._ask_condition(event.index if event.index < len(self.conditions) else None)

    def _ask_condition(self, index: int | None) -> None:
        one = None if index is None else self.conditions[index]
        fields = [
            Field("text", "What is demanded", "in a sentence that one can check", one.text if one else ""),
            Field("owner", "Who sees to it", "a name", one.owner if one else ""),
            Field("due", "Until when", "year-month-day", one.due.isoformat() if one else ""),
        ]

        def keep(written: Written) -> str | None:
            if not written["text"] or not written["owner"]:
                return "A condition says what is demanded, and who sees to it."
            try:
                due = date.fromisoformat(written["due"])
            except ValueError:
                return "The day is written year-month-day, such as 2027-01-31."
            remedy = one.remedy if one and one.text == written["text"] else None
            condition = Condition(text=written["text"], owner=written["owner"][:300], due=due, remedy=remedy)
            if index is None:
                self.conditions.append(condition)
            else:
                self.conditions[index] = condition
            self._demanded = True
            self._show()
            return None

        told = "A condition of the plan that is worded anew no longer counts as the plan's."
        self.desk.push_screen(AskFields("Condition", told, fields, keep))

    def add_condition(self) -> None:
        """One more condition."""
        self._ask_condition(None)

    def remove_condition(self, index: int) -> None:
        """Take a condition out."""
        if index < len(self.conditions):
            del self.conditions[index]
            self._demanded = True
            self._show()

    def action_explain(self) -> None:
        """What a decision needs."""
        from ddq.tui.screens.explain import Explain  # loaded when it is first shown

        self.desk.push_screen(Explain("Decide", _EXPLAINED))

    @property
    def _unsent(self) -> str:
        return f"{self.opened.id}/decision"

    def keep_draft(self) -> str | None:
        """Set aside what is written, for the next time."""
        verb, texts = self.verb, written_in(self)
        if any(texts) or self._demanded:
            conditions = _CONDITIONS.dump_json(tuple(self.conditions)).decode() if self._demanded else ""
            keep_unsent(self, self._unsent, ("" if verb is None else verb.value, conditions, *texts))
        return None

    def leave(self, then: Callable[[], Any]) -> None:
        """Ask first where something was written: a decision that is not signed is kept nowhere."""
        if any(written_in(self)) or self._demanded:
            ask_to_drop(self, then)
        else:
            then()

    def action_back(self) -> None:
        """Decide nothing."""
        self.leave(self.dismiss)

    def action_sign(self) -> None:
        """Ask once more, then sign."""
        from ddq.tui.screens.confirm import Confirm  # loaded when it is first shown

        verb = self.verb
        if verb is None:
            self._refuse("Choose what is decided.", "verb")
            return
        days: dict[str, date | None] = {}
        for name in ("expires", "review"):
            typed = self.query_one(f"#{name}", Input).value.strip()
            try:
                days[name] = date.fromisoformat(typed) if typed else None
            except ValueError:
                self._refuse("The day is written year-month-day, such as 2027-01-31.", name)
                return
        if verb is Verb.approve_with_conditions and not self.conditions:
            self._refuse("There is no condition: give one, or approve without conditions.", "conditions")
            return
        said = self._said(verb, days["expires"], days["review"])
        try:  # before anything is asked: nobody should confirm what is then refused
            self.opened.proposed_decision(verb, **said)
        except (NotAccepted, StoreError) as error:
            self._refuse_what(error)
            return
        number = f", {counted(len(self.conditions), 'condition')}" if verb is Verb.approve_with_conditions else ""
        gaps = f" {left}" if (left := review_gaps(self.opened.interview)) else ""
        advisory = f"{ADVISORY[0].upper()}{ADVISORY[1:]}."
        asked = f"Sign as {self.opened.user}: {VERBS[verb][0].lower()}{number}?{gaps} {advisory}"
        dialog = Confirm(asked, yes="Sign")
        self.desk.push_screen(dialog, lambda yes: self._sign(verb, said) if yes else None)

    def _said(self, verb: Verb, expires: date | None, review: date | None) -> Said:
        """What is written here."""
        return Said(
            reason=self.query_one("#reason", TextArea).text.strip() or None,
            authority=self.query_one("#authority", Input).value.strip() or None,
            conditions=self.conditions if verb is Verb.approve_with_conditions else (),
            expires=expires,
            next_review=review,
        )

    def _sign(self, verb: Verb, said: Said) -> None:
        try:
            self.opened.decide(verb, **said)
        except (NotAccepted, StoreError) as error:
            self._refuse_what(error)
            return
        self.tell(f"Signed: {VERBS[verb][0].lower()}.")
        self.dismiss()

    def _refuse_what(self, error: NotAccepted | StoreError) -> None:
        self._refuse(sentence(error), "authority" if "authority" in str(error) else "reason")

    def _refuse(self, problem: str, field: str) -> None:
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}")
        static.display = True
        self.query_one(f"#{field}").focus()


class ConditionList(LineList):
    """The conditions, and a line that adds one."""

    GROUP: ClassVar[Binding.Group] = Binding.Group("Conditions")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="conditions.add", tooltip="One more condition", group=GROUP),
        Binding("delete", "remove", "Take out", id="conditions.remove", tooltip="Take this one out", group=GROUP),
    ]

    def show(self, conditions: list[Condition]) -> None:
        """Show other conditions."""
        rows = [
            Content.assemble(on_one_line(one.text), (f"  {on_one_line(one.owner)}, due {one.due}", "$quiet"))
            for one in conditions
        ]
        rows.append(Content.styled("+ Add a condition", "$primary"))
        self.set_rows(rows, min(self.cursor or 0, len(conditions)))

    def action_add(self) -> None:
        """One more condition."""
        if isinstance(self.screen, DecideScreen):
            self.screen.add_condition()

    def action_remove(self) -> None:
        """Take the condition under the cursor out."""
        if isinstance(self.screen, DecideScreen) and self.cursor is not None:
            self.screen.remove_condition(self.cursor)


def _departure_words(score: Score | None, verb: Verb | None, departs: Departure | None) -> Content:
    if score is None or verb is None:
        return Content("")
    if departs is None:
        return Content.styled("✓ This is what the method suggests.", "$success")
    text = f"! {departure_sentence(departs)}"
    return Content.styled(on_one_line(text), "$error" if is_across(departs) else "$warning")


_EXPLAINED = (
    (
        "The outcome is the method's, the decision is yours",
        "They may differ; then the report prints why, on its cover.",
    ),
    (
        "What it needs",
        "An approval with conditions and a rejection need a reason; so does everything that is not what the method "
        "suggests. Across a bar, a prohibition or listing that binds this buyer, it needs the authority that allows "
        "it.",
    ),
    (
        "Conditions",
        "Each says what is demanded, who sees to it, and until when. The remedies of the plan are proposed; an "
        "approval that leaves one of them out departs from the outcome.",
    ),
    (
        "What it rests on",
        "The decision keeps what it was made on: the answers, the questionnaire, the registers of law, the buyer "
        "profile, the method and its result. When one of them changes, the decision is shown as stale.",
    ),
)
