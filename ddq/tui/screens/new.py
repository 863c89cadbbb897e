"""A new assessment: who is assessed, what is to be bought, for whom, with which questions, as of which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import ValidationError
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen

from ddq.assessment.model import Engagement, Vendor
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.text import clean_text
from ddq.store.protocol import StoreError, Summary
from ddq.tui.listed import status_words
from ddq.tui.screens.base import explain
from ddq.tui.screens.written import ask_to_drop, written_in
from ddq.tui.typed import app_of
from ddq.tui.widgets.headline import Headline
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static
from ddq.tui.words import counted
from ddq.workspace.library import USUAL
from ddq.workspace.workspace import Workspace

Start = Literal["answers", "record", "nothing"]
STARTS: tuple[tuple[Start, str, str], ...] = (
    ("answers", "Carry its answers over", "to be confirmed one by one"),
    ("record", "Take the vendor's record alone", "identifiers and countries, to be confirmed"),
    ("nothing", "Begin with nothing", "every question is asked anew"),
)
"""What a new assessment of a known vendor may begin with."""


class Wanted(NamedTuple):
    """What was entered in the form."""

    vendor: Vendor
    questionnaire: str
    engagement: Engagement
    as_of: date | None


class Made(NamedTuple):
    """A new assessment."""

    id: str
    told: str
    """What came with it, to be said once it is shown; empty where nothing did."""


class NewAssessmentScreen(Screen[Made | None]):
    """Dismissed with the new assessment, or with None."""

    EXPLAINED = (
        (
            "A new assessment",
            "Name the vendor as its contract does, and what is to be bought. Both can be changed later.",
        ),
        (
            "Buyer profile",
            "Who buys: it says which risks weigh most and what stands in the way of an approval.",
        ),
        (
            "Questionnaire",
            "What is asked: the whole set, unless you choose another. The assessment keeps the version it begins with.",
        ),
        (
            "As of",
            "The day whose facts and laws count. Leave it empty for today; a past day repeats how things were.",
        ),
    )

    CSS_PATH = "new.tcss"
    GROUP: ClassVar[Binding.Group] = Binding.Group("New assessment")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "create", "Begin", id="new.create", priority=True, tooltip="Make the assessment", group=GROUP),
        Binding("f1", "explain", "Help", id="new.help", tooltip="What is asked here", group=GROUP),
        Binding("tab", "app.focus_next", "Next field", id="new.next", tooltip="To the next field", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="new.cancel", tooltip="Make none", group=GROUP),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    @property
    def desk(self) -> App[Any]:
        """The app."""
        return app_of(self)

    def compose(self) -> ComposeResult:
        yield Headline("Assessments", "New assessment")
        with VerticalScroll(id="form", can_focus=False):
            with Horizontal(classes="entry-line"):
                yield Static("Vendor", classes="entry-name")
                yield Input(placeholder="its legal name", id="vendor")
            with Horizontal(classes="entry-line"):
                yield Static("Service", classes="entry-name")
                yield Input(placeholder="what is to be bought", id="service")
            yield Static("Buyer profile", classes="label")
            yield Options(id="profile")
            yield Static("Questionnaire", classes="label")
            yield Options(id="questionnaire")
            yield Static("As of: the day whose facts and laws count; empty for today", classes="label")
            yield Input(placeholder="year-month-day, such as 2026-01-31", id="as-of")
            yield Static(id="problem")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#problem").display = False
        library = self.workspace.library
        self._offer("profile", list(library.files("profile")))
        self._offer("questionnaire", library.offered())
        self.query_one("#vendor").focus()

    def _offer(self, kind: Literal["profile", "questionnaire"], names: list[str]) -> None:
        """What the library has of a kind; what cannot be read is offered with the reason, and refused when chosen."""
        options = [Option(name, self._title(kind, name), name) for name in names]
        chosen = next((name for name in names if name == USUAL or len(names) == 1), None)
        self.query_one(f"#{kind}", Options).load(options, None if chosen is None else {chosen})

    def _title(self, kind: Literal["profile", "questionnaire"], name: str) -> str:
        library = self.workspace.library
        try:
            return library.profile(name).title if kind == "profile" else library.questionnaire(name).questionnaire.title
        except SourceError as error:
            return f"cannot be read: {error.problems[0]}"

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "as-of":
            self.action_create()
        else:
            self.focus_next()

    @on(Options.Committed)
    def _committed(self) -> None:
        self.focus_next()

    def action_explain(self) -> None:
        """What is asked here."""
        explain(self, self.EXPLAINED)

    def leave(self, then: Callable[[], Any]) -> None:
        """Ask first where something was written."""
        if any(written_in(self)):
            ask_to_drop(self, then)
        else:
            then()

    def action_cancel(self) -> None:
        """Make none."""
        self.leave(lambda: self.dismiss(None))

    def action_create(self) -> None:
        """Make the assessment, if everything needed is there."""
        vendor, service, day = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("vendor", "service", "as-of")
        )
        profile, questionnaire = (self.query_one(f"#{name}", Options).chosen for name in ("profile", "questionnaire"))
        if not vendor:
            return self._refuse("The vendor needs a name.", "vendor")
        if not profile:
            return self._refuse("Choose the buyer profile.", "profile")
        if not questionnaire:
            return self._refuse("Choose the questionnaire.", "questionnaire")
        try:
            as_of = date.fromisoformat(day) if day else None
        except ValueError:
            return self._refuse("The day is written year-month-day, such as 2026-01-31.", "as-of")
        try:
            named = Vendor(name=" ".join(clean_text(vendor).split()))
            engagement = Engagement(service=" ".join(clean_text(service).split()), profile=next(iter(profile)))
            earlier = self.workspace.last_of(named)
        except ValidationError:
            return self._refuse("The vendor's name has 1 to 300 characters.", "vendor")
        except StoreError as error:
            return self._refuse(str(error), "vendor")
        wanted = Wanted(named, next(iter(questionnaire)), engagement, as_of)
        return self._make(wanted) if earlier is None else self._offer_earlier(wanted, earlier)

    def _offer_earlier(self, wanted: Wanted, earlier: Summary) -> None:
        """Ask what to begin with."""
        from ddq.tui.screens.choosing import Choose  # loaded when it is first shown

        def answered(start: Start | None) -> None:
            if start is not None:
                self._make(wanted, earlier, start)

        self.desk.push_screen(Choose("This vendor was assessed before", _told(earlier), STARTS), answered)

    def _make(self, wanted: Wanted, earlier: Summary | None = None, start: Start = "nothing") -> None:
        """Make the assessment; with the answers or the vendor's record of an earlier one where that is wished."""
        told = ""
        try:
            if earlier is None or start == "nothing":
                made = self.workspace.create(wanted.vendor, wanted.questionnaire, wanted.engagement, as_of=wanted.as_of)
            else:
                before = self.workspace.open(earlier.id)
                if start == "record":
                    made = self.workspace.create(
                        before.assessment.vendor, wanted.questionnaire, wanted.engagement, as_of=wanted.as_of
                    )
                else:
                    made, carried = self.workspace.create_again(
                        before, None, wanted.questionnaire, wanted.engagement, as_of=wanted.as_of
                    )
                    number = f"{counted(carried.answers, 'answer')} carried over, {len(carried.left_out)} left out"
                    told = f"{number}. Each is marked until you confirm it."
        except (StoreError, SourceError, NotAccepted) as error:
            self._refuse(str(error), "vendor")
        else:
            self.dismiss(Made(made.id, told))

    @on(Input.Changed)
    @on(Options.Changed)
    def _typed(self) -> None:
        """What was refused may be mended now."""
        self.query_one("#problem").display = False

    def _refuse(self, problem: str, field: str) -> None:
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}")
        static.display = True
        static.scroll_visible(animate=False)
        self.query_one(f"#{field}").focus()


def _told(earlier: Summary) -> str:
    began = "" if earlier.created_at is None else f"begun on {earlier.created_at:%Y-%m-%d}, "
    recorded = counted(earlier.recorded, "answer")
    return (
        f"{earlier.vendor}: the last assessment was {began}{status_words(earlier)}, with {recorded} on record. "
        "What you take over is marked as carried over, with its source and the day on which it was given, until "
        "somebody confirms it. Verdicts and decisions are not taken over."
    )
