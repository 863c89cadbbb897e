"""The cover, and the page for those who read one page."""

from __future__ import annotations

import re

from ddq.assessment.closing import DECIDED
from ddq.questionnaire.model import Actor, Origin
from ddq.report.builder import points
from ddq.report.builder.context import Context
from ddq.report.builder.findings import weighing
from ddq.report.builder.outcome import open_questions, plan
from ddq.report.language import tell, tell_many
from ddq.report.printed import clean, words
from ddq.report.view import Cover, FieldView, Summary
from ddq.report.words import brief, country, day, one_decimal, optional, sentence
from ddq.scoring.model import IndicatorResult
from ddq.scoring.weighted.model import WeightedScore
from ddq.sentence import Number

_TLP = re.compile(r"TLP:\s?(RED|AMBER|GREEN|CLEAR)(?:\+STRICT)?", re.IGNORECASE)
_SHOWN = 4
"""How many findings, remedies or laws a paragraph of the summary names."""
_LINES = 5
"""How many lines it has otherwise: the summary is one page."""


def cover(ctx: Context) -> Cover:
    """What the first page says."""
    assessment, score = ctx.inputs.assessment, ctx.inputs.score
    engagement = assessment.engagement
    return Cover(
        vendor=clean(assessment.vendor.name),
        running=_running(clean(assessment.vendor.name)),
        service=clean(engagement.service),
        title=clean(assessment.title),
        buyer=clean(ctx.inputs.profile.title),
        reference=optional(engagement.reference),
        value=optional(engagement.value),
        deadline=day(engagement.deadline),
        as_of=day(score.as_of) or "",
        outcome=words(score.outcome.value),
        headline=sentence(score.headline),
        status=words(assessment.status.value),
        draft=assessment.status not in DECIDED,
        marking=optional(ctx.inputs.marking),
        logo=ctx.inputs.logo,
        marking_key=_marking_key(ctx.inputs.marking or ""),
        questionnaire=f"{clean(ctx.inputs.questionnaire.questionnaire.title)} {clean(score.questionnaire_version)}",
        method=clean(score.method),
        digest=clean(score.digest),
        countries=", ".join(country(code) for code in assessment.vendor.countries),
        identifiers=tuple(
            FieldView(clean(found.scheme), clean(found.value)) for found in assessment.vendor.identifiers
        ),
    )


def _marking_key(marking: str) -> str:
    """The label of the Traffic Light Protocol 2.0 (FIRST, 2022) that a marking is."""
    found = _TLP.fullmatch(marking.strip())
    return found[1].lower() if found else "other"


def _running(name: str) -> str:
    """One short line."""
    line = " ".join(name.split())
    return line if len(line) <= 70 else f"{line[:69]}…"


def summary(ctx: Context) -> Summary:
    """What was found, why, what would change it, and what nobody at the table can change."""
    score = ctx.inputs.score
    if isinstance(score, WeightedScore):
        return points.summary(ctx, score)
    return Summary(_found(ctx), _why(ctx), _change(ctx), _fixed(ctx))


def _found(ctx: Context) -> tuple[str, ...]:
    heaviest = weighing(ctx)
    if not heaviest:
        return (tell("No concern is established by the answers that were given."),)
    shown = heaviest[:_SHOWN]
    lines = [
        f"{brief(clean(item.title).rstrip('.'))} ({_origin(item)}, {words(item.strength.value)})." for item in shown
    ]
    rest = len(heaviest) - _SHOWN
    if rest > 0:
        lines.append(
            tell_many(
                "{count} more concern is established; see the findings.",
                "{count} more concerns are established; see the findings.",
                count=rest,
            )
        )
    return tuple(lines)


def _origin(item: IndicatorResult) -> str:
    return words(item.origin.value)


def _why(ctx: Context) -> tuple[str, ...]:
    reasons = ctx.inputs.score.outcome_because
    longest = 800 // min(len(reasons) or 1, _LINES)
    lines = [brief(sentence(reason), longest) for reason in reasons[:_LINES]]
    return (*lines, tell("More stands under the outcome.")) if len(reasons) > _LINES else tuple(lines)


def _change(ctx: Context) -> tuple[str, ...]:
    score = ctx.inputs.score
    bars = [clean(bar.title) for bar in score.bars if bar.binds]
    lines = [tell("An end to the bar, or a purchase outside its scope: {bar}.", bar=brief(title)) for title in bars[:2]]
    if score.all_remedies.hi < score.required:
        most = one_decimal(score.all_remedies.hi, up=True)
        lines.append(
            tell(
                "Nothing on offer: with every remedy and the best answer to every question trust reaches at most "
                "{most} of the {required} that is required. These would come nearest.",
                most=Number(most),
                required=Number(f"{score.required:g}"),
            )
        )
    found = plan(ctx)
    if found is not None:
        trust = found.trust.shown
        lines += [brief(f"{remedy.who}: {remedy.title.rstrip('.')}.") for remedy in found.remedies[:_SHOWN]]
        if found.reaches:
            line = tell("With the whole plan trust is {trust}, which reaches what is required.", trust=trust)
        else:
            line = tell("With the whole plan trust is {trust}, which does not reach what is required.", trust=trust)
        lines.append(line)
    questions = open_questions(ctx)
    shown = max(1, _LINES - len(lines))
    lines += [
        tell("An answer to {question}: {text}", question=item.id, text=brief(item.text)) for item in questions[:shown]
    ]
    rest = len(questions) - shown
    if rest > 0:
        lines.append(
            tell_many(
                "{count} more answer could move it: see “Open and set apart”.",
                "{count} more answers could move it: see “Open and set apart”.",
                count=rest,
            )
        )
    return tuple(lines) or (tell("Nothing that is open or on offer would change the outcome."),)


def _fixed(ctx: Context) -> tuple[str, ...]:
    """Established concerns that no remedy of the vendor, its owners or the buyer touches, law and decisions first."""
    fixed = [
        item
        for item in weighing(ctx)
        if not any(remedy.who is not Actor.nobody and remedy.gain > 0 for remedy in item.remedies)
    ]
    order = {Origin.law: 0, Origin.state_action: 1, Origin.control: 2, Origin.conduct: 3}
    fixed.sort(key=lambda item: order[item.origin])
    lines = [f"{brief(clean(item.title).rstrip('.'))} ({_origin(item)})." for item in fixed[:_LINES]]
    if any(item.origin is Origin.law for item in fixed):
        lines.append(tell("What a law can compel stays as it is, whatever a contract says."))
    return tuple(lines) or (tell("Every established concern has a remedy that somebody at the table can carry out."),)
