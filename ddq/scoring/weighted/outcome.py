"""The outcome by a percentage: the first condition that holds, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ddq.scoring.model import BarResult, OutcomeKind, ends
from ddq.scoring.outcome import Outcome, bar_words, barred, may_bar
from ddq.scoring.weighted.model import QuestionPoints, points_words
from ddq.scoring.weighted.percentage import Span
from ddq.sentence import Number, joined, say, say_many

_NAMED = 3
"""How many questions that lost points the reasons name."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that the outcome rests on."""

    bars: Sequence[BarResult]
    rated: bool
    found: Span
    shown: tuple[str, str]
    required: Fraction | None
    open_questions: int
    lost: Sequence[QuestionPoints]
    """The most points first."""


def kind_of(grounds: Grounds) -> OutcomeKind:
    """The first condition that holds. Where it is open whether a bar binds, nothing passes before that is known."""
    if any(bar.binds for bar in grounds.bars):
        return OutcomeKind.do_not_proceed
    if not grounds.rated or grounds.required is None:
        return OutcomeKind.not_rated
    if grounds.found[1] < grounds.required:
        return OutcomeKind.do_not_proceed
    may_be_barred = any(bar.possible for bar in grounds.bars)
    return OutcomeKind.proceed if grounds.found[0] >= grounds.required and not may_be_barred else OutcomeKind.defer


def outcome(grounds: Grounds) -> Outcome:
    """The outcome with its headline and its reasons."""
    kind = kind_of(grounds)
    binding = [bar for bar in grounds.bars if bar.binds]
    if binding:
        return Outcome(kind, barred(binding[0]), tuple(bar_words(bar) for bar in binding))
    because = (*_open(grounds), *_lost(grounds), *_possible(grounds))
    return Outcome(kind, _headline(grounds, kind), because)


def _headline(grounds: Grounds, kind: OutcomeKind) -> str:
    low, high = grounds.shown
    if not grounds.rated:
        return say("Not rated: nothing is known yet that could be rated.")
    if grounds.required is None:
        return say(
            "No outcome: {figure} % of the points, and the questionnaire names no required percentage.",
            figure=ends(grounds.shown),
        )
    required = say("{figure} % is required", figure=Number(f"{float(grounds.required):g}"))
    if kind is OutcomeKind.proceed:
        if low == high:
            return say("Proceed: {figure} % of the points; {requirement}.", figure=low, requirement=required)
        return say("Proceed: at least {figure} % of the points; {requirement}.", figure=low, requirement=required)
    if kind is OutcomeKind.do_not_proceed:
        if low == high:
            return say("Do not proceed: {figure} % of the points; {requirement}.", figure=high, requirement=required)
        return say(
            "Do not proceed: at most {figure} % of the points; {requirement}.", figure=high, requirement=required
        )
    if grounds.found[0] >= grounds.required:
        title = next(bar.title for bar in grounds.bars if bar.possible)
        return say("Defer: it must first be settled whether “{bar}” bars this purchase.", bar=title)
    return say_many(
        "Defer: {figure} % of the points, {requirement}, and {count} open question could decide.",
        "Defer: {figure} % of the points, {requirement}, and {count} open questions could decide.",
        count=grounds.open_questions,
        figure=ends(grounds.shown),
        requirement=required,
    )


def _open(grounds: Grounds) -> tuple[str, ...]:
    number = grounds.open_questions
    if not number:
        return (say("No question that counts is open."),)
    told = say_many(
        "{count} open question is counted with every answer that could be given.",
        "{count} open questions are counted with every answer that could be given.",
        count=number,
    )
    return (told,)


def _lost(grounds: Grounds) -> tuple[str, ...]:
    """What the mean would hide: the questions that lost points, by name."""
    if not grounds.lost:
        return ()
    named = joined(
        (
            say("{question} ({points})", question=one.question, points=points_words(one.earned, one.weight))
            for one in grounds.lost[:_NAMED]
        ),
        "; ",
    )
    more = len(grounds.lost) - _NAMED
    if more > 0:
        named = say("{questions}; and {more} more", questions=named, more=more)
    told = say(
        "A mean lets other answers make up for what was lost. Points were lost with {questions}.", questions=named
    )
    return (told,)


def _possible(grounds: Grounds) -> tuple[str, ...]:
    return tuple(may_bar(bar) for bar in grounds.bars if bar.possible)
