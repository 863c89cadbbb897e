"""The whole explanation of a score, unfolded step by step: from trust down to the answers and laws that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from math import exp

from ddq.scoring.arithmetic import NANO, shown
from ddq.scoring.because import because_of_state, interval
from ddq.scoring.model import BarResult, Because, IndicatorResult, Interval, Nano, OutcomeKind, Score, StateReach


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
    return "under 1 %" if 0 < share < 0.005 else f"{round(share * 100)} %"


def taken_words(concern: Nano) -> str:
    """`takes 4 to 20 % of trust`."""
    low, high = percent(taken(concern.lo)), percent(taken(concern.hi))
    if low == high:
        return f"takes {low} of trust"
    return f"takes {low.removesuffix(' %')} to {high} of trust" if concern.lo else f"takes up to {high} of trust"


def explanation(score: Score) -> tuple[Step, ...]:
    """The steps under a score, the answer to "why this interval?" first."""
    counted = tuple(sorted((one for one in score.indicators if one.applicable), key=_by_concern))
    found = [
        Step("outcome", f"Why “{score.outcome.value}”", parts=partial(sentence_steps, score.outcome_because)),
        *(_ends(score, counted) if score.outcome is not OutcomeKind.not_rated else ()),
        Step("origins", "By origin: where the concern comes from", parts=partial(_origins, score, counted)),
        Step("domains", "By domain", parts=partial(_domains, score, counted)),
        Step("indicators", f"By indicator, the largest concern first ({len(counted)})", parts=partial(_all, counted)),
    ]
    if score.states:
        found.append(Step("states", "By state: who can reach the service, and how", parts=partial(_states, score)))
    if score.bars:
        found.append(Step("bars", "Prohibitions and listings", parts=partial(bar_steps, score.bars)))
    apart = len(score.indicators) - len(counted) + len(score.not_applicable) + len(score.legally_barred)
    if apart:
        found.append(Step("apart", "Out of the sum, or not to be answered by law", parts=partial(_apart, score)))
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
        f"Why not more than {high}: {_concerns(known)} sure" if known else f"Why up to {high}: nothing is sure",
        parts=partial(_each, known, "takes at least {lo} of trust"),
    )
    if wide:
        yield Step(
            "low",
            f"Why perhaps only {low}: {_concerns(wide)} not known in full",
            parts=partial(_each, wide, "what is open could take {wide} more"),
        )


def _by_width(one: IndicatorResult) -> tuple[int, str]:
    return (one.concern.lo - one.concern.hi, one.id)


def _each(found: Sequence[IndicatorResult], told: str) -> tuple[Step, ...]:
    return tuple(
        _indicator(
            one, told.format(lo=percent(taken(one.concern.lo)), wide=percent(taken(one.concern.hi - one.concern.lo)))
        )
        for one in found
    )


def _all(found: Sequence[IndicatorResult]) -> tuple[Step, ...]:
    return tuple(_indicator(one, taken_words(one.concern)) for one in found)


def _indicator(one: IndicatorResult, told: str) -> Step:
    return Step(one.id, f"{one.title}: {told}", parts=partial(_of_indicator, one))


def _of_indicator(one: IndicatorResult) -> tuple[Step, ...]:
    strength = f"Strength {one.strength.value}: fully present it would take {percent(one.strength.share)} of trust"
    found = [Step("presence", f"{strength}; it is present by {interval(one.presence)}.")]
    if one.inherent != one.presence:
        found.append(Step("inherent", f"Without the mitigations it would be present by {interval(one.inherent)}."))
    found += _steps(one.because)
    found += [Step(f"law {law}", f"Rests on {law}", law=law) for law in one.references]
    found += [
        Step(f"remedy {remedy.id}", f"Could be cured: {remedy.title} ({remedy.who.value}, effort {remedy.effort})")
        for remedy in one.remedies
    ]
    return tuple(found)


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
            f"{capital(one.origin.value)}: {percent(shares.get(one.origin, 0.0))} of all concern is surely this"
            f"; alone it would leave trust at {_trust(one.trust)}",
            parts=partial(_all, [each for each in counted if each.origin is one.origin]) if one.indicators else None,
        )
        for one in score.origins
    ]
    return (*found, Step("open", f"Not yet known: {percent(shares.get(None, 0.0))} of all concern"))


def _domains(score: Score, counted: Sequence[IndicatorResult]) -> tuple[Step, ...]:
    return tuple(
        Step(
            one.domain,
            f"{capital(one.domain)}: trust {_trust(one.trust)}, {_bands(one.band)}; {one.indicators} indicators",
            parts=partial(_all, [each for each in counted if each.domain == one.domain]) if one.indicators else None,
        )
        for one in score.domains
    )


def _states(score: Score) -> tuple[Step, ...]:
    return tuple(Step(one.code, _state_words(one), parts=partial(_of_state, one)) for one in score.states)


def _state_words(one: StateReach) -> str:
    if one.home:
        return f"{one.name}: the buyer's own state, shown and not counted"
    return f"{one.name}: reaches the service by {interval(one.nexus)}, can compel by {interval(one.compulsion)}"


def _of_state(one: StateReach) -> tuple[Step, ...]:
    return _steps(because_of_state(one))


def bar_steps(found: Iterable[BarResult]) -> tuple[Step, ...]:
    """Every bar, and whether it binds."""
    return tuple(
        Step(f"{one.id} {number}", f"{one.title}: {_binding(one)}. {one.reason}", one.question, one.row)
        for number, one in enumerate(found)
    )


def _binding(one: BarResult) -> str:
    return "binds this buyer" if one.binds else "may bind this buyer" if one.possible else "does not bind this buyer"


def _apart(score: Score) -> tuple[Step, ...]:
    out = [one for one in score.indicators if not one.applicable]
    return (
        *(Step(one.id, f"{one.title}: does not apply here", parts=partial(_of_indicator, one)) for one in out),
        *apart_steps(score),
    )


def apart_steps(score: Score) -> tuple[Step, ...]:
    """What was accepted as not applicable, and what may by law not be answered."""
    return (
        *(Step(f"na {name}", f"{name}: accepted as not applicable", name) for name in score.not_applicable),
        *(
            Step(f"law {name}", f"{name}: may by law not be answered", name.partition("/")[0])
            for name in score.legally_barred
        ),
    )


def _trust(interval: Interval) -> str:
    low, high = shown(interval)
    return low if low == high else f"{low} to {high}"


def _bands(found: tuple[str, str]) -> str:
    return " to ".join(dict.fromkeys(str(one) for one in found))


def capital(code: str) -> str:
    """A code in words, with a capital first letter."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def _concerns(found: Sized) -> str:
    return "1 concern is" if len(found) == 1 else f"{len(found)} concerns are"
