"""The last decision in words: what, who, why, on what conditions, and whether it is stale."""

from __future__ import annotations

from collections import Counter

from ddq.assessment.deciding import StandingCondition, conditions, in_force
from ddq.assessment.decision import Decision, Verb
from ddq.report.builder.context import Context
from ddq.report.language import heard, tell, tell_many
from ddq.report.printed import clean, words
from ddq.report.view.decision import ConditionView, DecisionView, SignView
from ddq.report.words import brief, day, moment, optional, sentence
from ddq.scoring.departure import departure_sentence
from ddq.sentence import say

_WHAT = {
    Verb.approve: say("approved"),
    Verb.approve_with_conditions: say("approved with conditions"),
    Verb.reject: say("rejected"),
}


def decision(ctx: Context) -> DecisionView | None:
    """The last decision; None where there is none."""
    assessment = ctx.inputs.assessment
    made = assessment.decision
    if made is None:
        return None
    departure, rests = made.departure, made.rests_on
    reason, authority = optional(made.reason), optional(made.authority)
    return DecisionView(
        what=heard(_WHAT[made.decision]),
        by=clean(made.by),
        on=day(made.at.date()) or "" if made.at else "",
        in_force=in_force(assessment),
        reason=reason,
        brief_reason=brief(reason, 360) if reason else None,
        departs=sentence(departure_sentence(made)) if departure else None,
        bars=tuple(clean(bar) for bar in departure.bars) if departure else (),
        authority=authority,
        brief_authority=brief(authority, 200) if authority else None,
        expires=day(made.expires),
        next_review=day(made.next_review),
        rested_on=tell(
            "The method said then: {outcome}, {figure}, as of {day}.",
            outcome=clean(rests.said),
            figure=clean(rests.figure),
            day=rests.as_of,
        ),
        entry=f"{rests.seq}, {clean(rests.head)}",
        conditions=tuple(_condition(one) for one in conditions(assessment)),
        signs=_signs(ctx, made),
        stale=tuple(clean(reason) for reason in ctx.inputs.stale),
    )


def _condition(one: StandingCondition) -> ConditionView:
    change = None
    if one.change is not None:
        at = f", {moment(one.change.at)}" if one.change.at else ""
        change = f"{clean(one.change.by)}{at}: {clean(one.change.why)}"
    text = clean(one.condition.text)
    return ConditionView(
        number=one.number,
        text=text,
        brief=brief(" ".join(text.split()), 120),
        owner=clean(one.condition.owner),
        due=day(one.condition.due) or "",
        state=words(one.state.value),
        change=change,
    )


def _signs(ctx: Context, made: Decision) -> tuple[SignView, ...]:
    """Everybody who gave an answer or a verdict that stands, and who decided."""
    assessment = ctx.inputs.assessment
    answered = Counter(assessment.answered_by.values())
    reviewed = Counter(verdict.by for verdict in assessment.verdicts.values())
    decided = heard(_WHAT[made.decision])
    return (
        *(SignView(tell("Interviewer"), clean(name), _answers(number)) for name, number in sorted(answered.items())),
        *(SignView(tell("Reviewer"), clean(name), _verdicts(number)) for name, number in sorted(reviewed.items())),
        SignView(tell("Approver"), clean(made.by), f"{decided}, {moment(made.at) if made.at else ''}"),
    )


def _answers(number: int) -> str:
    return tell_many("{count} answer", "{count} answers", count=number)


def _verdicts(number: int) -> str:
    return tell_many("{count} verdict", "{count} verdicts", count=number)
