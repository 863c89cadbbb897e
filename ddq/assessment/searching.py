"""Search over everything that an assessment says: questions, help, choices, answers, notes, sources and comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer
from ddq.assessment.readings import row_values
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.text import folded

_AROUND = 40
"""Characters shown before what was found."""
_EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the assessment, and where it stands."""

    question: str | None
    """None for a comment on the whole."""
    row: str | None
    where: str
    """Such as `question`, `answer`, `note`."""
    text: str
    folded: str
    """What is searched: the id of the question, then the text, lower case without accents."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in which every word was found."""

    passage: Passage
    excerpt: str
    """A part of the text, on one line, around the first word."""


def passages(interview: Interview) -> tuple[Passage, ...]:
    """Every text, in the order of the questionnaire; made once for many searches."""
    found: list[Passage] = []
    for item in interview.items.values():
        for where, text in _of_question(interview, item.question):
            found.append(_passage(item.id, None, where, text))
        for row, answer in ((None, item.answer), (None, item.complete), *((one.id, one.answer) for one in item.rows)):
            if answer is not None:
                found += [_passage(item.id, row, w, text) for w, text in _of_answer(item.question, answer, row)]
        if item.flag:
            found.append(_passage(item.id, None, "flag", item.flag))
    for comment in interview.assessment.comments.values():
        found.append(_passage(comment.question, None, f"comment by {comment.by}", comment.text))
    for file in interview.assessment.evidence.values():
        found.append(_passage(_user_of(interview, file.id), None, "evidence", file.name))
    return tuple(found)


def search(found: Iterable[Passage], typed: str) -> Iterator[Hit]:
    """The passages that have every word that was typed, accents and case aside."""
    words = folded(typed).split()
    if not words:
        return
    for passage in found:
        if all(word in passage.folded for word in words):
            yield Hit(passage, _excerpt(passage.text, words))


def _passage(question: str | None, row: str | None, where: str, text: str) -> Passage:
    return Passage(question, row, where, text, folded(f"{question or ''} {text}"))


def _excerpt(text: str, words: Iterable[str]) -> str:
    line = " ".join(text.split())
    lower = folded(line)
    at = min((lower.find(word) for word in words if word in lower), default=0)
    # Folding may change the length of a text, so that the place is only near; the excerpt is wide enough for that.
    start = max(0, at - _AROUND)
    return ("…" if start else "") + line[start : start + _EXCERPT] + ("…" if start + _EXCERPT < len(line) else "")


def _of_question(interview: Interview, question: AnyQuestion) -> Iterator[tuple[str, str]]:
    told = (
        ("question", question.text),
        ("help", question.help),
        ("why we ask", question.why),
        ("good answer", question.good),
        ("bad answer", question.bad),
        ("evidence expected", "; ".join(question.evidence)),
    )
    yield from ((where, text) for where, text in told if text)
    if isinstance(question, GroupQuestion):
        for field in question.fields:
            yield "field", field.text
            yield from (("help", text) for text in (field.help, field.why) if text)
    for choice in interview.loaded.choices(question):
        yield "choice", f"{choice.label}. {choice.help}" if choice.help else choice.label


def _of_answer(question: AnyQuestion, answer: Answer, row: str | None) -> Iterator[tuple[str, str]]:
    said = _said(question, answer, row)
    told = (
        ("answer", said),
        ("note", answer.note),
        ("reason", answer.reason),
        ("law", answer.law),
        ("vendor's position", answer.vendor_position.text if answer.vendor_position else None),
    )
    yield from ((where, text) for where, text in told if text)
    for source in answer.basis.sources:
        yield "source", " ".join(part for part in (source.title, source.place, source.url) if part)


def _said(question: AnyQuestion, answer: Answer, row: str | None) -> str:
    if isinstance(question, GroupQuestion):
        if row is None:
            return ""
        fields = {field.id: field for field in question.fields}
        return "; ".join(format_value(fields[name], value) for name, value in row_values(question, answer).items())
    if answer.value is None:
        return answer.state.value.replace("_", " ")
    try:
        return format_value(question, parse_value(question, answer.value))
    except ValueProblem:
        return str(answer.value)


def _user_of(interview: Interview, digest: str) -> str | None:
    """The first question whose answer names a file."""
    answers = interview.assessment.answers.items()
    return next((subject.partition("/")[0] for subject, one in answers if digest in one.basis.evidence), None)
