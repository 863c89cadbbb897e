"""Every answer with its basis, section by section, and the questions that are listed apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import cast

from ddq.assessment.items import progress_in_full, progress_words
from ddq.assessment.model import Answer, AnswerState, Source, VendorPosition
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.model import AnyQuestion, Grade, GroupQuestion
from ddq.report.builder.context import Context, anchor
from ddq.report.language import heard, tell
from ddq.report.printed import clean, words
from ddq.report.view import (
    AnswerView,
    Coverage,
    FieldView,
    ListedView,
    PositionView,
    QuestionView,
    RowView,
    SectionView,
    SourceView,
)
from ddq.report.words import day, label_words, link, optional, sentence, value_words, yes_no
from ddq.sentence import say

GRADES = {
    Grade.A: say("official document or judgment, checked"),
    Grade.B: say("independent report"),
    Grade.C: say("vendor's document"),
    Grade.D: say("vendor's word"),
    Grade.E: say("no basis: reads as unknown"),
}

ASKED_OF = {"vendor": say("the vendor"), "buyer": say("the buyer"), "desk_research": say("desk research")}

STATES = {
    AnswerState.answered: say("answered"),
    AnswerState.unknown: say("unknown: asked, and neither vendor nor buyer knows"),
    AnswerState.pending: say("pending: asked, and not answered yet"),
    AnswerState.refused: say("refused"),
    AnswerState.legally_barred: say("legally barred"),
    AnswerState.not_applicable: say("not applicable, accepted by a reviewer"),
}


def sections(ctx: Context) -> tuple[SectionView, ...]:
    """The sections that have visible questions, each question with its answer."""
    told: list[SectionView] = []
    asked = {question.id for question in ctx.asked()}
    for section in ctx.inputs.questionnaire.questionnaire.sections:
        questions = tuple(question_view(ctx, question) for question in section.questions if question.id in asked)
        if questions:
            all_computed = all(question.id in ctx.inputs.computed for question in questions)
            progress = ctx.inputs.section_progress[section.id]
            stands = tell("computed") if all_computed else heard(progress_words(progress))
            told.append(SectionView(anchor("section", section.id), clean(section.title), questions, stands))
    return tuple(told)


def question_view(ctx: Context, question: AnyQuestion) -> QuestionView:
    """One question with its answer, or with its rows."""
    assessment = ctx.inputs.assessment
    verdict = assessment.verdicts.get(question.id)
    said = None
    if verdict is not None:
        said = words(verdict.verdict) + (f": {clean(verdict.note)}" if verdict.note else "")
    group = question if isinstance(question, GroupQuestion) else None
    complete = assessment.answers.get(f"{question.id}/complete")
    return QuestionView(
        id=question.id,
        text=clean(question.text),
        answer=answer_of(ctx, question.id) if group is None or question.id in assessment.answers else None,
        rows=tuple(_row(ctx, group, subject, number) for number, subject in enumerate(ctx.rows(group.id), 1))
        if group
        else (),
        group=group is not None,
        complete_text=optional(group.complete) if group else None,
        complete=_answer(ctx, complete, _yes_no(complete)) if group and complete else None,
        flag=clean(assessment.flags[question.id]) if question.id in assessment.flags else None,
        verdict=said,
        why=optional(question.why),
        expected=tuple(clean(item) for item in question.evidence),
        asked_of=asked_of(question),
        unsettled=_unsettled(ctx, question, complete),
        of_vendor="vendor" in question.answered_by,
    )


def _unsettled(ctx: Context, question: AnyQuestion, complete: Answer | None) -> bool:
    """Whether nobody has said, or could say, what it asks."""
    if isinstance(question, GroupQuestion) and question.id not in ctx.inputs.assessment.answers:
        return complete is None or complete.state is not AnswerState.answered or complete.value is not True
    answer = ctx.inputs.assessment.answers.get(question.id)
    return answer is None or answer.state in (AnswerState.unknown, AnswerState.pending)


def asked_of(question: AnyQuestion) -> str:
    """Who can answer a question."""
    return ", ".join(heard(ASKED_OF[who]) for who in question.answered_by)


def answer_of(ctx: Context, subject: str) -> AnswerView:
    """The answer under a subject: of a question, a row or a declaration."""
    identifier, _, row = subject.partition("/")
    question = ctx.questions.get(identifier)
    if identifier in ctx.inputs.computed and question is not None:
        return _computed(clean(format_value(question, ctx.inputs.computed[identifier])))
    answer = ctx.inputs.assessment.answers.get(subject)
    if answer is None:
        return _answer(ctx, None, "")
    if row == "complete":
        return _answer(ctx, answer, _yes_no(answer))
    if row and isinstance(question, GroupQuestion):
        fields = _fields(question, answer)
        return _answer(ctx, answer, "; ".join(f"{field.name}: {field.value}" for field in fields))
    value = value_words(question, answer.value) if question else clean(str(answer.value))
    return _answer(ctx, answer, value, subject)


def _row(ctx: Context, group: GroupQuestion, subject: str, number: int) -> RowView:
    answer = ctx.inputs.assessment.answers[subject]
    return RowView(label_words(group, answer.value, number), _fields(group, answer), _answer(ctx, answer, ""))


def row_words(ctx: Context, group: GroupQuestion, subject: str) -> str:
    """The label of the row under a subject."""
    return label_words(group, ctx.inputs.assessment.answers[subject].value, ctx.rows(group.id).index(subject) + 1)


def _fields(group: GroupQuestion, answer: Answer) -> tuple[FieldView, ...]:
    """The fields of a row that have a value, and their values in words."""
    row = cast(Mapping[str, object], answer.value) if isinstance(answer.value, Mapping) else dict[str, object]()
    known = ((field, row.get(field.id)) for field in group.fields)
    return tuple(FieldView(clean(field.text), value_words(field, value)) for field, value in known if value is not None)


def _answer(ctx: Context, answer: Answer | None, value: str, subject: str = "") -> AnswerView:
    """What an answer says of itself; without one, the question was not asked yet."""
    if answer is None:
        state = tell("not asked yet")
        return AnswerView("", state, False, None, None, None, None, (), (), None, False, None, None, None)
    basis = answer.basis
    answered = answer.state is AnswerState.answered
    files = ctx.inputs.assessment.evidence
    return AnswerView(
        value=value,
        state=_state(ctx, answer, subject),
        answered=answered,
        reason=optional(answer.reason),
        grade=basis.grade.value if answered else None,
        grade_words=heard(GRADES[basis.grade]) if answered else None,
        confidence=words(basis.confidence.value) if basis.confidence else None,
        sources=tuple(source_view(source) for source in basis.sources),
        evidence=tuple(
            f"{clean(files[key].name)} (sha256 {key[:12]})" if key in files else f"sha256 {clean(key[:12])}"
            for key in basis.evidence
        ),
        note=optional(answer.note),
        allegation=answer.allegation,
        position=position_view(answer.vendor_position),
        carried_from=optional(answer.carried_from),
        served_by=optional(answer.served_by),
    )


def _computed(value: str) -> AnswerView:
    """What follows from other answers, each of which has a basis of its own."""
    state = tell("computed from other answers")
    return AnswerView(value, state, True, None, None, None, None, (), (), None, False, None, None, None)


def _state(ctx: Context, answer: Answer, subject: str) -> str:
    if answer.state is AnswerState.not_applicable and subject not in ctx.inputs.score.not_applicable:
        return tell("not applicable, not yet accepted by a reviewer: reads as unknown")
    if answer.state is AnswerState.legally_barred and answer.law:
        return tell("legally barred by {law}", law=ctx.law_name(answer.law))
    return heard(STATES[answer.state])


def position_view(position: VendorPosition | None) -> PositionView | None:
    """The vendor's position, where there is one."""
    return None if position is None else PositionView(clean(position.text), source_view(position.source))


def source_view(source: Source) -> SourceView:
    """A citation; an address that a report may not link to is printed as text."""
    url = link(source.url)
    place = " · ".join(clean(part) for part in (source.place, source.url if url is None else None) if part)
    return SourceView(clean(source.title), day(source.dated), place or None, url)


def _yes_no(answer: Answer | None) -> str:
    """The declaration that a list is complete, in words."""
    if answer is None or answer.state is not AnswerState.answered:
        return ""
    return yes_no(answer.value)


def coverage(ctx: Context) -> Coverage:
    """How the interview stands, and the answers by evidence grade."""
    visible = {question.id for question in ctx.asked()}
    grades = Counter(
        answer.basis.grade
        for subject, answer in ctx.inputs.assessment.answers.items()
        if answer.state is AnswerState.answered and subject.partition("/")[0] in visible
    )
    by_grade = tuple(FieldView(grade.value, str(grades[grade])) for grade in Grade)
    return Coverage(sentence(progress_in_full(ctx.inputs.progress)), by_grade)


def listed(ctx: Context, questions: tuple[str, ...]) -> tuple[ListedView, ...]:
    """Questions that are listed apart, with the reason that was given."""
    answers = ctx.inputs.assessment.answers
    told: list[ListedView] = []
    for identifier in questions:
        answer = answers.get(identifier)
        reasons = [answer.reason, answer.law and ctx.law(answer.law)] if answer else []
        reason = "; ".join(clean(reason) for reason in reasons if reason)
        told.append(ListedView(clean(identifier), ctx.question_text(identifier), reason))
    return tuple(told)
