"""The interview in lines: puts a question, takes a line, says what became of it."""

from __future__ import annotations

from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.values import U
from ddq.store.protocol import StoreError
from ddq.tui.here import needed_fields
from ddq.tui.plain.commands import Stay, may_save, obey
from ddq.tui.plain.console import Console
from ddq.tui.plain.reading import Unclear, as_text, options, prompt, read
from ddq.tui.sitting import Sitting
from ddq.tui.words import STATES, basis_words, clock_words, counted, sentence


def hold(console: Console, sitting: Sitting) -> None:
    """Put one question after another until the input ends; what was just put is not read out again."""
    heard = False
    while True:
        try:
            if not heard:
                put(console, sitting)
            heard = True
            take(console, sitting)
            heard = False
        except Stay:
            continue
        except Unclear as error:
            console.say(str(error))
        except NotAccepted as error:
            console.say(f"Not accepted. {sentence(error)}")
        except StoreError as error:
            console.say(f"Not saved. {sentence(error)}")


def put(console: Console, sitting: Sitting) -> None:
    """Say where we are, what is asked, and what stands already."""
    item, question = sitting.item, sitting.question
    required = ", required" if sitting.is_required else ""
    console.say()
    console.say(f"{', '.join(sitting.breadcrumb)}. {item.id}{required}.")
    console.say(sitting.said(question.text))
    if question.help:
        console.say(sitting.said(question.help))
    if item.visible is U and item.hidden_because:
        console.say(f"This may not apply: it {item.hidden_because}.")
    if item.flag is not None:
        console.say(f"Flagged{': ' + item.flag if item.flag else ''}.")
    _say_standing(console, sitting)
    for problem in sitting.problems:
        console.say(f"To correct: {problem}")
    if sitting.at_list:
        _say_list(console, sitting)
    else:
        for number, label in enumerate(options(question, sitting.offered), start=1):
            console.say(f"{number}. {label}")


def _say_standing(console: Console, sitting: Sitting) -> None:
    answer, raw = sitting.standing_answer, sitting.raw
    if answer is not None and answer.state in STATES:
        console.say(f"So far: {STATES[answer.state][0].lower()}, because {answer.reason}.")
    elif raw is not None and not sitting.at_list:
        console.say(f"So far: {_in_words(sitting, raw)}. Enter keeps it.")
    if answer is not None and sitting.place.field is None:
        if basis := basis_words(answer, sitting.file_names).replace(" · ", "; "):
            console.say(f"Basis: {basis}.")
        if answer.note:
            console.say(f"Note: {as_text(answer.note)}")


def _in_words(sitting: Sitting, raw: object) -> str:
    if sitting.question.kind == "computed":
        return str(raw)
    try:
        return as_text(format_value(sitting.question, parse_value(sitting.question, raw)))
    except ValueProblem:
        return as_text(raw)


def take(console: Console, sitting: Sitting) -> None:
    """Take one line: an answer, a command, or Enter to go on."""
    if sitting.at_list:
        take_list(console, sitting)
        return
    question, offered = sitting.question, sitting.offered
    typed = console.ask(prompt(question))
    if typed.startswith(":") and not typed.startswith("::"):
        obey(console, sitting, typed)
    elif not typed.strip():
        go_on(console, sitting)
    else:
        give(console, sitting, read(console, question, offered, typed.removeprefix(":") if typed[:1] == ":" else typed))


def give(console: Console, sitting: Sitting, raw: object) -> None:
    """Save an answer and go on."""
    answer = sitting.proposed(raw)
    hidden = sitting.would_hide(answer) if sitting.place.row is None else ()
    if not may_save(console, sitting, hidden):
        raise Stay
    sitting.keep(answer)
    changed = sitting.assessment.changed_at
    console.say(f"Saved at {clock_words(changed)}." if changed else "Saved.")
    go_on(console, sitting)


def go_on(console: Console, sitting: Sitting) -> None:
    """To the next question; at the end say what is open."""
    if sitting.forward():
        return
    console.say("That was the last question.")
    if sitting.to_open():
        console.say(f"Open: {counted(len(_open(sitting)), 'question')}. The first of them follows.")
    else:
        console.say("No question is open. :report writes the report, :quit leaves.")


def _open(sitting: Sitting) -> list[str]:
    return [item.id for item in sitting.interview.items.values() if item.visible is True and not item.done]


def _say_list(console: Console, sitting: Sitting) -> None:
    group, rows = sitting.group, sitting.item.rows
    assert group is not None
    console.say(f"{counted(len(rows), 'entry', 'entries')}.")
    for number, row in enumerate(rows, start=1):
        missing = needed_fields(row)
        told = f", {counted(len(missing), 'field')} missing" if missing else ""
        wrong = f", {counted(len(row.problems), 'problem')}" if row.problems else ""
        console.say(f"{number}. {row.label}{told}{wrong}")
    declared = sitting.item.complete is not None and sitting.item.complete.value is True
    if group.complete is not None:
        console.say(f"{'Declared' if declared else 'Not declared'}: {group.complete}")


def take_list(console: Console, sitting: Sitting) -> None:
    """Take one line at the list of a group."""
    rows = sitting.item.rows
    typed = console.ask("A number opens; add, copy N, delete N, complete, incomplete; Enter goes on").strip()
    word, _, rest = typed.partition(" ")
    row = rows[int(rest) - 1].id if rest.isdecimal() and 1 <= int(rest) <= len(rows) else None
    if typed.startswith(":"):
        obey(console, sitting, typed)
    elif not typed:
        go_on(console, sitting)
    elif typed.isdecimal() and 1 <= int(typed) <= len(rows):
        sitting.go(sitting.place.question, rows[int(typed) - 1].id)
    elif word == "add":
        sitting.add_row()
    elif word == "copy" and row is not None:
        sitting.duplicate_row(row)
    elif word == "delete" and row is not None:
        sitting.delete_row(row)
        console.say("Taken out. :undo brings it back.")
    elif word in ("complete", "incomplete"):
        sitting.declare_complete(word == "complete")
        gaps = sum(bool(needed_fields(row)) for row in rows) if word == "complete" else 0
        told = (
            f" {counted(gaps, 'entry', 'entries')} with empty fields: what is empty reads as unknown." if gaps else ""
        )
        console.say(f"Saved.{told}")
    else:
        raise Unclear("Type a number, add, copy and a number, delete and a number, complete or incomplete.")
