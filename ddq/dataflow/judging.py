"""What the transfer rules say of a flow: allowed, allowed with conditions, barred, or not known; and why.

Of one law the mildest ground that is met counts, and the default rule where none is; a limit can only make that
stricter. Of several laws the strictest counts. What is not known leaves every result possible that it may lead to.
Where the register knows no law of the state that the data leaves, so is the flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ddq.dataflow.clear_access import Place
from ddq.dataflow.matching import Match, match
from ddq.dataflow.model import Flow, LawReading, Ruling, Transfer
from ddq.dataflow.words import either
from ddq.registers.transfers import RuleReading, TransferReading, TransferRule
from ddq.sentence import begun, joined, say

_ORDER = (Ruling.allowed, Ruling.allowed_with, Ruling.barred)
"""The mildest first."""
_PLACE = {ruling: place for place, ruling in enumerate(_ORDER)}


def transfer(flow: Flow, rules: TransferReading, place: Place) -> Transfer:
    """Whether the flow is lawful by the rules as they read on the day."""
    if not flow.origins:
        why = say("Which state the data comes from is not known, and the buyer profile names none as home.")
        return Transfer(Ruling.unknown, _ORDER, (), (), ("origin",), why)
    found = [_from_state(flow, origin, rules, place) for origin in flow.origins]
    if len(found) == 1:
        return found[0]
    possible = _sorted(ruling for one in found for ruling in one.possible)
    laws = tuple({law.law.id: law for one in found for law in one.laws}.values())
    open_fields = ("origin", *(name for one in found for name in one.open))
    return _transfer(possible, laws, open_fields, _why(possible, laws))


def _from_state(flow: Flow, origin: str, rules: TransferReading, place: Place) -> Transfer:
    if flow.country == origin:
        return _transfer((Ruling.allowed,), (), (), say("The data stays in {state}.", state=place(origin)))
    known = rules.get(origin, ())
    if not any(one.rule.role == "default" for one in known):
        why = say("The register holds no rules of this day on data that leaves {state}.", state=place(origin))
        return Transfer(Ruling.unknown, _ORDER, (), (), (), why)
    laws = tuple(_laws(flow, known))
    possible = _strictest([law.possible for law in laws])
    why = _why(possible, laws) if laws else _ungoverned(flow, place(origin))
    return _transfer(possible, laws, tuple(name for law in laws for name in law.open), why)


def _ungoverned(flow: Flow, origin: str) -> str:
    if flow.personal == "none":
        return say("No rule on data that leaves {state} governs it: it is no personal data.", state=origin)
    if flow.country:
        return say("No rule on data that leaves {state} governs it when it goes there.", state=origin)
    return say("No rule on data that leaves {state} governs it when it goes to an unknown place.", state=origin)


def _transfer(
    possible: tuple[Ruling, ...], laws: tuple[LawReading, ...], open_fields: Sequence[str], why: str
) -> Transfer:
    ruling = _one(possible)
    conditions = () if ruling is Ruling.barred else _conditions(laws)
    still_open = tuple(dict.fromkeys(open_fields)) if ruling is Ruling.unknown else ()
    return Transfer(ruling, possible, laws, conditions, still_open, why)


def _one(possible: Sequence[Ruling]) -> Ruling:
    """The only ruling that is possible; else it is unknown."""
    return next(iter(possible)) if len(possible) == 1 else Ruling.unknown


def _conditions(laws: Iterable[LawReading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for law in laws for met in law.rules for text in met.rule.conditions))


def _strictest(of_laws: Sequence[tuple[Ruling, ...]]) -> tuple[Ruling, ...]:
    """What can come out of several laws together: the strictest of one possibility from each."""
    if not of_laws:
        return (Ruling.allowed,)
    least = max(min(_PLACE[ruling] for ruling in possible) for possible in of_laws)
    return _sorted(ruling for possible in of_laws for ruling in possible if _PLACE[ruling] >= least)


def _laws(flow: Flow, known: Sequence[RuleReading]) -> Iterator[LawReading]:
    """What each law says that governs the flow, or may."""
    for default in known:
        if default.rule.role == "default":
            governs = match(flow, default)
            if governs is not None:
                found = [match(flow, one) for one in known if one.rule.under == default.rule.id]
                yield _law(flow, governs, [one for one in found if one is not None])


def _law(flow: Flow, governs: Match, found: Sequence[Match]) -> LawReading:
    based = list(_without_limits(governs, [one for one in found if one.reading.rule.role == "ground"]))
    possible = {one.ruling for one in based}
    limits = [one for one in found if one.reading.rule.role == "limit"]
    for limit in limits:
        stricter = {max(ruling, limit.ruling, key=_PLACE.__getitem__) for ruling in possible}
        possible = stricter if limit.sure else possible | stricter
    if not governs.sure:
        possible.add(Ruling.allowed)
    ordered = _sorted(possible)
    ruling = _one(ordered)
    every = dict.fromkeys(name for one in (governs, *found) for name in one.open)
    deciding = [one for one in (*based, *limits) if one.ruling in possible]
    deciding.sort(key=lambda one: (not one.sure, one.reading.rule.id))
    return LawReading(
        law=governs.reading.rule,
        ruling=ruling,
        possible=ordered,
        rules=tuple(one.met(flow) for one in deciding),
        open=tuple(every) if ruling is Ruling.unknown else (),
    )


def _without_limits(governs: Match, grounds: Sequence[Match]) -> Iterator[Match]:
    """The grounds that may count: the mildest of those that are sure, what may be milder, and else the default rule."""
    best = min((_PLACE[one.ruling] for one in grounds if one.sure), default=None)
    for one in grounds:
        place = _PLACE[one.ruling]
        if best is None or (place == best if one.sure else place < best):
            yield one
    if best is None:
        yield governs


def _sorted(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    return tuple(sorted(set(rulings), key=_PLACE.__getitem__))


def _why(possible: tuple[Ruling, ...], laws: Sequence[LawReading]) -> str:
    """The rules that decide, by article; of what is not known, what is possible and by which rules."""
    if len(possible) == 1:
        cited = joined((_cited(law) for law in laws if possible[0] in law.possible), "; ")
        return say("{ruling} by {rules}.", ruling=begun(possible[0].words), rules=cited)
    told = say("Not known: {rulings}.", rulings=either(one.words for one in possible))
    return joined((told, *map(_open, laws)), " ")


def _cited(law: LawReading) -> str:
    return joined(_rule(met.rule, met.note) for met in law.rules) or _rule(law.law)


def _open(law: LawReading) -> str:
    """What a law says, first what holds where nothing is met, then what may be met."""
    ruling = Ruling(law.law.gives).words
    default = say("{rule}: {ruling} where nothing else is met.", rule=_rule(law.law), ruling=ruling)
    others = [met for met in law.rules if met.rule.id != law.law.id]
    sure = joined(_rule(met.rule, met.note) for met in others if met.sure)
    maybe = joined(_rule(met.rule, met.note) for met in others if not met.sure)
    parts = (
        default,
        say("Met: {rules}.", rules=sure) if sure else "",
        say("What may be met: {rules}.", rules=maybe) if maybe else "",
    )
    return joined((part for part in parts if part), " ")


def _rule(rule: TransferRule, note: str | None = None) -> str:
    if note:
        return say("{rule} ({citation}; {note})", rule=rule.name, citation=rule.citation, note=note)
    return say("{rule} ({citation})", rule=rule.name, citation=rule.citation)
