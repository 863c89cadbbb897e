"""The whole explanation of a score, unfolded step by step: from trust down to the answers and laws that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp

from ddq.scoring.arithmetic import NANO, shown
from ddq.scoring.because import because_of_state, interval
from ddq.scoring.model import (
    BarResult,
    Because,
    IndicatorResult,
    Interval,
    Nano,
    OutcomeKind,
    RemedyOption,
    Score,
    StateReach,
    band_name,
    ends,
)
from ddq.scoring.words import ACTORS, ORIGINS, OUTCOMES, STRENGTHS
from ddq.sentence import Number, begun, say, say_many


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation; what it rests on is made when it is asked for."""

    key: str
    """What it is known by among its neighbours."""
    text: str
    question: str | None = None
    row: str | None = None
    law: str | None = None
    parts: Callable[[], tuple[Step, ...]] | None = None


def taken(nano: int) -> float:
    """The share of the trust left by everything else that a concern takes away, 0 to 1."""
    return 1 - exp(-nano / NANO)


def percent(share: float) -> str:
    """A share as whole per cent; what is small but not nothing is `under 1 %`."""
    return say("under 1 %") if 0 < share < 0.005 else Number(f"{round(share * 100)} %")


def taken_words(concern: Nano) -> str:
    """`takes 4 to 20 % of trust`."""
    low, high = percent(taken(concern.lo)), percent(taken(concern.hi))
    if low == high:
        return say("takes {share} of trust", share=low)
    if not concern.lo:
        return say("takes up to {share} of trust", share=high)
    low = say("under 1") if low == "under 1 %" else Number(low.removesuffix(" %"))
    return say("takes {low} to {high} of trust", low=low, high=high)


def explanation(score: Score) -> tuple[Step, ...]:
    """The steps under a score, the answer to "why this interval?" first."""
    counted = tuple(sorted((one for one in score.indicators if one.applicable), key=_by_concern))
    found = [
        Step(
            "outcome",
            say("Why “{outcome}”", outcome=OUTCOMES[score.outcome]),
            parts=partial(sentence_steps, score.outcome_because),
        ),
        *(_ends(score, counted) if score.outcome is not OutcomeKind.not_rated else ()),
        Step("origins", say("By origin: where the concern comes from"), parts=partial(_origins, score, counted)),
        Step("domains", say("By domain"), parts=partial(_domains, score, counted)),
        Step(
            "indicators",
            say("By indicator, the largest concern first ({indicators})", indicators=len(counted)),
            parts=partial(_all, counted),
        ),
    ]
    if score.states:
        found.append(Step("states", say("By state: who can reach the service, and how"), parts=partial(_states, score)))
    if score.bars:
        found.append(Step("bars", say("Prohibitions and listings"), parts=partial(bar_steps, score.bars)))
    apart = len(score.indicators) - len(counted) + len(score.not_applicable) + len(score.legally_barred)
    if apart:
        found.append(Step("apart", say("Out of the sum, or not to be answered by law"), parts=partial(_apart, score)))
    return tuple(found)


def _by_concern(one: IndicatorResult) -> tuple[int, int, str]:
    return (-one.concern.hi, -one.concern.lo, one.id)


def sentence_steps(texts: Iterable[str]) -> tuple[Step, ...]:
    """Sentences, each a step with nothing behind it."""
    return tuple(Step(str(number), text) for number, text in enumerate(texts))


def _ends(score: Score, counted: Sequence[IndicatorResult]) -> Iterable[Step]:
    """Why trust is not higher than its upper end, and why it may be as low as its lower end."""
    low, high = score.shown
    known = sorted((one for one in counted if one.concern.lo), key=lambda one: (-one.concern.lo, one.id))
    wide = sorted((one for one in counted if one.concern.hi > one.concern.lo), key=_by_width)
    yield Step(
        "high",
        _why_not_more(high, len(known)),
        parts=partial(_each, known, _at_least),
    )
    if wide:
        yield Step(
            "low",
            say_many(
                "Why perhaps only {low}: {count} concern is not known in full",
                "Why perhaps only {low}: {count} concerns are not known in full",
                count=len(wide),
                low=low,
            ),
            parts=partial(_each, wide, _more),
        )


def _by_width(one: IndicatorResult) -> tuple[int, str]:
    return (one.concern.lo - one.concern.hi, one.id)


def _why_not_more(high: str, known: int) -> str:
    if not known:
        return say("Why up to {high}: nothing is sure", high=high)
    return say_many(
        "Why not more than {high}: {count} concern is sure",
        "Why not more than {high}: {count} concerns are sure",
        count=known,
        high=high,
    )


def _at_least(concern: Nano) -> str:
    return say("takes at least {share} of trust", share=percent(taken(concern.lo)))


def _more(concern: Nano) -> str:
    return say("what is open could take {share} more", share=percent(taken(concern.hi - concern.lo)))


def _each(found: Sequence[IndicatorResult], words: Callable[[Nano], str]) -> tuple[Step, ...]:
    return tuple(_indicator(one, words(one.concern)) for one in found)


def _all(found: Sequence[IndicatorResult]) -> tuple[Step, ...]:
    return tuple(_indicator(one, taken_words(one.concern)) for one in found)


def _indicator(one: IndicatorResult, told: str) -> Step:
    return Step(one.id, say("{indicator}: {words}", indicator=one.title, words=told), parts=partial(_of_indicator, one))


def _of_indicator(one: IndicatorResult) -> tuple[Step, ...]:
    strength = say(
        "Strength {strength}: fully present it would take {share} of trust; it is present by {presence}.",
        strength=STRENGTHS[one.strength],
        share=percent(one.strength.share),
        presence=interval(one.presence),
    )
    found = [Step("presence", strength)]
    if one.inherent != one.presence:
        without = say("Without the mitigations it would be present by {presence}.", presence=interval(one.inherent))
        found.append(Step("inherent", without))
    found += _steps(one.because)
    found += [Step(f"law {law}", say("Rests on {law}", law=law), law=law) for law in one.references]
    found += [Step(f"remedy {remedy.id}", _cure(remedy)) for remedy in one.remedies]
    return tuple(found)


def _cure(remedy: RemedyOption) -> str:
    return say(
        "Could be cured: {remedy} ({actor}, effort {effort})",
        remedy=remedy.title,
        actor=ACTORS[remedy.who],
        effort=remedy.effort,
    )


def _steps(because: Iterable[Because]) -> tuple[Step, ...]:
    return tuple(
        Step(
            f"because {number}",
            one.text,
            one.question,
            one.row,
            one.law,
            partial(_steps, one.children) if one.children else None,
        )
        for number, one in enumerate(because)
    )


def _origins(score: Score, counted: Sequence[IndicatorResult]) -> tuple[Step, ...]:
    whole = max(score.concern.hi, 1)
    shares = {share.origin: share.concern / whole for share in score.attribution}
    found = [
        Step(
            one.origin.value,
            say(
                "{origin}: {share} of all concern is surely this; alone it would leave trust at {trust}",
                origin=begun(ORIGINS[one.origin]),
                share=percent(shares.get(one.origin, 0.0)),
                trust=_trust(one.trust),
            ),
            parts=partial(_all, [each for each in counted if each.origin is one.origin]) if one.indicators else None,
        )
        for one in score.origins
    ]
    unknown = say("Not yet known: {share} of all concern", share=percent(shares.get(None, 0.0)))
    return (*found, Step("open", unknown))


def _domains(score: Score, counted: Sequence[IndicatorResult]) -> tuple[Step, ...]:
    return tuple(
        Step(
            one.domain,
            say(
                "{domain}: trust {trust}, {band}; {indicators} indicators",
                domain=capital(one.domain),
                trust=_trust(one.trust),
                band=ends((band_name(one.band[0]), band_name(one.band[1]))),
                indicators=one.indicators,
            ),
            parts=partial(_all, [each for each in counted if each.domain == one.domain]) if one.indicators else None,
        )
        for one in score.domains
    )


def _states(score: Score) -> tuple[Step, ...]:
    return tuple(Step(one.code, _state_words(one), parts=partial(_of_state, one)) for one in score.states)


def _state_words(one: StateReach) -> str:
    if one.home:
        return say("{state}: the buyer's own state, shown and not counted", state=one.name)
    return say(
        "{state}: reaches the service by {nexus}, can compel by {compulsion}",
        state=one.name,
        nexus=interval(one.nexus),
        compulsion=interval(one.compulsion),
    )


def _of_state(one: StateReach) -> tuple[Step, ...]:
    return _steps(because_of_state(one))


def bar_steps(found: Iterable[BarResult]) -> tuple[Step, ...]:
    """Every bar, and whether it binds."""
    return tuple(Step(f"{one.id} {number}", _binding(one), one.question, one.row) for number, one in enumerate(found))


def _binding(one: BarResult) -> str:
    if one.binds:
        return say("{bar}: binds this buyer. {reason}", bar=one.title, reason=one.reason)
    if one.possible:
        return say("{bar}: may bind this buyer. {reason}", bar=one.title, reason=one.reason)
    return say("{bar}: does not bind this buyer. {reason}", bar=one.title, reason=one.reason)


def _apart(score: Score) -> tuple[Step, ...]:
    out = [one for one in score.indicators if not one.applicable]
    return (
        *(
            Step(one.id, say("{what}: does not apply here", what=one.title), parts=partial(_of_indicator, one))
            for one in out
        ),
        *apart_steps(score),
    )


def apart_steps(score: Score) -> tuple[Step, ...]:
    """What was accepted as not applicable, and what may by law not be answered."""
    return (
        *(
            Step(f"na {name}", say("{question}: accepted as not applicable", question=name), name)
            for name in score.not_applicable
        ),
        *(
            Step(f"law {name}", say("{question}: may by law not be answered", question=name), name.partition("/")[0])
            for name in score.legally_barred
        ),
    )


def _trust(interval: Interval) -> str:
    return ends(shown(interval))


def capital(code: str) -> str:
    """A code in words, with a capital first letter."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]
