"""What an answer says, in a few words on one line."""

from __future__ import annotations

from ddq.assessment.model import Answer
from ddq.assessment.subjects import COMPLETE
from ddq.questionnaire.answers import ValueProblem, parse_row, parse_value
from ddq.questionnaire.formatting import format_value, row_label
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.text import visible_text

_LONGEST = 80


def answer_words(question: AnyQuestion | None, subject: str, answer: Answer) -> str:
    """An answer in words, cut to a length that can be read; its state where it has no value.

    Args:
        question: None where the questionnaire does not ask it any more.
        subject: as events name it; a row by its label, a declaration by what it declares.
        answer: what is to be told.
    """
    if answer.value is None:
        return answer.state.value.replace("_", " ")
    said = " ".join(visible_text(_formatted(question, subject.partition("/")[2], answer)).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _formatted(question: AnyQuestion | None, rest: str, answer: Answer) -> str:
    if rest == COMPLETE:
        return "complete" if answer.value else "not complete"
    try:
        if isinstance(question, GroupQuestion):
            return row_label(question, parse_row(question, answer.value), 1)
        if question is not None:
            return format_value(question, parse_value(question, answer.value))
    except ValueProblem:
        pass
    return str(answer.value)
