"""The beginning of the line mode: which assessment, or a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ddq.assessment.items import progress_words
from ddq.assessment.model import Engagement, Vendor
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.countries import language_name
from ddq.questionnaire.text import clean_text
from ddq.store.protocol import StoreError
from ddq.tui.places import last_place
from ddq.tui.plain.console import Console, Ended
from ddq.tui.sitting import Sitting
from ddq.tui.words import counted, day_words, sentence
from ddq.workspace.library import USUAL
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.workspace import Workspace


def begin(console: Console, workspace: Workspace) -> OpenAssessment:
    """One of the assessments, or a new one."""
    while True:
        summaries = workspace.list()
        console.say(f"{counted(len(summaries), 'assessment')} in {workspace.folder}")
        labels = [
            one.title
            + (f", changed {day_words(one.changed_at)}" if one.changed_at else "")
            + (f", cannot be opened: {one.problem}" if one.problem else "")
            for one in summaries
        ]
        picked = console.choose("A number opens; new begins one; quit leaves", labels)
        if isinstance(picked, int):
            return workspace.open(summaries[picked].id)
        if picked == "new":
            return new(console, workspace)
        if picked in ("quit", ":quit"):
            raise Ended
        console.say(f"Type {'a number, ' if labels else ''}new or quit.")


def new(console: Console, workspace: Workspace) -> OpenAssessment:
    """A new assessment, from what is asked for it."""
    vendor = " ".join(clean_text(console.needed("Legal name of the vendor", _name_fits)).split())
    service = " ".join(clean_text(console.ask("What is to be bought; Enter to leave open")).split())
    library = workspace.library
    profile = _one_of(
        console, "Buyer profile", {name: library.profile(name).title for name in library.files("profile")}
    )
    titles = {name: library.questionnaire(name).questionnaire.title for name in library.offered()}
    questionnaire = _one_of(console, "Questionnaire", titles, USUAL)
    language = _language(console, library.languages(questionnaire))
    typed = console.ask("As of which day, year-month-day; Enter for today").strip()
    made = workspace.create(
        Vendor(name=vendor), questionnaire, Engagement(service=service, profile=profile), as_of=_day(console, typed)
    )
    if language is not None:
        made.change_language(language)
    _offer_to_carry(console, workspace, made)
    return made


def _language(console: Console, known: tuple[str, ...]) -> str | None:
    """The language to ask in, where there is a choice; None for the one in which the questionnaire was written."""
    if len(known) == 1:
        return None
    names = [language_name(code) for code in known]
    console.say("Language of the questions:")
    while True:
        picked = console.choose(f"Number; Enter for {names[0]}", names)
        if picked in ("", 0):
            return None
        if isinstance(picked, int):
            return known[picked]


def _offer_to_carry(console: Console, workspace: Workspace, made: OpenAssessment) -> None:
    """Where the vendor was assessed before, ask whether its answers are carried over; each is confirmed later."""
    previous = workspace.previous(made)
    if previous is None or previous.problem:
        return
    begun = f" begun on {day_words(previous.created_at)}" if previous.created_at else ""
    console.say(f"There is an earlier assessment of this vendor: {previous.title},{begun}.")
    if not console.confirm("Carry its answers over, each to be confirmed"):
        return
    try:
        carried = made.carry(workspace.open(previous.id))
    except (NotAccepted, StoreError) as error:
        console.say(f"Nothing was carried over. {sentence(error)}")
        return
    console.say(f"{counted(carried.answers, 'answer')} carried over; :confirm confirms one, :check names them.")
    for left in carried.left_out:
        console.say(f"Not carried over: {left.subject}, {left.why}.")


def _name_fits(typed: str) -> str | None:
    return None if 1 <= len(clean_text(typed)) <= 300 else "The name has 1 to 300 characters."


def _one_of(console: Console, what: str, titles: dict[str, str], usual: str = "") -> str:
    """The id of one of `titles`; Enter alone takes the `usual` one, where that is among them."""
    if len(titles) == 1:
        name, title = next(iter(titles.items()))
        console.say(f"{what}: {title}.")
        return name
    console.say(f"{what}:")
    prompt = "Number or id" + (f"; Enter for {titles[usual]}" if usual in titles else "")
    labels = [f"{title} ({name})" for name, title in titles.items()]
    while True:
        picked = console.choose(prompt, labels)
        if isinstance(picked, int):
            return list(titles)[picked]
        if (name := picked or usual) in titles:
            return name


def _day(console: Console, typed: str) -> date | None:
    parse: Callable[[str], date] = date.fromisoformat
    while typed:
        try:
            return parse(typed)
        except ValueError:
            typed = console.ask("The day is written year-month-day, such as 2026-01-31; Enter for today").strip()
    return None


def greet(console: Console, opened: OpenAssessment) -> Sitting:
    """Say what is open, and go where the last sitting ended."""
    assessment = opened.assessment
    service = f", {assessment.engagement.service}" if assessment.engagement.service else ""
    console.say(f"{assessment.vendor.name}{service}. {progress_words(opened.interview.progress)}. Id {opened.id}.")
    for notice in opened.notices():
        console.say(f"Note: {notice}")
    console.say("Type :help for the commands, :quit to leave. Enter goes on without answering.")
    return Sitting(opened, last_place(opened))
