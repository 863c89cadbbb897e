"""The commands of the line mode: everything that a key does in the app, as a word after a colon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ddq.assessment.items import progress_in_full, progress_words
from ddq.assessment.model import AnswerState, Confidence, Source
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.model import Grade
from ddq.questionnaire.problems import did_you_mean
from ddq.scoring.model import OutcomeKind
from ddq.scoring.presence import UnmappedAnswer
from ddq.tui.explaining import explanation
from ddq.tui.plain.console import Console, Ended
from ddq.tui.scored import scored
from ddq.tui.sitting import Sitting
from ddq.tui.words import GRADES, OUTCOMES, STANDINGS, STATES, counted, is_provisional, trust_words


class Stay(Exception):
    """The command is done, and the same question is put again."""


class Command(NamedTuple):
    """One command."""

    run: Callable[[Console, Sitting, str], None]
    """Moves the sitting, or raises `Stay` where the place is as it was."""
    told: str
    """What it does, for the list of commands."""


def obey(console: Console, sitting: Sitting, typed: str) -> None:
    """Run the command in `typed`, which begins with a colon."""
    word, _, rest = typed[1:].strip().partition(" ")
    command = COMMANDS.get(word.casefold())
    if command is None:
        hint = did_you_mean(word, COMMANDS)
        console.say(f"There is no command {word}{f'; {hint}' if hint else ''}. Type :help for all commands.")
        raise Stay
    command.run(console, sitting, rest.strip())


def _help(console: Console, sitting: Sitting, rest: str) -> None:
    for word, command in COMMANDS.items():
        console.say(f":{word} {command.told}")
    console.say("A text that begins with a colon is written with two.")
    raise Stay


def _why(console: Console, sitting: Sitting, rest: str) -> None:
    parts = explanation(sitting)
    for heading, text in parts:
        console.say(f"{heading}: {text}")
    if not parts:
        console.say("Nothing more is said about this question.")
    raise Stay


def _again(console: Console, sitting: Sitting, rest: str) -> None:
    """Nothing is done, and the question is put once more."""


def _next(console: Console, sitting: Sitting, rest: str) -> None:
    if not sitting.forward():
        console.say("That was the last question.")
        raise Stay


def _back(console: Console, sitting: Sitting, rest: str) -> None:
    if not sitting.backward():
        console.say("This is the first question.")
        raise Stay


def _open(console: Console, sitting: Sitting, rest: str) -> None:
    if not sitting.to_open():
        console.say("No question is open.")
        raise Stay


def _up(console: Console, sitting: Sitting, rest: str) -> None:
    sitting.go(sitting.place.question)


def _go(console: Console, sitting: Sitting, rest: str) -> None:
    ids = sitting.interview.order
    named = next((name for name in ids if name.casefold() == rest.casefold()), None)
    if named is None:
        hint = did_you_mean(rest, ids)
        console.say(f"There is no question {rest or 'without an id'}{f'; {hint}' if hint else ''}. :list names them.")
        raise Stay
    sitting.go(named)


def _list(console: Console, sitting: Sitting, rest: str) -> None:
    """All questions, or those whose standing has `rest` in its word, such as open or flagged."""
    for section in sitting.interview.sections:
        put = [item for item in section.items if item.visible is not False and item.question.kind != "computed"]
        wanted = [item for item in put if rest.casefold() in STANDINGS[item.standing].word]
        if wanted:
            console.say(f"{section.section.title}, {progress_words(section.progress)}.")
        for item in wanted:
            console.say(f"{item.id}, {STANDINGS[item.standing].word}: {sitting.said(item.question.text)}")
    raise Stay


def _status(console: Console, sitting: Sitting, rest: str) -> None:
    progress = sitting.interview.progress
    score = scored(sitting.opened.snapshot)
    console.say(f"{progress_in_full(progress)}; {progress.flagged} flagged, {counted(progress.problems, 'problem')}.")
    if isinstance(score, str):
        console.say(score)
        raise Stay
    if score.outcome is not OutcomeKind.not_rated:
        console.say(f"Outcome: {OUTCOMES[score.outcome].word}; {trust_words(score, is_provisional(score, progress))}.")
    console.say(score.headline)
    raise Stay


def _state(state: AnswerState) -> Callable[[Console, Sitting, str], None]:
    def say_state(console: Console, sitting: Sitting, rest: str) -> None:
        if sitting.place.row is not None:
            console.say("A field that is left empty reads as unknown; a state belongs to the whole list.")
            raise Stay
        reason = rest or console.needed("Why, in a sentence")
        law = console.needed("The law that bars the answer") if state is AnswerState.legally_barred else None
        answer = sitting.say_state(state, reason, law)
        if may_save(console, sitting, sitting.would_hide(answer)):
            sitting.keep(answer)
            console.say("Saved.")
            sitting.forward()

    return say_state


def may_save(console: Console, sitting: Sitting, hidden: tuple[str, ...]) -> bool:
    """Whether to save an answer that hides answered questions; they are kept."""
    if not hidden:
        return True
    console.say(
        f"With this answer {counted(len(hidden), 'answered question')} would no longer apply: {', '.join(hidden)}. "
        "What was answered is kept, and counts again if you change this back."
    )
    return console.confirm("Save")


def _note(console: Console, sitting: Sitting, rest: str) -> None:
    if sitting.standing_answer is None:
        console.say("Answer first: a note belongs to an answer. :flag with a reason can hold a reminder.")
        raise Stay
    sitting.amend(note=rest or console.ask("Note; Enter takes it out").strip() or None)
    console.say("Saved.")
    raise Stay


def _basis(console: Console, sitting: Sitting, rest: str) -> None:
    """Grade, source and confidence; Enter keeps what stands."""
    answer = sitting.standing_answer
    if answer is None:
        console.say("Answer first: a basis belongs to an answer.")
        raise Stay
    basis = answer.basis
    picked = console.choose(
        f"Evidence grade by number; Enter keeps {basis.grade.value}",
        [f"{g.value}, {told}" for g, told in GRADES.items()],
    )
    grade = list(Grade)[picked] if isinstance(picked, int) else basis.grade
    title = console.ask("Title of a source; Enter for none").strip()
    sources = basis.sources
    if len(title) > 500:
        raise NotAccepted(sitting.subject, f"the title has {len(title):,} characters; at most 500 fit")
    if title:
        dated = console.ask("Its date, year-month-day; Enter if not known").strip()
        day = _day(console, dated)
        url = console.ask("Its web address; Enter for none").strip()
        sources = (*sources, Source(title=title, dated=day, url=url or None))
    sure = console.choose("Confidence by number; Enter keeps it", [level.value for level in Confidence])
    confidence = list(Confidence)[sure] if isinstance(sure, int) else basis.confidence
    changed = basis.model_copy(update={"grade": grade, "sources": sources, "confidence": confidence})
    sitting.amend(basis=changed)
    console.say("Saved.")
    raise Stay


def _attach(console: Console, sitting: Sitting, rest: str) -> None:
    answer = sitting.standing_answer
    if answer is None:
        console.say("Answer first: a file is attached to an answer.")
        raise Stay
    sitting.rest_on(answer, rest or console.needed("Path of the file"))
    console.say("Attached and saved.")
    raise Stay


def _day(console: Console, typed: str) -> date | None:
    while typed:
        try:
            return date.fromisoformat(typed)
        except ValueError:
            typed = console.ask("The date is written year-month-day, such as 2026-01-31; Enter if not known").strip()
    return None


def _flag(console: Console, sitting: Sitting, rest: str) -> None:
    sitting.flag(rest)
    console.say("Flagged.")
    raise Stay


def _unflag(console: Console, sitting: Sitting, rest: str) -> None:
    sitting.flag(None)
    console.say("The flag is lifted.")
    raise Stay


def _undo(console: Console, sitting: Sitting, rest: str) -> None:
    console.say(sitting.undo() or "There is nothing of yours to undo.")


def _clear(console: Console, sitting: Sitting, rest: str) -> None:
    if sitting.answer is None:
        console.say("There is no answer to take back.")
        raise Stay
    sitting.clear()
    console.say("The answer is taken back. :undo brings it back.")


def _report(console: Console, sitting: Sitting, rest: str) -> None:
    from ddq.report.inputs import report_inputs  # loaded when a report is first written
    from ddq.report.render import ReportError, render_report
    from ddq.tui.reporting import report_path

    path = Path(rest).expanduser() if rest else report_path(sitting.opened)
    console.say("Writing the report.")
    try:
        result = render_report(report_inputs(sitting.opened.for_report()), path)
    except (ReportError, UnmappedAnswer) as error:
        console.say(f"The report was not written: {error}")
    else:
        console.say(f"The report is written, {counted(result.pages, 'page')}: {result.path}")
    raise Stay


def _quit(console: Console, sitting: Sitting, rest: str) -> None:
    raise Ended


COMMANDS: dict[str, Command] = {
    "help": Command(_help, "names these commands"),
    "again": Command(_again, "reads the question out again"),
    "why": Command(_why, "says why we ask, what a good answer is, and what evidence is expected"),
    "next": Command(_next, "goes on without answering"),
    "back": Command(_back, "goes to the question before"),
    "open": Command(_open, "goes to the next open question"),
    "go": Command(_go, "ID goes to a question"),
    "up": Command(_up, "goes from an entry back to its list"),
    "list": Command(_list, "names all questions; :list open or :list flagged names some"),
    "status": Command(_status, "says how far you are and what the method says so far"),
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
    "flag": Command(_flag, "REASON flags the question for later; the reason may be left out"),
    "unflag": Command(_unflag, "lifts the flag"),
    "clear": Command(_clear, "takes the answer back"),
    "undo": Command(_undo, "takes your last change back"),
    "report": Command(_report, "writes the report; :report FILE.pdf says where"),
    "quit": Command(_quit, "leaves; everything that was answered is saved"),
}
