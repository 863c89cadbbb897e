"""The explanation of a percentage, unfolded step by step: from the points of the whole down to single answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ddq.scoring.explaining import Step, apart_steps, bar_steps, capital, sentence_steps
from ddq.scoring.model import ends
from ddq.scoring.weighted.changing import lost
from ddq.scoring.weighted.laws import KEPT, broken
from ddq.scoring.weighted.model import Category, QuestionPoints, WeightedScore, points_words


def explanation(score: WeightedScore) -> tuple[Step, ...]:
    """The steps under a percentage, the reasons first."""
    counted = sorted((one for one in score.questions if one.applies is not False), key=_by_weight)
    gone = lost(counted)
    still = [one for one in counted if one.earned.lo < one.earned.hi or one.applies is None]
    found = [
        Step("outcome", f"Why “{score.outcome.value}”", parts=partial(sentence_steps, score.outcome_because)),
        Step("points", f"{capital(score.figure)}: {points_words(score.earned, score.weight)}"),
    ]
    if gone:
        text = f"What was lost: {_points(sum(one.lost for one in gone))}, which good answers elsewhere make up for"
        found.append(Step("lost", text, parts=partial(_questions, gone)))
    if still:
        found.append(Step("open", f"What is open: {_counted(len(still))}", parts=partial(_questions, still)))
    found.append(Step("categories", "By category", parts=partial(_categories, score, counted)))
    found.append(
        Step("questions", f"By question, the heaviest first ({len(counted)})", parts=partial(_questions, counted))
    )
    if score.grades:
        words = "What the points rest on, which does not count"
        found.append(Step("grades", words, parts=partial(sentence_steps, grade_sentences(score))))
    if score.bars:
        found.append(Step("bars", "Prohibitions and listings", parts=partial(bar_steps, score.bars)))
    out = [one for one in score.questions if one.applies is False and one.question not in score.not_applicable]
    if out or score.not_applicable or score.legally_barred:
        found.append(Step("apart", "In neither sum, or not to be answered by law", parts=partial(_apart, score, out)))
    found.append(Step("broken", "What a weighted mean cannot promise", parts=partial(_broken, score)))
    found.append(Step("kept", "What always holds", parts=partial(sentence_steps, KEPT)))
    return tuple(found)


def grade_sentences(score: WeightedScore) -> tuple[str, ...]:
    """How many points rest on which evidence grade."""
    return tuple(f"Evidence grade {one.grade.value}: {_points(one.points)} earned" for one in score.grades)


def category_words(one: Category) -> str:
    """`71.4 to 80.0 % (Medium), 10 to 12 of 15 points`, or that nothing of it applies."""
    if one.shown is None:
        return "nothing of it applies"
    band = ends(one.band)
    return f"{ends(one.shown)} %{f' ({band})' if band else ''}, {points_words(one.earned, one.weight)}"


def _by_weight(one: QuestionPoints) -> tuple[float, str]:
    return (-one.weight, one.question)


def _points(number: float) -> str:
    return f"{number:g} point{'' if number == 1 else 's'}"


def _counted(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"


def _questions(found: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return tuple(Step(one.question, one.because.text, one.question) for one in found)


def _categories(score: WeightedScore, counted: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return tuple(
        Step(
            one.domain,
            f"{capital(one.domain)}: {category_words(one)}",
            parts=partial(_questions, [each for each in counted if each.domain == one.domain])
            if one.questions
            else None,
        )
        for one in score.categories
    )


def _apart(score: WeightedScore, out: Iterable[QuestionPoints]) -> tuple[Step, ...]:
    return (*(Step(one.question, f"{one.question}: does not apply here") for one in out), *apart_steps(score))


def _broken(score: WeightedScore) -> tuple[Step, ...]:
    return sentence_steps(f"{law} {matters}" for law, matters in broken(score))
