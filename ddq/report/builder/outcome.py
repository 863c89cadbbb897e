"""The outcome, where its concern comes from, what binds, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ddq.assessment.model import AnswerState
from ddq.questionnaire.model import AnyQuestion, ChoicesQuestion, GroupQuestion
from ddq.report.builder.answers import asked_of, source_view
from ddq.report.builder.context import ORIGINS, Context
from ddq.report.builder.findings import remedy_view
from ddq.report.language import heard, tell, written
from ddq.report.printed import clean, words
from ddq.report.view import (
    BandRange,
    BarView,
    DomainView,
    OpenView,
    OutcomeView,
    PlanView,
    RemedyView,
    SliceView,
    SourceView,
)
from ddq.report.words import optional, percent, scale, sentence, yes_no
from ddq.scoring.model import Band, BarResult, OpenQuestion
from ddq.scoring.value import could_close
from ddq.scoring.weighted.model import WeightedScore
from ddq.sentence import Number, say

BANDS = (
    BandRange(say("untenable"), 0, 20),
    BandRange(say("weak"), 20, 40),
    BandRange(say("guarded"), 40, 60),
    BandRange(say("sound"), 60, 80),
    BandRange(say("assured"), 80, 100),
)

TIERS = {1: say("minimal"), 2: say("limited"), 3: say("significant"), 4: say("critical")}


def outcome(ctx: Context) -> OutcomeView:
    """The outcome with its interval; figures are the score's."""
    score = ctx.inputs.score
    return OutcomeView(
        kind=words(score.outcome.value),
        key=score.outcome.name,
        headline=sentence(score.headline),
        because=tuple(sentence(reason) for reason in score.outcome_because),
        trust=scale(score.trust, score.shown),
        inherent=scale(score.inherent),
        all_remedies=scale(score.all_remedies),
        band=clean(score.band_words),
        tier=score.tier,
        tier_name=heard(TIERS.get(score.tier, "")),
        tier_known=score.tier_known,
        required=score.mark,
        required_shown=written(Number(f"{score.required:g}")),
        exact=score.exact,
        known=percent(score.known_share),
        bands=_bands(ctx),
    )


def _bands(ctx: Context) -> tuple[BandRange, ...]:
    """The bands of trust; or those of an official percentage, from the lowest up."""
    if not isinstance(ctx.inputs.score, WeightedScore):
        return BANDS
    said = ctx.inputs.questionnaire.questionnaire.percentage
    begins = sorted((begin, name) for name, begin in said.bands.items()) if said else []
    ends = [*(begin for begin, _ in begins[1:]), 100.0]
    named = (
        [BandRange(clean(name), begin, end) for (begin, name), end in zip(begins, ends, strict=True)] if begins else []
    )
    return tuple(named) or (BandRange("", 0, 100),)


def band_words(band: tuple[Band, Band]) -> str:
    """One band, or the bands between which the interval lies."""
    lo, hi = (words(end.value) for end in band)
    return lo if lo == hi else tell("{lo} to {hi}", lo=lo, hi=hi)


def attribution(ctx: Context) -> tuple[SliceView, ...]:
    """The slices of the bar, each origin in a fixed order and what is not yet known last."""
    slices = {share.origin: share.concern for share in ctx.inputs.score.attribution}
    total = sum(slices.values())
    shares = {origin: _share(slices.get(origin, 0), total) for origin in ORIGINS}
    return tuple(
        SliceView(key, heard(name), heard(meaning), shares[origin], percent(shares[origin]))
        for origin, (key, name, meaning) in ORIGINS.items()
    )


def _share(part: int, total: int) -> float:
    return part / total if total else 0.0


def domains(ctx: Context) -> tuple[DomainView, ...]:
    """Every domain that has indicators."""
    score = ctx.inputs.score
    return tuple(
        DomainView(
            ctx.domain_title(domain.domain),
            scale(domain.trust),
            band_words(domain.band),
            domain.indicators,
            percent(_share(domain.concern.hi, score.concern.hi)),
        )
        for domain in score.domains
    )


def bars(ctx: Context) -> tuple[BarView, ...]:
    """Prohibitions and listings: those that bind first, then those that may, then the rest."""
    ordered = sorted(
        ctx.inputs.score.bars, key=lambda bar: (not bar.binds, not bar.possible, bar.start is None, bar.id)
    )
    return tuple(_bar(ctx, bar) for bar in ordered)


def _bar(ctx: Context, bar: BarResult) -> BarView:
    answers = ctx.inputs.assessment.answers
    answer = answers.get(f"{bar.question}/{bar.row}") if bar.row else answers.get(bar.question or "")
    row = answer.value if answer is not None and isinstance(answer.value, dict) else {}
    position = (
        answer.vendor_position.text if answer is not None and answer.vendor_position else row.get("vendor_position")
    )
    sources: tuple[SourceView, ...] = tuple(source_view(found) for found in answer.basis.sources) if answer else ()
    return BarView(
        id=clean(bar.id),
        listed=bar.row is not None,
        title=clean(bar.title),
        authority=clean(bar.authority),
        citation=clean(bar.citation),
        scope=clean(bar.scope),
        dates=_dates(bar),
        binding=_binding(bar),
        binds=bar.binds,
        possible=bar.possible,
        reason="" if bar.reason.lower().startswith("it does") else sentence(bar.reason),
        question=optional(bar.question),
        ground=clean(str(row["ground"])) if row.get("ground") else None,
        next=_next(row),
        allegation=answer.allegation if answer else False,
        position=clean(str(position)) if position else None,
        sources=sources,
    )


def _next(row: Mapping[str, Any]) -> str | None:
    """What the entry says of the next step, and when it is due."""
    step, day = row.get("next_step"), row.get("next_date")
    if not step and not day:
        return None
    if not day:
        return clean(str(step))
    due = date.fromisoformat(str(day))
    return tell("{day}: {step}", day=due, step=clean(str(step))) if step else written(due)


def _dates(bar: BarResult) -> str:
    if bar.start is None:
        return tell("start not known until {end}", end=bar.end) if bar.end else tell("start not known")
    if bar.end is None:
        return tell("from {start}", start=bar.start)
    return tell("from {start} until {end}", start=bar.start, end=bar.end)


def _binding(bar: BarResult) -> str:
    if bar.binds:
        return tell("binds this buyer")
    return tell("may bind this buyer") if bar.possible else tell("does not bind this buyer")


def plan(ctx: Context) -> PlanView | None:
    """The plan, where there is one with at least one remedy."""
    found = ctx.inputs.score.plan
    if found is None or not found.remedies:
        return None
    remedies = tuple(remedy_view(ctx, remedy) for remedy in found.remedies)
    return PlanView(remedies, found.effort, scale(found.trust), found.reaches, found.proven_least)


def options(ctx: Context) -> tuple[RemedyView, ...]:
    """The remedies on offer that are not in the plan, the largest gain first."""
    score = ctx.inputs.score
    planned = (
        {(remedy.indicator, remedy.id) for remedy in score.plan.remedies} if score.plan else set[tuple[str, str]]()
    )
    offered = [
        remedy
        for item in score.indicators
        if item.applicable
        for remedy in item.remedies
        if (item.id, remedy.id) not in planned and remedy.gain > 0
    ]
    return tuple(remedy_view(ctx, remedy) for remedy in sorted(offered, key=lambda found: (-found.gain, found.id)))


def open_questions(ctx: Context) -> tuple[OpenView, ...]:
    """The open questions, the most valuable first, as the score orders them."""
    return tuple(_open(ctx, rank, found) for rank, found in enumerate(ctx.inputs.score.open_questions, 1))


def _open(ctx: Context, rank: int, found: OpenQuestion) -> OpenView:
    question = ctx.questions.get(found.question.partition("/")[0])
    value = could_close(found, ctx.inputs.score)
    state = tell("not asked yet") if found.state in ("", "unanswered") else words(found.state)
    if found.state == AnswerState.answered.value:
        state = tell("answered, but not decided")
    return OpenView(
        rank=rank,
        id=clean(found.question),
        text=ctx.question_text(found.question),
        state=state,
        value=value,
        shown=percent(value),
        if_shown=_best(ctx, question) if question else None,
        evidence=tuple(clean(item) for item in question.evidence) if question else (),
        asked_of=asked_of(question) if question else "",
    )


def _best(ctx: Context, question: AnyQuestion) -> str | None:
    """The answers whose presence is 0, in words, where the question maps its answers one by one."""
    if isinstance(question, GroupQuestion):
        return tell("a complete list, with a basis")
    if earned := getattr(question, "points", None):
        return _most(ctx, question, earned)
    presence = question.risk.presence if question.risk else question.feeds[0].presence if question.feeds else None
    if not isinstance(presence, dict):
        return None
    return _labels(ctx, question, [code for code, share in presence.items() if share == 0])


def _most(ctx: Context, question: AnyQuestion, points: Mapping[str, float]) -> str | None:
    """The answers that earn most; of several choices, all that earn anything."""
    several, most = isinstance(question, ChoicesQuestion), max(points.values())
    codes = [code for code, earned in points.items() if (earned > 0 if several else earned == most)]
    return _labels(ctx, question, codes)


def _labels(ctx: Context, question: AnyQuestion, codes: Iterable[str]) -> str | None:
    labels = {choice.code: choice.label for choice in ctx.inputs.questionnaire.choices(question)} | {
        "yes": yes_no(True),
        "no": yes_no(False),
    }
    every = isinstance(question, ChoicesQuestion) and getattr(question, "points", None)
    joined = tell(" and ") if every else tell(" or ")
    return joined.join(tell("“{name}”", name=clean(labels.get(code, code))) for code in codes) or None
