"""What stands beside an answer, asked in a dialog: help, note, basis, state, flag."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ddq.assessment.model import Answer, AnswerState
from ddq.assessment.subjects import NotAccepted
from ddq.tui.explaining import explanation, on_record
from ddq.tui.screens.sitting_screen import SittingScreen

if TYPE_CHECKING:
    from ddq.tui.screens.basis import Based
    from ddq.tui.screens.state import Stated


KEYS_OF_LISTS = (
    (
        "The list",
        "Each entry is a line, with as many of its fields as there is room for. Enter opens an entry, A adds one, D "
        "duplicates the one under the cursor, Del takes it out; F8 takes the last change back, whatever it was. C "
        "declares the list complete, or takes that back.",
    ),
    (
        "From a spreadsheet",
        "Copy cells there and paste them here, or press P first. What would be added is shown before anything is "
        "written, with what could not be read and why. A first line with names of the fields says which column is "
        "which; without one the columns are taken in the order of the fields.",
    ),
    (
        "From a file",
        "I reads a table (CSV, .xlsx), and for owners an ownership file too: BODS, GLEIF, FollowTheMoney, or a table "
        "of who owns whom. What would change is shown before anything is written.",
    ),
    (
        "What is computed from it",
        "Of owners the tree, the shares added up, control, and which thresholds they reach; of flows what the transfer "
        "rules of the day say, and who can see the data in clear; of every list through which a state can reach the "
        "vendor or the data, which states, and by which paths. In a wide terminal it stands beside the list and "
        "follows each change; V shows all of it at any width.",
    ),
)
"""What F1 says at the list of a group besides its question."""


def explain(screen: SittingScreen) -> None:
    """Help, why we ask, and the whole of what stands to it."""
    from ddq.tui.screens.explain import Explain  # each dialog is loaded when it is first shown

    sitting = screen.sitting
    title = f"{sitting.question.id}  {sitting.said(sitting.question.text)}"
    screen.desk.push_screen(
        Explain(title, [*explanation(sitting), *(KEYS_OF_LISTS if sitting.at_list else ()), *on_record(sitting)])
    )


def note(screen: SittingScreen) -> None:
    """A note beside the answer."""
    from ddq.tui.screens.ask import AskText

    def amend(text: str) -> bool:
        return screen.sitting.amend(note=text.strip() or None)

    def keep(text: str) -> str | None:
        return screen.try_change(lambda: amend(text))

    def written(text: str | None) -> None:
        if text is not None:
            screen.after_dialog(lambda: amend(text), screen.show)

    def ask(answer: Answer) -> None:
        told = "Printed beside the answer. Empty it to take the note out."
        dialog = AskText("Note", told, answer.note or "", keep=keep, keeps_draft=True)
        screen.desk.push_screen(dialog, written)

    _with_answer(screen, ask)


def basis(screen: SittingScreen) -> None:
    """What the answer rests on."""
    from ddq.tui.screens.basis import SayBasis

    def said(based: Based | None) -> None:
        if based is not None:
            then = partial(files, screen) if based.to_files else screen.show
            screen.after_dialog(lambda: rest(based), then)

    def rest(based: Based) -> bool:
        return screen.sitting.rest_on(based.answer, based.file)

    def ask(answer: Answer) -> None:
        dialog = SayBasis(answer, screen.sitting.file_names, lambda based: screen.try_change(lambda: rest(based)))
        screen.desk.push_screen(dialog, said)

    _with_answer(screen, ask)


def files(screen: SittingScreen) -> None:
    """The files of the answer; what was changed there is seen on coming back."""
    from ddq.tui.screens.evidence import EvidenceScreen

    def back(_: None) -> None:
        screen.show()
        screen.rescore()

    screen.show()
    screen.desk.push_screen(EvidenceScreen(screen.sitting.opened, screen.sitting.standing_subject), back)


def _with_answer(screen: SittingScreen, then: Callable[[Answer], Any]) -> None:
    """Save the draft first: a note and a basis belong to an answer."""

    def go() -> None:
        screen.show()
        answer = screen.sitting.standing_answer
        if answer is None:
            screen.tell("Answer first: a note and a basis belong to an answer. A flag (F6) can hold a reminder.")
        else:
            then(answer)

    screen.commit(go)


def state(screen: SittingScreen) -> None:
    """There is no answer to give, and why."""
    from ddq.tui.screens.state import SayState

    sitting = screen.sitting
    if sitting.place.row is not None:
        screen.tell("A field that is left empty reads as unknown; a state belongs to the whole list.")
        return
    dialog = SayState(sitting.answer, sitting.question.not_applicable_when)
    screen.desk.push_screen(dialog, lambda said: None if said is None else _stated(screen, said))


def _stated(screen: SittingScreen, said: Stated) -> None:
    sitting = screen.sitting
    if said.state is AnswerState.answered:
        screen.change(sitting.take_back, screen.show)
        return
    try:
        answer = sitting.say_state(said.state, said.reason, said.law)
    except NotAccepted as error:
        screen.refuse(error)
        return
    hidden = sitting.would_hide(answer)
    if hidden:
        screen.ask_hiding(hidden, lambda: screen.change(lambda: sitting.keep(answer), screen.show))
    else:
        screen.change(lambda: sitting.keep(answer), screen.show)


def flag(screen: SittingScreen) -> None:
    """Flag for later, with a reason that may be empty; or lift the flag."""
    from ddq.tui.screens.ask import AskText

    def set_flag(reason: str | None) -> None:
        screen.change(lambda: screen.sitting.flag(reason))
        screen.panel.show_heading(screen.sitting)
        screen.panel.refresh_standing(screen.sitting)

    if screen.sitting.item.flag is not None:
        set_flag(None)
        screen.tell("The flag is lifted.")
        return
    unsent = f"{screen.sitting.assessment.id}/flag/{screen.sitting.place.question}"
    dialog = AskText("Flag for later", "Why, if you like; F3 flags the question.", unsent=unsent)
    screen.desk.push_screen(dialog, lambda reason: None if reason is None else set_flag(reason.strip()))
