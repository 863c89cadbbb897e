"""The commands that tell and change nothing: why, how far, where from, the history, the files, the earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ddq.assessment.answer_words import answer_words
from ddq.assessment.closing import IN_WORDS
from ddq.assessment.estimate import minutes_left
from ddq.assessment.items import progress_in_full
from ddq.assessment.model import Answer
from ddq.assessment.telling import history
from ddq.scoring.presence import UnmappedAnswer
from ddq.tui.explaining import explanation
from ddq.tui.plain.moving import named_question
from ddq.tui.plain.talk import Command, Stay, Talk
from ddq.tui.scored import scored
from ddq.tui.whole_files import damaged_files_now
from ddq.tui.words import OUTCOMES, counted, day_words, is_provisional, minutes_words, provenance_sentence, trust_words
from ddq.workspace.compared import AssessmentComparison

CONFIRMS = ":confirm"
"""What confirms an answer that was carried over."""


def _why(talk: Talk, rest: str) -> None:
    parts = explanation(talk.sitting)
    for heading, text in parts:
        talk.say(f"{heading}: {text}")
    if not parts:
        talk.say("Nothing more is said about this question.")
    raise Stay


def _status(talk: Talk, rest: str) -> None:
    opened, interview = talk.opened, talk.sitting.interview
    progress, left = interview.progress, minutes_words(minutes_left(interview))
    talk.say(f"{progress_in_full(progress)}; {progress.flagged} flagged, {counted(progress.problems, 'problem')}.")
    if left:
        talk.say(f"{left[0].upper()}{left[1:]}.")
    talk.say(f"The assessment is {IN_WORDS[opened.assessment.status]}.")
    score = scored(opened.snapshot)
    if isinstance(score, str):
        talk.say(score)
        raise Stay
    if score.has_figure:
        talk.say(f"Outcome: {OUTCOMES[score.outcome].word}; {trust_words(score, is_provisional(score, progress))}.")
    talk.say(score.headline)
    for sentence in decision_words(talk):
        talk.say(sentence)
    raise Stay


def decision_words(talk: Talk) -> Iterator[str]:
    """The last decision, how it departs, and why it does not hold any more."""
    decision = talk.opened.assessment.decision
    if decision is None:
        return
    when = f" on {day_words(decision.at)}" if decision.at else ""
    yield f"Last decision: {decision.decision.value.replace('_', ' ')}, by {decision.by}{when}."
    if decision.departure is not None:
        yield f"It departs: {decision.departure.sentence}."
    for why in talk.opened.staleness():
        yield f"It is stale: {why}"


def _from(talk: Talk, rest: str) -> None:
    given = talk.sitting.provenance
    talk.say("There is no answer." if given is None else provenance_sentence(given, CONFIRMS))
    if carried := talk.sitting.carried_words:
        talk.say(f"What was carried over: {carried}")
    raise Stay


def _history(talk: Talk, rest: str) -> None:
    question = named_question(talk, rest) if rest else None
    if rest and question is None:
        raise Stay
    found = history(talk.opened.history(), talk.opened.loaded, question)
    talk.say(f"{counted(len(found), 'entry', 'entries')}, the newest first. :undo and a number takes one back.")
    lines: list[str] = []
    for one in found:
        undone = f", undone by entry {one.undone_by}" if one.undone_by is not None else ""
        change = f": {one.change.replace('→', 'became')}" if one.change else ""
        lines.append(f"Entry {one.event.seq}, {day_words(one.event.at)}, {one.event.by}: {one.what}{undone}{change}.")
    talk.tell(lines)
    raise Stay


def _evidence(talk: Talk, rest: str) -> None:
    files = talk.opened.assessment.evidence
    if not files:
        talk.say("No file is attached. :attach FILE attaches one to an answer.")
        raise Stay
    talk.say(f"{counted(len(files), 'file')}, each compared with what was attached.")
    problems, lines = damaged_files_now(talk.opened), list[str]()
    for file in files.values():
        answers = talk.opened.assessment.answers.items()
        used = [subject for subject, one in answers if file.id in one.basis.evidence or _names(one, file.id)]
        until = ""
        if file.expires is not None:
            until = f", {'expired' if file.expires < talk.opened.today else 'expires'} on {file.expires}"
        state = problems.get(file.id, "is as it was attached")
        lines.append(
            f"{file.name}, {counted(file.size, 'byte')}, SHA-256 {file.id[:12]} and so on{until}. It {state}. "
            f"{'It shows ' + ', '.join(used) if used else 'No answer names it'}."
        )
    talk.tell(lines)
    raise Stay


def _names(answer: Answer, file: str) -> bool:
    return isinstance(answer.value, list) and file in answer.value


def _compare(talk: Talk, rest: str) -> None:
    opened = talk.opened
    previous = talk.workspace.previous(opened)
    if previous is None:
        talk.say("There is no earlier assessment of this vendor.")
        raise Stay
    talk.say("Comparing.")
    try:
        found = opened.compare(talk.workspace.open(previous.id))
    except UnmappedAnswer as error:
        talk.say(f"The two cannot be compared: {error}")
        raise Stay from None
    talk.tell(_compared(talk, found))
    raise Stay


def _compared(talk: Talk, found: AssessmentComparison) -> Iterator[str]:
    before, after = found.scores.outcome
    old, new = found.scores.figures
    yield f"Compared with assessment {found.earlier[-8:]}."
    noun = found.scores.noun.capitalize()
    yield f"Outcome: {OUTCOMES[after].word}; it was {OUTCOMES[before].word}. {noun}: {new}; it was {old}."
    for one in found.facts.answers:
        was, now = (_said(talk, one.subject, answer) for answer in (one.before, one.after))
        told = "the same, on another basis" if one.change.value == "basis" else f"{now}; it was {was}"
        yield f"{one.subject}: {told}."
    carried = f", {found.facts.unconfirmed} of them carried over and not confirmed" if found.facts.unconfirmed else ""
    yield f"{counted(found.facts.same, 'answer')} alike{carried}."
    for words, names in (("then", found.facts.only_earlier), ("now", found.facts.only_later)):
        if names:
            yield f"Asked only {words}: {', '.join(names)}."
    yield from found.method or ("Nothing but facts can have moved the score.",)
    for moved in found.scores.moved:
        yield f"{moved.direction.capitalize()} {moved.what}: {moved.title}."


def _said(talk: Talk, subject: str, answer: Answer | None) -> str:
    question = talk.opened.loaded.questions.get(subject.partition("/")[0])
    return "no answer" if answer is None else answer_words(question, subject, answer)


def _report(talk: Talk, rest: str) -> None:
    from ddq.report.inputs import report_inputs  # loaded when a report is first written
    from ddq.report.render import ReportError, render_report
    from ddq.tui.reporting import report_path

    path = Path(rest).expanduser() if rest else report_path(talk.opened)
    talk.say("Writing the report.")
    try:
        result = render_report(report_inputs(talk.opened.for_report()), path)
    except (ReportError, UnmappedAnswer) as error:
        talk.say(f"The report was not written: {error}")
    else:
        talk.say(f"The report is written, {counted(result.pages, 'page')}: {result.path}")
    raise Stay


COMMANDS: dict[str, Command] = {
    "why": Command(_why, "says why we ask, what a good answer is, and what evidence is expected"),
    "from": Command(_from, "says who gave the answer and when, or where it was carried over from"),
    "status": Command(_status, "says how far you are, what the rest may take, and what the method says so far"),
    "history": Command(_history, "tells every change; :history ID those of one question"),
    "evidence": Command(_evidence, "names the attached files and checks that they are as they were attached"),
    "compare": Command(_compare, "says what changed since the last assessment of the same vendor"),
    "report": Command(_report, "writes the report; :report FILE.pdf says where"),
}
