"""The commands that change what is answered here: states, notes, basis, files, flags, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ddq.assessment.model import AnswerState, Confidence, Source
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.model import Grade
from ddq.tui.plain.talk import Command, Stay, Talk
from ddq.tui.words import GRADES, STATES, counted


def _state(state: AnswerState) -> Callable[[Talk, str], None]:
    def say_state(talk: Talk, rest: str) -> None:
        sitting = talk.sitting
        if sitting.place.row is not None:
            talk.say("A field that is left empty reads as unknown; a state belongs to the whole list.")
            raise Stay
        reason = rest or talk.console.needed("Why, in a sentence")
        law = talk.console.needed("The law that bars the answer") if state is AnswerState.legally_barred else None
        answer = sitting.say_state(state, reason, law)
        if may_save(talk, sitting.would_hide(answer)):
            sitting.keep(answer)
            talk.say("Saved.")
            sitting.forward()

    return say_state


def may_save(talk: Talk, hidden: tuple[str, ...]) -> bool:
    """Whether to save an answer that hides answered questions; they are kept."""
    if not hidden:
        return True
    talk.say(
        f"With this answer {counted(len(hidden), 'answered question')} would no longer apply: {', '.join(hidden)}. "
        "What was answered is kept, and counts again if you change this back."
    )
    return talk.console.confirm("Save")


def _note(talk: Talk, rest: str) -> None:
    if talk.sitting.standing_answer is None:
        talk.say("Answer first: a note belongs to an answer. :flag with a reason can hold a reminder.")
        raise Stay
    talk.sitting.amend(note=rest or talk.ask("Note; Enter takes it out") or None)
    talk.say("Saved.")
    raise Stay


def _basis(talk: Talk, rest: str) -> None:
    """Grade, source and confidence; Enter keeps what stands."""
    sitting, console = talk.sitting, talk.console
    answer = sitting.standing_answer
    if answer is None:
        talk.say("Answer first: a basis belongs to an answer.")
        raise Stay
    basis = answer.basis
    picked = console.choose(
        f"Evidence grade by number; Enter keeps {basis.grade.value}",
        [f"{g.value}, {told}" for g, told in GRADES.items()],
    )
    grade = list(Grade)[picked] if isinstance(picked, int) else basis.grade
    title = talk.ask("Title of a source; Enter for none")
    sources = basis.sources
    if len(title) > 500:
        raise NotAccepted(sitting.subject, f"the title has {len(title):,} characters; at most 500 fit")
    if title:
        day = asked_day(talk, "Its date, year-month-day; Enter if not known")
        url = talk.ask("Its web address; Enter for none")
        sources = (*sources, Source(title=title, dated=day, url=url or None))
    sure = console.choose("Confidence by number; Enter keeps it", [level.value for level in Confidence])
    confidence = list(Confidence)[sure] if isinstance(sure, int) else basis.confidence
    changed = basis.model_copy(update={"grade": grade, "sources": sources, "confidence": confidence})
    sitting.amend(basis=changed)
    talk.say("Saved.")
    raise Stay


def asked_day(talk: Talk, prompt: str) -> date | None:
    """A day, asked for until it is one; None for Enter."""
    while typed := talk.ask(prompt):
        try:
            return date.fromisoformat(typed)
        except ValueError:
            talk.say("A date is written year-month-day, such as 2026-01-31.")
    return None


def _attach(talk: Talk, rest: str) -> None:
    answer = talk.sitting.standing_answer
    if answer is None:
        talk.say("Answer first: a file is attached to an answer.")
        raise Stay
    talk.sitting.rest_on(answer, rest or talk.console.needed("Path of the file"))
    talk.say("Attached and saved.")
    raise Stay


def _confirm(talk: Talk, rest: str) -> None:
    talk.opened.confirm(talk.sitting.standing_subject)
    talk.say("Confirmed.")
    talk.sitting.forward()


def _flag(talk: Talk, rest: str) -> None:
    talk.sitting.flag(rest)
    talk.say("Flagged.")
    raise Stay


def _unflag(talk: Talk, rest: str) -> None:
    talk.sitting.flag(None)
    talk.say("The flag is lifted.")
    raise Stay


def _undo(talk: Talk, rest: str) -> None:
    """The last change of this user; with a number that entry of the history, once it is said what that would change."""
    if not rest:
        talk.say(talk.sitting.undo() or "There is nothing of yours to undo.")
        return
    if not (rest.isdecimal() and rest.isascii()):
        talk.say("Type :undo and the number of an entry, such as :undo 12. :history numbers them.")
        raise Stay
    for sentence in talk.opened.undo_would(int(rest)):
        talk.say(sentence)
    if not talk.console.confirm(f"Undo entry {int(rest)}"):
        raise Stay
    kept = talk.opened.undo_event(int(rest))
    talk.say(f"Undone, as entry {kept.seq}. To do it again, undo that one.")


def _clear(talk: Talk, rest: str) -> None:
    if talk.sitting.answer is None:
        talk.say("There is no answer to take back.")
        raise Stay
    talk.sitting.clear()
    talk.say("The answer is taken back. :undo brings it back.")


COMMANDS: dict[str, Command] = {
    **{
        word: Command(_state(state), f"REASON: {STATES[state][1]}")
        for word, state in (
            ("unknown", AnswerState.unknown),
            ("pending", AnswerState.pending),
            ("refused", AnswerState.refused),
            ("barred", AnswerState.legally_barred),
            ("na", AnswerState.not_applicable),
        )
    },
    "note": Command(_note, "TEXT puts a note beside the answer"),
    "basis": Command(_basis, "asks for evidence grade, source and confidence"),
    "attach": Command(_attach, "FILE attaches a file to the answer as evidence"),
    "confirm": Command(_confirm, "confirms an answer that was carried over, as it stands"),
    "flag": Command(_flag, "REASON flags the question for later; the reason may be left out"),
    "unflag": Command(_unflag, "lifts the flag"),
    "clear": Command(_clear, "takes the answer back"),
    "undo": Command(_undo, "takes your last change back; :undo N any entry of the history, after telling what follows"),
}
