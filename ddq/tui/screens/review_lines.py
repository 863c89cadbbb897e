"""The lines of review and sign-off, and what is told of the one under the cursor."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from ddq.assessment.answer_words import answer_words
from ddq.assessment.commenting import comments_on
from ddq.assessment.deciding import StandingCondition
from ddq.assessment.items import Item
from ddq.assessment.model import Answer, Assessment, Comment
from ddq.assessment.roles import same_person
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import CONDITIONS, VERDICTS, counted, day_words

UNLOOKED = "not looked at"
"""Of an answer on which there is no verdict."""


def answer_line(assessment: Assessment, item: Item, subject: str, answer: Answer) -> Content:
    """An answer with the verdict on it."""
    verdict = assessment.verdicts.get(subject)
    mark = VERDICTS[verdict.verdict] if verdict else None
    word = (f"{mark.glyph} {mark.word:<13}", f"bold {mark.style}") if mark else (f"· {UNLOOKED:<13}", "$quiet")
    number = len(comments_on(assessment, subject)) if subject == item.id else 0
    told = f"  {counted(number, 'comment')}" if number else ""
    words = on_one_line(answer_words(item.question, subject, answer))
    text = f"  {on_one_line(item.question.text)}" if subject == item.id else ""
    return Content.assemble(word, (f" {subject:<8} ", "$quiet"), (words, "bold"), (told, "$accent"), text)


def whole_answer(assessment: Assessment, item: Item, subject: str, answer: Answer) -> Content:
    """The same with its reason, its basis, who gave it, and what the reviewer said."""
    words = answer_words(item.question, subject, answer)
    reason = f": {answer.reason}" if answer.reason else ""
    who = assessment.answered_by.get(subject, "")
    parts: list[Content | str | tuple[str, str]] = [
        (on_one_line(item.question.text), "bold"),
        f"\n{on_one_line(words + reason)}",
        (f"   grade {answer.basis.grade.value}, answered by {on_one_line(who)}", "$quiet"),
    ]
    verdict = assessment.verdicts.get(subject)
    if verdict is not None:
        when = f" on {day_words(verdict.at)}" if verdict.at else ""
        note = f": {verdict.note}" if verdict.note else ""
        own = " (who also answered; four eyes see more than two)" if same_person(verdict.by, who) else ""
        word = VERDICTS[verdict.verdict].word
        parts.append((f"\n{word}, by {on_one_line(verdict.by)}{when}{own}{on_one_line(note)}", "$primary"))
    return Content.assemble(*parts)


def condition_line(one: StandingCondition, today: date) -> Content:
    """A condition of the decision; one that is late says so."""
    mark = CONDITIONS[one.state]
    late = one.is_overdue(today)
    word, style = ("overdue", "$error") if late else (mark.word, mark.style)
    due = f"{one.condition.owner}, due {one.condition.due}"
    text = on_one_line(one.condition.text)
    return Content.assemble((f"{mark.glyph} {word}", f"bold {style}"), f"  {text}", (f"  {on_one_line(due)}", "$quiet"))


def comment_line(comment: Comment) -> Content:
    """What somebody said, and whether it is settled."""
    when = f", {day_words(comment.at)}" if comment.at else ""
    settled = comment.resolution is not None
    glyph, style = ("✓", "$success") if settled else ("“", "$accent")
    word = "settled" if settled else "open"
    return Content.assemble(
        (f"{glyph} {word}  ", f"bold {style}"),
        on_one_line(comment.text),
        (f"  {on_one_line(comment.by)}{when}", "$quiet"),
    )


def whole_condition(one: StandingCondition) -> Content:
    """The same with what became of it."""
    change = one.change
    told = f"\n{change.state.value}, by {change.by}: {change.why}" if change else ""
    return shown(f"{one.condition.text}\nOwner: {one.condition.owner}; due {one.condition.due}{told}")
