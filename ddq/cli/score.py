"""The figures are the method's; the decision is people's. The same inputs give the same bytes of `--json`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, say

if TYPE_CHECKING:
    from ddq.scoring.model import Because, IndicatorResult, Score


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
    low, high = score.shown
    bands = score.band[0].value if score.band[0] is score.band[1] else f"{score.band[0]} to {score.band[1]}"
    tier = f"tier {score.tier}" if score.tier_known else f"tier {score.tier}, not yet known: the highest still possible"
    yield score.headline
    yield ""
    yield f"trust         {low} to {high} of 100 ({bands}); {tier} requires {score.required:g}"
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


def _explained(score: Score) -> Iterator[str]:
    """Largest concern first; under each indicator what it rests on."""
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
