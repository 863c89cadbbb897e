"""Two assessments side by side, and all of a workspace, in words; no figure is made here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ddq.assessment.deciding import in_force
from ddq.assessment.differences import Change, Difference
from ddq.assessment.model import Answer, AnswerState
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.report.builder import decision, front, outcome
from ddq.report.builder.context import Context, context
from ddq.report.inputs import ReportInputs
from ddq.report.language import ENGLISH, all_told, heard, language, spoken, tell, tell_many, telling
from ddq.report.printed import clean, words
from ddq.report.view.several import (
    ChangedView,
    ComparisonView,
    CountView,
    MovedView,
    NamedView,
    PortfolioRow,
    PortfolioView,
    SideView,
)
from ddq.report.words import day, label_words, scale, sentence, value_words
from ddq.scoring.comparison import Moved, OneSided
from ddq.scoring.model import OutcomeKind
from ddq.sentence import say
from ddq.workspace.compared import AssessmentComparison

CHANGES = {
    Change.answered: say("answered since"),
    Change.taken_out: say("taken out"),
    Change.changed: say("changed"),
    Change.basis: say("same answer, other basis"),
}
URGENCY = (
    OutcomeKind.do_not_proceed,
    OutcomeKind.defer,
    OutcomeKind.proceed_with_conditions,
    OutcomeKind.not_rated,
    OutcomeKind.proceed,
)
"""The order of a portfolio: what needs somebody first."""


def build_comparison(
    found: AssessmentComparison, earlier: ReportInputs, later: ReportInputs, told_in: str | None = None
) -> ComparisonView:
    """The view model of a comparison.

    Args:
        found: what is different.
        earlier: the earlier assessment.
        later: the later one.
        told_in: the language that it is told in; that of the later one's questions, where none is named.
    """
    chosen = told_in or spoken(later.asked_in)
    with telling(language(chosen)):
        return all_told(_comparison(found, context(earlier), context(later), chosen))


def _comparison(found: AssessmentComparison, before: Context, after: Context, chosen: str) -> ComparisonView:
    questions = {**before.questions, **after.questions}
    cover = front.cover(after)
    scores = found.scores
    return ComparisonView(
        language=chosen,
        dated=max(before.inputs.score.as_of, after.inputs.score.as_of),
        vendor=cover.vendor,
        running=cover.running,
        earlier=_side(before, scores.figures[0]),
        later=_side(after, scores.figures[1]),
        figure=clean(scores.noun),
        answers=tuple(_changed(one, questions) for one in found.facts.answers),
        same=found.facts.same,
        unconfirmed=found.facts.unconfirmed,
        only_earlier=tuple(_named(name, questions) for name in found.facts.only_earlier),
        only_later=tuple(_named(name, questions) for name in found.facts.only_later),
        method=tuple(clean(line) for line in found.method),
        moved=tuple(_moved(one) for one in scores.moved),
        one_sided=(
            *(_one_sided(one, tell("only then")) for one in scores.only_before),
            *(_one_sided(one, tell("only now")) for one in scores.only_after),
        ),
    )


def _side(ctx: Context, figure: str) -> SideView:
    cover, result = front.cover(ctx), outcome.outcome(ctx)
    decided = decision.decision(ctx)
    return SideView(
        id=clean(ctx.inputs.assessment.id),
        title=clean(ctx.inputs.assessment.title),
        as_of=cover.as_of,
        status=cover.status,
        buyer=cover.buyer,
        questionnaire=cover.questionnaire,
        method=cover.method,
        outcome=result.kind,
        headline=cover.headline,
        figure=clean(figure),
        trust=result.trust,
        required=result.required,
        required_shown=result.required_shown,
        bands=result.bands,
        decision=tell("{decision} by {name}, {day}", decision=decided.what, name=decided.by, day=decided.on)
        if decided
        else None,
        digest=cover.digest,
    )


def _changed(one: Difference, questions: Mapping[str, AnyQuestion]) -> ChangedView:
    question = questions.get(one.question)
    rest = one.subject.partition("/")[2]
    entry = tell("declared complete") if rest == "complete" else ""
    if rest and rest != "complete" and isinstance(question, GroupQuestion):
        shown = one.after or one.before
        entry = label_words(question, shown.value, 1) if shown is not None else ""
    return ChangedView(
        id=clean(one.question),
        text=clean(question.text) if question else clean(one.question),
        entry=entry,
        change=heard(CHANGES[one.change]),
        before=_said(question, rest, one.before),
        after=_said(question, rest, one.after),
        basis_before=_basis(one.before),
        basis_after=_basis(one.after),
    )


def _said(question: AnyQuestion | None, rest: str, answer: Answer | None) -> str:
    """An answer whole: two that differ late would read alike if they were cut."""
    if answer is None:
        return tell("no answer")
    if answer.state is not AnswerState.answered:
        return words(answer.state.value)
    if rest == "complete":
        return tell("complete") if answer.value else tell("not complete")
    if isinstance(question, GroupQuestion) and isinstance(answer.value, Mapping):
        row = answer.value
        known = ((field, row.get(field.id)) for field in question.fields)
        return "; ".join(
            f"{clean(field.text)}: {value_words(field, value)}" for field, value in known if value is not None
        )
    return value_words(question, answer.value) if question else clean(str(answer.value))


def _basis(answer: Answer | None) -> str:
    if answer is None:
        return ""
    basis = answer.basis
    sources = "; ".join(
        clean(", ".join(part for part in (source.title, day(source.dated), source.place, source.url) if part))
        for source in basis.sources
    )
    files = _files(basis.evidence) if basis.evidence else ""
    carried = tell("carried over, not confirmed") if answer.carried_from else ""
    grade = tell("grade {grade}", grade=basis.grade.value) if answer.state is AnswerState.answered else ""
    sure = tell("confidence {confidence}", confidence=words(basis.confidence.value)) if basis.confidence else ""
    alleged = tell("alleged, not found by a court or authority") if answer.allegation else ""
    position = (
        tell("the vendor says: {position}", position=clean(answer.vendor_position.text))
        if answer.vendor_position
        else ""
    )
    parts = (clean(answer.reason or ""), alleged, position, grade, sure, sources, files, carried)
    return "; ".join(part for part in parts if part)


def _files(keys: Sequence[str]) -> str:
    return tell_many(
        "{count} file: {names}", "{count} files: {names}", count=len(keys), names=", ".join(key[:12] for key in keys)
    )


def _named(name: str, questions: Mapping[str, AnyQuestion]) -> NamedView:
    question = questions.get(name)
    return NamedView(clean(name), clean(question.text) if question else "")


def _moved(one: Moved) -> MovedView:
    return MovedView(clean(one.title), words(one.direction), clean(one.words))


def _one_sided(one: OneSided, side: str) -> MovedView:
    return MovedView(clean(one.title), side, clean(one.words))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An assessment that could not be scored."""

    id: str
    why: str


def build_portfolio(
    assessments: Sequence[ReportInputs],
    unreadable: Sequence[Unreadable],
    today: date,
    title: str,
    told_in: str = ENGLISH,
) -> PortfolioView:
    """The view model of a portfolio.

    Args:
        assessments: each with its score.
        unreadable: those that could not be scored.
        today: against which reviews are overdue.
        title: what it is the portfolio of.
        told_in: the language that it is told in.
    """
    with telling(language(told_in)):
        return all_told(_portfolio(assessments, unreadable, today, title, told_in))


def _portfolio(
    assessments: Sequence[ReportInputs], unreadable: Sequence[Unreadable], today: date, title: str, chosen: str
) -> PortfolioView:
    rows = [_row(context(inputs), today) for inputs in assessments]
    order = {kind.name: place for place, kind in enumerate(URGENCY)}
    counts = Counter(row.key for row in rows)
    return PortfolioView(
        language=chosen,
        dated=today,
        as_of=day(today) or "",
        title=clean(title),
        rows=tuple(sorted(rows, key=lambda row: (not row.binding, order[row.key], row.trust.lo, row.vendor, row.id))),
        outcomes=tuple(
            CountView(words(kind.value), kind.name, counts[kind.name]) for kind in URGENCY if counts[kind.name]
        ),
        overdue=sum(row.overdue for row in rows),
        stale=sum(row.stale for row in rows),
        unreadable=tuple(NamedView(clean(one.id), sentence(one.why)) for one in unreadable),
    )


def _row(ctx: Context, today: date) -> PortfolioRow:
    inputs, cover, result = ctx.inputs, front.cover(ctx), outcome.outcome(ctx)
    made = inputs.assessment.decision if in_force(inputs.assessment) else None
    due = made.next_review if made else None
    return PortfolioRow(
        id=clean(inputs.assessment.id),
        vendor=cover.vendor,
        service=cover.service,
        as_of=cover.as_of,
        status=cover.status,
        buyer=cover.buyer,
        outcome=result.kind,
        key=result.key,
        trust=scale(inputs.score.trust, inputs.score.shown),
        required=result.required,
        tier=f"{result.tier} {result.tier_name}".strip(),
        binding=sum(bar.binds for bar in inputs.score.bars),
        open=str(len(inputs.score.open_questions)),
        next_review=day(due),
        overdue=due is not None and due < today,
        stale=bool(inputs.stale),
    )
