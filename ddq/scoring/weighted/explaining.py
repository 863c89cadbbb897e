"""The explanation of a percentage, unfolded step by step: from the points of the whole down to single answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ddq.scoring.explaining import Step, apart_steps, bar_steps, capital, sentence_steps
from ddq.scoring.model import ends
from ddq.scoring.weighted.changing import lost
from ddq.scoring.weighted.laws import KEPT, broken
from ddq.scoring.weighted.model import Category, QuestionPoints, WeightedScore, points_words
from ddq.scoring.words import OUTCOMES
from ddq.sentence import Number, begun, joined, say, say_many


def explanation(score: WeightedScore) -> tuple[Step, ...]:
    """The steps under a percentage, the reasons first."""
    counted = sorted((one for one in score.questions if one.applies is not False), key=_by_weight)
    gone = lost(counted)
    still = [one for one in counted if one.earned.lo < one.earned.hi or one.applies is None]
    found = [
        Step(
            "outcome",
            say("Why “{outcome}”", outcome=OUTCOMES[score.outcome]),
            parts=partial(sentence_steps, score.outcome_because),
        ),
        Step(
            "points",
            say("{figure}: {points}", figure=begun(score.figure), points=points_words(score.earned, score.weight)),
        ),
    ]
    if gone:
        text = say(
            "What was lost: {points}, which good answers elsewhere make up for",
            points=_points(sum(one.lost for one in gone)),
        )
        found.append(Step("lost", text, parts=partial(_questions, gone)))
    if still:
        text = say_many("What is open: {count} question", "What is open: {count} questions", count=len(still))
        found.append(Step("open", text, parts=partial(_questions, still)))
    found.append(Step("categories", say("By category"), parts=partial(_categories, score, counted)))
    found.append(
        Step(
            "questions",
            say("By question, the heaviest first ({questions})", questions=len(counted)),
            parts=partial(_questions, counted),
        )
    )
    if score.grades:
        words = say("What the points rest on, which does not count")
        found.append(Step("grades", words, parts=partial(sentence_steps, grade_sentences(score))))
    if score.bars:
        found.append(Step("bars", say("Prohibitions and listings"), parts=partial(bar_steps, score.bars)))
    out = [one for one in score.questions if one.applies is False and one.question not in score.not_applicable]
    if out or score.not_applicable or score.legally_barred:
        found.append(
            Step("apart", say("In neither sum, or not to be answered by law"), parts=partial(_apart, score, out))
        )
    found.append(Step("broken", say("What a weighted mean cannot promise"), parts=partial(_broken, score)))
    found.append(Step("kept", say("What always holds"), parts=partial(sentence_steps, KEPT)))
    return tuple(found)


def grade_sentences(score: WeightedScore) -> tuple[str, ...]:
    """How many points rest on which evidence grade."""
    return tuple(
        say("Evidence grade {grade}: {points} earned", grade=one.grade.value, points=_points(one.points))
        for one in score.grades
    )


def category_words(one: Category) -> str:
    """`71.4 to 80.0 % (Medium), 10 to 12 of 15 points`, or that nothing of it applies."""
    if one.shown is None:
        return say("nothing of it applies")
    figure, band, points = ends(one.shown), ends(one.band), points_words(one.earned, one.weight)
    if not band:
        return say("{figure} %, {points}", figure=figure, points=points)
    return say("{figure} % ({band}), {points}", figure=figure, band=band, points=points)


def _by_weight(one: QuestionPoints) -> tuple[float, str]:
    return (-one.weight, one.question)


def _points(number: float) -> str:
    if number == 1:
        return say("{points} point", points=1)
    return say("{points} points", points=Number(f"{number:g}"))


def _questions(found: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return tuple(Step(one.question, one.because.text, one.question) for one in found)


def _categories(score: WeightedScore, counted: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return tuple(
        Step(
            one.domain,
            say("{category}: {words}", category=capital(one.domain), words=category_words(one)),
            parts=partial(_questions, [each for each in counted if each.domain == one.domain])
            if one.questions
            else None,
        )
        for one in score.categories
    )


def _apart(score: WeightedScore, out: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return (
        *(Step(one.question, say("{what}: does not apply here", what=one.question)) for one in out),
        *apart_steps(score),
    )


def _broken(score: WeightedScore) -> tuple[Step, ...]:
    return sentence_steps(joined(both, " ") for both in broken(score))
