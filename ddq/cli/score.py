"""The figures are the method's; the decision is people's. The same inputs give the same bytes of `--json`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.scoring.model import Because, IndicatorResult, Score
    from ddq.scoring.weighted.model import WeightedScore


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("--explain", action="store_true", help="every figure, down to the answers and laws it rests on")
    parser.add_argument("--json", action="store_true", help="the whole score as JSON")


def run(options: Namespace) -> int:
    """Print the score."""
    found = snapshot_of(options).score()
    if options.json:
        from ddq.scoring.export import to_json

        give(to_json(found))
        return OK
    say(*headline(found))
    if options.explain:
        say("", *_explained(found))
    return OK


def headline(score: Score) -> Iterator[str]:
    """What a board asks first."""
    tier = f"tier {score.tier}" if score.tier_known else f"tier {score.tier}, not yet known: the highest still possible"
    from ddq.scoring.weighted.model import WeightedScore

    yield score.headline
    yield ""
    if isinstance(score, WeightedScore):
        yield from _percentage(score)
    else:
        low, high = score.shown
        yield f"trust         {low} to {high} of 100 ({score.band_words}); {tier} requires {score.required:g}"
        yield f"known         {score.known_share:.0%} of the concern counted rests on facts; the rest is not known yet"
    for share in score.attribution:
        name = share.origin.value.replace("_", " ") if share.origin else "not yet known"
        part = share.concern / score.concern.hi if score.concern.hi else 0.0
        yield f"  {name:<14}{part:>5.0%}  {'#' * round(part * 40)}".rstrip()
    for bar in score.bars:
        if bar.binds or bar.possible:
            yield f"bar           {bar.title} ({bar.authority}): {'binds' if bar.binds else 'may bind'}; {bar.reason}"
    if not score.exact:
        yield "The interval is the outer one: too many open questions decide what applies."
    questionnaire = f"{score.questionnaire} {score.questionnaire_version}"
    yield f"as of {score.as_of}, profile {score.profile}, {questionnaire}, {score.method}"
    yield f"inputs        {score.digest}"


def _percentage(score: WeightedScore) -> Iterator[str]:
    from ddq.scoring.weighted.explaining import category_words, grade_sentences
    from ddq.scoring.weighted.laws import broken
    from ddq.scoring.weighted.model import points_words

    band = f" ({score.band_words})" if score.band_words else ""
    yield f"percentage    {score.shown_words}{band}, {points_words(score.earned, score.weight)}; {score.required_words}"
    yield f"known         {score.known_share:.0%} of the points; the rest is not known yet"
    for one in score.categories:
        yield f"  {one.domain:<14}{category_words(one)}"
    for sentence in grade_sentences(score):
        yield f"rests on      {sentence}"
    yield f"beware        {broken(score)[0][0]}"


def _explained(score: Score) -> Iterator[str]:
    """Largest concern first; under each indicator what it rests on."""
    from ddq.scoring.weighted.laws import KEPT, broken
    from ddq.scoring.weighted.model import WeightedScore

    if isinstance(score, WeightedScore):
        for one in sorted(score.questions, key=lambda one: (-one.weight, one.question)):
            yield from _because(one.because, 0)
        yield from ("", "What always holds:", *(f"- {law}" for law in KEPT))
        yield from ("", "What a weighted mean cannot promise:", *(f"- {law} {why}" for law, why in broken(score)))
        return
    for indicator in sorted(score.indicators, key=lambda one: (-one.concern.hi, one.id)):
        if indicator.applicable:
            yield from _indicator(indicator)
    apart = [indicator for indicator in score.indicators if not indicator.applicable]
    if apart:
        yield f"does not apply: {', '.join(indicator.id for indicator in apart)}"


def _indicator(indicator: IndicatorResult) -> Iterator[str]:
    presence = indicator.presence
    yield (
        f"{indicator.id}: {indicator.title} [{indicator.origin}, {indicator.strength}]"
        f" presence {presence.lo:.2f} to {presence.hi:.2f}, concern {indicator.concern.lo / 1e9:.4f} to"
        f" {indicator.concern.hi / 1e9:.4f}"
    )
    for because in indicator.because:
        yield from _because(because, 1)
    for mitigation in indicator.mitigations:
        yield f"    reduced by {mitigation.title}: up to {mitigation.share:.0%}"


def _because(because: Because, depth: int) -> Iterator[str]:
    rests = " ".join(part for part in (because.question, because.row, because.law) if part)
    yield f"{'    ' * depth}{because.text}{f' [{rests}]' if rests else ''}"
    for child in because.children:
        yield from _because(child, depth + 1)
