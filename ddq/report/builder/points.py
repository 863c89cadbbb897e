"""The percentage of points in words, and the page for those who read one page of it."""

from __future__ import annotations

from ddq.report.builder.answers import answer_of
from ddq.report.builder.context import Context
from ddq.report.builder.outcome import open_questions
from ddq.report.language import tell, written
from ddq.report.printed import clean
from ddq.report.view import CategoryView, FieldView, LawView, PointsView, QuestionPointsView, Summary
from ddq.report.words import brief, scale, sentence
from ddq.scoring.model import ends
from ddq.scoring.weighted.changing import lost, plan_sentence
from ddq.scoring.weighted.laws import KEPT, broken
from ddq.scoring.weighted.model import Category, QuestionPoints, WeightedScore, points_words
from ddq.sentence import Number

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
        points=clean(points_words(score.earned, score.weight)),
        required=clean(score.required_words),
        band=clean(score.band_words),
        change=clean(plan_sentence(score)),
        categories=tuple(_category(ctx, one) for one in score.categories),
        lost=tuple(_question(ctx, one) for one in lost(score.questions)),
        questions=tuple(_question(ctx, one) for one in counted),
        grades=tuple(
            FieldView(tell("Grade {grade}", grade=one.grade.value), written(Number(f"{one.points:g}")))
            for one in score.grades
        ),
        kept=tuple(clean(law) for law in KEPT),
        broken=tuple(LawView(clean(law), clean(matters)) for law, matters in broken(score)),
    )


def _category(ctx: Context, one: Category) -> CategoryView:
    found = scale(one.percentage, one.shown) if one.percentage else None
    earned = clean(points_words(one.earned, one.weight))
    return CategoryView(ctx.domain_title(one.domain), found, clean(ends(one.band)), earned, one.questions)


def _question(ctx: Context, one: QuestionPoints) -> QuestionPointsView:
    given = answer_of(ctx, one.question)
    said = given.value if given.answered else given.state
    if given.answered and given.grade:
        said = tell("{answer}, grade {grade}", answer=said, grade=given.grade)
    return QuestionPointsView(
        id=clean(one.question),
        text=ctx.question_text(one.question),
        category=ctx.domain_title(one.domain),
        answer=tell("{answer} (may not apply)", answer=said) if one.applies is None else said,
        earned=clean(ends((f"{one.earned.lo:g}", f"{one.earned.hi:g}"))),
        weight=written(Number(f"{one.weight:g}")),
        lost=one.lost > 0,
    )


def summary(ctx: Context, score: WeightedScore) -> Summary:
    """What lost points, why, what would change it, and what the figure cannot tell."""
    gone = lost(score.questions)
    found = [
        f"{brief(ctx.question_text(one.question))} ({clean(points_words(one.earned, one.weight))})"
        for one in gone[:_LINES]
    ]
    if len(gone) > _LINES:
        found.append(tell("{count} more; see the points by question.", count=len(gone) - _LINES))
    change = [clean(plan_sentence(score))]
    asked = open_questions(ctx)
    change += [
        tell("An answer to {question}: {text}", question=one.id, text=brief(one.text)) for one in asked[: _LINES - 1]
    ]
    if len(asked) >= _LINES:
        change.append(tell("{count} more open; see “Open and set apart”.", count=len(asked) - _LINES + 1))
    return Summary(
        found=tuple(found) or (tell("No question is known to have lost points."),),
        why=tuple(brief(sentence(reason), 300) for reason in score.outcome_because[:_LINES]),
        change=tuple(change),
        fixed=tuple(clean(law) for law, _ in broken(score)[:4]),
    )
