"""The interview in lines: puts a question, takes a line, says what became of it."""

from __future__ import annotations

from ddq.assessment.closing import IN_WORDS, is_answerable
from ddq.assessment.commenting import comments_on
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.values import U
from ddq.store.protocol import StoreError
from ddq.tui.here import needed_fields
from ddq.tui.plain.answering import may_save
from ddq.tui.plain.commands import obey
from ddq.tui.plain.looking import CONFIRMS
from ddq.tui.plain.proposing import import_file, paste
from ddq.tui.plain.reading import Unclear, options, prompt, read
from ddq.tui.plain.talk import Stay, Talk, one_line
from ddq.tui.sitting import Sitting
from ddq.tui.words import STATES, VERDICTS, basis_words, clock_words, counted, provenance_sentence, sentence


def hold(talk: Talk) -> None:
    """Put one question after another until the input ends; what was just put is not read out again."""
    heard = False
    while True:
        try:
            if not heard:
                put(talk)
            heard = True
            take(talk)
            heard = False
        except Stay:
            continue
        except Unclear as error:
            talk.say(str(error))
        except NotAccepted as error:
            talk.say(f"Not accepted. {sentence(error)}")
        except StoreError as error:
            talk.say(f"Not saved. {sentence(error)}")


def put(talk: Talk) -> None:
    """Say where we are, what is asked, and what stands already."""
    sitting = talk.sitting
    item, question = sitting.item, sitting.question
    required = ", required" if sitting.is_required else ""
    talk.say()
    talk.say(f"{', '.join(sitting.breadcrumb)}. {item.id}{required}.")
    talk.say(sitting.said(question.text))
    if question.help:
        talk.say(sitting.said(question.help))
    if item.visible is U and item.hidden_because:
        talk.say(f"This may not apply: it {item.hidden_because}.")
    if item.flag is not None:
        talk.say(f"Flagged{': ' + item.flag if item.flag else ''}.")
    _say_standing(talk)
    for problem in sitting.problems:
        talk.say(f"To correct: {problem}")
    if sitting.at_list:
        _say_list(talk)
    else:
        for number, label in enumerate(options(question, sitting.offered), start=1):
            talk.say(f"{number}. {label}")


def _say_standing(talk: Talk) -> None:
    sitting = talk.sitting
    answer, raw = sitting.standing_answer, sitting.raw
    if answer is not None and answer.state in STATES:
        talk.say(f"So far: {STATES[answer.state][0].lower()}, because: {one_line(answer.reason)}")
    elif raw is not None and not sitting.at_list:
        talk.say(f"So far: {_in_words(sitting, raw)}. Enter keeps it.")
    if answer is not None and sitting.place.field is None:
        if basis := basis_words(answer, sitting.file_names).replace(" · ", "; "):
            talk.say(f"Basis: {basis}.")
        if answer.note:
            talk.say(f"Note: {one_line(answer.note)}")
        if answer.carried_from is not None and (given := sitting.provenance) is not None:
            talk.say(provenance_sentence(given, CONFIRMS))
    _say_review(talk)


def _say_review(talk: Talk) -> None:
    """Whether the answer is closed, and what reviewers said to it."""
    sitting, assessment = talk.sitting, talk.opened.assessment
    question = sitting.place.question
    if not is_answerable(assessment, question):
        talk.say(f"Closed to answers: the assessment is {IN_WORDS[assessment.status]}.")
    verdict = assessment.verdicts.get(sitting.standing_subject)
    if verdict is not None:
        note = f": {one_line(verdict.note)}" if verdict.note else ""
        talk.say(f"Verdict of {verdict.by}: {VERDICTS[verdict.verdict].word}{note or '.'}")
    for number, comment in comments_on(assessment, question).items():
        if comment.resolution is None:
            talk.say(f"Comment {number} by {comment.by}: {one_line(comment.text)}")


def _in_words(sitting: Sitting, raw: object) -> str:
    if sitting.question.kind == "computed":
        return str(raw)
    try:
        return one_line(format_value(sitting.question, parse_value(sitting.question, raw)))
    except ValueProblem:
        return one_line(raw)


def take(talk: Talk) -> None:
    """Take one line: an answer, a command, or Enter to go on."""
    sitting = talk.sitting
    if sitting.at_list:
        take_list(talk)
        return
    question, offered = sitting.question, sitting.offered
    typed = talk.console.ask(prompt(question))
    if typed.startswith(":") and not typed.startswith("::"):
        obey(talk, typed)
    elif not typed.strip():
        go_on(talk)
    else:
        give(talk, read(talk.console, question, offered, typed.removeprefix(":") if typed[:1] == ":" else typed))


def give(talk: Talk, raw: object) -> None:
    """Save an answer and go on."""
    sitting = talk.sitting
    answer = sitting.proposed(raw)
    hidden = sitting.would_hide(answer) if sitting.place.row is None else ()
    if not may_save(talk, hidden):
        raise Stay
    sitting.keep(answer)
    changed = sitting.assessment.changed_at
    talk.say(f"Saved at {clock_words(changed)}." if changed else "Saved.")
    go_on(talk)


def go_on(talk: Talk) -> None:
    """To the next question; at the end say what is open."""
    sitting = talk.sitting
    if sitting.forward():
        return
    talk.say("That was the last question.")
    if sitting.to_open():
        talk.say(f"Open: {counted(len(_open(sitting)), 'question')}. The first of them follows.")
    else:
        talk.say("No question is open. :report writes the report, :quit leaves.")


def _open(sitting: Sitting) -> list[str]:
    return [item.id for item in sitting.interview.items.values() if item.visible is True and not item.done]


def _say_list(talk: Talk) -> None:
    sitting = talk.sitting
    group, rows = sitting.group, sitting.item.rows
    assert group is not None
    talk.say(f"{counted(len(rows), 'entry', 'entries')}.")
    for number, row in enumerate(rows, start=1):
        missing = needed_fields(row)
        told = f", {counted(len(missing), 'field')} missing" if missing else ""
        wrong = f", {counted(len(row.problems), 'problem')}" if row.problems else ""
        talk.say(f"{number}. {row.label}{told}{wrong}")
    declared = sitting.item.complete is not None and sitting.item.complete.value is True
    if group.complete is not None:
        talk.say(f"{'Declared' if declared else 'Not declared'}: {group.complete}")


def take_list(talk: Talk) -> None:
    """Take one line at the list of a group."""
    sitting = talk.sitting
    rows = sitting.item.rows
    typed = talk.console.ask(
        "A number opens; add, copy N, delete N, paste, import FILE, complete, incomplete; Enter goes on"
    ).strip()
    word, _, rest = typed.partition(" ")
    row = rows[int(rest) - 1].id if rest.isdecimal() and 1 <= int(rest) <= len(rows) else None
    if typed.startswith(":"):
        obey(talk, typed)
    elif not typed:
        go_on(talk)
    elif typed.isdecimal() and 1 <= int(typed) <= len(rows):
        sitting.go(sitting.place.question, rows[int(typed) - 1].id)
    elif word == "add":
        sitting.add_row()
    elif word == "copy" and row is not None:
        sitting.duplicate_row(row)
    elif word == "delete" and row is not None:
        sitting.delete_row(row)
        talk.say("Taken out. :undo brings it back.")
    elif word == "paste":
        paste(talk)
    elif word == "import":
        import_file(talk, rest.strip())
    elif word in ("complete", "incomplete"):
        sitting.declare_complete(word == "complete")
        gaps = sum(bool(needed_fields(row)) for row in rows) if word == "complete" else 0
        told = (
            f" {counted(gaps, 'entry', 'entries')} with empty fields: what is empty reads as unknown." if gaps else ""
        )
        talk.say(f"Saved.{told}")
    else:
        raise Unclear(
            "Type a number, add, copy or delete and a number, paste, import and a file, complete or incomplete."
        )
