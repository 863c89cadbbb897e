"""What the answers of an assessment read as on a day: the one input of interview, score and report.

A value, or U (unknown), or NA (a not-applicable that a reviewer accepted); language.md's three readings.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

from ddq.assessment.model import Answer, AnswerState, Assessment
from ddq.assessment.subjects import complete_subject, rows_of
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, Grade, GroupQuestion, Question
from ddq.questionnaire.values import NA, Answered, Reading, Rows, U, Value

_ONE_LOWER = {Grade.A: Grade.B, Grade.B: Grade.C, Grade.C: Grade.D, Grade.D: Grade.E, Grade.E: Grade.E}


def valid_until(dated: date, duration: str) -> date:
    """The last day on which evidence of the day `dated` counts in full; `duration` such as `12 months`.

    The last day of the calendar where the duration leads beyond it.
    """
    number, unit = duration.split()
    count = int(number)
    if unit.startswith("day"):
        return dated + timedelta(days=min(count, (date.max - dated).days))
    months = dated.year * 12 + dated.month - 1 + count * (12 if unit.startswith("year") else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(dated.day, calendar.monthrange(year, month + 1)[1]))


def effective_grade(question: Question, answer: Answer, day: date) -> Grade:
    """The evidence grade as of `day`: one lower once the evidence is older than the question's `valid_for`.

    A source that is later than `day` does not count; where there is no other, nothing supports the answer yet. Where no
    source has a date, a carried answer ages from the day on which it was given.
    """
    sources = answer.basis.sources
    known = [source for source in sources if source.dated is None or source.dated <= day]
    if sources and not known:
        return Grade.E
    newest = max((source.dated for source in known if source.dated), default=answer.given_on)
    if question.valid_for is None or newest is None or day <= valid_until(newest, question.valid_for):
        return answer.basis.grade
    return _ONE_LOWER[answer.basis.grade]


def readings(assessment: Assessment, loaded: LoadedQuestionnaire, day: date) -> dict[str, Answered]:
    """By question id, how each answer reads on `day`; a question without an answer is absent, which reads as U.

    An answer of grade E, or whose evidence aged to E, or that the questionnaire no longer accepts, reads as U.
    """
    found: dict[str, Answered] = {}
    for identifier, question in loaded.questions.items():
        if isinstance(question, GroupQuestion):
            found[identifier] = _group(assessment, question, day)
        elif (answer := assessment.answers.get(identifier)) is not None:
            found[identifier] = _reading(assessment, question, answer, day)
    return found


def states(assessment: Assessment) -> dict[str, str]:
    """By question id, how each answer stands, for `state()` in expressions."""
    return {subject: answer.state.value for subject, answer in assessment.answers.items() if "/" not in subject}


def row_values(group: GroupQuestion, answer: Answer) -> dict[str, Value]:
    """The fields of a row that have a value that the questionnaire accepts."""
    fields = {field.id: field for field in group.fields}
    written = cast(Mapping[str, object], answer.value if isinstance(answer.value, dict) else {})
    found: dict[str, Value] = {}
    for name, raw in written.items():
        value = _value(fields[name], raw) if name in fields else None
        if value is not None:
            found[name] = value
    return found


def is_complete(assessment: Assessment, group: GroupQuestion, day: date) -> bool:
    """Whether somebody declared, on some basis, that the list of rows is complete."""
    declared = assessment.answers.get(complete_subject(group.id))
    if declared is None or declared.state is not AnswerState.answered or declared.value is not True:
        return False
    return effective_grade(group, declared, day) is not Grade.E


def accepted_not_applicable(assessment: Assessment, question: str) -> bool:
    """Whether the question was answered not applicable and a reviewer accepted that."""
    answer, verdict = assessment.answers.get(question), assessment.verdicts.get(question)
    return (
        answer is not None
        and answer.state is AnswerState.not_applicable
        and verdict is not None
        and verdict.verdict == "not_applicable_accepted"
    )


def _group(assessment: Assessment, group: GroupQuestion, day: date) -> Answered:
    if accepted_not_applicable(assessment, group.id):
        return NA
    rows = rows_of(assessment, group.id)
    complete = is_complete(assessment, group, day)
    values: list[Mapping[str, Value | Reading]] = []
    for subject in rows.values():
        answer = assessment.answers[subject]
        based = effective_grade(group, answer, day) is not Grade.E
        values.append(declared_within(row_values(group, answer), complete) if based else {})
    return Rows(tuple(values), complete, tuple(rows))


def declared_within(row: Mapping[str, Value | Reading], complete: bool) -> Mapping[str, Value | Reading]:
    """The row with every list within it as complete as the list that it stands in: one declaration covers them all."""
    return {name: _declared(value, complete) if isinstance(value, Rows) else value for name, value in row.items()}


def _declared(rows: Rows, complete: bool) -> Rows:
    return Rows(tuple(declared_within(row, complete) for row in rows.rows), complete, rows.ids)


def _reading(assessment: Assessment, question: AnyQuestion, answer: Answer, day: date) -> Answered:
    if accepted_not_applicable(assessment, question.id):
        return NA
    if answer.state is not AnswerState.answered or effective_grade(question, answer, day) is Grade.E:
        return U
    value = _value(question, answer.value)
    return U if value is None else value


def _value(question: AnyQuestion, raw: object) -> Value | None:
    """The value; None where the questionnaire, perhaps in a later version, does not accept it."""
    try:
        return parse_value(question, raw)
    except ValueProblem:
        return None
