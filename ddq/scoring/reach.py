"""Reach: which states' law comes to bear, by which path, and how strongly. One law indicator for each state.

Beside the states stand two kinds of gaps, counted alike: a row whose country is not known, and lists that may hold
more than they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ddq.questionnaire.model import Strength
from ddq.registers.model import Profile, Trusted
from ddq.registers.profiles import trust_in
from ddq.registers.reading import Reading
from ddq.scoring.arithmetic import ABSENT, concerns, largest, presence_of
from ddq.scoring.compulsion import compulsion
from ddq.scoring.measure import Mitigating, mitigated
from ddq.scoring.model import AppliedMitigation, Interval, Nano, ReachPath, StateReach
from ddq.scoring.nexus import CONTROL
from ddq.scoring.paths import OpenList, Paths
from ddq.sentence import country, say

DOMAIN = "Jurisdiction & Legal Exposure"
"""The domain under which law indicators are summed."""
UNLISTED = "law:unlisted"
"""Id of the indicator for states that an entry not listed could bring in."""


@dataclass(frozen=True, slots=True)
class LawIndicator:
    """How a state's law, or a gap behind which one may stand, counts."""

    id: str
    title: str
    strength: Strength
    inherent: Interval
    presence: Interval
    inherent_concern: Nano
    concern: Nano
    is_full: bool
    """Whether nothing is known yet."""
    questions: tuple[str, ...]
    mitigations: tuple[AppliedMitigation, ...]
    state: StateReach | None
    paths: tuple[ReachPath, ...]
    open_lists: tuple[OpenList, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """The states that can reach the vendor or the data, and the law indicators."""

    states: tuple[StateReach, ...]
    """The largest presence first."""
    indicators: tuple[LawIndicator, ...]


def reach(paths: Paths, reading: Reading, profile: Profile, mitigations: Mitigating) -> Reach:
    """`p_law(j) = max over paths(nexus) * compulsion_j * (1 - trusted_j)` for every state `j` that a path leads to."""
    states = [_state(code, found, reading, profile) for code, found in paths.by_state.items()]
    indicators = [_law(state, mitigations) for state in states if not state.home]
    indicators += [_unlocated(path, mitigations) for path in paths.unlocated]
    if paths.lists:
        indicators.append(_unlisted(paths.lists, indicators))
    indicators.sort(key=lambda indicator: indicator.id)
    states.sort(key=lambda state: (-state.presence.hi, -state.nexus.hi, state.code))
    return Reach(tuple(states), tuple(indicators))


def _state(code: str, paths: tuple[ReachPath, ...], reading: Reading, profile: Profile) -> StateReach:
    register = reading.states.get(code)
    compelled = compulsion(register)
    home = code in profile.home
    share, entry = trust_in(profile, code, reading)
    nexus = largest(path.nexus for path in paths)
    left = 0.0 if home else 1.0 - share
    value = compelled.value
    presence = Interval(nexus.lo * value.lo * left, nexus.hi * value.hi * left)
    return StateReach(
        code=code,
        name=country(code, register.name if register else code),
        home=home,
        trusted=share,
        trusted_because=None if entry is None else _because(entry, reading),
        compulsion=value,
        targeted_compelled_access=compelled.access,
        guarantees=compelled.guarantees,
        nexus=nexus,
        presence=presence,
        paths=paths,
        indicator=None if home else f"law:{code}",
    )


def _because(entry: Trusted, reading: Reading) -> str:
    reason, citation = entry.reason, entry.citation
    if entry.group is None:
        return say("{reason} ({citation})", reason=reason, citation=citation)
    group = reading.group_name(entry.group)
    return say("by the group “{group}”: {reason} ({citation})", group=group, reason=reason, citation=citation)


def _law(state: StateReach, mitigations: Mitigating) -> LawIndicator:
    return _indicator(
        f"law:{state.code}",
        say("The law of {state} can reach the service", state=state.in_sentence),
        state.presence,
        mitigations,
        is_full=state.nexus.lo <= 0.0 and state.nexus.hi >= CONTROL,
        paths=state.paths,
        state=state,
    )


def _unlocated(path: ReachPath, mitigations: Mitigating) -> LawIndicator:
    """A row whose country is not known: any state may stand behind it, and the law of none compels more than 1."""
    title = say("A state not yet known may reach the service: {path}", path=path.text)
    identifier = f"law:unlocated:{path.question}/{path.row}"
    return _indicator(identifier, title, path.nexus, mitigations, is_full=True, paths=(path,))


def _indicator(
    identifier: str,
    title: str,
    inherent: Interval,
    mitigations: Mitigating,
    *,
    is_full: bool,
    paths: tuple[ReachPath, ...],
    state: StateReach | None = None,
) -> LawIndicator:
    applied = mitigations.of_law(identifier)
    presence = mitigated(inherent, applied)
    return LawIndicator(
        id=identifier,
        title=title,
        strength=Strength.severe,
        inherent=inherent,
        presence=presence,
        inherent_concern=concerns(Strength.severe, inherent),
        concern=concerns(Strength.severe, presence),
        is_full=is_full,
        questions=tuple(sorted({path.question for path in paths})),
        mitigations=applied,
        state=state,
        paths=paths,
    )


def _unlisted(lists: Sequence[OpenList], listed: Sequence[LawIndicator]) -> LawIndicator:
    """States that an entry not listed could bring in: decisive, but only for what is not already counted.

    While a list may hold more than it says, what the law can do to trust is the larger of what the entries show and of
    one decisive indicator. Hiding an entry therefore moves concern from "shown" to "possible" and never takes it away;
    a fixed amount on top would reward whoever lists fewer states. No mitigation bears on it: what protects the data in
    the entries that are listed is not said of others.
    """
    possible = Interval(0.0, max(entry.possible for entry in lists))
    before = _beyond(possible, (indicator.inherent_concern for indicator in listed))
    after = _beyond(possible, (indicator.concern for indicator in listed))
    return LawIndicator(
        id=UNLISTED,
        title=say("A state that no listed entry names may reach the service"),
        strength=Strength.decisive,
        inherent=_presence(before),
        presence=_presence(after),
        inherent_concern=before,
        concern=after,
        is_full=possible.hi >= max(entry.most for entry in lists),
        questions=tuple(sorted({entry.question for entry in lists})),
        mitigations=(),
        state=None,
        paths=(),
        open_lists=tuple(lists),
    )


def _beyond(possible: Interval, listed: Iterator[Nano]) -> Nano:
    whole = concerns(Strength.decisive, possible).hi
    return Nano(0, max(0, whole - sum(nano.hi for nano in listed)))


def _presence(nano: Nano) -> Interval:
    return Interval(0.0, presence_of(Strength.decisive, nano.hi)) if nano.hi else ABSENT
