"""How long what is left of an interview may take: minutes by kind of question, for somebody who has the papers at hand.

The figures are rules of thumb, rounded up: reading a question and choosing, half a minute; looking a fact up, one or
two; writing a text, four; finding and attaching a document, five; a list, two and its entries.
docs/explanation/workflow.md lists them, and screens say "about".
"""

from __future__ import annotations

import math

from ddq.assessment.interview import Interview
from ddq.assessment.items import Item
from ddq.questionnaire.model import AnyQuestion, GroupQuestion

MINUTES: dict[str, float] = {
    "yes_no": 0.5,
    "choice": 0.5,
    "choices": 1,
    "country": 0.5,
    "countries": 1,
    "text": 1,
    "date": 1,
    "integer": 1,
    "decimal": 1,
    "percent": 1,
    "money": 1,
    "entity": 2,
    "long_text": 4,
    "evidence": 5,
    "group": 2,
    "computed": 0,
}
"""By kind. Of a group: to look whether there is anything to list, and to declare the list complete."""
ROWS_EXPECTED = 2
"""Entries that a list without any is taken to have in the end."""
TO_CONFIRM = 0.5
"""Minutes to confirm a carried answer."""


def minutes_left(interview: Interview) -> int:
    """About how many minutes the questions that apply and are open, and the carried answers, may take; 0 at the end."""
    return math.ceil(sum(_minutes(item) for item in interview.items.values() if item.visible is True))


def _minutes(item: Item) -> float:
    carried = [item.answer, item.complete, *(row.answer for row in item.rows)]
    confirming = TO_CONFIRM * sum(one is not None and one.carried_from is not None for one in carried)
    return confirming if item.done else confirming + _to_answer(item.question, len(item.rows))


def _to_answer(question: AnyQuestion, rows: int) -> float:
    if isinstance(question, GroupQuestion):
        row = sum(_to_answer(field, 0) for field in question.fields)
        return MINUTES["group"] + (0 if rows else ROWS_EXPECTED * row)
    return MINUTES[question.kind]
