"""The indicators: those that weigh as findings with all that they rest on, the rest as what doubt remains."""

from __future__ import annotations

from ddq.assessment.model import AnswerState
from ddq.questionnaire.model import Grade, GroupQuestion, Origin
from ddq.report.builder.answers import answer_of, row_words
from ddq.report.builder.context import ACTORS, EFFORTS, ORIGINS, Context, anchor
from ddq.report.builder.reach import channel_words
from ddq.report.language import heard, tell
from ddq.report.printed import clean, words
from ddq.report.view import (
    BasisView,
    DoubtView,
    FindingView,
    MitigationView,
    ReasonView,
    RemedyView,
)
from ddq.report.words import optional, percent, percents, sentence, unit_scale
from ddq.scoring.model import Because, IndicatorResult, RemedyOption

_ROWS = 10
"""How many rows of a list a finding names where its reasons name none."""
_DEEPEST = 6
"""Levels of the explanation that are set apart; deeper ones stay at this depth."""


def weighing(ctx: Context) -> tuple[IndicatorResult, ...]:
    """The indicators with established concern, the heaviest first."""
    found = [item for item in ctx.inputs.score.indicators if item.applicable and item.concern.lo > 0]
    return tuple(sorted(found, key=lambda item: (-item.concern.lo, -item.concern.hi, item.id)))


def findings(ctx: Context) -> tuple[FindingView, ...]:
    """Every indicator with established concern, numbered."""
    return tuple(_finding(ctx, number, item) for number, item in enumerate(weighing(ctx), 1))


def _finding(ctx: Context, number: int, item: IndicatorResult) -> FindingView:
    state = _state(ctx, item)
    basis = _basis(ctx, item) if state is None else ()
    total = ctx.inputs.score.concern.lo
    key, origin, _ = ORIGINS[item.origin]
    return FindingView(
        anchor=anchor("finding", item.id),
        number=f"F{number}",
        id=clean(item.id),
        title=clean(item.title),
        domain=ctx.domain_title(item.domain),
        origin=heard(origin),
        origin_key=key,
        strength=words(item.strength.value),
        presence=unit_scale(item.presence),
        inherent=unit_scale(item.inherent),
        removes=_removes(item),
        removes_to=item.strength.share * item.presence.hi,
        weight=percent(item.concern.lo / total),
        allegation=any(entry.answer.allegation for entry in basis),
        because=tuple(reason for because in item.because for reason in _reasons(ctx, because, 0))
        if state is None
        else _paths(ctx, item),
        basis=basis,
        mitigations=tuple(
            MitigationView(
                clean(found.title),
                percent(found.share),
                unit_scale(found.present).shown,
                optional(found.question),
            )
            for found in item.mitigations
        ),
        references=tuple(ctx.reference(reference) for reference in item.references if ctx.counts(reference))
        if state is None
        else (),
        remedies=tuple(remedy_view(ctx, remedy) for remedy in item.remedies),
        legally_barred=item.legally_barred,
        state=state,
    )


def _removes(item: IndicatorResult) -> str:
    share = item.strength.share
    return percents(share * item.presence.lo, share * item.presence.hi)


def _state(ctx: Context, item: IndicatorResult) -> str | None:
    if item.origin is not Origin.law:
        return None
    return next((anchor("state", state.code) for state in ctx.inputs.score.states if state.indicator == item.id), None)


def _reasons(ctx: Context, because: Because, depth: int) -> tuple[ReasonView, ...]:
    """A step of the explanation and all below it, flat."""
    law = ctx.law(because.law) if because.law else ""
    here = ReasonView(min(depth, _DEEPEST), sentence(because.text), law, optional(because.question))
    return (here, *(reason for child in because.children for reason in _reasons(ctx, child, depth + 1)))


def _paths(ctx: Context, item: IndicatorResult) -> tuple[ReasonView, ...]:
    """Of an indicator of law, the paths; what the law can compel stands once, with its state."""
    found = next(state for state in ctx.inputs.score.states if state.indicator == item.id)
    paths = [path for path in found.paths if path.nexus.hi > 0]
    told = [
        tell(
            "{channel}, nexus {nexus}: {path}",
            channel=channel_words(path.channel),
            nexus=unit_scale(path.nexus).shown,
            path=path.text,
        )
        for path in paths
    ]
    return tuple(ReasonView(0, sentence(text), "", None) for text in told)


def _basis(ctx: Context, item: IndicatorResult) -> tuple[BasisView, ...]:
    """The answers that feed an indicator; of a list, the rows that its reasons name, or the first ones."""
    named = {subject for because in item.because for subject in _subjects(because)}
    told: list[BasisView] = []
    for identifier in item.questions:
        question = ctx.questions.get(identifier)
        if isinstance(question, GroupQuestion):
            rows = ctx.rows(identifier)
            for subject in [subject for subject in rows if subject in named] or rows[:_ROWS]:
                told.append(
                    BasisView(clean(identifier), row_words(ctx, question, subject), True, answer_of(ctx, subject))
                )
        if not isinstance(question, GroupQuestion) or identifier in ctx.inputs.assessment.answers:
            told.append(BasisView(clean(identifier), ctx.question_text(identifier), False, answer_of(ctx, identifier)))
    return tuple(told)


def _subjects(because: Because) -> set[str]:
    """The rows that a reason and all below it name, as subjects."""
    here = {f"{because.question}/{because.row}"} if because.question and because.row else set[str]()
    return here.union(*(_subjects(child) for child in because.children))


def remedy_view(ctx: Context, remedy: RemedyOption) -> RemedyView:
    """A remedy with its gain as a share of all concern."""
    total = ctx.inputs.score.concern.hi
    result = next((item for item in ctx.inputs.score.indicators if item.id == remedy.indicator), None)
    weighs = result is not None and result.applicable and result.concern.lo > 0
    return RemedyView(
        title=clean(remedy.title),
        who=heard(ACTORS[remedy.who]),
        effort=remedy.effort,
        effort_words=heard(EFFORTS.get(remedy.effort, str(remedy.effort))),
        gain=percent(remedy.gain / total) if total else percent(0),
        done=unit_scale(remedy.done).shown,
        test=optional(remedy.test),
        indicator=clean(result.title) if result else clean(remedy.indicator),
        finding=anchor("finding", remedy.indicator) if weighs else None,
    )


def doubts(ctx: Context) -> tuple[DoubtView, ...]:
    """Indicators without established concern whose questions are answered: the doubt of the evidence remains."""
    return tuple(_doubt(ctx, item) for item in _without_concern(ctx) if not _is_open(ctx, item))


def unanswered(ctx: Context) -> tuple[DoubtView, ...]:
    """Indicators of which nothing is established because what they rest on is open."""
    return tuple(_doubt(ctx, item) for item in _without_concern(ctx) if _is_open(ctx, item))


def _without_concern(ctx: Context) -> list[IndicatorResult]:
    found = [item for item in ctx.inputs.score.indicators if item.applicable and item.concern.lo == 0]
    return sorted(found, key=lambda item: (-item.concern.hi, item.id))


def _is_open(ctx: Context, item: IndicatorResult) -> bool:
    """Whether something could still come to light because an answer that feeds it is missing or has no basis."""
    if item.concern.hi == 0:
        return False
    answers = ctx.inputs.assessment.answers
    for identifier in item.questions:
        group = isinstance(ctx.questions.get(identifier), GroupQuestion)
        answer = answers.get(f"{identifier}/complete" if group else identifier)
        if answer is None or answer.state is not AnswerState.answered or answer.basis.grade is Grade.E:
            return True
    return False


def _doubt(ctx: Context, item: IndicatorResult) -> DoubtView:
    answers = ctx.inputs.assessment.answers
    given = (answers[identifier] for identifier in item.questions if identifier in answers)
    found = (answer.basis.grade.value for answer in given if answer.state is AnswerState.answered)
    return DoubtView(
        clean(item.title),
        ctx.domain_title(item.domain),
        unit_scale(item.presence).shown,
        _removes(item),
        tuple(clean(identifier) for identifier in item.questions),
        ", ".join(sorted(set(found))),
    )
