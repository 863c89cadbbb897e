"""From what was assessed and computed to the view model: words and order, no figure of its own."""

from __future__ import annotations

from ddq.report.builder import (
    answers,
    back,
    decision,
    drawings,
    findings,
    front,
    outcome,
    points,
    reach,
    record,
    rulings,
)
from ddq.report.builder.context import context
from ddq.report.inputs import ReportInputs
from ddq.report.language import all_told, language, spoken, telling
from ddq.report.view import ReportView


def build_view(inputs: ReportInputs, told_in: str | None = None) -> ReportView:
    """The view model of a report, a pure function of the inputs.

    Args:
        inputs: what it is made from.
        told_in: the language that it is told in; that of the questions, where none is named.
    """
    chosen = told_in or spoken(inputs.asked_in)
    with telling(language(chosen)):
        return all_told(_view(inputs, chosen))


def _view(inputs: ReportInputs, chosen: str) -> ReportView:
    ctx = context(inputs)
    sections = answers.sections(ctx)
    return ReportView(
        dated=inputs.score.as_of,
        language=chosen,
        cover=front.cover(ctx),
        decision=decision.decision(ctx),
        summary=front.summary(ctx),
        outcome=outcome.outcome(ctx),
        points=points.points(ctx),
        attribution=outcome.attribution(ctx),
        bars=outcome.bars(ctx),
        plan=outcome.plan(ctx),
        options=outcome.options(ctx),
        open_questions=outcome.open_questions(ctx),
        findings=findings.findings(ctx),
        doubts=findings.doubts(ctx),
        unanswered=findings.unanswered(ctx),
        states=reach.states(ctx),
        owners=drawings.owners(ctx),
        flows=drawings.flows(ctx),
        reach_matrix=drawings.reach(ctx),
        rulings=rulings.rulings(ctx),
        domains=outcome.domains(ctx),
        coverage=answers.coverage(ctx),
        sections=sections,
        not_applicable=answers.listed(ctx, inputs.score.not_applicable),
        legally_barred=answers.listed(ctx, inputs.score.legally_barred),
        evidence=record.evidence(ctx),
        comments=record.comments(ctx),
        method=back.method(ctx),
        history=back.history(ctx),
    )
