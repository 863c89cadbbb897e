"""The outcome by a percentage: the first condition that holds, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ddq.scoring.model import BarResult, OutcomeKind, ends
from ddq.scoring.outcome import Outcome, bar_words
from ddq.scoring.weighted.model import QuestionPoints, points_words
from ddq.scoring.weighted.percentage import Span

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
        headline = f"Do not proceed: “{binding[0].title}” ({binding[0].authority}) binds this buyer."
        return Outcome(kind, headline, tuple(bar_words(bar) for bar in binding))
    because = (*_open(grounds), *_lost(grounds), *_possible(grounds))
    return Outcome(kind, _headline(grounds, kind), because)


def _headline(grounds: Grounds, kind: OutcomeKind) -> str:
    low, high = grounds.shown
    if not grounds.rated:
        return "Not rated: nothing is known yet that could be rated."
    if grounds.required is None:
        return f"No outcome: {ends(grounds.shown)} % of the points, and the questionnaire names no required percentage."
    required = f"{float(grounds.required):g} % is required"
    if kind is OutcomeKind.proceed:
        return f"Proceed: {'' if low == high else 'at least '}{low} % of the points; {required}."
    if kind is OutcomeKind.do_not_proceed:
        return f"Do not proceed: {'' if low == high else 'at most '}{high} % of the points; {required}."
    if grounds.found[0] >= grounds.required:
        title = next(bar.title for bar in grounds.bars if bar.possible)
        return f"Defer: it must first be settled whether “{title}” bars this purchase."
    number = grounds.open_questions
    could = f"{number} open question{'' if number == 1 else 's'} could decide"
    return f"Defer: {ends(grounds.shown)} % of the points, {required}, and {could}."


def _open(grounds: Grounds) -> tuple[str, ...]:
    number = grounds.open_questions
    if not number:
        return ("No question that counts is open.",)
    what = "1 open question is" if number == 1 else f"{number} open questions are"
    return (f"{what} counted with every answer that could be given.",)


def _lost(grounds: Grounds) -> tuple[str, ...]:
    """What the mean would hide: the questions that lost points, by name."""
    if not grounds.lost:
        return ()
    named = "; ".join(f"{one.question} ({points_words(one.earned, one.weight)})" for one in grounds.lost[:_NAMED])
    more = len(grounds.lost) - _NAMED
    rest = f"; and {more} more" if more > 0 else ""
    return (f"A mean lets other answers make up for what was lost. Points were lost with {named}{rest}.",)


def _possible(grounds: Grounds) -> tuple[str, ...]:
    return tuple(f"“{bar.title}” may bar the purchase: {bar.reason}." for bar in grounds.bars if bar.possible)
