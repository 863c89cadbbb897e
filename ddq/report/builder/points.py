"""The percentage of points in words, and the page for those who read one page of it."""

from __future__ import annotations

from ddq.report.builder.answers import answer_of
from ddq.report.builder.context import Context
from ddq.report.builder.outcome import open_questions
from ddq.report.view import CategoryView, FieldView, LawView, PointsView, QuestionPointsView, Summary
from ddq.report.words import brief, clean, scale, sentence
from ddq.scoring.model import ends
from ddq.scoring.weighted.changing import lost, plan_sentence
from ddq.scoring.weighted.laws import KEPT, broken
from ddq.scoring.weighted.model import Category, QuestionPoints, WeightedScore, points_words

_LINES = 5
"""How many lines a paragraph of the summary has."""


def points(ctx: Context) -> PointsView | None:
    """What the percentage rests on; None where the method counts no points."""
    score = ctx.inputs.score
    if not isinstance(score, WeightedScore):
        return None
    order = {one.domain: number for number, one in enumerate(score.categories)}
    counted = [one for one in score.questions if one.applies is not False]
    counted.sort(key=lambda one: (order[one.domain], -one.weight, one.question))
    return PointsView(
        figure=clean(score.figure),
        points=points_words(score.earned, score.weight),
        required=clean(score.required_words),
        band=clean(score.band_words),
        change=plan_sentence(score),
        categories=tuple(_category(ctx, one) for one in score.categories),
        lost=tuple(_question(ctx, one) for one in lost(score.questions)),
        questions=tuple(_question(ctx, one) for one in counted),
        grades=tuple(FieldView(f"Grade {one.grade.value}", f"{one.points:g}") for one in score.grades),
        kept=KEPT,
        broken=tuple(LawView(law, matters) for law, matters in broken(score)),
    )


def _category(ctx: Context, one: Category) -> CategoryView:
    found = scale(one.percentage, one.shown) if one.percentage else None
    return CategoryView(
        ctx.domain_title(one.domain), found, clean(ends(one.band)), points_words(one.earned, one.weight), one.questions
    )


def _question(ctx: Context, one: QuestionPoints) -> QuestionPointsView:
    given = answer_of(ctx, one.question)
    said = given.value if given.answered else given.state
    return QuestionPointsView(
        id=clean(one.question),
        text=ctx.question_text(one.question),
        category=ctx.domain_title(one.domain),
        answer=(f"{said}, grade {given.grade}" if given.answered and given.grade else said)
        + (" (may not apply)" if one.applies is None else ""),
        earned=ends((f"{one.earned.lo:g}", f"{one.earned.hi:g}")),
        weight=f"{one.weight:g}",
        lost=one.lost > 0,
    )


def summary(ctx: Context, score: WeightedScore) -> Summary:
    """What lost points, why, what would change it, and what the figure cannot tell."""
    gone = lost(score.questions)
    found = [
        f"{brief(ctx.question_text(one.question))} ({points_words(one.earned, one.weight)})" for one in gone[:_LINES]
    ]
    if len(gone) > _LINES:
        found.append(f"{len(gone) - _LINES} more; see the points by question.")
    change = [clean(plan_sentence(score))]
    asked = open_questions(ctx)
    change += [f"An answer to {one.id}: {brief(one.text)}" for one in asked[: _LINES - 1]]
    if len(asked) >= _LINES:
        change.append(f"{len(asked) - _LINES + 1} more open; see “Open and set apart”.")
    return Summary(
        found=tuple(found) or ("No question is known to have lost points.",),
        why=tuple(brief(sentence(reason), 300) for reason in score.outcome_because[:_LINES]),
        change=tuple(change),
        fixed=tuple(law for law, _ in broken(score)[:4]),
    )
